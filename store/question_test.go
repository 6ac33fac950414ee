package store_test

import (
	"fmt"
	"maps"
	"testing"
	"time"

	"leanon/library"
	"leanon/store"
)

// However long a couple stays, a choice knows what they were ever asked, and when last.
func TestAChoiceKnowsWhatWasEverAsked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	pair(t, w.Store, "11", "12", w.now)
	other := pair(t, w.Store, "21", "22", w.now)
	day := func() { w.at(w.now.AddDate(0, 0, 1).Format("2006-01-02") + " 20:00") }
	want := map[string]time.Time{}
	for n := range 500 {
		day()
		if n == 450 {
			w.must(w.Purge(w.Context(), w.now)) // rows older than 400 days go
			w.restarts()
		}
		question := fmt.Sprint("question ", n%199)
		want[question] = w.now
		w.opensDue(10, func(a store.Asked) string {
			if a.Couple == other {
				return "the same"
			}
			return question
		})
	}
	if left := w.number(`SELECT count(*) FROM questions_asked WHERE question <> 'the same'`); left != 449 {
		t.Errorf("rows: got %d, want those of the 399 days before the purge and the 50 after", left)
	}
	day()
	w.opensDue(10, func(a store.Asked) string {
		if a.Couple == other {
			if len(a.Last) != 1 {
				t.Errorf("the other couple: got %v, want the one that they were asked", a.Last)
			}
			return "the same"
		}
		if !maps.Equal(a.Last, want) {
			t.Errorf("got %d questions, want the 199 and when each came last", len(a.Last))
		}
		return "new"
	})
}

// A couple of before the upgrade has rows and no record: these rows stay until it has one.
func TestACoupleOfBeforeHasItsRecordFromTheRows(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	pair(t, w.Store, "11", "12", w.now)
	began := w.now
	for n := range 5 {
		w.at(w.now.AddDate(0, 0, 1).Format("2006-01-02") + " 20:00")
		w.opensDue(10, func(store.Asked) string { return fmt.Sprint("question ", n%3) })
	}
	w.meddle(`DELETE FROM ever_asked`)
	w.meddle(`DELETE FROM question_keys`)
	w.restarts()
	w.at(w.now.AddDate(0, 0, 500).Format("2006-01-02") + " 20:00")
	w.must(w.Purge(w.Context(), w.now))
	for range 2 { // the second time it has a record
		w.opensDue(10, func(a store.Asked) string {
			for question, days := range map[string]int{"question 0": 4, "question 1": 5, "question 2": 3} {
				if got := a.Last[question].Sub(began).Hours() / 24; int(got+0.5) != days {
					t.Errorf("%s: got %v days, want %d", question, got, days)
				}
			}
			return "later"
		})
		w.at(w.now.AddDate(0, 0, 1).Format("2006-01-02") + " 20:00")
	}
	w.must(w.Purge(w.Context(), w.now))
	if left := w.number(`SELECT count(*) FROM questions_asked WHERE question <> 'later'`); left != 0 {
		t.Errorf("old rows: got %d, want none once the record has them", left)
	}
}

func TestNoTwoQuestionsHaveOneNumber(t *testing.T) {
	t.Parallel()
	of := map[uint32]string{}
	for _, q := range library.Default().Questions() {
		if other, double := of[store.NumberOf(q.Key)]; double {
			t.Errorf("%s and %s have one number: give the newer another key", q.Key, other)
		}
		of[store.NumberOf(q.Key)] = q.Key
	}
}

// restarts closes the database and opens it again.
func (w *world) restarts() {
	w.Helper()
	w.must(w.Close())
	s, err := openAt(w.T, w.path)
	w.must(err)
	w.Store = s
}

// It is an error if no question is chosen, and then nobody is asked.
func TestNoQuestionIsAnError(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := pair(t, w.Store, "11", "12", w.now)
	w.at(w.now.AddDate(0, 0, 1).Format("2006-01-02") + " 20:00")
	_, err := w.OpenDue(w.Context(), w.now, 10, func(store.Asked) string { return "" })
	if err == nil {
		t.Error("without a question: got no error, want one")
	}
	if got := w.question(couple, "11"); got != "" {
		t.Errorf("the open question: got %q, want none", got)
	}
}

package store_test

import (
	"errors"
	"slices"
	"strconv"
	"testing"
	"time"

	"leanon/store"
)

// ofBefore gives a file the plain columns that an earlier version would have written, for
// a question that Ana put off once and is done with, and for what Ben set.
func (w *world) ofBefore(couple store.ID) {
	w.Helper()
	w.sql(`UPDATE members SET standing = NULL`)
	w.sql(`UPDATE check_ins SET done_at = ?1, later = 1 WHERE person = ?2`, w.now.Unix(), ana)
	w.sql(`UPDATE partners SET settings = NULL, hints = NULL`)
	w.sql(`UPDATE partners SET notes = 'nameless', language = 'de' WHERE person = ?1`, ben)
}

// plainRests counts what of it lies in plain columns.
func (w *world) plainRests() (n int) {
	w.Helper()
	w.must(raw(w.T, w.path).QueryRow(`SELECT (SELECT count(*) FROM check_ins WHERE done_at IS NOT NULL OR later) + (SELECT count(*) FROM members WHERE standing IS NULL)
		+ (SELECT count(*) FROM partners WHERE settings IS NULL OR hints IS NULL OR notes <> 'discreet' OR language IS NOT NULL)`).Scan(&n))
	return n
}

func TestWhatWasPlainOfQuestionsAndSettingsIsSealedInSmallSteps(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.at("2026-11-23 20:00")
	w.opens()
	in, err := w.OpenCheckIn(t.Context(), couple, ana)
	w.must(err)
	w.ofBefore(couple)
	reads := func(when string) {
		t.Helper()
		got, err := w.CheckInFor(t.Context(), in.ID, ana)
		w.must(err)
		if !got.DoneAt.Equal(w.now) || !got.Later {
			t.Errorf("%s: done at %v, put off %v; want done at %v, put off", when, got.DoneAt, got.Later, w.now)
		}
		p, err := w.Partner(t.Context(), ben)
		w.must(err)
		if p.Notes != store.Nameless || p.Language != "de" {
			t.Errorf("%s: notes %q, language %q; want them as they were set", when, p.Notes, p.Language)
		}
		if _, err := w.OpenCheckIn(t.Context(), couple, ben); err != nil {
			t.Errorf("%s: the question that nobody touched: %v", when, err)
		}
	}
	reads("as it was")
	if steps := w.reseals(1); steps < 3 {
		t.Errorf("steps: got %d, want one for each row", steps)
	}
	reads("sealed")
	if n := w.plainRests(); n != 0 {
		t.Errorf("rows that tell it: got %d, want none", n)
	}
}

func TestWhatWasPlainOfAQuestionIsSealedOnceTheNextIsTouched(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.at("2026-11-23 20:00")
	w.opens()
	first, err := w.OpenCheckIn(t.Context(), couple, ana)
	w.must(err)
	w.ofBefore(couple)
	was := w.now
	w.at("2026-11-25 20:00")
	w.opens()
	next, err := w.OpenCheckIn(t.Context(), couple, ana)
	w.must(err)
	if next.Later {
		t.Error("the next question: it counts as put off")
	}
	_, err = w.Finish(t.Context(), next.ID, ana, "", w.now.Add(30*time.Second))
	w.must(err)
	for id, want := range map[store.ID]time.Time{first.ID: was, next.ID: w.now} {
		got, err := w.CheckInFor(t.Context(), id, ana)
		w.must(err)
		if !got.DoneAt.Equal(want) {
			t.Errorf("done at: got %v, want %v", got.DoneAt, want)
		}
	}
	var left int
	w.must(raw(t, w.path).QueryRow(`SELECT count(*) FROM check_ins WHERE done_at IS NOT NULL OR later`).Scan(&left))
	if left != 0 {
		t.Errorf("rows that tell it: got %d, want none", left)
	}
}

// TestWhenAChannelWasReadDoesNotTellThatSomethingWasOpen reads Ana's channel oftener than
// Ben's, because of her draft, and compares when each was read.
func TestWhenAChannelWasReadDoesNotTellThatSomethingWasOpen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	for _, person := range []string{ana, ben} {
		w.sql(`UPDATE partners SET channel = 'dm-' || person, heard_id = ?2, last_at = 1 WHERE person = ?1`, person, store.HeardTo(w.Store, person, "1"))
	}
	w.drafts(couple, ana, "a draft")
	read := map[string]int{}
	for hour := range 60 {
		people, err := w.ToRead(t.Context(), w.now)
		w.must(err)
		for i, person := range people {
			read[person]++
			u, err := w.Unread(t.Context(), person, w.now)
			w.must(err)
			w.must(w.HasRead(t.Context(), u, "", strconv.Itoa(hour+2), w.now.Add(time.Duration(i)*time.Second)))
		}
		var times int
		w.must(raw(t, w.path).QueryRow(`SELECT count(DISTINCT read_at) FROM partners WHERE person IN (?1, ?2)`, ana, ben).Scan(&times))
		if times != 1 {
			t.Fatalf("when each was read, at %v: got %d times, want the same for both", w.now, times)
		}
		w.now = w.now.Add(time.Hour)
	}
	if read[ana] <= read[ben] {
		t.Error("Ana was not read oftener: the test compares nothing")
	}
}

func TestWhatWasChangedByHandOfAQuestionHoldsNobodyElseUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	for _, person := range []string{ana, ben} {
		w.sql(`UPDATE partners SET channel = 'dm-' || person, heard_id = ?2, last_at = 1, read_at = ?3 WHERE person = ?1`, person, store.HeardTo(w.Store, person, "1"), w.now.Unix())
	}
	w.at("2026-11-23 20:00")
	w.opens()
	w.sql(`UPDATE members SET standing = x'0203' WHERE person = ?1`, ana)
	for _, o := range w.due() {
		want := map[string]error{ana: store.ErrAltered}[o.Person]
		if _, err := w.Attempt(t.Context(), o.ID, w.now); !errors.Is(err, want) {
			t.Errorf("the question of %s: got %v, want %v", o.Person, err, want)
		}
	}
	_, err := w.OpenCheckIn(t.Context(), couple, ana)
	w.wants("hers", err, store.ErrAltered)
	in, err := w.OpenCheckIn(t.Context(), couple, ben)
	w.must(err)
	_, err = w.Finish(t.Context(), in.ID, ben, "", w.now)
	w.must(err)
	people, err := w.ToRead(t.Context(), w.now)
	w.must(err)
	if !slices.Contains(people, ana) {
		t.Errorf("to be read: got %q, want Ana too: nobody knows whether her question is done", people)
	}
}

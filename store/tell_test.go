package store_test

import (
	"strings"
	"testing"
	"time"

	"leanon/store"
)

func (w *world) shares(couple store.ID, person, words string) store.ID {
	w.Helper()
	e, err := w.Word(w.Context(), store.Wording{Couple: couple, Person: person, Source: w.source(), Words: words}, w.now)
	w.must(err)
	_, err = w.Tell(w.Context(), e.Need.ID, person, "", w.now)
	w.must(err)
	return e.Need.ID
}

func TestWhatWentWellIsNoOpenNeedAndNeverRests(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	for range store.MaxOpen {
		w.writes(couple, ana, "an ask")
	}
	id := w.shares(couple, ana, "a joy")
	w.sent()
	w.shares(couple, ana, "another")
	_, err := w.Send(t.Context(), w.drafts(couple, ana, "a fourth ask"), ana, "", w.now)
	w.wants("a fourth ask", err, store.ErrTooManyOpen)
	if w.need(id, ana).Open() {
		t.Error("what was shared counts as open")
	}
	all, err := w.NeedsOf(t.Context(), couple, ana)
	w.must(err)
	if len(all.FromMe) != store.MaxOpen {
		t.Errorf("open from me: got %d, want the %d asks", len(all.FromMe), store.MaxOpen)
	}
	theirs, err := w.NeedsOf(t.Context(), couple, ben)
	w.must(err)
	if len(theirs.ForMe) != store.MaxOpen+2 {
		t.Errorf("for the receiver: got %d, want all %d while nothing was said to them", len(theirs.ForMe), store.MaxOpen+2)
	}
	w.answers(id, ben, store.Heard)
	if theirs, err = w.NeedsOf(t.Context(), couple, ben); err != nil || len(theirs.ForMe) != store.MaxOpen+1 {
		t.Errorf("for the receiver after an answer: got %d, %v, want %d", len(theirs.ForMe), err, store.MaxOpen+1)
	}
	w.now = w.now.Add(store.RestAfter)
	w.sent()
	if _, err := w.Rest(t.Context(), w.now); err != nil {
		t.Fatal(err)
	}
	w.wantSent(ana + " rest") // one message, about the asks
	if n := w.need(id, ana); !n.RestedAt.IsZero() || n.Resting() {
		t.Error("what was shared rests")
	}
}

func TestSharingFollowsTheRulesOfSending(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	id := w.drafts(couple, ana, "a joy")
	_, err := w.Tell(t.Context(), id, ben, "", w.now)
	w.wants("somebody else's", err, store.ErrNotYours)
	long := w.drafts(couple, ana, strings.Repeat("x", store.MaxWords+1))
	_, err = w.Tell(t.Context(), long, ana, "", w.now)
	w.wants("one that is too long", err, store.ErrTooLong)
	_, err = w.Tell(t.Context(), id, ana, "", w.now)
	w.must(err)
	_, err = w.Tell(t.Context(), id, ana, "", w.now)
	w.wants("a second press", err, store.ErrTooLate)
	w.wantSent(ben + " note")
}

func TestAHeldAnswerArrivesAlthoughItsNeedWasTakenBackMeanwhile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	id := w.writes(couple, ana, "words")
	w.sent()
	w.pauses(couple, ana)
	e, err := w.Answer(t.Context(), store.Answering{Need: id, Person: ben, Source: "x", Choice: store.Part, Line: "the first half",
		FollowUp: w.now.Add(day), Remind: w.now.Add(day)}, w.now)
	w.must(err)
	_, err = w.TakeBack(t.Context(), id, ana, "", w.now)
	w.must(err)
	w.now = w.now.Add(time.Hour)
	w.resumes(couple, ana)
	w.wantSent(ana + " answer")
	if _, a, err := w.AnswerFor(t.Context(), e.Need.LastAnswer().ID, ana); err != nil || a.Line != "the first half" {
		t.Errorf("the answer: got %q, %v, want its line", a.Line, err)
	}
	w.now = w.now.Add(2 * day)
	w.wantSent() // neither a follow-up nor a reminder: nothing is asked any more
}

package store_test

import (
	"slices"
	"testing"
	"time"

	"leanon/store"
)

func TestSomebodyIsToldWhatDiscordDoesNotTakeAtATimeThatFollowsFromTheirOwn(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	for _, c := range []struct{ refused, told time.Duration }{
		{0, day}, {10 * time.Hour, day}, {day, day},
		{day + time.Second, 13 * day}, {13 * day, 13 * day}, {13*day + time.Second, 27 * day}, {30 * day, 41 * day},
	} {
		w := newWorld(t)
		couple := w.pair(ana, ben)
		need := w.writes(couple, ana, "words")
		n, err := w.attempt(ben)
		w.must(err)
		sent := w.now
		w.now = sent.Add(c.refused)
		w.must(w.NotTaken(t.Context(), n, "status 400, code 240000", w.now))
		w.now = sent.Add(c.told - time.Second)
		w.wantTold(c.refused < c.told, 0)
		w.must(w.PlanAnew(t.Context(), w.now))
		w.now = sent.Add(c.told)
		w.wantTold(true, 1)
		e, err := w.NeedFor(t.Context(), need, ana)
		if err != nil || !e.Need.Draft() || e.Need.Words != "words" {
			t.Errorf("refused after %v: got %v, %v, want a draft with its words", c.refused, e.Need.SentAt, err)
		}
		_, err = w.NeedFor(t.Context(), need, ben)
		w.wants("the receiver reads it", err, store.ErrNotYours)
		_, err = w.Send(t.Context(), need, ana, "", w.now)
		w.must(err)
		if got := w.sent(); !slices.Contains(got, ben+" note") {
			t.Errorf("sent once more: got %q, want the note", got)
		}
	}
}

// wantTold checks how often Ana is told now that Discord did not take something.
func (w *world) wantTold(checks bool, n int) {
	w.Helper()
	got := w.sent()
	if told := len(slices.DeleteFunc(got, func(s string) bool { return s != ana+" not-taken" })); checks && told != n {
		w.Errorf("at %s she is told %d times, want %d", w.now.Format("2 Jan 15:04"), told, n)
	}
}

func TestWhatWasAnsweredBeforeItsAskerIsToldStaysSent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	need := w.writes(w.pair(ana, ben), ana, "words")
	n, err := w.attempt(ben)
	w.must(err)
	w.must(w.NotTaken(t.Context(), n, "status 400, code 240000", w.now))
	w.answers(need, ben, store.Yes) // they found it in /needs
	w.now = w.now.Add(24 * time.Hour)
	for _, s := range w.sent() {
		if s == ana+" not-taken" {
			t.Error("an asker is told that Discord did not take a note that was answered")
		}
	}
}

// Where a crash comes between the arrival of the message and what is kept of it, the first
// that leanon learns of it may be a press on it.
func TestWhatFollowsFromAMessageFollowsAlsoWhereAPressShowsThatItArrived(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	need := w.writes(w.pair(ana, ben), ana, "words")
	n, err := w.attempt(ben)
	w.must(err)
	w.must(w.NotTaken(t.Context(), n, "status 400, code 240000", w.now))
	w.now = w.now.Add(24 * time.Hour)
	n, err = w.attempt(ana)
	w.must(err)
	if n.Kind != store.KindNotTaken {
		t.Fatalf("Ana is owed %s", n.Kind)
	}
	for range 2 {
		w.must(w.Seen(t.Context(), ana, "dm-"+ana, "", n.ID, w.snowflake()))
	}
	if e, err := w.NeedFor(t.Context(), need, ana); err != nil || !e.Need.Draft() {
		t.Errorf("got sent at %v, %v, want a draft", e.Need.SentAt, err)
	}
	_, err = w.Reword(t.Context(), need, ana, store.Rewording{Words: "other words"}, "", w.now)
	w.must(err)
}

func TestAnAnswerThatAPressShowsToHaveArrivedChangesItsAskersCopy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.hears(ana, w.snowflake(), "", "words") // its preview is a message
	w.sent()
	need := w.one(couple, ana).ID
	_, err := w.Send(t.Context(), need, ana, "", w.now)
	w.must(err)
	w.sent()
	w.answers(need, ben, store.Yes)
	n, err := w.attempt(ana)
	w.must(err)
	if n.Kind != store.KindAnswer {
		t.Fatalf("Ana is owed %s", n.Kind)
	}
	w.must(w.Seen(t.Context(), ana, "dm-"+ana, "", n.ID, w.snowflake()))
	if got := w.sent(); !slices.Contains(got, ana+" preview edit") {
		t.Errorf("after it arrived: got %q, want an edit of Ana's own copy", got)
	}
}

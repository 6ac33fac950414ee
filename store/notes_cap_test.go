package store_test

import (
	"errors"
	"testing"
	"time"

	"leanon/store"
)

// wantsCap checks that an error is the cap of notes, and until when.
func (w *world) wantsCap(what string, err error, until time.Time) {
	w.Helper()
	w.wants(what, err, store.ErrNotesToday)
	var capped store.Capped
	if !errors.As(err, &capped) || !capped.Until.Equal(until) {
		w.Errorf("%s: it can go at %v, want %v", what, capped.Until, until)
	}
}

func TestSixNotesADayGoEachWayThankYousAndWithdrawnOnesCounted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	other := w.pair(ana, cleo)
	first := w.now
	thanked := w.writes(couple, ana, "a first note")
	w.answers(thanked, ben, store.Yes)
	w.now = w.now.Add(time.Hour)
	_, err := w.Thank(t.Context(), thanked, ana, "thank you", w.now)
	w.must(err)
	for range 3 {
		_, err := w.Withdraw(t.Context(), w.writes(couple, ana, "taken back again"), ana, "", w.now)
		w.must(err)
	}
	tells := w.drafts(couple, ana, "it only tells")
	_, err = w.Tell(t.Context(), tells, ana, "", w.now)
	w.must(err)
	w.must(w.Purge(t.Context(), w.now))

	seventh := w.drafts(couple, ana, "a seventh")
	for what, send := range map[string]func(id store.ID) (store.Exchange, error){
		"a seventh that asks":  func(id store.ID) (store.Exchange, error) { return w.Send(t.Context(), id, ana, "", w.now) },
		"a seventh that tells": func(id store.ID) (store.Exchange, error) { return w.Tell(t.Context(), id, ana, "", w.now) },
	} {
		_, err := send(seventh)
		w.wantsCap(what, err, first.Add(24*time.Hour))
		if n := w.need(seventh, ana); !n.Draft() || n.Words != "a seventh" {
			t.Errorf("%s: the draft is %+v, want it kept", what, n)
		}
	}
	w.writes(couple, ben, "the other way")
	w.writes(other, ana, "to somebody else")
	w.now = first.Add(24*time.Hour - time.Second)
	_, err = w.Send(t.Context(), seventh, ana, "", w.now)
	w.wantsCap("a seventh before a day is over", err, first.Add(24*time.Hour))
	w.now = first.Add(24 * time.Hour)
	_, err = w.Send(t.Context(), seventh, ana, "", w.now)
	w.must(err)
	_, err = w.Send(t.Context(), w.drafts(couple, ana, "and one more"), ana, "", w.now)
	w.wantsCap("the next one", err, first.Add(25*time.Hour))
}

func TestAskAgainAndAThankYouCountAmongTheSix(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	old := w.writes(couple, ana, "asked a day ago")
	w.answers(old, ben, store.Yes)
	w.now = w.now.Add(25 * time.Hour)
	first := w.now
	for range 6 {
		_, err := w.Withdraw(t.Context(), w.writes(couple, ana, "taken back again"), ana, "", w.now)
		w.must(err)
	}
	_, err := w.AskAgain(t.Context(), old, ana, w.now)
	w.wantsCap("Ask again", err, first.Add(24*time.Hour))
	_, err = w.Thank(t.Context(), old, ana, "thank you", w.now)
	w.wantsCap("a thank-you", err, first.Add(24*time.Hour))
	line, err := w.SaveUndecidedLine(t.Context(), store.UndecidedLine{Need: old, Person: ana, Source: w.source(), Purpose: store.ForThanks, Line: "thank you"}, w.now)
	w.must(err)
	_, err = w.ThankUndecided(t.Context(), old, line, ana, w.now)
	w.wantsCap("a thank-you that was decided late", err, first.Add(24*time.Hour))
	if _, err := w.UndecidedLineFor(t.Context(), line, ana); err != nil {
		t.Errorf("its words: %v, want them kept", err)
	}
	w.now = first.Add(24 * time.Hour)
	_, err = w.AskAgain(t.Context(), old, ana, w.now)
	w.must(err)
	_, err = w.ThankUndecided(t.Context(), old, line, ana, w.now)
	w.must(err)
}

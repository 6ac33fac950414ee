package store_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"leanon/store"
)

// waits lets a note wait for two weeks without an answer, or with one that is asked about
// after a day, and sends what is owed as Discord would take it. Its asker closes it early, or
// after they were asked; then they take it back.
func waits(t *testing.T, tells, answered, early bool) []string {
	t.Helper()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	id := w.drafts(couple, ana, "a note of hers")
	send := w.Send
	if tells {
		send = w.Tell
	}
	closes := func() {
		t.Helper()
		if answered {
			w.must2(w.Reach(t.Context(), id, ana, store.ReachedYes, w.now))
		} else {
			w.must2(w.LetGo(t.Context(), id, ana, w.now))
		}
	}
	w.must2(send(t.Context(), id, ana, "", w.now))
	w.sentByDiscord()
	w.now = w.now.Add(3 * time.Hour)
	if answered {
		w.answers(id, ben, store.Heard)
		w.sentByDiscord()
	}
	if early {
		closes()
	}
	for range 16 {
		w.now = w.now.Add(25 * time.Hour)
		_, err := w.Rest(t.Context(), w.now)
		w.must(err)
		w.sentByDiscord()
	}
	if !early {
		closes()
	}
	// An edit that is owed to a message that never was leaves it as it is.
	if answered {
		w.must2(w.TakeBack(t.Context(), id, ana, "", w.now))
	} else {
		w.must2(w.Withdraw(t.Context(), id, ana, "", w.now))
	}
	w.sentByDiscord()
	w.must(w.Purge(t.Context(), w.now))
	return w.plainColumns()
}

// sentByDiscord is sent with messages that have ids like Discord's.
func (w *world) sentByDiscord() {
	w.Helper()
	for {
		due, err := w.Due(w.Context(), w.now, store.LaneScheduled, 100)
		w.must(err)
		if len(due) == 0 {
			return
		}
		n, err := w.Attempt(w.Context(), due[0].ID, w.now)
		switch {
		case errors.Is(err, store.ErrTooLate):
		case err != nil:
			w.Fatal(err)
		case n.Message != "":
			w.must(w.Edited(w.Context(), n))
		default:
			w.must(w.Delivered(w.Context(), n, "dm-"+n.Person, messageAt(w.now), w.now))
		}
	}
}

func TestAFollowUpOrARestThatIsNotSentLooksAsIfItWere(t *testing.T) {
	t.Parallel()
	for _, answered := range []bool{true, false} {
		usual := waits(t, false, answered, false)
		for name, got := range map[string][]string{"tells": waits(t, true, answered, false), "is closed before": waits(t, false, answered, true)} {
			if !slices.Equal(got, usual) {
				t.Errorf("answered %v: a note that %s has\n%s\nwant what another has\n%s", answered, name, strings.Join(got, "\n"), strings.Join(usual, "\n"))
			}
		}
	}
}

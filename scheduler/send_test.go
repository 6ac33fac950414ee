package scheduler

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

func TestANoteIsSentOnceInAChannelOpenedOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	c := w.couple("ana", "ben", true)
	w.writes(c, "ana", "one")
	w.settle()
	w.restart()
	w.pass(time.Hour)
	w.writes(c, "ana", "two")
	w.settle()
	w.got("ben", "note one", "note two")
	w.got("ana")
	slices.Sort(w.wire.opened)
	if !slices.Equal(w.wire.opened, []string{"ana", "ben"}) {
		t.Errorf("channels opened: got %q, want one for each", w.wire.opened)
	}
	if w.meter.sent != 5 || w.meter.failed != 0 || w.meter.waited != 0 {
		t.Errorf("got %+v, want 5 sent (invitation, two welcomes, two notes)", &w.meter)
	}
}

func TestAfterACrashTheOutboxLooksBeforeItSends(t *testing.T) {
	t.Parallel()
	for _, arrived := range []bool{true, false} {
		t.Run(fmt.Sprintf("arrived %v", arrived), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, noon)
			c := w.couple("ana", "ben", true)
			w.must(w.stop())
			w.writes(c, "ana", "one")
			n, err := w.store.Attempt(t.Context(), w.due("ben"), w.clock.Now())
			w.must(err)
			m, err := w.compose(t.Context(), n)
			w.must(err)
			if arrived {
				_, err := w.wire.Deliver(t.Context(), delivery(n, m))
				w.must(err)
			}
			w.must(w.store.Close()) // the program is killed here
			w.openStore()
			w.start()
			w.settle()
			w.got("ben", "note one")
			if w.wire.looks != 1 {
				t.Errorf("looks at the history: got %d, want 1", w.wire.looks)
			}
			w.withdrawsAll("ana", c)
			w.settle()
			if len(w.wire.edits) != 1 {
				t.Errorf("edits after the crash: got %q, want one: the message is known again", w.wire.edits)
			}
		})
	}
}

func (w *world) withdrawsAll(person string, couple store.ID) {
	w.Helper()
	needs, err := w.store.NeedsOf(w.Context(), couple, person)
	w.must(err)
	for _, e := range needs.FromMe {
		w.withdraws(person, e.Need.ID)
	}
}

func TestAPersonWhoCannotBeReachedIsLeftAloneUntilTheyAct(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	c := w.couple("ana", "ben", true)
	tries := 0
	w.wire.fails(func(talk.Delivery) (bool, error) {
		tries++
		return false, refusal(403, 50007, talk.ErrUnreachable)
	})
	w.writes(c, "ana", "one")
	w.settle()
	w.writes(c, "ana", "two")
	w.pass(24 * time.Hour)
	w.wire.fails(nil)
	w.pass(24 * time.Hour)
	w.got("ben")
	if tries != 1 {
		t.Errorf("tries: got %d, want 1", tries)
	}
	w.must(w.store.Seen(t.Context(), "ben", "dm-ben", "", 0, ""))
	w.settle()
	got := strings.Join(w.wire.texts("ben"), ", ")
	for _, words := range []string{"one", "two"} {
		if strings.Count(got, words) != 1 {
			t.Errorf("after ben acts: got %s, want %s once", got, words)
		}
	}
}

func TestThatAnInvitationCannotBeBroughtIsToldMinutesLater(t *testing.T) {
	t.Parallel()
	for name, kind := range map[string]error{"closed": talk.ErrUnreachable, "no such person": talk.ErrRejected} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, noon)
			w.wire.open = func(person string) error {
				if person == "ben" {
					return refusal(403, 50278, kind)
				}
				return nil
			}
			inv, err := w.store.Draft(t.Context(), "ana", "Ana", "ben", "Ben", w.clock.Now())
			w.must(err)
			_, err = w.store.SendInvite(t.Context(), inv.ID, "ana", store.FactsRead{Version: 1}, w.clock.Now())
			w.must(err)
			w.settle()
			if got := w.wire.texts("ana"); len(got) != 0 {
				t.Errorf("ana got %q at once, want nothing", got)
			}
			w.pass(store.CannotBringAfter)
			if got := w.wire.texts("ana"); !slices.Equal(got, []string{"invite-failed"}) {
				t.Errorf("ana got %q, want the one sentence", got)
			}
		})
	}
}

func TestAWaitIsWaitedForOnTheClockThatWasGiven(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	c := w.couple("ana", "ben", true)
	w.wire.fails(once(false, fmt.Errorf("send: %w", &talk.Wait{After: 90 * time.Second})))
	w.writes(c, "ana", "to ben")
	w.settle()
	w.writes(c, "ben", "to ana")
	w.settle()
	w.got("ana", "note to ana")
	w.pass(89 * time.Second)
	w.got("ben")
	w.pass(time.Second)
	w.got("ben", "note to ben")
	if w.meter.waited != 1 {
		t.Errorf("waits: got %d, want 1", w.meter.waited)
	}
}

func TestNoNewChannelsIsToldTheHostAndTriedAgainInTenMinutes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	tries := 0
	w.wire.open = func(string) error {
		tries++
		return refusal(403, 40003, talk.ErrNoNewChannels)
	}
	for i := range 3 {
		id := fmt.Sprint("dora", i)
		w.must(w.store.Hear(t.Context(), store.Message{ID: id, Person: id, Words: "hello"}, w.clock.Now()))
		w.settle()
	}
	w.pass(9 * time.Minute)
	w.logged("no new direct messages", 1)
	if tries != 1 {
		t.Errorf("tries: got %d, want 1: after the first refusal nobody else's channel is asked for", tries)
	}
	w.wire.mu.Lock()
	w.wire.open = nil
	w.wire.mu.Unlock()
	w.pass(time.Minute)
	w.got("dora1", "nobody")
}

func TestANoteWithdrawnBeforeItsTimeIsNotSent(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	w.quiet = "22:00-08:00"
	w.restart()
	c := w.couple("ana", "ben", true)
	w.at("2026-11-23 23:00")
	need := w.writes(c, "ana", "one")
	w.settle()
	w.got("ben")
	w.withdraws("ana", need)
	w.at("2026-11-24 09:00")
	w.got("ben")
	w.writes(c, "ana", "two")
	w.settle()
	w.got("ben", "note two")
}

func TestANoteWithdrawnWhileItsSendIsUnclear(t *testing.T) {
	t.Parallel()
	for _, arrived := range []bool{true, false} {
		t.Run(fmt.Sprintf("arrived %v", arrived), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, noon)
			c := w.couple("ana", "ben", true)
			w.wire.fails(always(arrived, errLost))
			need := w.writes(c, "ana", "one")
			w.settle()
			w.withdraws("ana", need)
			w.wire.fails(nil)
			w.pass(time.Minute)
			if arrived {
				w.got("ben", "note one")
				w.edited("1003: note withdrawn")
			} else {
				w.got("ben")
				w.edited()
			}
			w.pass(time.Hour)
			w.dead(0)
		})
	}
}

func TestAnEditAskedForDuringASendIsMadeAfterIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	c := w.couple("ana", "ben", true)
	began := make(chan struct{}, 1)
	opened, open := w.gate()
	w.wire.fails(func(talk.Delivery) (bool, error) {
		began <- struct{}{}
		<-opened
		return true, nil
	})
	need := w.writes(c, "ana", "one")
	await(t, began, "the note")
	w.withdraws("ana", need)
	open()
	w.settle()
	w.got("ben", "note one")
	w.edited("1003: note withdrawn")
}

func TestAnEditWaitsItsTurnAndEndsWithItsMessage(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	c := w.couple("ana", "ben", true)
	need := w.writes(c, "ana", "one")
	w.settle()
	w.wire.edit = func() error { return &talk.Wait{After: time.Hour, Edits: true} }
	w.withdraws("ana", need)
	w.settle()
	w.writes(c, "ana", "two")
	w.settle()
	w.got("ben", "note one", "note two")
	w.wire.mu.Lock()
	w.wire.edit = func() error { return refusal(404, 10008, talk.ErrDeleted) }
	w.wire.mu.Unlock()
	w.pass(time.Hour)
	w.wire.mu.Lock()
	w.wire.edit = func() error { t.Error("an edit of a message that is gone was tried again"); return nil }
	w.wire.mu.Unlock()
	w.pass(time.Hour)
	w.dead(0)
}

func TestWhatDiscordRejectsIsADeadLetterWithNumbersOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	c := w.couple("ana", "ben", true)
	w.wire.fails(once(false, refusal(400, 50035, talk.ErrRejected)))
	w.writes(c, "ana", "secret")
	w.settle()
	w.writes(c, "ana", "two")
	w.pass(24 * time.Hour)
	w.got("ben", "note two")
	w.dead(1)
	w.logged(`reason="status 400, code 50035"`, 1)
	w.logged("secret", 0)
}

func TestAMessageThatArrivedAndWasDeletedIsNotSentAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	c := w.couple("ana", "ben", true)
	w.wire.fails(once(false, errLost)) // it arrived, and before we look it is deleted
	need := w.writes(c, "ana", "one")
	w.settle()
	w.wire.fails(always(false, refusal(404, 10008, talk.ErrDeleted)))
	w.pass(time.Minute)
	w.wire.fails(nil)
	w.pass(time.Hour)
	w.withdraws("ana", need)
	w.settle()
	w.got("ben")
	w.edited()
	w.dead(0)
	if n := len(w.wire.opened); n != 2 {
		t.Errorf("channels opened: got %d, want one for each person", n)
	}
	w.writes(c, "ana", "two")
	w.settle()
	w.got("ben", "note two")
}

func TestAChannelThatIsGoneIsOpenedAnewOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	c := w.couple("ana", "ben", true)
	w.wire.fails(once(false, refusal(404, 10003, talk.ErrChannelGone)))
	w.writes(c, "ana", "one")
	w.settle()
	w.pass(time.Second)
	w.got("ben", "note one")
	w.wire.fails(always(false, refusal(404, 10003, talk.ErrChannelGone)))
	w.writes(c, "ana", "two")
	w.settle()
	if n := len(w.wire.opened); n != 4 {
		t.Errorf("channels opened: got %d, want 4 (two people, and ben twice more)", n)
	}
	for range openAnewEvery - 1 {
		w.pass(longestPause)
	}
	if n := len(w.wire.opened); n != 4 {
		t.Errorf("channels opened at the next refusals: got %d more, want none", n-4)
	}
	w.wire.fails(nil)
	w.pass(longestPause)
	w.got("ben", "note one", "note two")
	w.dead(0)
}

func TestWhatCannotBeComposedIsGivenUpAfterTenTries(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	c := w.couple("ana", "ben", true)
	tries := 0
	w.failCompose = func(store.Notice) error { tries++; panic("secret") }
	w.writes(c, "ana", "one")
	w.settle()
	for range 20 {
		w.pass(2 * time.Minute)
	}
	if tries != 10 {
		t.Errorf("tries: got %d, want 10", tries)
	}
	w.dead(1)
	w.got("ben")
	w.logged("could not be composed", 10)
	w.logged("secret", 0)
}

func TestANonceIsTheSameForEachTryAndFits(t *testing.T) {
	t.Parallel()
	a, b := nonce(1), nonce(2)
	if a != nonce(1) || a == b || len(a) != 24 {
		t.Errorf("got %q and %q, want the same 24 characters for one notice and others for another", a, b)
	}
}

package scheduler

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

var errForbidden = refusal(403, 0, talk.ErrNotNow)

// lastsTwoDays lets everything be tried until the pauses are over.
func (w *world) lastsTwoDays() {
	w.Helper()
	for range 3 * maxRefusals {
		w.pass(longestPause / 2)
	}
}

func TestThePausesAfterRefusalsGrowToHoursAndLastTwoDays(t *testing.T) {
	t.Parallel()
	var sum, before time.Duration
	for n := range maxRefusals - 1 {
		pause := refusalPause(n)
		if pause < before || pause > longestPause {
			t.Errorf("pause %d: got %v after %v, want it no shorter and at most %v", n, pause, before, longestPause)
		}
		before, sum = pause, sum+pause
	}
	if sum < 44*time.Hour || sum > 52*time.Hour {
		t.Errorf("all pauses: got %v, want two days", sum)
	}
}

func TestWhatIsRefusedForDaysWaitsForSomethingNew(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		something func(w *world, couple store.ID)
		want      []string
	}{
		"their act":       {func(w *world, _ store.ID) { w.must(w.store.Seen(w.Context(), "ben", "dm-ben", "", 0, "")) }, []string{"note one"}},
		"another message": {func(w *world, c store.ID) { w.writes(c, "ana", "two") }, []string{"note two", "note one"}},
		"another start":   {func(w *world, _ store.ID) { w.restart() }, []string{"note one"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, noon)
			couple := w.couple("ana", "ben", true)
			tries := 0
			w.wire.fails(func(talk.Delivery) (bool, error) { tries++; return false, errForbidden })
			w.writes(couple, "ana", "one")
			w.settle()
			w.lastsTwoDays()
			if tries != maxRefusals {
				t.Errorf("tries: got %d, want %d", tries, maxRefusals)
			}
			w.wire.fails(nil)
			w.pass(24 * time.Hour)
			w.got("ben")
			w.dead(0)
			c.something(w, couple)
			w.settle()
			w.got("ben", c.want...)
		})
	}
}

func TestAnEditIsDoneOnlyOnceItsMessageIsGone(t *testing.T) {
	t.Parallel()
	for name, err := range map[string]error{
		"a channel that is gone": refusal(404, 10003, talk.ErrChannelGone),
		"no access":              refusal(403, 50001, talk.ErrChannelGone),
		"no code":                errForbidden,
		"its content":            refusal(400, 50035, talk.ErrRejected),
		"a filter":               refusal(400, 200000, talk.ErrRejected),
		"closed messages":        refusal(403, 50007, talk.ErrUnreachable),
		"a proxy":                refusal(403, 0, talk.ErrProxy),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, noon)
			c := w.couple("ana", "ben", true)
			need := w.writes(c, "ana", "one")
			w.settle()
			w.wire.mu.Lock()
			w.wire.edit = func() error { return err }
			w.wire.mu.Unlock()
			w.withdraws("ana", need)
			w.settle()
			w.lastsTwoDays()
			w.wire.mu.Lock()
			w.wire.edit = nil
			w.wire.mu.Unlock()
			w.pass(time.Hour)
			w.edited()
			w.must(w.store.Seen(t.Context(), "ben", "dm-ben", "", 0, ""))
			w.settle()
			w.edited("1003: note withdrawn")
			w.dead(0)
		})
	}
}

func TestAnEditThatCannotBeComposedIsNotGivenUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	c := w.couple("ana", "ben", true)
	need := w.writes(c, "ana", "one")
	w.settle()
	w.failCompose = func(store.Notice) error { return fmt.Errorf("not today") }
	w.withdraws("ana", need)
	w.settle()
	for range 30 {
		w.pass(time.Minute)
	}
	w.failCompose = nil
	w.pass(longestPause)
	w.edited("1003: note withdrawn")
	w.dead(0)
}

func TestOneMessageThatIsRefusedDoesNotHoldUpTheOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	c := w.couple("ana", "ben", true)
	var first string
	w.wire.fails(func(d talk.Delivery) (bool, error) {
		if first == "" {
			first = d.Mark
		}
		if d.Mark == first {
			return false, refusal(403, 777777, talk.ErrNotNow)
		}
		return true, nil
	})
	w.writes(c, "ana", "one")
	w.settle()
	w.writes(c, "ana", "two")
	w.settle()
	for range 8 {
		w.pass(15 * time.Second)
	}
	w.got("ben", "note two")
	w.lastsTwoDays()
	w.wire.fails(nil)
	w.writes(c, "ana", "three")
	w.settle()
	w.got("ben", "note two", "note three", "note one")
}

func TestNotesThatWereRefusedComeWithoutThoseWithdrawn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	c := w.couple("ana", "ben", true)
	w.wire.fails(always(false, errForbidden))
	w.writes(c, "ana", "one")
	w.settle()
	two := w.writes(c, "ana", "two")
	w.settle()
	w.writes(c, "ana", "three")
	w.settle()
	for range 8 {
		w.pass(time.Minute)
	}
	w.withdraws("ana", two)
	w.wire.fails(nil)
	looked := w.wire.looks
	w.pass(longestPause)
	w.got("ben", "note one", "note three")
	if w.wire.looks != looked {
		t.Errorf("looks at the history: got %d, want none: Discord said that nothing arrived", w.wire.looks-looked)
	}
}

func TestAnInvitationThatStaysRefusedIsToldItsInviterInTheEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	w.wire.open = func(person string) error {
		if person == "ben" {
			return errForbidden
		}
		return nil
	}
	inv, err := w.store.Draft(t.Context(), "ana", "Ana", "ben", "Ben", w.clock.Now())
	w.must(err)
	_, err = w.store.SendInvite(t.Context(), inv.ID, "ana", store.FactsRead{Version: 1}, w.clock.Now())
	w.must(err)
	w.settle()
	for range 11 {
		w.pass(longestPause)
	}
	if got := w.wire.texts("ana"); len(got) != 0 {
		t.Errorf("ana got %q within two days, want nothing", got)
	}
	w.lastsTwoDays()
	if got := w.wire.texts("ana"); !slices.Equal(got, []string{"invite-failed"}) {
		t.Errorf("ana got %q, want the one sentence", got)
	}
}

func TestANoteThatMayHaveArrivedIsLookedForUntilItIsKnown(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	c := w.couple("ana", "ben", true)
	w.wire.fails(always(true, errLost))
	need := w.writes(c, "ana", "one")
	w.settle()
	w.withdraws("ana", need)
	w.wire.find = func() error { return refusal(403, 50001, talk.ErrChannelGone) }
	w.pass(time.Hour)
	w.edited()
	w.wire.mu.Lock()
	w.wire.find = nil
	w.wire.mu.Unlock()
	w.wire.fails(nil)
	w.pass(longestPause)
	w.edited("1003: note withdrawn")
}

func TestWhileDiscordRefusesEverythingItIsAskedForLittle(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	w.halt()
	w.workers = 8
	w.openStore()
	w.start()
	tries := 0
	w.wire.open = func(string) error { tries++; return refusal(403, 40333, talk.ErrNotNow) }
	const people = 300
	for i := range people {
		id := fmt.Sprint("dora", i)
		w.must(w.store.Hear(t.Context(), store.Message{ID: id, Person: id, Words: "hello"}, w.clock.Now()))
	}
	w.settle()
	for range 60 {
		w.pass(10 * time.Second)
	}
	if most := 100 + 11*w.workers; tries > most {
		t.Errorf("requests that were refused in ten minutes: got %d for %d messages, want at most %d", tries, people, most)
	}
	w.logged("refuses everything", 1)
	w.wire.mu.Lock()
	w.wire.open = nil
	w.wire.mu.Unlock()
	w.pass(longestPause)
	if n := len(w.wire.messages); n != people {
		t.Errorf("once Discord takes them again: got %d messages, want %d", n, people)
	}
}

package scheduler

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

func TestAfterAnOutageFortyFiveChannelsAreReadInASecond(t *testing.T) {
	t.Parallel()
	e := newInboxWorldWith(t, noon, 0)
	for i := range 100 {
		e.meets(fmt.Sprint("p", i), int64(i))
	}
	e.settle()
	e.round()
	for i, n := range []int{45, 90, 100} {
		e.mu.Lock()
		if got := len(e.reads); got != n {
			t.Errorf("in second %d: %d channels were read, want %d", i+1, got, n)
		}
		e.mu.Unlock()
		e.clock.set(e.clock.Now().Add(time.Second))
		e.settled()
	}
	all := e.read()
	slices.Sort(all)
	if once := slices.Compact(all); len(once) != 100 {
		t.Errorf("read: got %d different channels, want 100", len(once))
	}
}

// Discord takes its time for each: one at a time would read four in a second.
func TestManyChannelsAreReadAtATime(t *testing.T) {
	t.Parallel()
	e := newInboxWorldWith(t, noon, 0)
	for i := range 40 {
		e.meets(fmt.Sprint("p", i), int64(i))
	}
	e.settle()
	reached := make(chan struct{}, 40)
	opened, open := e.gate()
	e.failing = func(string) error {
		reached <- struct{}{}
		e.mu.Unlock() // since holds it
		<-opened
		e.mu.Lock()
		return nil
	}
	e.inbox.Missed()
	for range defaultReaders {
		await(t, reached, "a read beside the others")
	}
	if n := len(reached); n > 0 {
		t.Errorf("%d more reads were begun, want %d at a time", n, defaultReaders)
	}
	open()
	e.settled()
	if got := e.read(); len(got) != 40 {
		t.Errorf("read: got %d channels, want 40", len(got))
	}
}

func TestNobodysChannelIsReadTwiceAtATime(t *testing.T) {
	t.Parallel()
	e := newInboxWorldWith(t, noon, 0)
	e.meets("ana", 1)
	e.settle()
	reached := make(chan struct{}, 10)
	opened, open := e.gate()
	e.failing = func(string) error {
		reached <- struct{}{}
		e.mu.Unlock()
		<-opened
		e.mu.Lock()
		return nil
	}
	e.inbox.Missed()
	await(t, reached, "the first read")
	e.inbox.Missed() // another session
	e.inbox.Unheard("ana")
	e.clock.set(e.clock.Now().Add(time.Second))
	if n := len(reached); n > 0 {
		t.Error("her channel is read twice at a time")
	}
	open()
	e.settled()
	e.clock.set(e.clock.Now().Add(time.Minute))
	e.settled()
	if got := e.read(); len(got) < 2 {
		t.Errorf("read: got %q, want it once more for the new session", got)
	}
}

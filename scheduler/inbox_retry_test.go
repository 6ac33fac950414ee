package scheduler

import (
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"leanon/discord/talk"
)

// fails lets the store fail what a person says, as the bot would tell of it, until
// it is mended.
func (e *inboxWorld) fails(person string) (mend func()) {
	var mended atomic.Bool
	e.mu.Lock()
	defer e.mu.Unlock()
	e.breaks = func(r talk.Request) bool {
		if r.Person.ID != person || mended.Load() {
			return false
		}
		e.inbox.Unheard(person)
		return true
	}
	return func() { mended.Store(true) }
}

func TestWhatTheStoreCouldNotKeepIsHeardWhenItCan(t *testing.T) {
	t.Parallel()
	e := newInboxWorld(t, noon)
	e.meets("ana", 1)
	e.round()
	e.took()
	mend := e.fails("ana")
	e.says("ana", 2, "heard, not kept")
	e.inbox.Unheard("ana") // the event came, and failed
	e.settled()
	for range 60 { // far more often than a message is tried that breaks a handler
		e.pass(30 * time.Second)
		e.settled()
	}
	tries := len(e.took())
	if tries < 2*maxHearTries || tries > 30 {
		t.Errorf("tries in half an hour: got %d, want some with growing pauses", tries)
	}
	mend()
	e.pass(20 * time.Minute)
	e.settled()
	if got := e.took(); len(got) == 0 || got[len(got)-1] != "heard, not kept" {
		t.Errorf("heard when the store works again: got %q, want the words", got)
	}
	e.pass(time.Hour)
	e.settled()
	if got := e.took(); len(got) != 0 {
		t.Errorf("heard after that: got %q, want nothing twice", got)
	}
}

func TestWhomTheStoreFailsDoesNotHoldTheOthersUp(t *testing.T) {
	t.Parallel()
	e := newInboxWorld(t, noon)
	e.meets("ana", 1)
	e.meets("ben", 2)
	e.round()
	e.took()
	e.fails("ana")
	e.says("ana", 3, "not kept")
	e.says("ben", 4, "kept")
	e.inbox.Missed()
	for range 5 {
		e.settled()
		e.pass(30 * time.Second)
	}
	if got := e.took(); !slices.Contains(got, "kept") {
		t.Errorf("heard: got %q, want Ben's words among them", got)
	}
}

func TestUnheardBeforeTheFirstSessionIsNoTrouble(t *testing.T) {
	t.Parallel()
	e := newInboxWorld(t, noon)
	e.inbox.Unheard("nobody who is known")
	e.settled()
	if got := e.took(); len(got) != 0 {
		t.Errorf("heard: got %q, want nothing", got)
	}
}

func TestWhomTheStoreFailedIsNotForgottenWithANewSession(t *testing.T) {
	t.Parallel()
	e := newInboxWorld(t, noon)
	e.meets("ana", 1)
	e.clock.set(e.clock.Now().AddDate(0, 0, 3))
	e.round() // nobody who would be read again today
	e.took()
	mend := e.fails("ana")
	e.says("ana", 2, "heard, not kept")
	e.inbox.Unheard("ana")
	e.settled()
	e.inbox.Missed()
	e.settled()
	mend()
	e.took()
	for range 8 {
		e.pass(10 * time.Second)
		e.settled()
	}
	if got := e.took(); len(got) == 0 || got[len(got)-1] != "heard, not kept" {
		t.Errorf("heard when the store works again: got %q, want the words", got)
	}
}

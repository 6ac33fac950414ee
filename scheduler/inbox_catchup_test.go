package scheduler

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"leanon/discord/talk"
)

// takes hands a message to First as its event, and on to the store if it may be.
func (e *inboxWorld) takes(r talk.Request) bool {
	e.Helper()
	take := func(ctx context.Context, m talk.Request) { e.must(e.hear(ctx, m)) }
	return e.inbox.CatchUp(e.Context(), r, take)
}

func TestWhatWasMissedIsTakenInOrderWithTheFirstThatComes(t *testing.T) {
	t.Parallel()
	e := newInboxWorld(t, noon)
	e.inbox.SinceUrgent = e.since
	e.meets("ana", 1)
	e.clock.set(e.clock.Now().Add(time.Minute))
	one := e.says("ana", 1, "one")
	e.says("ana", 2, "two")
	three := e.says("ana", 3, "three")
	for _, r := range []talk.Request{one, three} { // one as the round of reading tells it, then three as its event
		if !e.takes(r) {
			t.Fatal("not to be taken, want it to be")
		}
	}
	if got, want := e.took(), []string{"one", "two", "three"}; !slices.Equal(got, want) {
		t.Errorf("heard %q, want %q", got, want)
	}
	if got := e.read(); len(got) != 1 {
		t.Errorf("reads: got %q, want one a session", got)
	}
}

func TestNothingIsTakenOutOfItsOrderWhileTheChannelCannotBeRead(t *testing.T) {
	t.Parallel()
	e := newInboxWorld(t, noon)
	e.inbox.SinceUrgent = func(context.Context, string, string) ([]talk.Request, error) { return nil, errors.New("not now") }
	e.meets("ana", 1)
	e.clock.set(e.clock.Now().Add(time.Minute))
	e.says("ana", 1, "one")
	two := e.says("ana", 2, "two")
	if e.takes(two) {
		t.Error("to be taken, want it to wait until the channel is read")
	}
	e.settled() // the round reads it
	if got, want := e.took(), []string{"one", "two"}; !slices.Equal(got, want) {
		t.Errorf("heard %q, want %q", got, want)
	}
}

func TestAMessageWhoseChannelIsGoneIsTakenAsItComes(t *testing.T) {
	t.Parallel()
	for _, gone := range []error{talk.ErrChannelGone, talk.ErrRejected, talk.ErrUnreachable} {
		e := newInboxWorld(t, noon)
		e.inbox.SinceUrgent = func(context.Context, string, string) ([]talk.Request, error) { return nil, gone }
		e.meets("ana", 1)
		e.clock.set(e.clock.Now().Add(time.Minute))
		if !e.takes(e.says("ana", 1, "in another channel by now")) {
			t.Errorf("%v: not to be taken, and nobody else would hear it", gone)
		}
	}
}

func TestWhatComesAfterWordsThatWereNotKeptWaitsForThem(t *testing.T) {
	t.Parallel()
	h := NewInbox(InboxOptions{})
	h.caughtUp.add("ana", h.caughtUp.current()) // her channel was read
	h.Unheard("ana")
	if !h.caughtUp.add("ana", h.caughtUp.current()) {
		t.Error("what she writes next is taken as it comes, before what could not be kept")
	}
}

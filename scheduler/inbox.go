package scheduler

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// A message is heard when the bot has handled it and the store has kept what it says.
// Each is heard once, in the order in which its writer wrote them, however it comes: as
// an event of the gateway, or read from the channel's history.

const (
	// readEvery is the pause between two rounds of reading. They find events that
	// Discord lost although the session stayed up.
	readEvery = 15 * time.Minute
	// readsPerSecond is how many channels are read in any second at most.
	readsPerSecond = 10
	// catchUpPerSecond is the same after a new session, when people wait for what they
	// wrote during an outage: all but a tenth of Discord's limit. The reads go in a lane
	// of their own, after everything else.
	catchUpPerSecond = 45
	// unreadableFor is how long a channel is not read at most after Discord refused to let
	// us.
	unreadableFor = 24 * time.Hour
	// maxReadTries is how often one round tries to read a channel.
	maxReadTries = 10
)

// InboxOptions are what an Inbox needs. All but Readers are required.
type InboxOptions struct {
	Store *store.Store
	// Now and After are the clock, as in Options.
	Now   func() time.Time
	After func(until time.Time) <-chan time.Time
	Log   *slog.Logger
	// Since returns what people wrote in a channel after a message, the oldest first.
	Since func(ctx context.Context, channel, after string) ([]talk.Request, error)
	// SinceUrgent does the same before other requests, because somebody waits. Both
	// return the errors of package talk.
	SinceUrgent func(ctx context.Context, channel, after string) ([]talk.Request, error)
	// Replay has the bot handle a message as if its event came now, after what the
	// same person did before, and returns when it was handled.
	Replay func(ctx context.Context, r talk.Request) error
	// Readers is how many channels are read at a time; 0 stands for 24.
	Readers int
}

// Inbox reads what people wrote while nobody listened, and has it handled. It does so
// after each new gateway session, which does not bring what was written before it, and
// every 15 minutes. It reads the channels that the store names, in that order: up to 45 a
// second after a new session, and otherwise 10.
type Inbox struct {
	InboxOptions
	caughtUp caughtUp
	missed   chan struct{}
	wake     chan struct{}
	settler

	mu      sync.Mutex
	unheard map[string]bool // the persons whom Unheard named since the loop last looked
}

// NewInbox returns an Inbox that does nothing until Run.
func NewInbox(o InboxOptions) *Inbox {
	if o.Readers <= 0 {
		o.Readers = defaultReaders
	}
	return &Inbox{InboxOptions: o, caughtUp: caughtUp{people: map[string]bool{}}, missed: make(chan struct{}, 1), wake: make(chan struct{}, 1),
		settler: newSettler(), unheard: map[string]bool{}}
}

// Missed tells the inbox that events may have been missed. A round of reading begins
// now, even in the middle of another one. Missed does not wait for it.
func (i *Inbox) Missed() {
	i.caughtUp.newSession()
	select {
	case i.missed <- struct{}{}:
	default:
	}
}

// Run reads from the first call of Missed on, until ctx ends, and then returns nil. It
// returns an error that wraps talk.ErrUnauthorized as soon as Discord refuses the token.
// Call it once.
func (i *Inbox) Run(ctx context.Context) error {
	close(i.begun)
	defer close(i.ended)
	ctx, cut := context.WithCancel(ctx)
	defer cut()
	r := &reading{Inbox: i, perSecond: readsPerSecond, readFailures: map[string]int{}, waiting: map[string]bool{}, unreadable: map[string]window{}, readers: newReaders()}
	for ctx.Err() == nil && r.fatal == nil {
		r.step(ctx)
	}
	for cut(); len(r.busy) > 0; {
		r.finish(ctx, <-r.finished)
	}
	return r.fatal
}

package scheduler

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

const (
	// readEvery is the pause between two rounds of reading, in case Discord lost
	// an event although the session stayed up.
	readEvery = 15 * time.Minute
	// readsPerSecond bounds how many channels are read in any second.
	readsPerSecond = 10
	// unreadableFor is how long a channel is left alone that Discord does not let us read.
	unreadableFor = 24 * time.Hour
	// maxReadTries is how often a channel that cannot be read is tried in one round.
	maxReadTries = 10
)

// InboxOptions are what an Inbox is given; all are required.
type InboxOptions struct {
	Store *store.Store
	// Now and After are the clock, as Options has them.
	Now   func() time.Time
	After func(until time.Time) <-chan time.Time
	Log   *slog.Logger
	// Since reads what people wrote in a channel after a message, oldest first.
	Since func(ctx context.Context, channel, after string) ([]talk.Request, error)
	// Urgent is Since for somebody who waits.
	SinceUrgent func(ctx context.Context, channel, after string) ([]talk.Request, error)
	// Hear takes one message as if its event came now, in line with what the same
	// person does meanwhile, and returns once it was handled.
	Replay func(ctx context.Context, r talk.Request) error
}

// Inbox reads what people wrote while nobody listened: after each new gateway
// session, which has missed what was before it, and every 15 minutes. It reads
// the channels that the store names, in its order, at most 10 a second.
type Inbox struct {
	InboxOptions
	caughtUp caughtUp
	missed   chan struct{}
	wake     chan struct{}
	settler

	mu      sync.Mutex
	unheard map[string]bool // by person: the store failed what they wrote
}

// NewInbox returns an Inbox that does nothing until Run.
func NewInbox(o InboxOptions) *Inbox {
	return &Inbox{InboxOptions: o, caughtUp: caughtUp{people: map[string]bool{}}, missed: make(chan struct{}, 1), wake: make(chan struct{}, 1),
		settler: newSettler(), unheard: map[string]bool{}}
}

// Missed says that events may have been missed: a round of reading begins now,
// also in the middle of another one. It never waits.
func (h *Inbox) Missed() {
	h.caughtUp.newSession()
	select {
	case h.missed <- struct{}{}:
	default:
	}
}

// Run reads, from the first Missed on, until ctx ends. It returns nil then, or
// an error that wraps talk.ErrUnauthorized. Call it once.
func (h *Inbox) Run(ctx context.Context) error {
	defer close(h.ended)
	r := &reading{Inbox: h, readFailures: map[string]int{}, waiting: map[string]bool{}, unreadable: map[string]window{}, hearFailures: map[string]int{}}
	for ctx.Err() == nil && r.fatal == nil {
		r.step(ctx)
	}
	return r.fatal
}

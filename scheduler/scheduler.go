package scheduler

import (
	"context"
	"log/slog"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

const (
	// stopWithin is how long the sends in flight may still take when the loop ends.
	stopWithin = 5 * time.Second
	// defaultWorkers is how many messages may be in flight where Options do not say.
	defaultWorkers = 64
)

// Options are what a Scheduler needs. All but Clock, Workers and
// Meter are required.
type Options struct {
	Store *store.Store
	// Now reads the clock, which may be set back or forward at any time.
	Now func() time.Time
	// After returns a channel that receives a value, or is closed, when the clock
	// reaches a moment, and at once if it already has.
	After func(until time.Time) <-chan time.Time
	// Clock says whether Now can be trusted; the zero Clock stands for always.
	Clock Clock
	Log   *slog.Logger
	// Choose picks the question of a check-in.
	Choose store.Choose
	// Compose makes the message of a notice from the facts of the moment. Each
	// custom id in the message ends in the notice's id.
	Compose func(ctx context.Context, n store.Notice) (talk.Message, error)
	// Deliver sends a message exactly once, Find looks for one without sending it,
	// Edit replaces one, and OpenDM opens a person's direct messages. They return
	// the errors of package talk.
	Deliver func(ctx context.Context, d talk.Delivery) (messageID string, err error)
	Find    func(ctx context.Context, d talk.Delivery) (messageID string, found bool, err error)
	Edit    func(ctx context.Context, channel, message string, lane int, m talk.Message) error
	OpenDM  func(ctx context.Context, person string) (channel string, err error)
	// Ours reads backwards what we posted in a channel, Delete deletes a message of it, and
	// EditReply replaces a reply, as those of package discord. They return the errors of
	// package talk.
	Ours      func(ctx context.Context, channel, before string, lane int) (all []talk.Posted, oldest string, more bool, err error)
	Delete    func(ctx context.Context, channel, message string, lane int) error
	EditReply func(ctx context.Context, token talk.Token, m talk.Message) error
	// Workers is how many messages may be in flight at a time; 0 stands for 64.
	Workers int
	Meter   Meter
}

// Meter counts what the outbox does. It learns neither whom a message was for nor
// what it was about. A function that is nil is not called.
type Meter struct {
	Sent   func()            // a message or an edit arrived
	Failed func(kind string) // an attempt did not arrive; kind names the sort of error
	Waited func()            // a rate limit put an attempt off
}

// Scheduler opens the check-ins that are due and sends the notices that are owed, in
// one loop.
type Scheduler struct {
	Options
	settler
}

// New returns a Scheduler that does nothing until Run.
func New(o Options) *Scheduler {
	if o.Workers <= 0 {
		o.Workers = defaultWorkers
	}
	if o.Clock.Doubtful == nil {
		o.Clock.Doubtful = func() bool { return false }
	}
	if o.Clock.Wrong == nil {
		o.Clock.Wrong = func() bool { return false }
	}
	if o.Meter.Sent == nil {
		o.Meter.Sent = func() {}
	}
	if o.Meter.Failed == nil {
		o.Meter.Failed = func(string) {}
	}
	if o.Meter.Waited == nil {
		o.Meter.Waited = func() {}
	}
	return &Scheduler{Options: o, settler: newSettler()}
}

// Run opens what is due and sends what is owed until ctx ends. Then it waits at most
// 5 seconds for the sends in flight, and returns nil; the next start does what they
// leave undone. It returns an error that wraps talk.ErrUnauthorized as soon as Discord
// refuses the token. Call it once.
func (s *Scheduler) Run(ctx context.Context) error {
	close(s.begun)
	defer close(s.ended)
	work, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	l := newLoop(s, work)
	l.restoreOrder(ctx, s.Now())
	for l.fatal == nil && ctx.Err() == nil {
		l.round(ctx)
	}
	deadline := time.AfterFunc(stopWithin, cut)
	defer deadline.Stop()
	for l.inFlight > 0 {
		l.finish(<-l.finished)
	}
	l.endComparison(cut)
	return l.fatal
}

// Next returns the next moment at which a check-in is to be opened, a weekly note to
// be owed or a notice to be sent, the zero time if there is none. It leaves out the hourly housekeeping.
func (s *Scheduler) Next(ctx context.Context) (time.Time, error) {
	c, err := s.Store.Coming(ctx)
	first := c.Notice
	for _, at := range []time.Time{c.CheckIn, c.Week} {
		if first.IsZero() || !at.IsZero() && at.Before(first) {
			first = at
		}
	}
	return first, err
}

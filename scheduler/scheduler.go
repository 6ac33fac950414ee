package scheduler

import (
	"context"
	"log/slog"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

const (
	// stopWithin is how long sends under way may take once the loop is to end.
	stopWithin = 10 * time.Second
	// defaultWorkers is how many messages may be under way at a time.
	defaultWorkers = 64
)

// Options are what a Scheduler is given. Store, Now, After, Log, Choose and the
// five functions that reach Discord or compose are required.
type Options struct {
	Store *store.Store
	// Now is the clock. It may be set back or forward at any time.
	Now func() time.Time
	// After returns a channel that is sent to, or closed, once the clock has
	// reached a moment: at once if it has already.
	After func(until time.Time) <-chan time.Time
	Log   *slog.Logger
	// Choose picks the question of a check-in.
	Choose store.Choose
	// Compose makes a notice's message from the facts of the moment; each custom
	// id in it ends in the notice's mark.
	Compose func(ctx context.Context, n store.Notice) (talk.Message, error)
	// Deliver sends a message exactly once, Find only looks for it, Edit replaces
	// one, OpenDM opens a person's direct messages. Their errors are those of talk.
	Deliver func(ctx context.Context, d talk.Delivery) (messageID string, err error)
	Find    func(ctx context.Context, d talk.Delivery) (messageID string, found bool, err error)
	Edit    func(ctx context.Context, channel, message string, lane int, m talk.Message) error
	OpenDM  func(ctx context.Context, person string) (channel string, err error)
	// Workers bounds how many messages are under way at a time; 0 means 64. What
	// comes together is committed together, so that more of them cost less each.
	Workers int
	Meter   Meter
}

// Meter counts what the outbox does, never for whom nor what it was about. A nil
// function is not called.
type Meter struct {
	Sent   func()            // a message or an edit that arrived
	Failed func(kind string) // one that did not: the kind of error
	Waited func()            // one that a rate limit put off
}

// Scheduler is the one loop that opens what is due and sends what is owed.
type Scheduler struct {
	Options
	settler
}

// New returns a Scheduler that does nothing until Run.
func New(o Options) *Scheduler {
	if o.Workers <= 0 {
		o.Workers = defaultWorkers
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

// Run opens what is due and sends what is owed until ctx ends, and then lets
// sends under way finish for at most 10 seconds; what they leave undone is done
// after the next start. It returns nil then, or an error that wraps
// talk.ErrUnauthorized as soon as Discord refuses the token. Call it once.
func (s *Scheduler) Run(ctx context.Context) error {
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
	return l.fatal
}

// Next is the next moment at which something is due: a check-in to open or a
// notice to look at; zero if there is none. Hourly housekeeping is not counted.
func (s *Scheduler) Next(ctx context.Context) (time.Time, error) {
	open, err := s.Store.NextDue(ctx)
	if err != nil {
		return time.Time{}, err
	}
	owed, err := s.Store.NextOwed(ctx)
	if err != nil || open.IsZero() || !owed.IsZero() && owed.Before(open) {
		return owed, err
	}
	return open, nil
}

package scheduler

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

const (
	// longestSleep bounds how long the loop trusts a clock that may be set anew.
	longestSleep = time.Minute
	// shortestSleep is the pause between two looks while something that is due
	// cannot be sent yet.
	shortestSleep = time.Second
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
	settle chan chan struct{}
	ended  chan struct{}
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
	return &Scheduler{Options: o, settle: make(chan chan struct{}), ended: make(chan struct{})}
}

// ErrEnded is Settle's error when the loop does not run any more.
var ErrEnded = errors.New("the scheduler has ended")

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

// Settle makes the loop look at the clock now, and returns once nothing is under
// way and nothing more can be done at the present clock: what is still owed
// waits for a later time. ErrEnded when Run returns first, ctx's error when that
// ends first.
func (s *Scheduler) Settle(ctx context.Context) error {
	idle := make(chan struct{})
	select {
	case s.settle <- idle:
	case <-s.ended:
		return ErrEnded
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case <-idle:
		return nil
	case <-s.ended:
		return ErrEnded
	case <-ctx.Done():
		return ctx.Err()
	}
}

// loop is what Run knows between two looks. Nothing in it has to outlive the
// program: the database says what is due.
type loop struct {
	*Scheduler
	work context.Context // of sends: outlives Run's own by stopWithin

	jobs            chan job // what workers take on; has room for as many as may be under way
	workers         int      // how many workers there are
	finished        chan result
	inFlight        int
	scheduled       int                    // of those, check-ins and what else the clock brings
	latest          time.Time              // the latest that the clock has shown, since it was last set back
	alarm           <-chan time.Time       // when to look at the clock; nil: now
	queue           []store.Owed           // listed as due and not started yet: of each person one, most urgent first
	moreDue         bool                   // the list was longer than what was read of it
	relist          bool                   // something else may be due than what was listed
	moreOwed        bool                   // something more may be
	behind          map[string]bool        // persons of whom more was listed than stands in line
	busy            map[string]bool        // persons with a send under way
	retryOrders     map[string]*retryOrder // persons with sends that have to come first
	composeFailures map[store.ID]int       // how often a notice could not be composed
	failing         map[string]backoff     // persons whose last send the store failed
	rateLimited     window                 // Discord's global rate limit
	noNewChannels   window                 // the host was warned that Discord opens no new channels
	warned          window                 // a notice that could not be kept track of was logged

	ticking, housekeeping, listing backoff
	housekept                      window // the last hour's housekeeping was done

	settling []chan struct{}
	fatal    error
}

func newLoop(s *Scheduler, work context.Context) *loop {
	return &loop{
		Scheduler: s, work: work, jobs: make(chan job, s.Workers), finished: make(chan result, s.Workers),
		relist: true, behind: map[string]bool{},
		busy: map[string]bool{}, retryOrders: map[string]*retryOrder{}, composeFailures: map[store.ID]int{}, failing: map[string]backoff{},
	}
}

// round does what can be done now and sleeps until there may be more to do. While
// all that happens is that sends end well, and thousands may wait to be sent, it
// does not look at the clock anew each time.
func (l *loop) round(ctx context.Context) {
	now := l.Now()
	l.noticeSetBack(ctx, now)
	if l.alarm == nil {
		l.keepHouse(ctx, now)
		if l.tick(ctx, now) {
			at := make(chan time.Time)
			close(at)
			l.alarm = at
		}
	}
	l.dispatch(ctx, now)
	if l.alarm == nil {
		if l.inFlight == 0 {
			for _, idle := range l.settling {
				close(idle)
			}
			l.settling = nil
		}
		l.alarm = l.After(l.next(ctx, now))
	}
	l.wait(ctx)
}

// wait ends at the first sign that there is more to do. Several sends that ended
// are one sign, so that what follows them starts together.
func (l *loop) wait(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-l.alarm:
		l.lookAgain()
	case <-l.Store.Owed():
		l.moreOwed, l.alarm = true, nil
	case r := <-l.finished:
		l.finish(r)
		for len(l.finished) > 0 {
			l.finish(<-l.finished)
		}
		if l.inFlight == 0 {
			l.lookAgain()
		}
	case idle := <-l.Scheduler.settle:
		l.settling = append(l.settling, idle)
		l.lookAgain()
	}
}

// lookAgain makes the next round look at the clock and at all that is owed.
func (l *loop) lookAgain() { l.relist, l.alarm = true, nil }

// next is when to look again if nothing happens before.
func (l *loop) next(ctx context.Context, now time.Time) time.Time {
	next := now.Add(longestSleep)
	sooner := func(at time.Time) {
		if at = later(at, now.Add(shortestSleep)); at.Before(next) {
			next = at
		}
	}
	for _, t := range []backoff{l.ticking, l.housekeeping, l.listing} {
		if t.lasts(now) {
			sooner(t.until)
		}
	}
	if !l.ticking.lasts(now) {
		if at, err := l.Store.NextDue(ctx); err == nil && !at.IsZero() {
			sooner(at)
		}
	}
	switch at, err := l.Store.NextOwed(ctx); {
	case l.listing.lasts(now):
	case l.rateLimited.lasts(now):
		sooner(l.rateLimited.until)
	case err == nil && !at.IsZero():
		sooner(at)
	}
	return next
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// window is a stretch of the clock's time. A clock that is set back to before it
// began is out of it, so that nothing waits for an hour to come round again.
type window struct{ from, until time.Time }

func during(now time.Time, d time.Duration) window { return window{now, now.Add(d)} }

func (s window) lasts(now time.Time) bool { return !now.Before(s.from) && now.Before(s.until) }

// backoff is a burst of failures of the store and the pause after the last one:
// 1 second, doubled each time, at most 30.
type backoff struct {
	window
	failures int
}

// failed counts a failure.
func (t *backoff) failed(now time.Time) {
	t.window = during(now, backoffDelay(t.failures, 30*time.Second))
	t.failures++
}

// backoffDelay is 1 second, doubled with every earlier try, at most most.
func backoffDelay(tries int, most time.Duration) time.Duration {
	return min(time.Second<<min(tries, 10), most)
}

package scheduler

import (
	"context"
	"time"

	"leanon/store"
)

const (
	// longestSleep bounds how long the loop trusts a clock that may be set anew.
	longestSleep = time.Minute
	// shortestSleep is the pause between two looks while something that is due
	// cannot be sent yet.
	shortestSleep = time.Second
)

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

	settling settling
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
			l.settling.end()
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
	case idle := <-l.asked:
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

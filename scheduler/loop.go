package scheduler

import (
	"context"
	"time"

	"leanon/store"
)

const (
	// longestSleep is how long a loop sleeps at most, because somebody may set the
	// clock meanwhile.
	longestSleep = time.Minute
	// shortestSleep is how long the loop sleeps at least while something that is due
	// cannot be sent yet.
	shortestSleep = time.Second
)

// loop is the state of Run. None of it has to outlive the program, because the
// database says what is due.
type loop struct {
	*Scheduler
	work context.Context // the context of sends; it outlives the context of Run by stopWithin

	jobs            chan job // to the workers; it has room for all that may be in flight
	workers         int      // how many workers run
	finished        chan result
	inFlight        int
	sending         [store.LaneScheduled + 1]int // how many of those in flight are of each lane
	turn            int                          // how many notices were started
	turns           map[string]int               // by person to whom more may be due: the turn of what was started last
	latest          time.Time                    // the latest time that the clock has shown since it was last set back
	alarm           <-chan time.Time             // fires when the loop is to look at the clock; nil: look at once
	queue           []store.Owed                 // due and not started yet, one for each person, the most urgent first
	moreDue         bool                         // more is due than the last list had room for
	relist          bool                         // the queue may be out of date: list anew
	moreOwed        bool                         // a commit owes something since the last list
	coming          store.Coming                 // when something is due next, as of the last look
	behind          map[string]bool              // persons to whom more is due than stands in the queue
	busy            map[string]bool              // persons with a send in flight
	retryOrders     map[string]*retryOrder       // by person: the notices that are tried again before others
	composeFailures map[store.ID]int             // how often each notice could not be composed
	failing         map[string]backoff           // by person: the store failed during their last send
	rateLimited     window                       // Discord's global rate limit, or a pause because it refuses everything
	refusedInARow   int                          // how many sends in a row Discord refused
	noNewChannels   window                       // Discord opens no new channels, and the host was warned of it
	warned          window                       // the host was warned that a send could not be recorded

	ticking, weekly, housekeeping, planning, listing, sealing backoff         // the store failed at these
	resealing                                                 store.Resealing // how far the sealing anew of older values is
	logKept                                                   int             // in how many hours in a row the database's log kept what was deleted
	housekept, planned                                        window          // the housekeeping of this hour is done, and what is planned was looked through
	wasWrong                                                  bool            // the clock was wrong when that was looked through
	comparison                                                comparison

	settling settling
	fatal    error
}

func newLoop(s *Scheduler, work context.Context) *loop {
	return &loop{
		Scheduler: s, work: work, jobs: make(chan job, s.Workers), finished: make(chan result, s.Workers),
		relist: true, turns: map[string]int{}, behind: map[string]bool{}, comparison: comparison{ended: make(chan error, 1)},
		busy: map[string]bool{}, retryOrders: map[string]*retryOrder{}, composeFailures: map[store.ID]int{}, failing: map[string]backoff{},
	}
}

// round does what can be done now and sleeps until there may be more to do. While
// sends end well and nothing else happens, rounds do not open check-ins nor list what
// is due: on a busy evening each would do so thousands of times.
func (l *loop) round(ctx context.Context) {
	if l.compareClocks() {
		l.wait(ctx)
		return
	}
	now := l.Now()
	l.noticeSetBack(ctx, now)
	if l.alarm == nil {
		l.keepPlan(ctx, now)
		l.keepHouse(ctx, now)
		l.readComing(ctx, now)
		more := l.tick(ctx, now)
		if l.sealAnew(ctx, now) || more {
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
		l.alarm = l.After(l.next(now))
		if l.Clock.Doubtful() { // it was set since, so the alarm may be years away
			l.lookAgain()
			return
		}
	}
	l.wait(ctx)
}

// wait returns when there may be more to do. It takes all sends that have ended at
// once, so that those that follow them start together.
func (l *loop) wait(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-l.pulse:
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
	case err := <-l.comparison.ended:
		l.compared(ctx, err)
	case idle := <-l.asked:
		l.settling = append(l.settling, idle)
		l.lookAgain()
	}
}

// lookAgain makes the next round look at the clock and list all that is due anew.
func (l *loop) lookAgain() { l.relist, l.alarm = true, nil }

// next returns when the loop is to look at the clock if nothing happens before.
func (l *loop) next(now time.Time) time.Time {
	next := now.Add(longestSleep)
	sooner := func(at time.Time) {
		if at = later(at, now.Add(shortestSleep)); at.Before(next) {
			next = at
		}
	}
	for _, t := range []backoff{l.ticking, l.weekly, l.housekeeping, l.planning, l.listing, l.sealing} {
		if t.lasts(now) {
			sooner(t.until)
		}
	}
	if at := l.coming.CheckIn; !at.IsZero() && !l.ticking.lasts(now) {
		sooner(at)
	}
	if at := l.coming.Week; !at.IsZero() && !l.weekly.lasts(now) {
		sooner(at)
	}
	switch at := l.coming.Notice; {
	case l.listing.lasts(now):
	case l.rateLimited.lasts(now):
		sooner(l.rateLimited.until)
	case !at.IsZero():
		sooner(at)
	}
	return next
}

// readComing reads when something is due next. If the store fails, it takes everything
// to be due now: the calls that open or list what is due then meet the error too, log it
// and pause.
func (l *loop) readComing(ctx context.Context, now time.Time) {
	var err error
	if l.coming, err = l.Store.Coming(ctx); err != nil {
		l.coming = store.Coming{CheckIn: now, Week: now, Notice: now}
	}
}

// isDue reports whether a moment has come. The zero time never comes.
func isDue(at, now time.Time) bool { return !at.IsZero() && !at.After(now) }

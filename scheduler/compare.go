package scheduler

import (
	"context"
	"time"
)

// Clock says whether the clock can be trusted. Where it cannot, everything that it brings
// would come at a wrong time, and some of that cannot be taken back.
type Clock struct {
	// Doubtful reports whether the clock has to be compared with Discord's before anybody
	// goes by it, because it was set, or the machine slept.
	Doubtful func() bool
	// Compare does that. It is required where Doubtful is set.
	Compare func(context.Context) error
	// Wrong reports whether the clocks of the machine and of Discord disagree.
	Wrong func() bool
}

// comparison is the state of a loop's comparing.
type comparison struct {
	running bool
	ended   chan error
	failed  backoff
}

// compareClocks reports whether the loop has to wait before it goes by the clock, and has
// it compared then. Until that is done nothing is opened, sent or deleted.
func (l *loop) compareClocks() (wait bool) {
	c := &l.comparison
	switch {
	case c.running:
		return true
	case !l.Clock.Doubtful():
		c.failed = backoff{}
		return false
	}
	if now := l.Now(); c.failed.lasts(now) {
		l.settling.end()
		l.alarm = l.After(c.failed.until)
		return true
	}
	c.running = true
	go func() { c.ended <- l.Clock.Compare(l.work) }()
	return true
}

// compared takes note of how a comparison ended.
func (l *loop) compared(ctx context.Context, err error) {
	l.comparison.running = false
	l.keepOutcome(ctx, &l.comparison.failed, l.Now(), "discord's time could not be asked for", err)
	l.lookAgain()
}

// endComparison waits until a comparison that still runs has ended; cut ends it.
func (l *loop) endComparison(cut context.CancelFunc) {
	if l.comparison.running {
		cut()
		<-l.comparison.ended
	}
}

// keepPlan plans anew what was planned under a wrong clock, at the start, once an hour,
// and when the clock was found wrong or right.
func (l *loop) keepPlan(ctx context.Context, now time.Time) {
	if wrong := l.Clock.Wrong(); wrong != l.wasWrong {
		l.wasWrong, l.planned = wrong, window{}
	}
	if l.planned.lasts(now) || l.planning.lasts(now) {
		return
	}
	err := l.Store.PlanAnew(ctx, now)
	if l.altered(err) {
		err = nil // it did the rest
	}
	if err == nil {
		l.planned = during(now, housekeepingEvery)
	}
	l.keepOutcome(ctx, &l.planning, now, "what is planned could not be looked through", err)
}

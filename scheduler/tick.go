package scheduler

import (
	"context"
	"time"
)

const (
	// openAtOnce is how many members one transaction looks after: enough that a
	// transaction's cost is spread, few enough that whoever presses a button
	// meanwhile waits a few milliseconds for it.
	openAtOnce = 250
	// housekeepingEvery is how often invitations lapse, needs rest, silence about consent
	// means pause and old rows go.
	housekeepingEvery = time.Hour
)

// tick opens one batch of the check-ins that are due, and says whether there may
// be more. Between two batches the outbox has its turn.
func (l *loop) tick(ctx context.Context, now time.Time) (more bool) {
	if l.ticking.lasts(now) {
		return false
	}
	n, err := l.Store.OpenDue(ctx, now, openAtOnce, l.Choose)
	l.noteOutcome(ctx, &l.ticking, now, "check-ins could not be opened", err)
	return err == nil && n >= openAtOnce
}

// keepHouse does, at the start and once an hour, what no person waits for.
func (l *loop) keepHouse(ctx context.Context, now time.Time) {
	if l.housekept.lasts(now) || l.housekeeping.lasts(now) {
		return
	}
	_, err := l.Store.Rest(ctx, now)
	if err == nil {
		err = l.Store.Lapse(ctx, now)
	}
	if err == nil {
		err = l.Store.PauseSilent(ctx, now)
	}
	if err == nil {
		err = l.Store.Purge(ctx, now)
	}
	if err == nil {
		l.housekept = during(now, housekeepingEvery)
	}
	l.noteOutcome(ctx, &l.housekeeping, now, "housekeeping failed", err)
}

// noteOutcome notes how the store did: a burst of failures is logged once.
func (l *loop) noteOutcome(ctx context.Context, t *backoff, now time.Time, what string, err error) {
	switch {
	case err == nil:
		*t = backoff{}
	case ctx.Err() != nil: // that is why
	default:
		if t.failures == 0 {
			l.Log.Error(what, "err", err)
		}
		t.failed(now)
	}
}

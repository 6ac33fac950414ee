package scheduler

import (
	"context"
	"errors"
	"time"

	"leanon/store"
)

const (
	// openAtOnce is how many members' check-ins one transaction opens: enough to
	// spread the cost of a transaction, and few enough that a press which waits for
	// it waits a few milliseconds.
	openAtOnce = 250
	// housekeepingEvery is how often invitations lapse, needs come to rest, members
	// who never answered about consent are paused, and old rows are deleted.
	housekeepingEvery = time.Hour
	// sealAtOnce is how many rows of a table one transaction seals anew. Somebody who
	// presses a button meanwhile waits for one of them, a few milliseconds.
	sealAtOnce = 50
)

// tick opens up to openAtOnce of the check-ins that are due, and owes as many weekly notes,
// and reports whether more may be due. The loop sends what is owed before it calls tick
// again.
func (l *loop) tick(ctx context.Context, now time.Time) (more bool) {
	opened, weeks := 0, 0
	if !l.ticking.lasts(now) && isDue(l.coming.CheckIn, now) {
		n, err := l.Store.OpenDue(ctx, now, openAtOnce, l.Choose)
		l.keepOutcome(ctx, &l.ticking, now, "check-ins could not be opened", err)
		opened, more = n, err == nil && n >= openAtOnce
	}
	if !l.weekly.lasts(now) && isDue(l.coming.Week, now) {
		n, err := l.Store.OpenWeeks(ctx, now, openAtOnce)
		l.keepOutcome(ctx, &l.weekly, now, "weekly notes could not be owed", err)
		weeks, more = n, more || err == nil && n >= openAtOnce
	}
	if opened+weeks > 0 {
		l.readComing(ctx, now)
	}
	return more
}

// keepHouse does the housekeeping at the start and once an hour. It does none while the
// clock is wrong, because what it ends cannot be brought back.
func (l *loop) keepHouse(ctx context.Context, now time.Time) {
	if l.Clock.Wrong() || l.housekept.lasts(now) || l.housekeeping.lasts(now) {
		return
	}
	_, err := l.Store.Rest(ctx, now)
	for _, keep := range []func(context.Context, time.Time) error{l.Store.Lapse, l.Store.PauseSilent, l.Store.Purge} {
		if err == nil {
			err = keep(ctx, now)
		}
		if l.altered(err) {
			err = nil // it did the rest
		}
	}
	if err == nil {
		l.housekept = during(now, housekeepingEvery)
		l.tellOfLog()
	}
	l.keepOutcome(ctx, &l.housekeeping, now, "housekeeping failed", err)
}

// tellOfLog says once that the database's log keeps what people delete, if it did so in the
// hour before too.
func (l *loop) tellOfLog() {
	if !l.Store.LogKept() {
		l.logKept = 0
		return
	}
	if l.logKept++; l.logKept != 2 {
		return
	}
	l.Log.Info("the database's log cannot be emptied, because another program reads it all the time, as one does that replicates it; what people delete stays in it until newer changes cover it, or for an hour after that program ends")
}

// sealAnew seals some values anew that an earlier version wrote, and reports whether more
// may be left. The loop sends what is owed before it calls sealAnew again.
func (l *loop) sealAnew(ctx context.Context, now time.Time) (more bool) {
	if l.resealing.Done || l.sealing.lasts(now) {
		return false
	}
	at, err := l.Store.Reseal(ctx, l.resealing, sealAtOnce)
	if l.altered(err) {
		err = nil // it went on behind that key
	}
	if err == nil {
		l.resealing = at
	}
	l.keepOutcome(ctx, &l.sealing, now, "older values could not be sealed anew", err)
	return err == nil && !at.Done
}

// altered reports whether err says that something in the record was changed by hand, and
// tells the host so, once for all that the program meets.
func (s *Scheduler) altered(err error) bool {
	if !errors.Is(err, store.ErrAltered) {
		return false
	}
	if s.Store.FirstAltered() {
		s.Log.Error(store.AlteredText, "err", err)
	}
	return true
}

// keepOutcome keeps whether a call of the store succeeded. It logs the first of
// several failures in a row.
func (l *loop) keepOutcome(ctx context.Context, t *backoff, now time.Time, what string, err error) {
	switch {
	case err == nil:
		*t = backoff{}
	case ctx.Err() != nil: // it failed because the program ends
	default:
		if t.failures == 0 {
			l.Log.Error(what, "err", err)
		}
		t.failed(now)
	}
}

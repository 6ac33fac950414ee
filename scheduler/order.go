package scheduler

import (
	"context"
	"time"

	"leanon/store"
)

// What is sent to one person keeps its order while a notice is tried again: no notice
// of the same lane or a less urgent one overtakes it. A more urgent one may.

// retryPlace is the place of one notice that is tried again when its window ends.
type retryPlace struct {
	window
	owed store.Owed
}

// retryOrder has the places of one person's notices by lane. There may be one in each
// lane, because a more urgent notice that goes first may fail too.
type retryOrder [store.LaneScheduled + 1]retryPlace

// first returns the notice to send when o is due: the one that is tried again and has
// to go before o, if it is among due, and o itself if none has to. It returns false
// where o has to wait for one whose next try is still to come.
func (t *retryOrder) first(o store.Owed, due map[store.ID]store.Owed, now time.Time) (store.Owed, bool) {
	if t == nil {
		return o, true
	}
	for _, before := range t[:o.Lane+1] {
		if before.lasts(now) {
			return o, false
		}
		if again, ok := due[before.owed.ID]; ok {
			return again, true
		}
	}
	return o, true
}

// over forgets the places of a lane and of more urgent ones, because a notice of that
// lane is sent now. It reports whether other places are left.
func (t *retryOrder) over(lane store.Lane) (more bool) {
	clear(t[:lane+1])
	return *t != retryOrder{}
}

// keepPlace notes that a notice is tried again when w ends, before those after it.
func (l *loop) keepPlace(o store.Owed, w window) {
	if l.retryOrders[o.Person] == nil {
		l.retryOrders[o.Person] = &retryOrder{}
	}
	l.retryOrders[o.Person][o.Lane] = retryPlace{w, o}
}

// longestKeptWait is the longest wait of Discord's, told to an earlier run of the
// program, that a start still keeps to.
const longestKeptWait = time.Hour

// restoreOrder reads from the store which notices are tried again, so that a restart
// does not change anybody's order, even if the clock was set back meanwhile.
func (l *loop) restoreOrder(ctx context.Context, now time.Time) {
	l.latest = now.Round(0)
	err := l.Store.TryRefused(ctx, now) // the program may be another one by now, or its way to Discord
	if err == nil {
		err = l.Store.TryAgain(ctx, now, now.Add(longestKeptWait))
	}
	l.keepOutcome(ctx, &l.listing, now, "notices to be tried again could not be made due", err)
	tried, err := l.Store.Tried(ctx, now.Add(longestBackoff+time.Second)) // whole seconds
	l.keepOutcome(ctx, &l.listing, now, "notices to be tried again could not be listed", err)
	for _, t := range tried {
		if l.retryOrders[t.Person] == nil || l.retryOrders[t.Person][t.Lane].owed.ID == 0 {
			l.keepPlace(t.Owed, window{now, t.At}) // the window is empty if it is due already
		}
	}
}

// noticeSetBack notices that the clock was set back by more than a second, and makes
// what was put off due at once. Otherwise a notice that is tried again would wait until
// the clock shows the same time again, and those after it would overtake it.
func (l *loop) noticeSetBack(ctx context.Context, now time.Time) {
	wall := now.Round(0) // without the monotonic clock, which is never set back
	if l.latest.Sub(wall) <= time.Second {
		l.latest = later(l.latest, wall)
		return
	}
	err := l.Store.TryAgain(ctx, now, now)
	l.keepOutcome(ctx, &l.listing, now, "notices to be tried again could not be made due", err)
	if err == nil {
		l.latest = wall
		l.lookAgain()
	}
}

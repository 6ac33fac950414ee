package scheduler

import (
	"context"
	"time"

	"leanon/store"
)

// retryPlace keeps a person's order while a notice of theirs is tried again: nothing
// of its lane or a lower one overtakes it.
type retryPlace struct {
	window
	owed store.Owed
}

// retryOrder are one person's, at most one for each lane: a more urgent notice may go
// before one that is tried again, and fail too.
type retryOrder [store.LaneScheduled + 1]retryPlace

// first is what goes in place of a notice: itself, or one of its lane or a higher
// one that is tried again and due; false where it has to wait for one that is not.
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

// over ends the turns that a notice of a lane waited for; false when none is left.
func (t *retryOrder) over(lane store.Lane) (more bool) {
	clear(t[:lane+1])
	return *t != retryOrder{}
}

// holdPlace notes that a notice is tried again, before what follows it.
func (l *loop) holdPlace(o store.Owed, s window) {
	if l.retryOrders[o.Person] == nil {
		l.retryOrders[o.Person] = &retryOrder{}
	}
	l.retryOrders[o.Person][o.Lane] = retryPlace{s, o}
}

// longestKeptWait is the longest wait that a start still keeps to where Discord told it
// to the program before this one.
const longestKeptWait = time.Hour

// restoreOrder takes the turns over that the program before this one had given, so that
// a restart changes nobody's order, not even after a clock that was set back.
func (l *loop) restoreOrder(ctx context.Context, now time.Time) {
	l.latest = now.Round(0)
	err := l.Store.TryAgain(ctx, now, now.Add(longestKeptWait))
	l.noteOutcome(ctx, &l.listing, now, "notices to be tried again could not be made due", err)
	tried, err := l.Store.Tried(ctx, now.Add(longestBackoff+time.Second)) // whole seconds
	l.noteOutcome(ctx, &l.listing, now, "notices to be tried again could not be listed", err)
	for _, t := range tried {
		if l.retryOrders[t.Person] == nil || l.retryOrders[t.Person][t.Lane].owed.ID == 0 {
			l.holdPlace(t.Owed, window{now, t.At}) // over already where it is due
		}
	}
}

// noticeSetBack notices a clock that was set back, by more than it wanders. A send that
// was put off would else be due when the clock comes round again, and what follows
// it would overtake it.
func (l *loop) noticeSetBack(ctx context.Context, now time.Time) {
	wall := now.Round(0) // as it is set, not as time passes
	if l.latest.Sub(wall) <= time.Second {
		l.latest = later(l.latest, wall)
		return
	}
	err := l.Store.TryAgain(ctx, now, now)
	l.noteOutcome(ctx, &l.listing, now, "notices to be tried again could not be made due", err)
	if err == nil {
		l.latest = wall
		l.lookAgain()
	}
}

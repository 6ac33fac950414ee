package scheduler

import (
	"cmp"
	"slices"
	"time"

	"leanon/store"
)

// What is sent to one person never keeps the others waiting for long, and neither does
// what is sent in one lane.

// One in reservedShare workers sends no check-ins. When thousands of check-ins are due and
// Discord is slow, a note still finds a worker at once. As many send nothing that people
// wait for, and one in keptShare sends check-ins only: so a flood in one lane leaves
// workers to the others.
const (
	reservedShare = 4
	keptShare     = 16
)

// mayStart reports whether one more worker may send something of a lane.
func (l *loop) mayStart(lane store.Lane) bool {
	switch lane {
	case store.LaneWaiting:
		return l.sending[lane] < l.Workers-l.Workers/reservedShare
	case store.LaneRelay:
		return l.sending[store.LaneWaiting]+l.sending[lane] < l.Workers-l.Workers/keptShare
	}
	return l.sending[lane] < l.Workers-l.Workers/reservedShare
}

// firstOfEach picks the one notice that comes next for each person, the most urgent
// first, and in each lane those first who were sent something longest ago. A notice that
// is tried again goes before the others of its lane.
func (l *loop) firstOfEach(due []store.Owed, now time.Time) (all []store.Owed) {
	dueAgain := map[store.ID]store.Owed{}
	for _, o := range due {
		if t := l.retryOrders[o.Person]; t != nil && t[o.Lane].owed.ID == o.ID {
			dueAgain[o.ID] = o
		}
	}
	picked := map[string]bool{}
	for _, o := range due {
		if picked[o.Person] || l.busy[o.Person] || l.failing[o.Person].lasts(now) {
			l.behind[o.Person] = true
			continue
		}
		o, free := l.retryOrders[o.Person].first(o, dueAgain, now)
		if !free {
			continue
		}
		picked[o.Person] = true
		all = append(all, o)
	}
	l.inTurn(all)
	return all
}

// inTurn puts those first in each lane who were sent something longest ago, and forgets
// the turns of everybody to whom nothing more is due. So people share a lane, however much
// is owed to one of them.
func (l *loop) inTurn(queue []store.Owed) {
	slices.SortStableFunc(queue, func(a, b store.Owed) int {
		return cmp.Or(cmp.Compare(a.Lane, b.Lane), cmp.Compare(l.turns[a.Person], l.turns[b.Person]))
	})
	turns := map[string]int{}
	for person := range l.behind {
		if turn := l.turns[person]; turn > 0 {
			turns[person] = turn
		}
	}
	for _, o := range queue {
		if turn := l.turns[o.Person]; turn > 0 {
			turns[o.Person] = turn
		}
	}
	l.turns = turns
}

package discord

// turnAfter is after how many requests of more urgent lanes one of a lane goes, where both
// have some all the time. So a flood in one lane slows the others down and stops none.
var turnAfter = [lanes]int{0, 4, 9, 24}

// nextWaiter returns the request that goes next, of those whose bucket is open, and its
// lane; nil where there is none. The lock is held.
func (l *limiter) nextWaiter() (lane int, w *waiter) {
	for other := range l.lanes {
		first := l.firstIn(other)
		if first != nil && (w == nil || l.passedOver[other] >= turnAfter[other]) {
			lane, w = other, first
		}
	}
	return lane, w
}

// firstIn returns the first request of a lane whose bucket is open, nil where there is
// none. The lock is held.
func (l *limiter) firstIn(lane int) *waiter {
	for _, w := range l.lanes[lane] {
		if b := l.buckets[w.key]; b == nil || (!b.busy && b.cooldown.timers == 0) {
			return w
		}
	}
	return nil
}

// keepTurns counts that a request of a lane goes. A lane that has none ready waits for
// no turn. The lock is held.
func (l *limiter) keepTurns(went int) {
	for lane := range l.lanes {
		switch {
		case lane > went && l.firstIn(lane) != nil:
			l.passedOver[lane]++
		case lane >= went:
			l.passedOver[lane] = 0
		}
	}
}

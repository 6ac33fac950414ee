package discord

import "time"

// alone is how long the first request after a pause keeps others waiting at most.
const alone = time.Second

// goAlone lets nothing follow a first request until it has come back. Discord counts
// a second from when that arrives: where a busy machine is late with it and with
// nothing after it, the limit would be met at the second's end. The lock is held.
func (l *limiter) goAlone(t *turn) {
	l.first = t
	time.AfterFunc(alone, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.first == t {
			l.follow()
		}
	})
}

// follow lets others go after the first, at the rate from now on. The lock is held.
func (l *limiter) follow() {
	l.first = nil
	for range l.rate.Burst() { // what was saved up meanwhile
		l.rate.Allow()
	}
	l.pump()
}

// idle says whether nothing is under way and nothing waits. The lock is held.
func (l *limiter) idle() bool {
	for _, b := range l.buckets {
		if b.busy {
			return false
		}
	}
	for _, waiting := range l.lanes {
		if len(waiting) > 0 {
			return false
		}
	}
	return true
}

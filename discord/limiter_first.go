package discord

import "time"

// longestAlone is how long the first request after a pause keeps others waiting at most.
const longestAlone = time.Second

// startAlone lets nothing follow a first request until it has come back. Discord counts
// a second from when that arrives: where a busy machine is late with it and with
// nothing after it, the limit would be met at the second's end. The lock is held.
func (l *limiter) startAlone(t *waiter) {
	l.alone = t
	time.AfterFunc(longestAlone, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.alone == t {
			l.endAlone()
		}
	})
}

// endAlone lets others go after the first, at the rate from now on. The lock is held.
func (l *limiter) endAlone() {
	l.alone = nil
	for range l.rate.Burst() { // what was saved up meanwhile
		l.rate.Allow()
	}
	l.grant()
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

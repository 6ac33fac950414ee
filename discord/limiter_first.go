package discord

import "time"

// longestAlone is how long the first request after a pause keeps the others waiting
// at most.
const longestAlone = time.Second

// startAlone lets no other request go until the first one after a pause has come
// back. Discord counts its second from when that one arrives: where a busy machine
// was late with it and with none after it, up to 3 of an evening's requests met the
// limit a second later. The lock is held.
func (l *limiter) startAlone(w *waiter) {
	l.alone = w
	time.AfterFunc(longestAlone, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.alone == w {
			l.endAlone()
		}
	})
}

// endAlone lets other requests go again, spread by the rate from now on. The lock is
// held.
func (l *limiter) endAlone() {
	l.alone = nil
	for range l.rate.Burst() { // use up what the rate has saved meanwhile
		l.rate.Allow()
	}
	l.grant()
}

// idle says whether no request is waiting or in flight. The lock is held.
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

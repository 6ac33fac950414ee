package discord

import (
	"time"

	"leanon/discord/talk"
)

// cooldown counts the timers that still keep something closed.
type cooldown struct {
	timers int
	until  time.Time // estimate of the last one's end
}

// coolDown closes one bucket for a while.
func (l *limiter) coolDown(key string, d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.bucket(key)
	l.startCooldown(&b.cooldown, d, func() { l.forgetIfOpen(key) })
	l.dismiss(func(t *waiter) bool { return t.key == key }, b.cooldown, false)
}

// coolDownAll closes everything for a while.
func (l *limiter) coolDownAll(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.startCooldown(&l.global, d, func() {})
	l.dismiss(func(*waiter) bool { return true }, l.global, true)
}

// roundingError is how much of a wait Discord's three decimals may hide: a request made
// when the told time is over can still meet the last instant of the limit.
const roundingError = time.Millisecond

// startCooldown holds h for d, and for what rounding may have taken from it. The lock is
// held.
func (l *limiter) startCooldown(h *cooldown, d time.Duration, after func()) {
	if d <= 0 {
		return
	}
	h.timers++
	if end := l.now().Add(d); end.After(h.until) {
		h.until = end
	}
	time.AfterFunc(d+roundingError, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		h.timers--
		after()
		l.grant()
	})
}

// beyondPatience returns the limit that outlasts our patience, if one does.
func (l *limiter) beyondPatience(key string) error {
	if left := l.remaining(l.global); left > l.patience {
		return &talk.Wait{After: left, Global: true}
	}
	if b := l.buckets[key]; b != nil {
		if left := l.remaining(b.cooldown); left > l.patience {
			return &talk.Wait{After: left}
		}
	}
	return nil
}

// remaining estimates how long a hold lasts.
func (l *limiter) remaining(h cooldown) time.Duration {
	if h.timers == 0 {
		return 0
	}
	return h.until.Sub(l.now())
}

// dismiss sends those away who would wait longer than our patience.
func (l *limiter) dismiss(concerned func(*waiter) bool, h cooldown, global bool) {
	left := l.remaining(h)
	if left <= l.patience {
		return
	}
	for i, lane := range l.lanes {
		var kept []*waiter
		for _, t := range lane {
			if !concerned(t) {
				kept = append(kept, t)
				continue
			}
			t.err = &talk.Wait{After: left, Global: global}
			close(t.done)
		}
		l.lanes[i] = kept
	}
}

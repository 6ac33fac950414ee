package discord

import (
	"time"

	"leanon/discord/talk"
)

// cooldown is a time in which Discord takes no requests. It lasts until its last
// timer has ended.
type cooldown struct {
	timers int       // that still run
	until  time.Time // estimate of the last one's end
}

// coolDown lets no request of a bucket go for d.
func (l *limiter) coolDown(key string, d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.bucket(key)
	l.startCooldown(&b.cooldown, d, func() { l.forgetIfOpen(key) })
	l.dismiss(func(w *waiter) bool { return w.key == key }, b.cooldown, false)
}

// coolDownAll lets no request go for d.
func (l *limiter) coolDownAll(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.startCooldown(&l.global, d, func() {})
	l.dismiss(func(*waiter) bool { return true }, l.global, true)
}

// roundingError is how much of a wait Discord's three decimals may hide: a request
// that goes when the told time is over can still meet the limit's last instant.
const roundingError = time.Millisecond

// startCooldown prolongs a cooldown to at least d from now, and calls after at that
// timer's end. The lock is held, also when after is called.
func (l *limiter) startCooldown(c *cooldown, d time.Duration, after func()) {
	if d <= 0 {
		return
	}
	c.timers++
	if end := l.now().Add(d); end.After(c.until) {
		c.until = end
	}
	time.AfterFunc(d+roundingError, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		c.timers--
		after()
		l.grant()
	})
}

// beyondPatience returns a *talk.Wait when a known limit of the bucket lasts longer
// than patience, and nil otherwise. The lock is held.
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

// remaining estimates how long a cooldown still lasts.
func (l *limiter) remaining(c cooldown) time.Duration {
	if c.timers == 0 {
		return 0
	}
	return c.until.Sub(l.now())
}

// dismiss makes the requests of a cooldown give up if it lasts longer than patience.
// The lock is held.
func (l *limiter) dismiss(concerned func(*waiter) bool, c cooldown, global bool) {
	left := l.remaining(c)
	if left <= l.patience {
		return
	}
	for i, lane := range l.lanes {
		var kept []*waiter
		for _, w := range lane {
			if !concerned(w) {
				kept = append(kept, w)
				continue
			}
			w.err = &talk.Wait{After: left, Global: global}
			close(w.done)
		}
		l.lanes[i] = kept
	}
}

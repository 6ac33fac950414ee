package discord

import (
	"time"

	"leanon/discord/talk"
)

// hold counts the timers that still keep something closed.
type hold struct {
	timers int
	until  time.Time // estimate of the last one's end
}

// block closes one bucket for a while.
func (l *limiter) block(key string, d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.bucket(key)
	l.close(&b.hold, d, func() { l.tidy(key) })
	l.giveUp(func(t *turn) bool { return t.key == key }, b.hold, false)
}

// stop closes everything for a while.
func (l *limiter) stop(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.close(&l.global, d, func() {})
	l.giveUp(func(*turn) bool { return true }, l.global, true)
}

// rounded is how much of a wait Discord's three decimals may hide: a request made
// when the told time is over can still meet the last instant of the limit.
const rounded = time.Millisecond

// close holds h for d, and for what rounding may have taken from it. The lock is
// held.
func (l *limiter) close(h *hold, d time.Duration, after func()) {
	if d <= 0 {
		return
	}
	h.timers++
	if end := l.now().Add(d); end.After(h.until) {
		h.until = end
	}
	time.AfterFunc(d+rounded, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		h.timers--
		after()
		l.pump()
	})
}

// tooLong returns the limit that outlasts our patience, if one does.
func (l *limiter) tooLong(key string) error {
	if left := l.left(l.global); left > l.patience {
		return &talk.Wait{After: left, Global: true}
	}
	if b := l.buckets[key]; b != nil {
		if left := l.left(b.hold); left > l.patience {
			return &talk.Wait{After: left}
		}
	}
	return nil
}

// left estimates how long a hold lasts.
func (l *limiter) left(h hold) time.Duration {
	if h.timers == 0 {
		return 0
	}
	return h.until.Sub(l.now())
}

// giveUp sends those away who would wait longer than our patience.
func (l *limiter) giveUp(concerned func(*turn) bool, h hold, global bool) {
	left := l.left(h)
	if left <= l.patience {
		return
	}
	for i, lane := range l.lanes {
		var kept []*turn
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

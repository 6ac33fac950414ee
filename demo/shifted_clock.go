package demo

import (
	"sync"
	"time"
)

// shiftedClock is the machine's clock plus a shift that only grows: a demo's time
// passes by itself and can be moved on. The demo and its bot, which is another
// process, have one each, with the same shift. Package clock, which knows rhythms
// and zones, has nothing to do with it.
type shiftedClock struct {
	wall func() time.Time

	mu    sync.Mutex
	shift time.Duration
	waits map[chan time.Time]pending
}

// pending is a call of After that has not been answered.
type pending struct {
	until time.Time
	timer *time.Timer
}

func newShiftedClock(wall func() time.Time, shift time.Duration) *shiftedClock {
	return &shiftedClock{wall: wall, shift: shift, waits: map[chan time.Time]pending{}}
}

// Now returns the demo's time.
func (c *shiftedClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *shiftedClock) now() time.Time { return c.wall().Add(c.shift) }

// After returns a channel that is sent the demo's time once that has reached until,
// as host.Env.After wants it.
func (c *shiftedClock) After(until time.Time) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	ch := make(chan time.Time, 1)
	now := c.now()
	if !until.After(now) {
		ch <- now
		return ch
	}
	c.waits[ch] = pending{until, time.AfterFunc(until.Sub(now), func() { c.ring(ch) })}
	return ch
}

func (c *shiftedClock) ring(ch chan time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, waiting := c.waits[ch]; waiting {
		delete(c.waits, ch)
		ch <- c.now()
	}
}

// moveTo moves the clock on to t and returns the shift. It never moves it back.
func (c *shiftedClock) moveTo(t time.Time) time.Duration {
	return c.moveBy(t.Sub(c.wall()))
}

// moveBy makes the shift at least as large as the given one and returns it.
func (c *shiftedClock) moveBy(shift time.Duration) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.shift = max(c.shift, shift)
	now := c.now()
	for ch, w := range c.waits {
		if !w.until.After(now) {
			w.timer.Stop()
			delete(c.waits, ch)
			ch <- now
		}
	}
	return c.shift
}

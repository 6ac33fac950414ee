package demo

import (
	"sync"
	"time"
)

// demoClock is the wall clock moved on by a shift that only grows, so that a
// demo's time passes by itself and can be hurried. The demo and its bot, which is
// another process, have one each, with the same shift over the same wall clock.
type demoClock struct {
	wall func() time.Time

	mu    sync.Mutex
	shift time.Duration
	waits map[chan time.Time]demoWait
}

type demoWait struct {
	until time.Time
	timer *time.Timer
}

func newDemoClock(wall func() time.Time, shift time.Duration) *demoClock {
	return &demoClock{wall: wall, shift: shift, waits: map[chan time.Time]demoWait{}}
}

// Now is the demo's time.
func (c *demoClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *demoClock) now() time.Time { return c.wall().Add(c.shift) }

// After tells when the clock has reached a moment, as scheduler.Options has it.
func (c *demoClock) After(until time.Time) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	ch := make(chan time.Time, 1)
	now := c.now()
	if !until.After(now) {
		ch <- now
		return ch
	}
	c.waits[ch] = demoWait{until, time.AfterFunc(until.Sub(now), func() { c.ring(ch) })}
	return ch
}

func (c *demoClock) ring(ch chan time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, waiting := c.waits[ch]; waiting {
		delete(c.waits, ch)
		ch <- c.now()
	}
}

// moveTo moves the clock on to a moment and returns its shift; it never moves back.
func (c *demoClock) moveTo(t time.Time) time.Duration {
	return c.moveBy(t.Sub(c.wall()))
}

// moveBy makes the shift at least as large as this one.
func (c *demoClock) moveBy(shift time.Duration) time.Duration {
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

package stories

import (
	"strings"
	"sync"
	"testing"
	"time"
)

// worldClock stands still until a story moves it. It is Discord's clock, and as long as
// nothing is wrong with the machine's also that of the machine on which the program runs.
type worldClock struct {
	mu    sync.Mutex
	now   time.Time
	wrong time.Duration // how far the machine's clock is ahead of it
	waits map[chan time.Time]time.Time
}

func newWorldClock(now time.Time) *worldClock {
	return &worldClock{now: now, waits: map[chan time.Time]time.Time{}}
}

func (c *worldClock) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.now }

func (c *worldClock) machine() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.now.Add(c.wrong) }

// steady counts the time that passes, whatever the machine's clock is set to.
func (c *worldClock) steady() time.Duration { return time.Duration(c.Now().UnixNano()) }

// after tells when the machine's clock shows a moment.
func (c *worldClock) after(until time.Time) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	ch := make(chan time.Time, 1)
	c.waits[ch] = until
	c.ring()
	return ch
}

func (c *worldClock) ring() {
	machine := c.now.Add(c.wrong)
	for ch, until := range c.waits {
		if !until.After(machine) {
			ch <- machine
			delete(c.waits, ch)
		}
	}
}

// set moves both clocks: time passes.
func (c *worldClock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
	c.ring()
}

// isWrong sets the machine's clock to so much ahead of Discord's, or behind it; 0 sets it
// right.
func (c *worldClock) isWrong(ahead time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wrong = ahead
	c.ring()
}

// readMoment reads "2026-11-23 19:59 Europe/Paris".
func readMoment(t *testing.T, at string) time.Time {
	t.Helper()
	fields := strings.Fields(at)
	if len(fields) != 3 {
		t.Fatalf("the story's time is %q, want date, time and zone", at)
	}
	loc, err := time.LoadLocation(fields[2])
	if err != nil {
		t.Fatal(err)
	}
	when, err := time.ParseInLocation("2006-01-02 15:04", fields[0]+" "+fields[1], loc)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

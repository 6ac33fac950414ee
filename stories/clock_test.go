package stories

import (
	"strings"
	"sync"
	"testing"
	"time"
)

// worldClock stands still until a story moves it.
type worldClock struct {
	mu    sync.Mutex
	now   time.Time
	waits map[chan time.Time]time.Time
}

func (c *worldClock) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.now }

func (c *worldClock) After(until time.Time) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	ch := make(chan time.Time, 1)
	if !until.After(c.now) {
		ch <- c.now
		return ch
	}
	c.waits[ch] = until
	return ch
}

func (c *worldClock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
	for ch, until := range c.waits {
		if !until.After(t) {
			ch <- t
			delete(c.waits, ch)
		}
	}
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

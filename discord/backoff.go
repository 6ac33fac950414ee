package discord

import (
	"context"
	"sync"
	"time"
)

// backoff is the pause before each gateway connection of a client: none before the
// first, then first, and each time twice as long up to longest.
type backoff struct {
	first, longest time.Duration

	mu    sync.Mutex
	pause time.Duration // the next one
}

// next returns the pause before the next connection, and lengthens the one after.
func (b *backoff) next() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	d := b.pause
	b.pause = min(max(b.first, 2*d), b.longest)
	return d
}

// reset lets the next connection begin at once, after one that lasted.
func (b *backoff) reset() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.pause = 0
}

// sleep waits for d. It returns false when ctx ended first.
func sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

package discord

import (
	"context"
	"sync"
	"time"
)

// backoff spaces gateway connections: none, then 1, 2, 4 ... seconds.
type backoff struct {
	first, longest time.Duration

	mu    sync.Mutex
	pause time.Duration
}

// next is the pause before the next connection.
func (p *backoff) next() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	d := p.pause
	p.pause = min(max(p.first, 2*d), p.longest)
	return d
}

// reset starts anew, after a connection that held.
func (p *backoff) reset() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pause = 0
}

// sleep waits; false when ctx ended first.
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

package discord

import (
	"context"
	"sync"
	"time"
)

// pacer spaces gateway connections: none, then 1, 2, 4 ... seconds.
type pacer struct {
	first, most time.Duration

	mu   sync.Mutex
	wait time.Duration
}

// next is the pause before the next connection.
func (p *pacer) next() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	d := p.wait
	p.wait = min(max(p.first, 2*d), p.most)
	return d
}

// reset starts anew, after a connection that held.
func (p *pacer) reset() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wait = 0
}

// pause waits; false when ctx ended first.
func pause(ctx context.Context, d time.Duration) bool {
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

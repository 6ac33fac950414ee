package scheduler

import (
	"context"
	"errors"
)

// ErrEnded is the error of Settle when Run has returned.
var ErrEnded = errors.New("the scheduler has ended")

// settler lets a caller wait until a loop has nothing to do at the present clock. The
// loop receives from asked, closes what it received once it has nothing to do, and
// closes ended when it ends.
type settler struct {
	asked chan chan<- struct{}
	ended chan struct{}
}

func newSettler() settler {
	return settler{asked: make(chan chan<- struct{}), ended: make(chan struct{})}
}

// Settle makes the loop look at the clock now. It returns nil once nothing is in flight
// and nothing more can be done at the present clock: all that is left waits for a later
// time. It returns ErrEnded when Run returns first, and the error of ctx when that ends
// first.
func (s settler) Settle(ctx context.Context) error {
	idle := make(chan struct{})
	select {
	case s.asked <- idle:
	case <-s.ended:
		return ErrEnded
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case <-idle:
		return nil
	case <-s.ended:
		return ErrEnded
	case <-ctx.Done():
		return ctx.Err()
	}
}

// settling are the callers of Settle who wait for a loop.
type settling []chan<- struct{}

// end lets all of them go.
func (s *settling) end() {
	for _, idle := range *s {
		close(idle)
	}
	*s = nil
}

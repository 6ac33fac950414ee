package scheduler

import (
	"context"
	"errors"
)

// ErrEnded is the error of Settle when Run has returned.
var ErrEnded = errors.New("the scheduler has ended")

// settler lets a caller wait until a loop has nothing to do at the present clock. The
// loop closes begun when it begins, receives from asked, closes what it received once it
// has nothing to do, receives from pulse wherever it waits, and closes ended when it ends.
type settler struct {
	asked chan chan<- struct{}
	pulse chan struct{}
	begun chan struct{} // closed when the loop begins
	ended chan struct{}
}

func newSettler() settler {
	return settler{asked: make(chan chan<- struct{}), pulse: make(chan struct{}), begun: make(chan struct{}), ended: make(chan struct{})}
}

// Alive returns nil once the loop has come round to where it waits, and at once while Run
// has not begun or has returned. A loop that hangs never comes there: then Alive returns
// the error of ctx when that ends.
func (s settler) Alive(ctx context.Context) error {
	select {
	case <-s.begun:
	default:
		return nil
	}
	select {
	case s.pulse <- struct{}{}:
		return nil
	case <-s.ended:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
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

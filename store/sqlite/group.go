package sqlite

import (
	"context"
	"errors"
	"sync"
)

// GroupCommit does calls together that come at the same time. While one call is being
// done, others gather; then the first of those does all of them. A call that comes alone
// is done at once. The zero GroupCommit is ready to use.
type GroupCommit[In, Out any] struct {
	mu      sync.Mutex
	busy    bool
	waiting []*call[In, Out]
}

type call[In, Out any] struct {
	in   In
	out  Outcome[Out]
	lead chan struct{} // closed when it is this call's turn to do all calls that wait
	done chan struct{} // closed when the call is done
}

// Outcome is what one call returns.
type Outcome[Out any] struct {
	Value Out
	Err   error
}

// errAbandoned is the error of calls that were done together with one that panicked.
var errAbandoned = errors.New("done together with a call that panicked")

// Do returns the outcome of in. all does several calls and returns one Outcome for each,
// in their order. Its context does not end, because it works for other callers too.
func (g *GroupCommit[In, Out]) Do(ctx context.Context, in In, all func(context.Context, []In) []Outcome[Out]) (Out, error) {
	c := &call[In, Out]{in: in, out: Outcome[Out]{Err: errAbandoned}, lead: make(chan struct{}), done: make(chan struct{})}
	g.mu.Lock()
	g.waiting = append(g.waiting, c)
	if !g.busy {
		g.busy = true
		close(c.lead)
	}
	g.mu.Unlock()
	select {
	case <-c.done:
	case <-c.lead:
		g.doAll(context.WithoutCancel(ctx), all)
	}
	return c.out.Value, c.out.Err
}

// doAll does all calls that wait. Then it lets the first call that came meanwhile do the
// next ones.
func (g *GroupCommit[In, Out]) doAll(ctx context.Context, all func(context.Context, []In) []Outcome[Out]) {
	g.mu.Lock()
	gathered := g.waiting
	g.waiting = nil
	g.mu.Unlock()
	defer func() {
		for _, c := range gathered {
			close(c.done)
		}
		g.mu.Lock()
		defer g.mu.Unlock()
		if g.busy = len(g.waiting) > 0; g.busy {
			close(g.waiting[0].lead)
		}
	}()
	ins := make([]In, 0, len(gathered))
	for _, c := range gathered {
		ins = append(ins, c.in)
	}
	for i, out := range all(ctx, ins) {
		gathered[i].out = out
	}
}

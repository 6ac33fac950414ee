package sqlite

import (
	"context"
	"errors"
	"sync"
)

// GroupCommit lets calls that come at the same time be done as one: while one call is
// under way others gather, and the first of them then does them all. A call that
// comes alone is done at once.
type GroupCommit[In, Out any] struct {
	mu      sync.Mutex
	busy    bool
	waiting []*call[In, Out]
}

type call[In, Out any] struct {
	in   In
	out  Outcome[Out]
	lead chan struct{} // closed when it is this call's turn to do all that wait
	done chan struct{} // closed when another call has done it
}

// Outcome is what one call returns.
type Outcome[Out any] struct {
	Value Out
	Err   error
}

// errAbandoned is what calls return that were to be done with one that panicked.
var errAbandoned = errors.New("done together with a call that panicked")

// Do returns what all makes of in. all gets a context that does not end, because
// it works for others too, and returns one Outcome for each of its calls.
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

// doAll does all calls that wait, and hands on to those that come meanwhile.
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

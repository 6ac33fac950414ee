package store

import "context"

// A press in the evening waits its turn to write behind the transaction under way,
// and would again for each transaction of its own. So what is only noted beside what
// a person did is written with it.

type gatherKey struct{}

// gathered is what waits for the next write of its context, which one goroutine uses.
type gathered struct{ waiting []func(*tx) error }

func (g *gathered) add(do func(*tx) error) { g.waiting = append(g.waiting, do) }

// Gather returns a context under which what Seen notes waits for the next write and
// is committed with it; rest writes what found none. The context is for one goroutine.
func (s *Store) Gather(ctx context.Context) (with context.Context, rest func() error) {
	g := &gathered{}
	with = context.WithValue(ctx, gatherKey{}, g)
	return with, func() error {
		if len(g.waiting) == 0 {
			return nil
		}
		return s.write(with, "note what a person did", func(*tx) error { return nil })
	}
}

// begun does what waited for the transaction, and waits on where that is rolled back.
func (t *tx) begun() error {
	g, gathers := t.ctx.Value(gatherKey{}).(*gathered)
	if !gathers {
		return nil
	}
	for _, do := range g.waiting {
		if err := do(t); err != nil {
			return err
		}
	}
	t.afterCommit = append(t.afterCommit, func() { g.waiting = nil })
	return nil
}

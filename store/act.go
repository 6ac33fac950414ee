package store

import (
	"context"
	"time"

	"leanon/store/sqlite"
)

// Act is one act of a person: a press, a command or a form. Its writes go before those
// that belong to no act. So somebody who presses a button while thousands of check-ins
// are opened waits for one transaction and not for all of them. Meet and Seen may
// leave what they learn to the act's next write, which saves a second wait in the queue.
// An act is for one goroutine.
type Act struct {
	// Store is the store whose writes belong to the act.
	Store *Store

	wait     context.Context // ends when the act's writes have waited long enough
	saved    bool
	setAside []func(*tx) error // what Meet and Seen learned, for the act's next write
	met      Encounter         // whose act it is, once Meet knows
}

// NewAct begins an act. All its writes together wait for their turn for patience at
// most, and then fail with ErrBusy. patience does not end a write that has begun: it
// limits how long a person waits for a reply, not how long the work may take. The caller
// calls done when the act is over.
func (s *Store) NewAct(ctx context.Context, patience time.Duration) (a *Act, done func()) {
	a = &Act{}
	a.wait, done = context.WithTimeout(ctx, patience)
	own := *s
	own.act = a
	a.Store = &own
	return a, done
}

// Saved says whether a write of the act was committed. If something fails after that, the
// person must not be told that nothing was saved. What Meet and Seen write does not
// count, because the person did not ask for it.
func (a *Act) Saved() bool { return a.saved }

// Flush writes what was set aside and not yet written with another write of the act.
func (a *Act) Flush(ctx context.Context) error {
	if len(a.setAside) == 0 {
		return nil
	}
	return a.Store.writeAside(ctx, "write what was set aside", func(*tx) error { return nil })
}

// writeAside is write for what an act reveals and its person did not ask to be saved.
func (s *Store) writeAside(ctx context.Context, doing string, f func(*tx) error) error {
	return s.commit(ctx, sqlite.How{}, doing, f)
}

// writeSetAside writes what the transaction's act set aside. If the transaction is rolled
// back, it stays set aside.
func (t *tx) writeSetAside() error {
	a := t.s.act
	if a == nil {
		return nil
	}
	for _, do := range a.setAside {
		if err := do(t); err != nil {
			return err
		}
	}
	t.AfterCommit(func() { a.setAside = nil })
	return nil
}

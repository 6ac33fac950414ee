package store

import (
	"context"
	"time"

	"leanon/store/sqlite"
)

// Act is one act of a person: a press, a command or a form. Its writes go before all
// that belong to no act, so that somebody who presses a button while thousands of
// check-ins are opened waits for one transaction and not for all of them. What Seen
// notes is written with the act's next write, so that it does not wait in the queue
// a second time. An act is for one goroutine.
type Act struct {
	// Store is the store whose writes belong to the act.
	Store *Store

	wait  context.Context // ends when the act's writes have waited long enough
	saved bool
	noted []func(*tx) error
}

// NewAct begins an act. Its writes, all together, wait no longer than patience for
// their turn, and fail with ErrBusy after it. A write that has begun takes its time:
// patience is for somebody who waits for a reply, not a deadline of the work. The caller
// calls done when the act is over.
func (s *Store) NewAct(ctx context.Context, patience time.Duration) (a *Act, done func()) {
	a = &Act{}
	a.wait, done = context.WithTimeout(ctx, patience)
	own := *s
	own.act = a
	a.Store = &own
	return a, done
}

// Saved says whether a write of the act was committed, so that nobody is told that
// nothing was saved when only what came after it failed. What Seen and Call note on
// their own does not count: the person did not ask for it.
func (a *Act) Saved() bool { return a.saved }

// Flush writes what was noted and not yet written with another write of the act.
func (a *Act) Flush(ctx context.Context) error {
	if len(a.noted) == 0 {
		return nil
	}
	return a.Store.note(ctx, "note what a person did", func(*tx) error { return nil })
}

// note is write for what is only noted beside what a person did.
func (s *Store) note(ctx context.Context, doing string, f func(*tx) error) error {
	return s.commit(ctx, sqlite.How{}, doing, f)
}

// writeNoted writes what the transaction's act noted. It stays noted where the
// transaction is rolled back.
func (t *tx) writeNoted() error {
	a := t.s.act
	if a == nil {
		return nil
	}
	for _, do := range a.noted {
		if err := do(t); err != nil {
			return err
		}
	}
	t.AfterCommit(func() { a.noted = nil })
	return nil
}

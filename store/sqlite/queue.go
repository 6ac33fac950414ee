package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

const (
	// lockPatience is how long a transaction that is not urgent waits for its turn.
	lockPatience = 5 * time.Second
	// lockGrace is how long an urgent transaction waits once its patience is used up.
	lockGrace = 250 * time.Millisecond
	// lockTry is how long SQLite itself waits for a lock, in milliseconds. It is short,
	// because SQLite does not look at a context meanwhile.
	lockTry = "100"
)

// patience returns a context that ends when a transaction has waited long enough for
// its turn.
func (how How) patience(ctx context.Context) (context.Context, context.CancelFunc) {
	switch {
	case how.Urgent == nil:
		return context.WithTimeout(ctx, lockPatience)
	case how.Urgent.Err() != nil:
		return context.WithTimeout(ctx, lockGrace)
	}
	return context.WithCancel(how.Urgent)
}

// begin waits in the queue for the writing connection and then for SQLite's lock, which
// another program may hold, and begins a transaction. It fails with ErrBusy if that takes
// too long. The caller calls end after the transaction. The transaction does not end with
// ctx, because database/sql would then close the connection and lose its pragmas.
func (db *DB) begin(ctx context.Context, how How) (raw *sql.Tx, end func(), err error) {
	wait, cancel := how.patience(ctx)
	defer cancel()
	if err := db.queue.take(wait, how.Urgent != nil); err != nil {
		return nil, nil, impatient(ctx, wait, err)
	}
	c, err := db.Writer.Conn(wait)
	if err != nil {
		db.queue.leave()
		return nil, nil, impatient(ctx, wait, err)
	}
	end = func() {
		c.Close()
		db.queue.leave()
	}
	begun := context.WithoutCancel(ctx)
	if d := how.durability(); db.queue.durable != d {
		db.queue.durable = ""
		if _, err := c.ExecContext(begun, "PRAGMA synchronous = "+string(d)); err != nil {
			end()
			return nil, nil, err
		}
		db.queue.durable = d
	}
	for {
		raw, err := c.BeginTx(begun, nil)
		if err == nil {
			return raw, end, nil
		}
		if !isLocked(err) || wait.Err() != nil {
			end()
			return nil, nil, impatient(ctx, wait, err)
		}
	}
}

// writeQueue lets one transaction write at a time, and urgent ones first. In the evening
// thousands of check-ins are opened and delivered. Somebody who presses a button then
// should wait only for the transaction that has begun.
type writeQueue struct {
	mu     sync.Mutex
	busy   bool
	acts   []chan struct{}
	others []chan struct{}

	// durable is the value of PRAGMA synchronous on the writing connection, "" if unknown.
	// Only the transaction that has the turn uses it.
	durable durability
}

// take waits for the turn, or returns the error of ctx if that ends first. After nil the
// caller must call leave.
func (l *writeQueue) take(ctx context.Context, first bool) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	l.mu.Lock()
	if !l.busy {
		l.busy = true
		l.mu.Unlock()
		return nil
	}
	mine := make(chan struct{})
	if first {
		l.acts = append(l.acts, mine)
	} else {
		l.others = append(l.others, mine)
	}
	l.mu.Unlock()
	select {
	case <-mine:
		return nil
	case <-ctx.Done():
	}
	l.mu.Lock()
	is := func(c chan struct{}) bool { return c == mine }
	waiting := len(l.acts) + len(l.others)
	l.acts, l.others = slices.DeleteFunc(l.acts, is), slices.DeleteFunc(l.others, is)
	called := waiting == len(l.acts)+len(l.others)
	l.mu.Unlock()
	if called { // the turn came at the same moment
		l.leave()
	}
	return ctx.Err()
}

// leave passes the turn on to the first that waits.
func (l *writeQueue) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, waiting := range []*[]chan struct{}{&l.acts, &l.others} {
		if len(*waiting) > 0 {
			close((*waiting)[0])
			*waiting = (*waiting)[1:]
			return
		}
	}
	l.busy = false
}

// impatient wraps err in ErrBusy if it says that the wait was too long, and not that ctx
// ended. It returns any other error as it is.
func impatient(ctx, wait context.Context, err error) error {
	if ctx.Err() == nil && wait.Err() != nil && (isLocked(err) || errors.Is(err, wait.Err())) {
		return fmt.Errorf("%w: %w", ErrBusy, err)
	}
	return err
}

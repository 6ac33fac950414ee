package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync/atomic"
	"time"
)

const (
	// lockPatience is how long a write waits for its turn unless its context says
	// otherwise.
	lockPatience = 5 * time.Second
	// lockGrace is what a write has at least, also late in a hurry.
	lockGrace = 250 * time.Millisecond
	// lockTry is how long SQLite itself waits for a lock, in milliseconds: it does
	// not look at a context meanwhile.
	lockTry = "100"
)

type (
	hurryKey struct{}
	watchKey struct{}
)

// Hurry returns a context whose writes, all together, wait no longer than d for
// their turn, and fail with ErrBusy after it. What has begun takes its time: d is
// for somebody who waits for an answer, not for a deadline of the work.
func Hurry(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	wait, cancel := context.WithTimeout(ctx, d)
	return context.WithValue(ctx, hurryKey{}, wait), cancel
}

// Watch returns a context and whether anything was committed under it, so that
// nobody is told that nothing was saved when only what came after it failed.
func Watch(ctx context.Context) (watched context.Context, saved func() bool) {
	committed := &atomic.Bool{}
	return context.WithValue(ctx, watchKey{}, committed), committed.Load
}

// committed tells whoever watches the context.
func committed(ctx context.Context) {
	if saved, ok := ctx.Value(watchKey{}).(*atomic.Bool); ok {
		saved.Store(true)
	}
}

// patience is a context that ends when a write has waited long enough.
func patience(ctx context.Context) (context.Context, context.CancelFunc) {
	wait, hurried := ctx.Value(hurryKey{}).(context.Context)
	switch {
	case !hurried:
		return context.WithTimeout(ctx, lockPatience)
	case wait.Err() != nil:
		return context.WithTimeout(ctx, lockGrace)
	}
	return context.WithCancel(wait)
}

// begin waits for the one writing connection and for SQLite's lock, which another
// program may hold, and begins a transaction. ErrBusy when that takes too long. The
// connection is to be closed after the transaction.
func (s *Store) begin(ctx context.Context) (*sql.Conn, *sql.Tx, error) {
	wait, cancel := patience(ctx)
	defer cancel()
	c, err := s.writer.Conn(wait)
	if err != nil {
		return nil, nil, impatient(ctx, wait, err)
	}
	for {
		raw, err := c.BeginTx(ctx, nil)
		if err == nil {
			return c, raw, nil
		}
		if !isLocked(err) || wait.Err() != nil {
			c.Close()
			return nil, nil, impatient(ctx, wait, err)
		}
	}
}

// impatient is err, as ErrBusy where it only says that the wait was too long.
func impatient(ctx, wait context.Context, err error) error {
	if ctx.Err() == nil && wait.Err() != nil && (isLocked(err) || errors.Is(err, wait.Err())) {
		return fmt.Errorf("%w: %w", ErrBusy, err)
	}
	return err
}

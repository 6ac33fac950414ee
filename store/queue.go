package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"sync"
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

// begin waits for the one writing connection, where whoever is in a hurry goes
// first, and for SQLite's lock, which another program may hold, and begins a
// transaction. ErrBusy when that takes too long. end is to be called after the
// transaction; that does not end with the context: database/sql would close the
// connection, and what was set on it would be lost.
func (s *Store) begin(ctx context.Context, d durability) (raw *sql.Tx, end func(), err error) {
	wait, cancel := patience(ctx)
	defer cancel()
	_, hurried := ctx.Value(hurryKey{}).(context.Context)
	if err := s.queue.take(wait, hurried); err != nil {
		return nil, nil, impatient(ctx, wait, err)
	}
	c, err := s.writer.Conn(wait)
	if err != nil {
		s.queue.leave()
		return nil, nil, impatient(ctx, wait, err)
	}
	end = func() {
		c.Close()
		s.queue.leave()
	}
	begun := context.WithoutCancel(ctx)
	if s.durable != d {
		s.durable = ""
		if _, err := c.ExecContext(begun, "PRAGMA synchronous = "+string(d)); err != nil {
			end()
			return nil, nil, err
		}
		s.durable = d
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

// writeQueue is who waits to write. At eight in the evening check-ins are opened and kept
// track of by the thousand, and somebody who presses a button is not to wait for
// more than the one transaction that is under way.
type writeQueue struct {
	mu      sync.Mutex
	busy    bool
	hurried []chan struct{}
	others  []chan struct{}
}

// take waits for its turn; leave must follow. The context's error when that ends
// first.
func (l *writeQueue) take(ctx context.Context, hurried bool) error {
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
	if hurried {
		l.hurried = append(l.hurried, mine)
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
	waiting := len(l.hurried) + len(l.others)
	l.hurried, l.others = slices.DeleteFunc(l.hurried, is), slices.DeleteFunc(l.others, is)
	called := waiting == len(l.hurried)+len(l.others)
	l.mu.Unlock()
	if called { // in the same moment
		l.leave()
	}
	return ctx.Err()
}

// leave lets the next one write.
func (l *writeQueue) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, waiting := range []*[]chan struct{}{&l.hurried, &l.others} {
		if len(*waiting) > 0 {
			close((*waiting)[0])
			*waiting = (*waiting)[1:]
			return
		}
	}
	l.busy = false
}

// impatient is err, as ErrBusy where it only says that the wait was too long.
func impatient(ctx, wait context.Context, err error) error {
	if ctx.Err() == nil && wait.Err() != nil && (isLocked(err) || errors.Is(err, wait.Err())) {
		return fmt.Errorf("%w: %w", ErrBusy, err)
	}
	return err
}

package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// tx is one transaction.
type tx struct {
	*sql.Tx
	ctx  context.Context
	s    *Store
	owed bool // a notice was made due
	// afterCommit is done after the commit, before anybody else writes.
	afterCommit []func()
}

// durability says when a commit is on disk, as SQLite calls it for a write-ahead log
// (https://www.sqlite.org/pragma.html#pragma_synchronous).
type durability string

const (
	synced   durability = "FULL"   // when it returns, with all before it
	unsynced durability = "NORMAL" // when another one is; what a power failure takes before that, it takes whole
)

// write runs f in one transaction and wakes the outbox after the commit. An error
// or a panic of f leaves nothing behind, and the one connection free. A context that
// ends does so too.
func (s *Store) write(ctx context.Context, act string, f func(*tx) error) error {
	err := s.commit(ctx, synced, act, f)
	if err == nil && s.act != nil {
		s.act.saved = true
	}
	return err
}

// commit is write, for commits that may be on disk later, too.
func (s *Store) commit(ctx context.Context, d durability, act string, f func(*tx) error) error {
	raw, end, err := s.begin(ctx, d)
	if err != nil {
		return fmt.Errorf("%s: %w", act, err)
	}
	defer end()
	defer raw.Rollback() // does nothing after a commit
	t := &tx{Tx: raw, ctx: context.WithoutCancel(ctx), s: s}
	err = t.writeNoted()
	if err == nil {
		err = f(t)
	}
	if err == nil {
		err = ctx.Err()
	}
	if err == nil {
		err = raw.Commit()
	}
	if err != nil {
		return fmt.Errorf("%s: %w", act, err)
	}
	for _, do := range t.afterCommit {
		do()
	}
	s.checkpointer.committed()
	if t.owed {
		select {
		case s.owed <- struct{}{}:
		default:
		}
	}
	return nil
}

// busyTimeout is how long a connection waits for another one, in milliseconds; the
// writer's, once the store is open, waits in begin.
const busyTimeout = "5000"

// view runs f over one consistent state of the database.
func (s *Store) view(ctx context.Context, act string, f func(*tx) error) error {
	raw, err := s.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return fmt.Errorf("%s: %w", act, err)
	}
	defer raw.Rollback()
	if err := f(&tx{Tx: raw, ctx: ctx, s: s}); err != nil {
		return fmt.Errorf("%s: %w", act, err)
	}
	return nil
}

func (t *tx) exec(query string, args ...any) error {
	_, err := t.ExecContext(t.ctx, query, args...)
	return err
}

// changed executes a statement and says whether it changed a row.
func (t *tx) changed(query string, args ...any) (bool, error) {
	n, err := t.affected(query, args...)
	return n > 0, err
}

// affected executes a statement and says how many rows it changed.
func (t *tx) affected(query string, args ...any) (int64, error) {
	r, err := t.ExecContext(t.ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

func (t *tx) queryRow(query string, args ...any) *sql.Row {
	return t.QueryRowContext(t.ctx, query, args...)
}

// forEach scans every row of a query; a row that cannot be read is an error.
func (t *tx) forEach(scan func(*sql.Rows) error, query string, args ...any) error {
	rows, err := t.QueryContext(t.ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

func minute(t time.Time) int64 { return t.Unix() - t.Unix()%60 }

// stamp reads a nullable time column.
type stamp struct{ t *time.Time }

// Scan takes unix seconds or NULL.
func (s stamp) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*s.t = time.Time{}
	case int64:
		*s.t = time.Unix(v, 0).UTC()
	default:
		return fmt.Errorf("a time column holds %T", v)
	}
	return nil
}

func unix(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.Unix()
}

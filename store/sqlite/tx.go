package sqlite

import (
	"context"
	"database/sql"
)

// Tx is one transaction. The end of a caller's context does not interrupt its statements,
// unless it only reads.
type Tx struct {
	raw         *sql.Tx
	ctx         context.Context
	afterCommit []func()
}

// How says how a transaction is written. With the zero How it waits for its turn for 5
// seconds at most, behind all urgent ones, and is on disk when Write returns.
type How struct {
	// Urgent, if not nil, makes the transaction urgent: it goes before all others that
	// wait and are not urgent. It waits until Urgent ends, or for 250 milliseconds if
	// Urgent has ended before.
	Urgent context.Context
	// Unsynced lets the commit be on disk only with a later one. A power failure before
	// that undoes the whole transaction.
	Unsynced bool
}

// durability says when a commit is on disk, as SQLite calls it for a write-ahead log
// (https://www.sqlite.org/pragma.html#pragma_synchronous).
type durability string

const (
	synced   durability = "FULL"   // when it returns, with all commits before it
	unsynced durability = "NORMAL" // when a later one that is synced returns
)

func (how How) durability() durability {
	if how.Unsynced {
		return unsynced
	}
	return synced
}

// Write runs f in one transaction. If f fails or panics, or ctx ends, it leaves nothing
// behind and frees the writing connection. It fails with ErrBusy if the transaction
// waited too long for its turn.
func (db *DB) Write(ctx context.Context, how How, f func(*Tx) error) error {
	raw, end, err := db.begin(ctx, how)
	if err != nil {
		return err
	}
	defer end()
	defer raw.Rollback() // does nothing after a commit
	t := &Tx{raw: raw, ctx: context.WithoutCancel(ctx)}
	err = f(t)
	if err == nil {
		err = ctx.Err()
	}
	if err == nil {
		err = raw.Commit()
	}
	if err != nil {
		return err
	}
	for _, do := range t.afterCommit {
		do()
	}
	db.checkpointer.committed()
	return nil
}

// Read runs f over one consistent state of the database.
func (db *DB) Read(ctx context.Context, f func(*Tx) error) error {
	raw, err := db.Reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer raw.Rollback()
	return f(&Tx{raw: raw, ctx: ctx})
}

// AfterCommit calls do after the commit, before anybody else writes.
func (t *Tx) AfterCommit(do func()) { t.afterCommit = append(t.afterCommit, do) }

// Exec executes a statement.
func (t *Tx) Exec(query string, args ...any) error {
	_, err := t.raw.ExecContext(t.ctx, query, args...)
	return err
}

// Changed executes a statement and says whether it changed a row.
func (t *Tx) Changed(query string, args ...any) (bool, error) {
	n, err := t.Affected(query, args...)
	return n > 0, err
}

// Affected executes a statement and says how many rows it changed.
func (t *Tx) Affected(query string, args ...any) (int64, error) {
	r, err := t.raw.ExecContext(t.ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// QueryRow asks for one row.
func (t *Tx) QueryRow(query string, args ...any) *sql.Row {
	return t.raw.QueryRowContext(t.ctx, query, args...)
}

// ForEach scans every row of a query. A row that cannot be read is an error.
func (t *Tx) ForEach(scan func(*sql.Rows) error, query string, args ...any) error {
	rows, err := t.raw.QueryContext(t.ctx, query, args...)
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

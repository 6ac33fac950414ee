//go:build cgo

package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"sync/atomic"

	"github.com/mattn/go-sqlite3"
)

// Counts counts what a store asks of SQLite: transactions, and the statements inside and
// outside of them. A statement outside of a transaction is one of its own.
type Counts struct{ reads, writes, statements atomic.Int64 }

// Work is what Counts has counted at a moment.
type Work struct{ Reads, Writes, Statements int64 }

// Work returns what was counted so far.
func (c *Counts) Work() Work { return Work{c.reads.Load(), c.writes.Load(), c.statements.Load()} }

// Sub returns the work that was done after since was read.
func (w Work) Sub(since Work) Work {
	return Work{w.Reads - since.Reads, w.Writes - since.Writes, w.Statements - since.Statements}
}

// Count begins to count what a store asks of SQLite. Call it before the store is used.
func Count(s *Store) *Counts {
	c := &Counts{}
	s.db.Reader, s.db.Writer = counted(s.db.Reader, s.db.Reader.Stats().MaxOpenConnections, c, &c.reads), counted(s.db.Writer, 1, c, &c.writes)
	return c
}

// counted returns a database that borrows the connections of another one and counts.
func counted(db *sql.DB, most int, c *Counts, transactions *atomic.Int64) *sql.DB {
	over := sql.OpenDB(connector{db, c, transactions})
	over.SetMaxOpenConns(most)
	over.SetMaxIdleConns(most)
	return over
}

type connector struct {
	db           *sql.DB
	counts       *Counts
	transactions *atomic.Int64
}

func (c connector) Driver() driver.Driver { return c.db.Driver() }

// Close closes the database whose connections were counted.
func (c connector) Close() error { return c.db.Close() }

// Connect borrows a connection of the other database until it is closed.
func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	borrowed, err := c.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	conn := &countedConn{connector: c, borrowed: borrowed}
	err = borrowed.Raw(func(raw any) error {
		var ok bool
		if conn.SQLiteConn, ok = raw.(*sqlite3.SQLiteConn); !ok {
			return errors.New("not a connection of SQLite's")
		}
		return nil
	})
	return conn, err
}

// countedConn is one SQLite connection whose statements are counted. BEGIN and COMMIT do
// not count.
type countedConn struct {
	*sqlite3.SQLiteConn
	connector connector
	borrowed  *sql.Conn
	within    atomic.Bool // a transaction
}

func (c *countedConn) Close() error { return c.borrowed.Close() }

func (c *countedConn) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	tx, err := c.SQLiteConn.BeginTx(ctx, o)
	if err != nil {
		return nil, err
	}
	c.connector.transactions.Add(1)
	c.within.Store(true)
	return countedTx{tx, c}, nil
}

type countedTx struct {
	driver.Tx
	conn *countedConn
}

func (t countedTx) Commit() error   { t.conn.within.Store(false); return t.Tx.Commit() }
func (t countedTx) Rollback() error { t.conn.within.Store(false); return t.Tx.Rollback() }

func (c *countedConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	c.count()
	return c.SQLiteConn.QueryContext(ctx, query, args)
}

func (c *countedConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	c.count()
	return c.SQLiteConn.ExecContext(ctx, query, args)
}

func (c *countedConn) count() {
	c.connector.counts.statements.Add(1)
	if !c.within.Load() {
		c.connector.transactions.Add(1)
	}
}

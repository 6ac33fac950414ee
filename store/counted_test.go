package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"sync/atomic"

	"github.com/mattn/go-sqlite3"
)

// Counts count what a store asks of SQLite: transactions, and the statements in and
// outside of them. A statement outside of any is a transaction of its own.
type Counts struct{ reads, writes, statements atomic.Int64 }

// Work is a moment's reading of Counts.
type Work struct{ Reads, Writes, Statements int64 }

// Work reads the counters.
func (c *Counts) Work() Work { return Work{c.reads.Load(), c.writes.Load(), c.statements.Load()} }

// Sub is the work done since an earlier reading.
func (w Work) Sub(since Work) Work {
	return Work{w.Reads - since.Reads, w.Writes - since.Writes, w.Statements - since.Statements}
}

// Count counts what a store asks of SQLite from now on, on the connections that it
// has. Call it before the store is used.
func Count(s *Store) *Counts {
	c := &Counts{}
	s.db.Reader, s.db.Writer = counted(s.db.Reader, s.db.Reader.Stats().MaxOpenConnections, c, &c.reads), counted(s.db.Writer, 1, c, &c.writes)
	return c
}

// counted is a database over the connections of another one.
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

// countedConn is one connection of SQLite's. database/sql calls the methods below;
// what SQLite's own BEGIN and COMMIT cost is not counted as a statement.
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

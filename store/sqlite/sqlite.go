// Package sqlite keeps one SQLite file. It opens the file, and refuses one that is damaged
// or another program's. It lets one transaction write at a time, in a queue in which
// urgent ones go first, and does calls together that come at the same time. It moves the
// write-ahead log into the file beside the writing, and names the cause of the driver's
// errors.
//
// Open this file first, then tx.go. Tables and their meaning belong in package store.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"sync/atomic"
	"time"
)

// These are the sizes of the connections' page caches, in KiB, negative as SQLite wants
// them. They are small, because nothing here is faster for a large one: opening 10,000
// check-ins among a million takes 0.43 s with 256 KiB for writing, 0.37 to 0.45 s with
// 512 KiB to 4 MiB. A reader's cache is void after the next commit.
const (
	cacheToWrite = "-256"
	cacheToRead  = "-64"  // for each reader
	cacheToCheck = "-256" // each page is read once
)

// readers is how many transactions can read at a time: as many as the processors of a
// small machine. Each keeps about half a megabyte.
const readers = 2

// readerIdle is how long a reader that nobody needs stays open. Opening one takes a
// millisecond.
const readerIdle = time.Minute

// openTimeout is how long a connection waits for another program's lock, in milliseconds.
// Once the database is open, the writing connection waits in begin instead.
const openTimeout = "5000"

// DB is an open file. Its methods are safe for concurrent use.
type DB struct {
	// Writer is the one writing connection. Write waits for its turn in a queue. A caller
	// that uses Writer itself, for a pragma, waits only for the connection.
	Writer *sql.DB
	// Reader has the reading connections, for a query that needs no transaction.
	Reader *sql.DB

	path         string
	checkpointer *checkpointer
	queue        *writeQueue
	kept         atomic.Int64 // how many tries in a row to empty the log found somebody who reads
}

// Open opens the file at path, or makes it, and marks it with an application id
// (https://www.sqlite.org/pragma.html#pragma_application_id). If the file exists, accept
// looks at it before anything is written to it. migrate brings the tables up to date.
// Open fails with the error of either, or with ErrForeign, ErrLinked, ErrEmptied,
// ErrLogAlone, ErrDamaged, ErrFull, ErrReadOnly or ErrBusy.
func Open(ctx context.Context, path string, applicationID int, accept, migrate func(context.Context, *sql.DB) error) (*DB, error) {
	none, err := missing(path)
	switch {
	case err != nil:
		return nil, err
	case none:
		err = create(ctx, path, applicationID)
	default:
		err = inspect(ctx, path, applicationID, accept)
	}
	if err != nil {
		return nil, Classify(err)
	}
	if err := ownAlone(path); err != nil {
		return nil, err
	}
	db := &DB{path: path, queue: &writeQueue{durable: synced}}
	db.Writer, err = sql.Open("sqlite3", dsn(path, url.Values{"_journal_mode": {"WAL"}, "_synchronous": {"FULL"},
		"_txlock": {"immediate"}, "_foreign_keys": {"on"}, "_secure_delete": {"on"}, "_cache_size": {cacheToWrite}}))
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	db.Writer.SetMaxOpenConns(1)
	if err := db.prepare(ctx, applicationID, migrate); err != nil {
		db.Writer.Close()
		return nil, Classify(err)
	}
	_, _ = db.BeginLog(ctx) // on a full disk the log keeps its token, and the next purge tries again
	if db.Reader, err = openReader(path); err != nil {
		db.Writer.Close()
		return nil, fmt.Errorf("open the database for reading: %w", err)
	}
	if db.checkpointer, err = newCheckpointer(path); err != nil {
		db.Reader.Close()
		db.Writer.Close()
		return nil, fmt.Errorf("open the database's log: %w", err)
	}
	return db, nil
}

// prepare marks the file, brings its tables up to date and sets the writer up.
func (db *DB) prepare(ctx context.Context, applicationID int, migrate func(context.Context, *sql.DB) error) error {
	if err := mark(ctx, db.Writer, applicationID); err != nil {
		return err
	}
	if _, err := db.Writer.ExecContext(ctx, fmt.Sprintf("PRAGMA wal_autocheckpoint = %d", moveAtOnce)); err != nil {
		return fmt.Errorf("set up the database: %w", err)
	}
	if err := migrate(ctx, db.Writer); err != nil {
		return err
	}
	// From here on begin does the waiting, because it looks at contexts.
	if _, err := db.Writer.ExecContext(ctx, "PRAGMA busy_timeout = "+lockTry); err != nil {
		return fmt.Errorf("set up the database: %w", err)
	}
	return nil
}

// OpenToRead opens the file at path for Read and Sound only. It writes nothing and takes
// no lock that a writer would wait for, so another program may write to the file. accept
// and the errors are as with Open.
func OpenToRead(ctx context.Context, path string, applicationID int, accept func(context.Context, *sql.DB) error) (*DB, error) {
	if _, err := missing(path); err != nil {
		return nil, err
	}
	if err := inspect(ctx, path, applicationID, accept); err != nil {
		return nil, Classify(err)
	}
	reader, err := openReader(path)
	if err != nil {
		return nil, fmt.Errorf("look at the database: %w", err)
	}
	return &DB{path: path, Reader: reader}, nil
}

func openReader(path string) (*sql.DB, error) {
	db, err := sql.Open("sqlite3", dsn(path, url.Values{"mode": {"ro"}, "_query_only": {"1"}, "_foreign_keys": {"on"}, "_cache_size": {cacheToRead}}))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(readers)
	db.SetMaxIdleConns(readers)
	db.SetConnMaxIdleTime(readerIdle)
	return db, nil
}

// inspect fails with ErrForeign if the file is another program's, and otherwise returns
// the error of accept. It writes nothing.
func inspect(ctx context.Context, path string, applicationID int, accept func(context.Context, *sql.DB) error) error {
	db, err := sql.Open("sqlite3", dsn(path, url.Values{"mode": {"ro"}, "_query_only": {"1"}}))
	if err != nil {
		return fmt.Errorf("look at the database: %w", err)
	}
	defer db.Close()
	var app, objects int
	err = db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&app)
	if err == nil {
		err = db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master").Scan(&objects)
	}
	told, ok := driverError(err)
	switch {
	case ok && told.code == codeNotADB:
		return ErrForeign
	case err != nil:
		return fmt.Errorf("look at the database: %w", err)
	case app != applicationID && (app != 0 || objects > 0):
		return ErrForeign
	}
	return accept(ctx, db)
}

func dsn(path string, v url.Values) string {
	v.Set("_busy_timeout", openTimeout)
	v.Set("_stmt_cache_size", "32")
	v.Set("_mutex", "no") // database/sql lets one goroutine at a time use a connection
	return (&url.URL{Scheme: "file", Opaque: url.PathEscape(path), RawQuery: v.Encode()}).String()
}

// Close moves the log into the file and closes it.
func (db *DB) Close() error {
	if db.Writer == nil {
		return db.Reader.Close()
	}
	err := errors.Join(db.checkpointer.close(), closeAll(db.Reader))
	_, _ = db.emptyLog(context.Background(), emptyWait, func(*sql.Conn) (bool, error) { return true, nil }) // it waits for a writer that gave up; closing tries again
	return errors.Join(err, closeAll(db.Writer))
}

// closeAll closes connections, and waits until they are closed, for a second at most: one
// whose caller gave up is closed a moment later than Close returns. The writer has to be
// the last, because it moves the log into the file, without which a copy of the file
// would not be whole.
func closeAll(db *sql.DB) error {
	err := db.Close()
	for tries := 0; tries < 200 && db.Stats().OpenConnections > 0; tries++ {
		time.Sleep(5 * time.Millisecond)
	}
	return err
}

// Sound reads the whole file and fails with ErrDamaged if SQLite finds it damaged. Opening
// a damaged file, and most reads and writes, may succeed. Sound takes about a second for
// a gigabyte that the system has cached. It uses a connection of its own, so nobody waits
// for it.
func (db *DB) Sound(ctx context.Context) error {
	own, err := sql.Open("sqlite3", dsn(db.path, url.Values{"mode": {"ro"}, "_query_only": {"1"}, "_cache_size": {cacheToCheck}}))
	if err != nil {
		return fmt.Errorf("check the database: %w", err)
	}
	defer closeAll(own)
	var verdict string
	if err := own.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict); err != nil {
		return fmt.Errorf("check the database: %w", Classify(err))
	}
	if verdict != "ok" {
		return ErrDamaged // the verdict names pages, which help nobody
	}
	return nil
}

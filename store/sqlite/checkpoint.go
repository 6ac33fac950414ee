package sqlite

import (
	"context"
	"database/sql"
	"net/url"
	"sync"
)

// A commit goes to the write-ahead log and is moved into the database later. SQLite would
// move it within a later commit, which takes tens of milliseconds in the evening, and all
// who wait for their turn would wait longer. So a goroutine moves it beside the writing,
// on a connection of its own, by a passive checkpoint
// (https://www.sqlite.org/c3ref/wal_checkpoint_v2.html). The log still grows while
// somebody always writes; SQLite starts it anew in a commit that finds nearly all of it
// moved.
const (
	moveAfter  = 6000  // pages in the log at which the goroutine moves them, 24 MB
	moveAtOnce = 16000 // pages in the log at which a commit moves them itself, 64 MB
)

// checkpointer moves the log into the database.
type checkpointer struct {
	db      *sql.DB
	path    string
	commits chan struct{}
	end     func() // closes ending, once
	ending  chan struct{}
	ended   chan struct{}
}

func newCheckpointer(path string) (*checkpointer, error) {
	db, err := sql.Open("sqlite3", dsn(path, url.Values{"_synchronous": {"FULL"}, "_txlock": {"immediate"}, "_secure_delete": {"on"}, "_cache_size": {"-100"}}))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	m := &checkpointer{db: db, path: path, commits: make(chan struct{}, 1), ending: make(chan struct{}), ended: make(chan struct{})}
	m.end = sync.OnceFunc(func() { close(m.ending) })
	go m.run(logSalts(path))
	return m, nil
}

// committed tells the checkpointer that the log became longer.
func (m *checkpointer) committed() {
	select {
	case m.commits <- struct{}{}:
	default:
	}
}

// run looks at the log, which has these salts, after each commit, until close. It ignores
// errors: if it cannot move the log, a commit does once the log has moveAtOnce pages, and
// returns the error.
func (m *checkpointer) run(salts [8]byte) {
	defer close(m.ended)
	for {
		select {
		case <-m.ending:
			return
		case <-m.commits:
		}
		var busy, pages, moved int
		err := m.db.QueryRowContext(context.Background(), "PRAGMA wal_checkpoint(NOOP)").Scan(&busy, &pages, &moved)
		if err == nil && pages-moved >= moveAfter {
			_ = m.db.QueryRowContext(context.Background(), "PRAGMA wal_checkpoint(PASSIVE)").Scan(&busy, &pages, &moved)
		}
		// Where SQLite began the log anew, its token is only in the file.
		if now := logSalts(m.path); now != salts && repeatToken(context.Background(), m.db) == nil {
			salts = now
		}
	}
}

// close ends run and closes the connection. It may be called twice.
func (m *checkpointer) close() error {
	m.end()
	<-m.ended
	return m.db.Close()
}

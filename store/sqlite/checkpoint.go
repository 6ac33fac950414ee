package sqlite

import (
	"context"
	"database/sql"
	"net/url"
	"sync"
)

// A commit goes to the write-ahead log and is moved into the database later. SQLite
// would do the moving within a commit, and whoever commits, and all who wait for their
// turn, would wait for it: tens of milliseconds in the evening. So a goroutine does it
// beside the writing, on a connection of its own, by a passive checkpoint
// (https://www.sqlite.org/c3ref/wal_checkpoint_v2.html). The log still grows while
// somebody always writes; SQLite starts it anew in a commit that finds nearly all of it
// moved.
const (
	moveAfter  = 6000  // pages in the log, 24 MB
	moveAtOnce = 16000 // pages in the log at which a commit moves them itself, 64 MB
)

// checkpointer moves the log into the database.
type checkpointer struct {
	db      *sql.DB
	commits chan struct{}
	end     func() // ends it
	ending  chan struct{}
	ended   chan struct{}
}

func newCheckpointer(path string) (*checkpointer, error) {
	db, err := sql.Open("sqlite3", dsn(path, url.Values{"_synchronous": {"FULL"}, "_secure_delete": {"on"}, "_cache_size": {"-100"}}))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	m := &checkpointer{db: db, commits: make(chan struct{}, 1), ending: make(chan struct{}), ended: make(chan struct{})}
	m.end = sync.OnceFunc(func() { close(m.ending) })
	go m.run()
	return m, nil
}

// committed tells the checkpointer that the log became longer.
func (m *checkpointer) committed() {
	select {
	case m.commits <- struct{}{}:
	default:
	}
}

// run looks at the log after each commit, until close. It keeps no error: a moving that
// fails here is done by a commit once the log has moveAtOnce pages, and that returns
// the error.
func (m *checkpointer) run() {
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
	}
}

// close ends the moving. It may be called twice.
func (m *checkpointer) close() error {
	m.end()
	<-m.ended
	return m.db.Close()
}

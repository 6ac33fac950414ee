package sqlite

import (
	"context"
	"database/sql"
	"net/url"
	"sync"
)

// What is committed lies in the write-ahead log first and is moved into the
// database later. SQLite would do that within a commit, and whoever commits, and all
// who wait for their turn, would wait for it: tens of milliseconds at eight in the
// evening. So it is done beside the writing, on a connection of its own, which a
// passive checkpoint allows (https://www.sqlite.org/c3ref/wal_checkpoint_v2.html).
// While nobody ever stops writing the log still grows, and starts anew with a commit
// that finds nearly all of it moved.
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

// committed says that the log became longer.
func (m *checkpointer) committed() {
	select {
	case m.commits <- struct{}{}:
	default:
	}
}

// run looks at the log after each commit, until close. What fails here fails again
// in a commit, which says so, once the log is as long as it may be.
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

// close ends the moving, also when it has ended.
func (m *checkpointer) close() error {
	m.end()
	<-m.ended
	return m.db.Close()
}

package store

import (
	"context"
	"database/sql"
	"time"

	"leanon/store/seal"
	"leanon/store/sqlite"
)

// Health is what Look found.
type Health struct {
	Backlog Backlog
	Held    Held
	Zones   []string // the zones that partners have set, each once
	Unknown bool     // the list of what ended is missing, so nobody knows who left
	Vouched Vouched  // what the host decided about that
}

// Look examines the database at path. It reads the whole file, writes nothing, and takes
// no lock that a writer would wait for, so a bot may run on the file meanwhile. It fails
// as OpenWith does, and with ErrDamaged. It returns the zero Health for a file of an
// older version without notices.
func Look(ctx context.Context, path string, source seal.Keys, now time.Time) (h Health, err error) {
	keys, err := seal.NewRing(source)
	if err != nil {
		return h, err
	}
	db, err := sqlite.OpenToRead(ctx, path, applicationID, accept(keys))
	if err != nil {
		return h, err
	}
	defer db.Close()
	if err := db.Sound(ctx); err != nil {
		return h, err
	}
	s := &Store{db: db}
	old := false
	err = s.view(ctx, "look at the database", func(t *tx) error {
		has, err := hasTable(t.QueryRow, "notices")
		old = !has
		return err
	})
	if err != nil || old {
		return h, err
	}
	if h.Backlog, err = s.Backlog(ctx, now); err != nil {
		return h, err
	}
	if h.Held, err = s.heldIn(ctx, now); err != nil {
		return h, err
	}
	l, err := s.livesBy(ctx, EndedPath(path))
	if err != nil {
		return h, err
	}
	h.Unknown, h.Vouched = l.unknown, l.vouched
	err = s.view(ctx, "list zones", func(t *tx) error {
		return t.ForEach(func(r *sql.Rows) error {
			var zone string
			err := r.Scan(&zone)
			h.Zones = append(h.Zones, zone)
			return err
		}, `SELECT DISTINCT zone FROM partners WHERE zone <> ''`)
	})
	return h, err
}

// Sound reads the whole file and fails with ErrDamaged if SQLite finds it damaged. Opening
// a damaged file, and most reads and writes, may succeed. Nobody waits for Sound.
func (s *Store) Sound(ctx context.Context) error { return s.db.Sound(ctx) }

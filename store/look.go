package store

import (
	"context"
	"database/sql"
	"fmt"
	"leanon/store/seal"
	"net/url"
	"time"
)

// Health is what Look found.
type Health struct {
	Backlog Backlog
	Zones   []string // the zones that partners said, each once
}

// Look examines the database at path, also while a bot runs on it: it writes
// nothing and takes no lock that a writer would wait for. It reads the whole file.
// Its errors are those of OpenWith, and ErrDamaged; a file of an older version is
// as good as a new one.
func Look(ctx context.Context, path string, source seal.Keys, now time.Time) (h Health, err error) {
	keys, err := seal.NewRing(source)
	if err != nil {
		return h, err
	}
	if _, err := missing(path); err != nil {
		return h, err
	}
	if err := inspect(ctx, path, keys); err != nil {
		return h, named(err)
	}
	db, err := sql.Open("sqlite3", dsn(path, url.Values{"mode": {"ro"}, "_query_only": {"1"}}))
	if err != nil {
		return h, fmt.Errorf("look at the database: %w", err)
	}
	defer db.Close()
	if err := quickCheck(ctx, db); err != nil {
		return h, err
	}
	if has, err := hasTable(ctx, db, "notices"); err != nil || !has {
		return h, err
	}
	s := &Store{reader: db}
	if h.Backlog, err = s.Backlog(ctx, now); err != nil {
		return h, err
	}
	err = s.view(ctx, "list zones", func(t *tx) error {
		return t.forEach(func(r *sql.Rows) error {
			var zone string
			err := r.Scan(&zone)
			h.Zones = append(h.Zones, zone)
			return err
		}, `SELECT DISTINCT zone FROM partners WHERE zone <> ''`)
	})
	return h, err
}

// Sound reads the whole file and fails with ErrDamaged where SQLite finds it
// damaged, which opening it, and most reads and writes, do not show. It takes about
// a second for a gigabyte of cached file, on a connection of its own: nobody waits
// for it meanwhile.
func (s *Store) Sound(ctx context.Context) error {
	db, err := sql.Open("sqlite3", dsn(s.path, url.Values{"mode": {"ro"}, "_query_only": {"1"}, "_cache_size": {"-256"}})) // each page is read once
	if err != nil {
		return fmt.Errorf("check the database: %w", err)
	}
	defer db.Close()
	return quickCheck(ctx, db)
}

func quickCheck(ctx context.Context, db *sql.DB) error {
	var verdict string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict); err != nil {
		return fmt.Errorf("check the database: %w", named(err))
	}
	if verdict != "ok" {
		return ErrDamaged // the verdict names pages, which help nobody
	}
	return nil
}

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"leanon/store/seal"
	"net/url"

	"github.com/mattn/go-sqlite3"
	"github.com/pressly/goose/v3"
)

// The proof is a value that the right key sealed, and where it lies. Beside it,
// under the name of wrapping, stands which master key new data keys are wrapped
// by: the same one, but while the key is rotated.
const (
	proof      = "leanon"
	proofPlace = "meta/value/proof"
)

// inspect looks at a file that is there, without writing to it: whether it is
// ours, of a version that we know, and under this key.
func inspect(ctx context.Context, path string, keys *seal.Ring) error {
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
	var told sqlite3.Error
	switch {
	case errors.As(err, &told) && told.Code == sqlite3.ErrNotADB:
		return ErrForeign
	case err != nil:
		return fmt.Errorf("look at the database: %w", err)
	case app != applicationID && (app != 0 || objects > 0):
		return ErrForeign
	}
	if err := checkVersion(ctx, db); err != nil {
		return err
	}
	_, err = checkKey(ctx, db, keys)
	return err
}

// checkVersion wants no migration in the database that this program does not have.
func checkVersion(ctx context.Context, db *sql.DB) error {
	if has, err := hasTable(ctx, db, "goose_db_version"); err != nil || !has {
		return err
	}
	var at int64
	if err := db.QueryRowContext(ctx, "SELECT coalesce(max(version_id), 0) FROM goose_db_version").Scan(&at); err != nil {
		return fmt.Errorf("read the database's version: %w", err)
	}
	p, err := migrator(db)
	if err != nil {
		return err
	}
	known := int64(0)
	for _, src := range p.ListSources() {
		known = max(known, src.Version)
	}
	if at > known {
		return ErrNewer
	}
	return nil
}

// checkKey opens the proof; proven is false where there is none yet.
func checkKey(ctx context.Context, db *sql.DB, keys *seal.Ring) (proven bool, err error) {
	if has, err := hasTable(ctx, db, "meta"); err != nil || !has {
		return false, err
	}
	var sealed, wrapping []byte
	err = db.QueryRowContext(ctx, `SELECT (SELECT value FROM meta WHERE name = 'proof'), (SELECT value FROM meta WHERE name = 'wrapping')`).
		Scan(&sealed, &wrapping)
	if err != nil {
		return false, fmt.Errorf("read the key's proof: %w", err)
	}
	if sealed == nil {
		return false, nil
	}
	_, opens, err := keys.Find(func(k seal.Key) bool { _, err := k.Open(sealed, proofPlace); return err == nil })
	if err != nil {
		return false, err
	}
	_, named, err := keys.Named(wrapping)
	switch {
	case err != nil:
		return false, err
	case opens && named:
		return true, nil
	case opens || named:
		return false, seal.ErrHalfRotated
	}
	return false, seal.ErrWrongKey
}

func hasTable(ctx context.Context, db *sql.DB, name string) (has bool, err error) {
	err = db.QueryRowContext(ctx, "SELECT count(*) > 0 FROM sqlite_master WHERE type = 'table' AND name = ?1", name).Scan(&has)
	if err != nil {
		return false, fmt.Errorf("look for the table %s: %w", name, err)
	}
	return has, nil
}

func migrator(db *sql.DB) (*goose.Provider, error) {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, sub)
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	return p, nil
}

// prepare migrates the database and leaves a proof of its key. A first start that
// was cut short goes on at the next one.
func (s *Store) prepare(ctx context.Context) error {
	if err := mark(ctx, s.writer); err != nil {
		return err
	}
	if _, err := s.writer.ExecContext(ctx, fmt.Sprintf("PRAGMA wal_autocheckpoint = %d", moveAtOnce)); err != nil {
		return fmt.Errorf("set up the database: %w", err)
	}
	p, err := migrator(s.writer)
	if err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("bring the database up to date: %w", err)
	}
	// From here on begin waits, which looks at contexts.
	if _, err := s.writer.ExecContext(ctx, "PRAGMA busy_timeout = "+lockTry); err != nil {
		return fmt.Errorf("set up the database: %w", err)
	}
	proven, err := checkKey(ctx, s.writer, s.keys)
	if err != nil || proven {
		return err
	}
	err = s.write(ctx, "write the key's proof", func(t *tx) error {
		first := t.s.keys.First()
		err := t.exec(`INSERT INTO meta (name, value) VALUES ('proof', ?1)`, first.Seal([]byte(proof), proofPlace))
		if err != nil {
			return err
		}
		return t.exec(`INSERT INTO meta (name, value) VALUES ('wrapping', ?1)`, first.Fingerprint())
	})
	if err != nil {
		return err
	}
	// A file that loses its log has its tables and its proof in itself.
	_, err = s.scrub(ctx)
	return err
}

// mark marks a database as ours that is not yet, and writes nothing to one that is.
func mark(ctx context.Context, db *sql.DB) error {
	var app int
	err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&app)
	if err == nil && app != applicationID {
		_, err = db.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID))
	}
	if err != nil {
		return fmt.Errorf("mark the database: %w", err)
	}
	return nil
}

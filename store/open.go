package store

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"

	"leanon/store/seal"
)

// Table meta has two rows about the master key. "proof" holds a value that the master
// key sealed, and opens with no other key. "wrapping" holds the fingerprint of the master
// key that wraps new data keys; except during a rotation it is the same key. A third row,
// "ids", holds the wrapped key of ids.go.
const proof = "leanon"

var proofAt = seal.At("meta", "value", "proof")

// accept returns a function that checks a file without writing to it. The function fails
// with ErrNewer if the file has a later version than this program knows, and with
// seal.ErrWrongKey or seal.ErrHalfRotated if the ring lacks a key.
func accept(keys *seal.Ring) func(context.Context, *sql.DB) error {
	return func(ctx context.Context, db *sql.DB) error {
		if err := checkVersion(ctx, db); err != nil {
			return err
		}
		_, err := checkKey(func(query string, args ...any) *sql.Row { return db.QueryRowContext(ctx, query, args...) }, keys)
		return err
	}
}

// checkVersion fails with ErrNewer if the database has a migration that this program
// does not have.
func checkVersion(ctx context.Context, db *sql.DB) error {
	query := func(query string, args ...any) *sql.Row { return db.QueryRowContext(ctx, query, args...) }
	if has, err := hasTable(query, "goose_db_version"); err != nil || !has {
		return err
	}
	var at int64
	if err := query("SELECT coalesce(max(version_id), 0) FROM goose_db_version").Scan(&at); err != nil {
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

// checkKey checks that the ring has the keys of the database. It returns true if they
// open the proof, and false if there is no proof yet. It fails with seal.ErrWrongKey if
// the ring has no key of the database, and with seal.ErrHalfRotated if it has only one
// of two.
func checkKey(query queryRow, keys *seal.Ring) (proven bool, err error) {
	if has, err := hasTable(query, "meta"); err != nil || !has {
		return false, err
	}
	var sealed, wrapping []byte
	err = query(`SELECT (SELECT value FROM meta WHERE name = 'proof'), (SELECT value FROM meta WHERE name = 'wrapping')`).
		Scan(&sealed, &wrapping)
	if err != nil {
		return false, fmt.Errorf("read the key's proof: %w", err)
	}
	if sealed == nil {
		return false, nil
	}
	_, opens, err := keys.Find(func(k seal.Key) bool { _, err := k.Open(sealed, proofAt); return err == nil })
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

// queryRow asks for one row, inside or outside of a transaction.
type queryRow func(query string, args ...any) *sql.Row

func hasTable(query queryRow, name string) (has bool, err error) {
	err = query("SELECT count(*) > 0 FROM sqlite_master WHERE type = 'table' AND name = ?1", name).Scan(&has)
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

// Migrated says which version a database had when it was opened, and which it has since.
// From is 0 for one that was made then.
type Migrated struct{ From, To int64 }

// migrate returns a function that brings the tables up to date and says so in m.
func migrate(m *Migrated) func(context.Context, *sql.DB) error {
	return func(ctx context.Context, db *sql.DB) error {
		p, err := migrator(db)
		if err != nil {
			return err
		}
		if m.From, err = p.GetDBVersion(ctx); err != nil {
			return fmt.Errorf("read the database's version: %w", err)
		}
		m.To = m.From
		applied, err := p.Up(ctx)
		if err != nil {
			return fmt.Errorf("bring the database up to date: %w", err)
		}
		if len(applied) > 0 {
			m.To = applied[len(applied)-1].Source.Version
		}
		return nil
	}
}

// prove writes the proof of the master key to a database that has none, because it is
// new or its first start was cut short.
func (s *Store) prove(ctx context.Context) error {
	proven := false
	err := s.view(ctx, "look for the key's proof", func(t *tx) (err error) {
		proven, err = checkKey(t.QueryRow, t.s.keys)
		return err
	})
	if err != nil || proven {
		return err
	}
	err = s.write(ctx, "write the key's proof", func(t *tx) error {
		first := t.s.keys.First()
		err := t.Exec(`INSERT INTO meta (name, value) VALUES ('proof', ?1)`, first.Seal([]byte(proof), proofAt))
		if err != nil {
			return err
		}
		return t.Exec(`INSERT INTO meta (name, value) VALUES ('wrapping', ?1)`, first.Fingerprint())
	})
	if err != nil {
		return err
	}
	// From here on the file itself has its tables and its proof, even if its log is lost.
	_, err = s.db.EmptyLog(ctx)
	return err
}

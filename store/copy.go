package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"leanon/store/seal"
	"leanon/store/sqlite"
)

// ErrRotating says that a change of the master key is at work, or was cut short: a copy
// would need two keys.
var ErrRotating = errors.New("a change of the key is unfinished")

// Copy writes the database at path, as it is at this moment, into a new file, which is on
// the disk when Copy returns. A bot may run on the database meanwhile, and waits for
// nothing. Copy does not need the key. It fails as OpenWith does, and leaves what it wrote.
// progress, if not nil, is told how many pages of how many are copied.
func Copy(ctx context.Context, path, to string, progress func(copied, of int)) error {
	db, err := sqlite.OpenToRead(ctx, path, applicationID, checkVersion)
	if err != nil {
		return err
	}
	defer db.Close()
	return db.Copy(ctx, to, progress)
}

// ProveCopy reads the whole of a copy that Copy has made, and fails with ErrDamaged if
// anything in it has not its shape, and with ErrRotating if one key does not open it. With
// a source, it also opens the key of each couple and of each person, so that it is known
// that these keys open the copy; it fails with seal.ErrWrongKey if they do not. altered is
// how many of these were changed by hand, or damaged, as they are in the database itself.
// ProveCopy writes nothing.
func ProveCopy(ctx context.Context, path string, source seal.Keys) (altered int, err error) {
	if err := sqlite.Whole(ctx, path); err != nil {
		return 0, err
	}
	db, err := sqlite.OpenToRead(ctx, path, applicationID, checkVersion)
	if err != nil {
		return 0, err
	}
	defer db.Close()
	s := &Store{db: db}
	if source != nil {
		if s.keys, err = seal.NewRing(source); err != nil {
			return 0, err
		}
	}
	err = s.view(ctx, "look through the copy", func(t *tx) error {
		if wrapped, err := t.wrappedAlike(); err != nil || !wrapped {
			return errors.Join(err, ErrRotating)
		}
		if s.keys == nil {
			return nil
		}
		if _, err := checkKey(t.QueryRow, s.keys); err != nil {
			return err
		}
		if altered, err = opensAll(t, "couples", "id", coupleKeyAt); err != nil {
			return err
		}
		more, err := opensAll(t, "partners", "person", partnerKeyAt)
		altered += more
		return err
	})
	if err != nil || s.keys == nil {
		return altered, err
	}
	if rotating, err := s.Rotating(ctx); err != nil || rotating {
		return altered, errors.Join(err, ErrRotating)
	}
	return altered, nil
}

// wrappedAlike says whether every data key is wrapped by the same master key, the one that
// wraps new ones.
func (t *tx) wrappedAlike() (alike bool, err error) {
	if has, err := hasTable(t.QueryRow, "meta"); err != nil || !has {
		return !has, err
	}
	err = t.QueryRow(fmt.Sprintf(`SELECT NOT EXISTS (SELECT 1 FROM couples WHERE substr(wrapped_key, 1, %[1]d) <> w.value)
		AND NOT EXISTS (SELECT 1 FROM partners WHERE substr(wrapped_key, 1, %[1]d) <> w.value)
		FROM meta w WHERE w.name = 'wrapping'`, seal.FingerprintSize)).Scan(&alike)
	if errors.Is(err, sql.ErrNoRows) { // its first start was cut short
		return true, nil
	}
	if err != nil {
		return false, fmt.Errorf("read which master key is in use: %w", err)
	}
	return alike, nil
}

// opensAll opens the wrapped key of each row of a table, and counts those that were altered.
// at returns the place of one.
func opensAll[ID any](t *tx, table, column string, at func(ID) seal.Place) (altered int, err error) {
	err = t.ForEach(func(r *sql.Rows) error {
		var id ID
		var wrapped []byte
		if err := r.Scan(&id, &wrapped); err != nil {
			return err
		}
		_, err := t.unwrap(wrapped, at(id))
		if errors.Is(err, ErrAltered) {
			altered++
			return nil
		}
		return err
	}, fmt.Sprintf(`SELECT %s, wrapped_key FROM %s`, column, table))
	return altered, err
}

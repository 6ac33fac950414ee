package store

import (
	"context"
	"database/sql"
	"fmt"

	"leanon/store/seal"
)

// Another process replaces the master key while the program runs, in three steps. After
// BeginRotation every new data key is wrapped by the next master key. Rewrap wraps the
// others anew, some at a time. EndRotation seals the proof by the next key. Until then
// both keys are needed. Both are accepted, because each wrapped key begins with the
// fingerprint of its master key. So a rotation that was cut short at any point can be
// done again from its beginning.

// unwrap opens a data key with the master key that its first bytes name.
func (t *tx) unwrap(wrapped []byte, p seal.Place) (seal.Key, error) {
	return t.s.keys.Unwrap(wrapped, p)
}

// wrap seals a new data key by the master key that is in use now. It needs a write
// transaction, in which nobody can begin a rotation.
func (t *tx) wrap(data seal.Key, p seal.Place) ([]byte, error) {
	master, err := t.wrapping()
	if err != nil {
		return nil, fmt.Errorf("wrap %v: %w", p, err)
	}
	return master.Wrap(data, p), nil
}

// wrapping returns the master key that wraps new data keys.
func (t *tx) wrapping() (seal.Key, error) {
	var name []byte
	if err := t.QueryRow(`SELECT value FROM meta WHERE name = 'wrapping'`).Scan(&name); err != nil {
		return seal.Key{}, fmt.Errorf("read which master key is in use: %w", err)
	}
	k, ok, err := t.s.keys.Named(name)
	if err == nil && !ok {
		err = seal.ErrWrongKey
	}
	return k, err
}

// BeginRotation makes next the master key that wraps new data keys, and the key of ids. The seal.Keys of
// this process and of every other must return it by now. Calling it twice is the same as
// calling it once.
func (s *Store) BeginRotation(ctx context.Context, next seal.Key) error {
	return s.write(ctx, "begin a key rotation", func(t *tx) error {
		if err := t.rewrapIDs(next); err != nil {
			return err
		}
		return t.Exec(`UPDATE meta SET value = ?1 WHERE name = 'wrapping'`, next.Fingerprint())
	})
}

// Rewrap takes at most limit data keys that another master key than the one in use has
// wrapped, and wraps them anew, in one transaction. It returns how many it wrapped; 0
// means that none is left.
func (s *Store) Rewrap(ctx context.Context, limit int) (n int, err error) {
	err = s.write(ctx, "wrap keys anew", func(t *tx) error {
		next, err := t.wrapping()
		if err != nil {
			return err
		}
		if n, err = rewrap(t, next, limit, "couples", "id", coupleKeyAt); err != nil || n >= limit {
			return err
		}
		more, err := rewrap(t, next, limit-n, "partners", "person", partnerKeyAt)
		n += more
		return err
	})
	return n, err
}

// rewrap is Rewrap for one table. at returns the place of the wrapped key of a row.
func rewrap[ID any](t *tx, next seal.Key, limit int, table, column string, at func(ID) seal.Place) (int, error) {
	type row struct {
		id      ID
		wrapped []byte
	}
	var all []row
	err := t.ForEach(func(r *sql.Rows) error {
		var w row
		err := r.Scan(&w.id, &w.wrapped)
		all = append(all, w)
		return err
	}, fmt.Sprintf(`SELECT %s, wrapped_key FROM %s WHERE substr(wrapped_key, 1, %d) <> ?1 LIMIT ?2`, column, table, seal.FingerprintSize),
		next.Fingerprint(), limit)
	if err != nil {
		return 0, fmt.Errorf("list keys of %s: %w", table, err)
	}
	for _, w := range all {
		data, err := t.unwrap(w.wrapped, at(w.id))
		if err != nil {
			return 0, err
		}
		err = t.Exec(fmt.Sprintf(`UPDATE %s SET wrapped_key = ?2 WHERE %s = ?1`, table, column), w.id, next.Wrap(data, at(w.id)))
		if err != nil {
			return 0, fmt.Errorf("keep a key of %s: %w", table, err)
		}
	}
	return len(all), nil
}

// EndRotation seals the proof by the master key in use. From then on the last key opens
// nothing in the database. It fails while another key still wraps a data key. clean is
// false if somebody was reading, so that the files still hold something that the last key
// opens; the next Purge overwrites it.
func (s *Store) EndRotation(ctx context.Context) (clean bool, err error) {
	err = s.write(ctx, "end a key rotation", func(t *tx) error {
		next, err := t.wrapping()
		if err != nil {
			return err
		}
		var left int
		err = t.QueryRow(fmt.Sprintf(`SELECT (SELECT count(*) FROM couples WHERE substr(wrapped_key, 1, %[1]d) <> ?1)
			+ (SELECT count(*) FROM partners WHERE substr(wrapped_key, 1, %[1]d) <> ?1)
			+ (SELECT count(*) FROM meta WHERE name = 'ids' AND substr(value, 1, %[1]d) <> ?1)`, seal.FingerprintSize), next.Fingerprint()).Scan(&left)
		if err != nil {
			return err
		}
		if left > 0 {
			return fmt.Errorf("%d keys are not wrapped anew", left)
		}
		return t.Exec(`UPDATE meta SET value = ?1 WHERE name = 'proof'`, next.Seal([]byte(proof), proofAt))
	})
	if err != nil {
		return false, err
	}
	return s.db.EmptyLog(ctx)
}

// Rotating says whether a rotation was begun and not ended.
func (s *Store) Rotating(ctx context.Context) (rotating bool, err error) {
	err = s.view(ctx, "look for a key rotation", func(t *tx) error {
		next, err := t.wrapping()
		if err != nil {
			return err
		}
		var sealed []byte
		if err := t.QueryRow(`SELECT value FROM meta WHERE name = 'proof'`).Scan(&sealed); err != nil {
			return fmt.Errorf("read the key's proof: %w", err)
		}
		_, err = next.Open(sealed, proofAt)
		rotating = err != nil
		return nil
	})
	return rotating, err
}

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"leanon/store/seal"
)

// Discord's id of a message or an interaction is a snowflake: it says to the millisecond
// when somebody did something. So no such id lies in a column in the clear. Where rows are
// found by it, the column holds a keyed hash. Where the id itself is needed later, to edit
// a message or to read on behind it, it is sealed in a column of its own.
//
// One key serves for both in the whole database, because an event that is told twice, a
// reply or a deletion does not say in whose row its id may be. It is a data key like those
// of persons: wrapped in table meta by the master key, and the same after a rotation, so
// that every hash stays what it is.

var idKeyAt = seal.At("meta", "value", "ids")

// hashMark begins every hash. No id of Discord's does.
const hashMark = "#"

// usedMark begins what stands in place of a source that nothing needs any more.
const usedMark = "used "

// hash returns what a column holds in place of an id of Discord's. "" stays "", and what is
// a hash, or a used source, stays as it is.
func (s *Store) hash(id string) string {
	if id == "" || strings.HasPrefix(id, hashMark) || strings.HasPrefix(id, usedMark) {
		return id
	}
	return hashMark + s.ids.Hash(id)
}

// hash is Store.hash.
func (t *tx) hash(id string) string { return t.s.hash(id) }

// prepareIDs reads the key of ids. In a database that has none it makes one, and hides all
// ids that an earlier version left in the clear.
func (s *Store) prepareIDs(ctx context.Context) error {
	err := s.view(ctx, "read the key of ids", func(t *tx) (err error) {
		s.ids, err = t.idKey()
		return err
	})
	if err == nil {
		return s.hideChats(ctx) // the start before may have been cut short
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	err = s.write(ctx, "hide ids", func(t *tx) error {
		fresh := seal.NewKey()
		wrapped, err := t.wrap(fresh, idKeyAt)
		if err != nil {
			return err
		}
		if err := t.Exec(`INSERT INTO meta (name, value) VALUES ('ids', ?1)`, wrapped); err != nil {
			return err
		}
		s.ids = fresh
		if err := t.hideHeard(); err != nil {
			return err
		}
		for _, table := range []string{"needs", "answers", "unsent"} {
			if err := t.hideSources(table); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = s.hideChats(ctx)
	}
	if err != nil {
		return err
	}
	_, err = s.db.EmptyLog(ctx) // it has the ids still
	return err
}

func (t *tx) idKey() (seal.Key, error) {
	var wrapped []byte
	if err := t.QueryRow(`SELECT value FROM meta WHERE name = 'ids'`).Scan(&wrapped); err != nil {
		return seal.Key{}, fmt.Errorf("read the key of ids: %w", err)
	}
	return t.unwrap(wrapped, idKeyAt)
}

// rewrapIDs wraps the key of ids by the master key in use.
func (t *tx) rewrapIDs(master seal.Key) error {
	k, err := t.idKey()
	if err != nil {
		return err
	}
	return t.Exec(`UPDATE meta SET value = ?1 WHERE name = 'ids'`, master.Wrap(k, idKeyAt))
}

// hideSources hides the sources of the rows of before in a table.
func (t *tx) hideSources(table string) error {
	type row struct {
		id     ID
		source string
	}
	var all []row
	err := t.ForEach(func(r *sql.Rows) error {
		var one row
		err := r.Scan(&one.id, &one.source)
		all = append(all, one)
		return err
	}, `SELECT id, source FROM `+table+` WHERE source NOT GLOB 'used *'`)
	if err != nil {
		return fmt.Errorf("list sources of %s: %w", table, err)
	}
	for _, one := range all {
		if err := t.Exec(`UPDATE `+table+` SET source = ?2 WHERE id = ?1`, one.id, t.hash(one.source)); err != nil {
			return fmt.Errorf("hide a source of %s: %w", table, err)
		}
	}
	return nil
}

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"leanon/store/seal"
	"leanon/store/sqlite"
)

// Values that an earlier version sealed are bound to their place alone. Whatever is written
// anew is bound to its facts too, and in the background Reseal does the rest, key by key. A
// key whose values are all bound is wrapped as such and opens no older value any more. So
// the wrapped keys say how far it is, and nothing else has to be remembered.

// Resealing says how far Reseal has come. The zero value is the beginning.
type Resealing struct {
	Done   bool
	couple ID     // the last couple whose key is done, or was left as it is
	person string // the last person, likewise
	keys   bool   // all keys are done, and what was plain is sealed
	plain  unsealed
}

// Reseal takes the next key under which values of before may lie, seals at most limit rows
// of each table anew in one transaction, and returns how far it is. If a value does not
// open, it fails with ErrAltered and leaves that key as it is until the next start; the
// Resealing that it returns goes on behind it.
func (s *Store) Reseal(ctx context.Context, at Resealing, limit int) (Resealing, error) {
	if more, err := s.hideMessages(ctx, limit); err != nil || more {
		return at, err
	}
	if at.keys {
		return s.sealPlain(ctx, at, limit)
	}
	var owner keyOfBefore
	var whole bool
	err := s.commit(ctx, sqlite.How{Unsynced: true}, "seal older values anew", func(t *tx) error {
		var err error
		if owner, err = t.keyOfBefore(at); err != nil || owner.table == "" {
			return err
		}
		if whole, err = t.resealAll(owner, limit); err != nil || !whole {
			return err
		}
		master, err := t.wrapping()
		if err != nil {
			return err
		}
		if owner.table == "partners" {
			if err := t.sealHome(owner); err != nil {
				return err
			}
		}
		return t.Exec(`UPDATE `+owner.table+` SET wrapped_key = ?2 WHERE `+owner.column+` = ?1`, owner.id, master.Wrap(owner.key.Bound(), owner.at))
	})
	switch {
	case err != nil && !errors.Is(err, ErrAltered):
		return at, err
	case owner.table == "":
		at.keys = true
		return s.sealPlain(ctx, at, limit)
	case err != nil, whole:
		at.couple, at.person = owner.couple, owner.person
	}
	return at, err
}

// keyOfBefore is a wrapped key under which values of before may lie. table is "" for none.
type keyOfBefore struct {
	table, column string // where it lies, and what names its row
	id            any
	couple        ID     // the couple whose key it is, or the last couple
	person        string // the person whose key it is, "" for a couple's
	key           seal.Key
	at            seal.Place
}

// keyOfBefore reads the next key behind at: first those of couples, then those of persons.
func (t *tx) keyOfBefore(at Resealing) (b keyOfBefore, err error) {
	var wrapped []byte
	b = keyOfBefore{couple: at.couple, person: at.person}
	if at.person == "" {
		err = t.QueryRow(`SELECT id, wrapped_key FROM couples WHERE substr(wrapped_key, 9, 1) = x'01' AND id > ?1 ORDER BY id LIMIT 1`, at.couple).
			Scan(&b.couple, &wrapped)
		if err == nil {
			b.table, b.column, b.id, b.at = "couples", "id", b.couple, coupleKeyAt(b.couple)
		}
	}
	if at.person != "" || errors.Is(err, sql.ErrNoRows) {
		err = t.QueryRow(`SELECT person, wrapped_key FROM partners WHERE substr(wrapped_key, 9, 1) = x'01' AND person > ?1 ORDER BY person LIMIT 1`, at.person).
			Scan(&b.person, &wrapped)
		if err == nil {
			b.table, b.column, b.id, b.at = "partners", "person", b.person, partnerKeyAt(b.person)
		}
	}
	if errors.Is(err, sql.ErrNoRows) {
		return b, nil
	}
	if err != nil {
		return b, fmt.Errorf("look for a key of before: %w", err)
	}
	b.key, err = t.unwrap(wrapped, b.at)
	return b, err
}

// sealHome seals the channel of a person of before.
func (t *tx) sealHome(b keyOfBefore) error {
	var channel string
	var home []byte
	if err := t.QueryRow(`SELECT channel, home FROM partners WHERE person = ?1`, b.id).Scan(&channel, &home); err != nil || channel == "" || home != nil {
		return err
	}
	return t.Exec(`UPDATE partners SET home = ?2 WHERE person = ?1`, b.id, b.key.Seal([]byte(channel), homeAt(b.person)))
}

// resealAll seals at most limit rows of each table anew. whole is true if none is left.
func (t *tx) resealAll(b keyOfBefore, limit int) (whole bool, err error) {
	tables := valuesOfPerson
	if b.table == "couples" {
		tables = valuesOfCouple
		if err := t.resealChosen(Couple{ID: b.couple, key: b.key}); err != nil {
			return false, err
		}
	}
	whole = true
	for _, v := range tables {
		n, err := t.reseal(b, v, limit)
		if err != nil {
			return false, err
		}
		whole = whole && n < limit
	}
	return whole, nil
}

// resealChosen gives the needs of a couple that have none the sealed value in place of the
// columns ask, kind, want and shares, whose NULLs tell what was chosen.
func (t *tx) resealChosen(c Couple) error {
	var older []Need
	err := t.ForEach(func(r *sql.Rows) error {
		n, _, err := scanNeed(r, c)
		older = append(older, n)
		return err
	}, `SELECT `+needColumns+` FROM needs n LEFT JOIN check_ins i ON i.id = n.check_in_id WHERE n.couple_id = ?1 AND n.chosen IS NULL AND length(n.words) > 0`, c.ID)
	if err != nil {
		return fmt.Errorf("read older needs: %w", err)
	}
	for _, n := range older {
		if err := t.saveChosen(Exchange{Need: n, Couple: c}, n.chosen()); err != nil {
			return err
		}
	}
	return nil
}

// sealedColumns are the sealed columns of a table, with SQL for the facts that its values
// are bound to.
type sealedColumns struct {
	table, of     string // of is a condition on its rows: they belong to the couple or the person ?1
	key           string // what names a row among them
	author, state string
	columns       []string
}

var valuesOfCouple = []sealedColumns{
	{"members", `couple_id = ?1`, `person`, `person`, `CASE WHEN (SELECT formed_at FROM couples c WHERE c.id = couple_id) IS NULL THEN 'invited' ELSE 'formed' END`,
		[]string{"name"}},
	{"invites", `couple_id = ?1`, `id`, `invitee`, `'invited by ' || inviter`, []string{"declined"}},
	{"needs", `couple_id = ?1`, `id`, `asker`, `CASE WHEN sent_at IS NOT NULL THEN 'sent' WHEN kept_at IS NOT NULL THEN 'kept' ELSE 'draft' END`,
		[]string{"words", "chosen", "reached", "closed", "thanks"}},
	{"answers", `need_id IN (SELECT id FROM needs WHERE couple_id = ?1)`, `id`,
		`(SELECT m.person FROM needs n JOIN members m ON m.couple_id = n.couple_id AND m.person <> n.asker WHERE n.id = need_id)`, `'need ' || need_id`,
		[]string{"choice", "time", "line"}},
	{"unsent", `couple_id = ?1`, `id`, `person`, `'need ' || need_id || ' ' || purpose`, []string{"choice", "time", "line"}},
}

var valuesOfPerson = []sealedColumns{
	{"partners", `person = ?1`, `person`, `person`, `''`, []string{"hints"}},
	{"incoming", `person = ?1`, `id`, `person`, `''`, []string{"words", "about"}},
	{"notices", `person = ?1`, `id`, `person`, `kind`, []string{"name"}},
	{"endings", `person = ?1`, `id`, `person`, `''`, []string{"name"}},
	{"invites", `inviter = ?1`, `id`, `inviter`, `''`, []string{"forgotten"}},
}

// row returns what a Place calls the row that key names.
func (v sealedColumns) row(b keyOfBefore, key string) (any, error) {
	switch {
	case v.table == "members":
		return b.couple.String() + "/" + key, nil
	case v.key == "person":
		return key, nil
	}
	id, err := strconv.ParseInt(key, 10, 64)
	return ID(id), err
}

// reseal seals at most limit rows of a table anew, and returns how many it found.
func (t *tx) reseal(b keyOfBefore, v sealedColumns, limit int) (int, error) {
	type row struct {
		key, author, state string
		values             [][]byte
	}
	var all []row
	before := make([]string, len(v.columns))
	set := make([]string, len(v.columns))
	for i, column := range v.columns {
		before[i] = `substr(` + column + `, 1, 1) = x'01'`
		set[i] = fmt.Sprintf(`%s = ?%d`, column, i+3)
	}
	err := t.ForEach(func(r *sql.Rows) error {
		one := row{values: make([][]byte, len(v.columns))}
		into := []any{&one.key, &one.author, &one.state}
		for i := range one.values {
			into = append(into, &one.values[i])
		}
		err := r.Scan(into...)
		all = append(all, one)
		return err
	}, fmt.Sprintf(`SELECT CAST(%s AS TEXT), coalesce(%s, ''), %s, %s FROM %s WHERE %s AND (%s) LIMIT ?2`,
		v.key, v.author, v.state, strings.Join(v.columns, ", "), v.table, v.of, strings.Join(before, " OR ")), b.id, limit)
	if err != nil {
		return 0, fmt.Errorf("list older values of %s: %w", v.table, err)
	}
	for _, one := range all {
		id, err := v.row(b, one.key)
		if err != nil {
			return 0, err
		}
		couple := b.couple
		if b.table == "partners" {
			couple = 0
		}
		args := []any{b.id, one.key}
		for i, column := range v.columns {
			fresh, err := b.key.Anew(one.values[i], belongs{one.author, couple, one.state}.at(v.table, column, id))
			if err != nil {
				return 0, err
			}
			args = append(args, fresh)
		}
		if err := t.Exec(fmt.Sprintf(`UPDATE %s SET %s WHERE %s AND %s = ?2`, v.table, strings.Join(set, ", "), v.of, v.key), args...); err != nil {
			return 0, fmt.Errorf("write values of %s: %w", v.table, err)
		}
	}
	return len(all), nil
}

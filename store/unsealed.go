package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"leanon/store/sqlite"
)

// What earlier versions kept in plain columns is sealed in the background, once no value is
// left that is sealed in the former way: how check-ins stand, and what people set.

// unsealed says how far that has come.
type unsealed struct {
	standing memberOf // the last member whose check-ins are done, or were left as they are
	seasons  memberOf // the last one whose seasons are
	person   string   // the last partner, likewise
	cards    memberOf // the last member who got an empty card
}

// memberOf names a member of a couple.
type memberOf struct {
	couple ID
	person string
}

// sealPlain is Reseal for what lies in plain columns.
func (s *Store) sealPlain(ctx context.Context, at Resealing, limit int) (Resealing, error) {
	next := at
	err := s.commit(ctx, sqlite.How{Unsynced: true}, "seal what was plain", func(t *tx) error {
		next = at
		n, err := t.sealMembers(&next.plain, limit)
		if err != nil || n == limit {
			return err
		}
		n, err = t.sealSeasons(&next.plain, limit)
		if err != nil || n == limit {
			return err
		}
		n, err = t.sealPartners(&next.plain, limit)
		if err != nil || n == limit {
			return err
		}
		n, err = t.sealCards(&next.plain, limit)
		next.Done = n < limit
		return err
	})
	if err != nil && !errors.Is(err, ErrAltered) {
		return at, err
	}
	return next, err
}

// membersOfBefore lists at most limit members behind after who are as a condition says.
func (t *tx) membersOfBefore(where string, after memberOf, limit int) (all []memberOf, err error) {
	err = t.ForEach(func(r *sql.Rows) error {
		var m memberOf
		err := r.Scan(&m.couple, &m.person)
		all = append(all, m)
		return err
	}, `SELECT couple_id, person FROM members WHERE (couple_id, person) > (?1, ?2) AND `+where+` ORDER BY couple_id, person LIMIT ?3`, after.couple, after.person, limit)
	if err != nil {
		return nil, fmt.Errorf("list members of before: %w", err)
	}
	return all, nil
}

// sealMembers seals how the check-ins of at most limit members stand.
func (t *tx) sealMembers(at *unsealed, limit int) (n int, err error) {
	all, err := t.membersOfBefore(`standing IS NULL`, at.standing, limit)
	for _, m := range all {
		at.standing = m
		err := t.apart(func() error {
			c, err := t.anyCouple(m.person, `c.id = ?1`, m.couple)
			if errors.Is(err, ErrNotYours) {
				return nil
			}
			if err != nil {
				return err
			}
			s, sealed, err := t.standing(c)
			if err != nil {
				return err
			}
			return t.saveStanding(c, s, sealed)
		})
		if err != nil {
			return 0, err
		}
	}
	return len(all), err
}

// sealPartners seals what at most limit people set, and a count of hints where none is.
func (t *tx) sealPartners(at *unsealed, limit int) (n int, err error) {
	var all []string
	err = t.ForEach(func(r *sql.Rows) error {
		var person string
		err := r.Scan(&person)
		all = append(all, person)
		return err
	}, `SELECT person FROM partners WHERE person > ?1 AND (settings IS NULL OR hints IS NULL) ORDER BY person LIMIT ?2`, at.person, limit)
	if err != nil {
		return 0, fmt.Errorf("list people of before: %w", err)
	}
	for _, person := range all {
		at.person = person
		err := t.apart(func() error {
			p, _, err := t.partner(person)
			if err != nil {
				return err
			}
			if err := t.saveOwn(p); err != nil {
				return err
			}
			return t.Exec(`UPDATE partners SET hints = ?2 WHERE person = ?1 AND hints IS NULL`, person, p.key.Seal(nil, hintsAt(person)))
		})
		if err != nil {
			return 0, err
		}
	}
	return len(all), nil
}

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"leanon/store/seal"
)

// Nothing keeps anybody in a couple, not even what was changed by hand. So whoever leaves
// sees their couples also where a key or a name does not open.

// CouplesToLeave lists a person's couples as Couples does, and beside them those of which
// something was changed by hand. A name that does not open is "".
func (s *Store) CouplesToLeave(ctx context.Context, person string) (all []Couple, err error) {
	err = s.view(ctx, "list couples to leave", func(t *tx) error {
		all, err = t.couplesToLeave(person)
		return err
	})
	return all, err
}

func (t *tx) couplesToLeave(person string) (all []Couple, err error) {
	var ids []ID
	err = t.ForEach(func(r *sql.Rows) error {
		var id ID
		err := r.Scan(&id)
		ids = append(ids, id)
		return err
	}, `SELECT m.couple_id FROM members m JOIN couples c ON c.id = m.couple_id WHERE m.person = ?1 AND c.formed_at IS NOT NULL ORDER BY c.formed_at, c.id`, person)
	if err != nil {
		return nil, fmt.Errorf("list couples: %w", err)
	}
	for _, id := range ids {
		c, err := t.coupleToLeave(id, person)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

// coupleToLeave reads a couple as couple does, whatever of it does not open.
func (t *tx) coupleToLeave(id ID, person string) (Couple, error) {
	c, err := t.couple(id, person)
	if !errors.Is(err, ErrAltered) {
		return c, err
	}
	c = Couple{ID: id, Mute: true}
	var wrapped []byte
	if err := t.QueryRow(`SELECT wrapped_key, formed_at FROM couples WHERE id = ?1`, id).Scan(&wrapped, stamp{&c.FormedAt}); err != nil {
		return c, fmt.Errorf("read a couple to leave: %w", err)
	}
	key, keyErr := t.unwrap(wrapped, coupleKeyAt(id))
	err = t.ForEach(func(r *sql.Rows) error {
		var m Member
		var name []byte
		if err := r.Scan(&m.Person, &name); err != nil {
			return err
		}
		called, err := openName(key, keyErr, name, nameAt(id, m.Person, true))
		m.Name = string(called)
		switch {
		case m.Person == person:
			c.Me = m
		case c.Other.Person == "" || err == nil:
			c.Other, c.Mute = m, err != nil
		}
		return nil
	}, `SELECT person, name FROM members WHERE couple_id = ?1`, id)
	if err != nil {
		return c, fmt.Errorf("read a couple to leave: %w", err)
	}
	if c.Me.Person == "" {
		return c, ErrNotYours
	}
	return c, nil
}

// openName opens a name if its key could be read.
func openName(key seal.Key, keyErr error, name []byte, at seal.Place) ([]byte, error) {
	if keyErr != nil {
		return nil, keyErr
	}
	return key.Open(name, at)
}

package store

import (
	"database/sql"
	"errors"
	"time"
)

// This file changes and forgets words that wait, when their writer edits or deletes the
// message, and when the couple ends that they are about.

// waitingID returns the id of a message whose words wait, 0 for any other.
func (t *tx) waitingID(message, person string) (id ID, err error) {
	err = t.QueryRow(`SELECT id FROM incoming WHERE message = ?1 AND person = ?2 AND words IS NOT NULL`, t.hash(message), person).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return id, err
}

// followTyped gives words that wait their edited form. What they named when they came was
// acted on or asked already, so only what they name now counts.
func (t *tx) followTyped(m Message, now time.Time) error {
	id, err := t.waitingID(m.ID, m.Person)
	if err != nil || id == 0 {
		return err
	}
	_, a, err := t.heard(id, m.Person)
	if err != nil {
		return err
	}
	p, err := t.ensurePartner(m.Person)
	if err != nil {
		return err
	}
	couples, err := t.couples(m.Person)
	if err != nil {
		return err
	}
	y, err := t.typed(m, a.target, couples)
	if err != nil {
		return err
	}
	if a.named = y.named(m.Named); a.named == NamedNothing {
		a.named = "" // an edit finishes nothing
	}
	if err := t.setTyped(id, p, m.Words, a); err != nil {
		return err
	}
	return t.oweTypedEdits(id, "", now)
}

// forgetTyped forgets the words of a message that its writer deleted.
func (t *tx) forgetTyped(message string, now time.Time) error {
	var id ID
	var person string
	if err := t.QueryRow(`SELECT id, person FROM incoming WHERE message = ?1`, t.hash(message)).Scan(&id, &person); err != nil {
		return err
	}
	if err := t.oweEdit(KindWhom, id, "", now); err != nil {
		return err
	}
	return t.typedDecided(id, 0, person, "", now)
}

// forgetTypedAbout forgets the words that the two in a couple wrote about it and have not
// decided about. It owes no edit, because nobody is to notice that the other one left.
func (t *tx) forgetTypedAbout(c Couple) error {
	for _, person := range []string{c.Me.Person, c.Other.Person} {
		var waiting []ID
		err := t.ForEach(func(r *sql.Rows) error {
			var id ID
			err := r.Scan(&id)
			waiting = append(waiting, id)
			return err
		}, `SELECT id FROM incoming WHERE person = ?1 AND words IS NOT NULL`, person)
		if err != nil {
			return err
		}
		for _, id := range waiting {
			y, err := t.typedFor(id, person)
			unreadable := errors.Is(err, ErrAltered) // so it may be about c
			if err != nil && !unreadable {
				return err
			}
			if !unreadable && y.Couple.ID != c.ID {
				continue
			}
			if err := t.Exec(`UPDATE incoming SET words = NULL, about = NULL WHERE id = ?1`, id); err != nil {
				return err
			}
		}
	}
	return nil
}

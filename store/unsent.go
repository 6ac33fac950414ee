package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"leanon/store/seal"
)

// Purpose says what an undecided line was written for. Rows hold it: never change one.
type Purpose string

// A line belongs to an answer, or it is a thank-you.
const (
	ForAnswer Purpose = "answer"
	ForThanks Purpose = "thanks"
)

// UndecidedLine is a line that its author was asked about and has not decided about. If
// it belongs to an answer, it holds the rest of that answer too. Only its author can
// read it.
type UndecidedLine struct {
	ID      ID
	Need    ID
	Person  string
	Source  string // id of the interaction; the same one again makes no second line
	Purpose Purpose
	Choice  Choice    // the answer's; "" for a thank-you
	Time    string    // the time that the answer names, in words; "" for none
	Moment  time.Time // what Time meant when it was written; zero if only the words say it
	Line    string
	At      time.Time // when it was written
}

func unsentLocation(column string, id ID) string { return seal.Location("unsent", column, id) }

// SaveHeavyLine keeps a line until its author decides, for 14 days at most. It replaces
// an earlier line for the same need and purpose. It fails with ErrNotYours if the author
// may not send such a line: the asker only thanks, and the receiver only answers.
func (s *Store) SaveHeavyLine(ctx context.Context, u UndecidedLine, now time.Time) (id ID, err error) {
	err = s.write(ctx, "keep an unsent line", func(t *tx) error {
		e, err := t.exchange(u.Need, u.Person)
		if err != nil {
			return err
		}
		if e.Mine() != (u.Purpose == ForThanks) {
			return ErrNotYours
		}
		err = t.Exec(`DELETE FROM unsent WHERE need_id = ?1 AND person = ?2 AND purpose = ?3 AND source <> ?4`, u.Need, u.Person, u.Purpose, u.Source)
		if err != nil {
			return err
		}
		fresh, k := newID(), e.Couple.key
		err = t.Exec(`INSERT INTO unsent (id, couple_id, need_id, person, source, purpose, choice, time, line, at)
			VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (source) DO NOTHING`,
			fresh, e.Couple.ID, u.Need, u.Person, u.Source, u.Purpose, k.Seal([]byte(u.Choice), unsentLocation("choice", fresh)),
			k.Seal(momentText(u.Time, u.Moment), unsentLocation("time", fresh)), k.Seal([]byte(u.Line), unsentLocation("line", fresh)), now.Unix())
		if err != nil {
			return err
		}
		return t.QueryRow(`SELECT id FROM unsent WHERE source = ?1 AND person = ?2`, u.Source, u.Person).Scan(&id)
	})
	return id, err
}

// UndecidedLineFor reads an undecided line for its author. It fails with ErrNotYours for
// anybody else, and once the author has decided.
func (s *Store) UndecidedLineFor(ctx context.Context, id ID, person string) (u UndecidedLine, err error) {
	err = s.view(ctx, "read an unsent line", func(t *tx) error {
		u, _, err = t.unsent(id, person)
		return err
	})
	return u, err
}

func (t *tx) unsent(id ID, person string) (u UndecidedLine, e Exchange, err error) {
	u = UndecidedLine{ID: id, Person: person}
	var choice, when, line []byte
	err = t.QueryRow(`SELECT need_id, source, purpose, choice, time, line, at FROM unsent WHERE id = ?1 AND person = ?2`, id, person).
		Scan(&u.Need, &u.Source, &u.Purpose, &choice, &when, &line, stamp{&u.At})
	if errors.Is(err, sql.ErrNoRows) {
		return u, e, ErrNotYours
	}
	if err != nil {
		return u, e, fmt.Errorf("read an unsent line: %w", err)
	}
	if e, err = t.exchange(u.Need, person); err != nil {
		return u, e, err
	}
	c, err := e.Couple.key.OpenText(choice, unsentLocation("choice", id))
	if err != nil {
		return u, e, err
	}
	u.Choice = Choice(c)
	if u.Time, u.Moment, err = openMoment(e.Couple.key, when, unsentLocation("time", id)); err != nil {
		return u, e, err
	}
	u.Line, err = e.Couple.key.OpenText(line, unsentLocation("line", id))
	return u, e, err
}

// decided deletes a line whose author has decided. It does nothing if id is 0.
func (t *tx) decided(id ID, person string) error {
	if id == 0 {
		return nil
	}
	return t.Exec(`DELETE FROM unsent WHERE id = ?1 AND person = ?2`, id, person)
}

// KeepUnsent keeps a line for its author alone, among what they kept about the couple.
// There it can be edited, sent as a note or discarded. If it fails with
// ErrTooManyDrafts, the line stays undecided.
func (s *Store) KeepUnsent(ctx context.Context, id ID, person string, now time.Time) (e Exchange, err error) {
	err = s.write(ctx, "keep an unsent line private", func(t *tx) error {
		u, about, err := t.unsent(id, person)
		if err != nil {
			return err
		}
		if err := t.decided(id, person); err != nil {
			return err
		}
		kept, err := t.word(Wording{Couple: about.Couple.ID, Person: person, Source: u.Source, Words: u.words()}, now)
		if err != nil {
			return err
		}
		if err := t.Exec(`UPDATE needs SET kept_at = ?2 WHERE id = ?1`, kept.Need.ID, minute(now)); err != nil {
			return err
		}
		e = about
		return nil
	})
	return e, err
}

// words returns what the author typed: the time, if it is in their own words, and then
// the line.
func (u UndecidedLine) words() string {
	switch {
	case u.Line == "":
		return u.Time
	case u.Time == "" || (Answer{Time: u.Time}).NamesDay():
		return u.Line
	}
	return u.Time + "\n" + u.Line
}

// MaxDrafts is how many drafts, kept notes and messages without a couple a person may
// have, so that nobody can fill the disk.
const MaxDrafts = 100

// roomForDraft fails with ErrTooManyDrafts if a person has MaxDrafts.
func (t *tx) roomForDraft(person string) error {
	var n int
	err := t.QueryRow(`SELECT (SELECT count(*) FROM needs WHERE asker = ?1 AND sent_at IS NULL) +
		(SELECT count(*) FROM incoming WHERE person = ?1 AND words IS NOT NULL)`, person).Scan(&n)
	if err != nil {
		return fmt.Errorf("count drafts: %w", err)
	}
	if n >= MaxDrafts {
		return ErrTooManyDrafts
	}
	return nil
}

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
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

// SaveUndecidedLine keeps a line until its author decides, for 14 days at most. It replaces
// an earlier answer to the same need, or an earlier line of the same choice. It fails with ErrNotYours if the author
// may not send such a line: the asker only thanks, and the receiver only answers.
func (s *Store) SaveUndecidedLine(ctx context.Context, u UndecidedLine, now time.Time) (id ID, err error) {
	u.Source = s.hash(u.Source)
	err = s.write(ctx, "save an undecided line", func(t *tx) error {
		e, err := t.exchange(u.Need, u.Person)
		if err != nil {
			return err
		}
		if e.Mine() != (u.Purpose == ForThanks) {
			return ErrNotYours
		}
		if err := t.dropReplaced(e, u); err != nil {
			return err
		}
		fresh, k := newID(), e.Couple.key
		at := func(column string) seal.Place { return u.at(column, fresh, e.Couple.ID) }
		err = t.Exec(`INSERT INTO unsent (id, couple_id, need_id, person, source, purpose, choice, time, line, at)
			VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (source) DO NOTHING`,
			fresh, e.Couple.ID, u.Need, u.Person, u.Source, u.Purpose, k.Seal([]byte(u.Choice), at("choice")),
			k.Seal(momentText(u.Time, u.Moment), at("time")), k.Seal([]byte(u.Line), at("line")), now.Unix())
		if err != nil {
			return err
		}
		return t.QueryRow(`SELECT id FROM unsent WHERE source = ?1 AND person = ?2`, u.Source, u.Person).Scan(&id)
	})
	return id, err
}

// dropReplaced deletes the line that u replaces. An answer replaces any other answer; a
// line that is said besides them has a choice of its own, which says what it is about.
func (t *tx) dropReplaced(e Exchange, u UndecidedLine) error {
	var replaced []ID
	err := t.ForEach(func(r *sql.Rows) error {
		var id ID
		var choice []byte
		if err := r.Scan(&id, &choice); err != nil {
			return err
		}
		was, err := e.Couple.key.OpenText(choice, u.at("choice", id, e.Couple.ID))
		if Choice(was) == u.Choice || isAnswer(Choice(was)) && isAnswer(u.Choice) {
			replaced = append(replaced, id)
		}
		return err
	}, `SELECT id, choice FROM unsent WHERE need_id = ?1 AND person = ?2 AND purpose = ?3 AND source <> ?4`, u.Need, u.Person, u.Purpose, u.Source)
	if err != nil {
		return fmt.Errorf("look for the line that is replaced: %w", err)
	}
	for _, id := range replaced {
		if err := t.Exec(`DELETE FROM unsent WHERE id = ?1`, id); err != nil {
			return err
		}
	}
	return nil
}

func isAnswer(c Choice) bool { return c != "" && !strings.Contains(string(c), ":") }

// UndecidedLineFor reads an undecided line for its author. It fails with ErrNotYours for
// anybody else, and once the author has decided.
func (s *Store) UndecidedLineFor(ctx context.Context, id ID, person string) (u UndecidedLine, err error) {
	err = s.view(ctx, "read an undecided line", func(t *tx) error {
		u, _, err = t.undecidedLine(id, person)
		return err
	})
	return u, err
}

func (t *tx) undecidedLine(id ID, person string) (u UndecidedLine, e Exchange, err error) {
	u = UndecidedLine{ID: id, Person: person}
	var choice, when, line []byte
	err = t.QueryRow(`SELECT need_id, source, purpose, choice, time, line, at FROM unsent WHERE id = ?1 AND person = ?2`, id, person).
		Scan(&u.Need, &u.Source, &u.Purpose, &choice, &when, &line, stamp{&u.At})
	if errors.Is(err, sql.ErrNoRows) {
		return u, e, ErrNotYours
	}
	if err != nil {
		return u, e, fmt.Errorf("read an undecided line: %w", err)
	}
	if e, err = t.exchange(u.Need, person); err != nil {
		return u, e, err
	}
	c, err := e.Couple.key.OpenText(choice, u.at("choice", id, e.Couple.ID))
	if err != nil {
		return u, e, err
	}
	u.Choice = Choice(c)
	if u.Time, u.Moment, err = openMoment(e.Couple.key, when, u.at("time", id, e.Couple.ID)); err != nil {
		return u, e, err
	}
	u.Line, err = e.Couple.key.OpenText(line, u.at("line", id, e.Couple.ID))
	return u, e, err
}

// decided deletes a line, or forgets the words of a plain message, whose author has
// decided. It does nothing if id is 0. answer is the answer that they became, 0 for none.
func (t *tx) decided(id, answer ID, person string, now time.Time) error {
	if id == 0 {
		return nil
	}
	if err := t.typedDecided(id, answer, person, "", now); err != nil {
		return err
	}
	return t.Exec(`DELETE FROM unsent WHERE id = ?1 AND person = ?2`, id, person)
}

// KeepUndecidedLine keeps a line for its author alone, among what they kept about the couple.
// There it can be edited, sent as a note or discarded. If it fails with
// ErrTooManyDrafts, the line stays undecided.
func (s *Store) KeepUndecidedLine(ctx context.Context, id ID, person string, now time.Time) (e Exchange, err error) {
	err = s.write(ctx, "keep an undecided line private", func(t *tx) error {
		u, about, err := t.undecidedLine(id, person)
		if err != nil {
			return err
		}
		if err := t.decided(id, 0, person, now); err != nil {
			return err
		}
		kept, err := t.word(Wording{Couple: about.Couple.ID, Person: person, Source: u.Source, Words: u.words()}, now)
		if err != nil {
			return err
		}
		if err := t.keep(kept, now); err != nil {
			return err
		}
		e = about
		return nil
	})
	return e, err
}

// DiscardUndecidedLine deletes a line, and returns what it was written about.
func (s *Store) DiscardUndecidedLine(ctx context.Context, id ID, person string, now time.Time) (e Exchange, err error) {
	err = s.write(ctx, "discard an undecided line", func(t *tx) error {
		if _, e, err = t.undecidedLine(id, person); err != nil {
			return err
		}
		return t.decided(id, 0, person, now)
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

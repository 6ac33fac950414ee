package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// This file asks the writer of a plain message what its words are, and does what they
// decide.

// Rounds of a notice of KindTyped: the question about the words, and the message that
// they reply to, shown again. Further rounds ask the question again.
const (
	roundAsk = iota
	RoundShownAgain
	roundAskAgain
)

// askAbout keeps the words of a message that may answer something, or that name
// something, and owes their writer a question about them. asks is false for any other
// message, of which nothing is kept. back is what is owed, without its kind.
func (t *tx) askAbout(m Message, p Partner, couples []Couple, back notice, now time.Time) (asks bool, err error) {
	target, err := t.repliedTo(m)
	if err != nil {
		return false, err
	}
	y, err := t.typed(m, target, couples)
	if err != nil {
		return false, err
	}
	y.Named = y.named(m.Named)
	if !y.waits() {
		return false, nil
	}
	if y.Named == NamedNothing {
		if err := t.finish(y.Question, "", now); err != nil {
			return false, err
		}
	}
	if err := t.setTyped(back.Ref, p, m.Words, typedAbout{y.Named, y.Target}); err != nil {
		return false, err
	}
	back.Kind, back.Round = KindTyped, roundAsk
	if err := t.owe(back); err != nil || !y.Again {
		return true, err
	}
	return true, t.showAgain(y, back)
}

// named returns what words name here. A reply to a note or to an answer is meant for the
// partner, unless it calls for help; and a button of the question needs one that is open.
func (y Typed) named(n Named) Named {
	to := repliesTo(y.Kind)
	switch {
	case n == NamedHelp, n == NamedHello, n == NamedCommand:
		return n
	case to == toNote, to == toAnswer, to == toPartner:
		return ""
	case (n == NamedNothing || n == NamedLater || n == NamedAnswer) && y.Question.ID == 0:
		return ""
	}
	return n
}

// showAgain owes the message that y replies to once more, below the question. A draft and
// an earlier question are owed as they are, so that later edits reach them.
func (t *tx) showAgain(y Typed, back notice) error {
	if y.Kind != KindPreview && y.Kind != KindTyped && y.Kind != KindWhom {
		back.Round = RoundShownAgain
		return t.owe(back)
	}
	var couple sql.NullInt64
	again := back
	err := t.QueryRow(`SELECT n.kind, n.ref, n.couple_id, max(?2, (SELECT max(round) + 1 FROM notices WHERE person = n.person AND kind = n.kind AND ref = n.ref))
		FROM notices n WHERE n.id = ?1`, y.Target, roundAskAgain).Scan(&again.Kind, &again.Ref, &couple, &again.Round)
	if err != nil {
		return fmt.Errorf("show a message again: %w", err)
	}
	again.Couple = ID(couple.Int64)
	return t.owe(again)
}

// Decision is what a person decides about the words of a plain message: they become a
// draft in a couple, or are kept private there, or are forgotten if Couple is 0.
type Decision struct {
	Typed   ID
	Person  string
	Couple  ID
	CheckIn ID   // the open question that they answer; 0 for none
	Bare    bool // a hint that a request can be added would fit them
	Keep    bool
	Via     string // the message that the reply edits; "" for none
}

// Decide does what a person decided. The question that asked them becomes the draft's
// preview. It fails with ErrTooLate if they have decided before.
func (s *Store) Decide(ctx context.Context, d Decision, now time.Time) (e Exchange, err error) {
	err = s.write(ctx, "decide about a message", func(t *tx) error {
		e, err = t.decide(d, now)
		return err
	})
	return e, err
}

func (t *tx) decide(d Decision, now time.Time) (e Exchange, err error) {
	m, _, err := t.heard(d.Typed, d.Person)
	if err != nil {
		return e, err
	}
	if err := t.typedDecided(d.Typed, 0, d.Person, d.Via, now); err != nil || d.Couple == 0 {
		return e, err
	}
	e, err = t.word(Wording{Couple: d.Couple, Person: d.Person, CheckIn: d.CheckIn, Source: m.ID, Words: m.Words, Typed: true, Bare: d.Bare}, now)
	if err != nil {
		return e, err
	}
	if d.Keep {
		if err := t.keep(e, now); err != nil {
			return e, err
		}
	}
	err = t.Exec(`UPDATE notices SET kind = ?4, ref = ?5, couple_id = ?6 WHERE person = ?1 AND kind IN (?2, ?3) AND ref = ?7 AND round <> ?8`,
		d.Person, KindTyped, KindWhom, KindPreview, e.Need.ID, d.Couple, d.Typed, RoundShownAgain)
	if err != nil {
		return e, err
	}
	return t.mine(e.Need.ID, d.Person)
}

// Assign is Decide for words that waited only for their writer to name a couple. The
// draft answers the couple's open question.
func (s *Store) Assign(ctx context.Context, d Decision, now time.Time) (e Exchange, err error) {
	err = s.write(ctx, "assign a message", func(t *tx) error {
		c, err := t.couple(d.Couple, d.Person)
		if err != nil {
			return err
		}
		if in, err := t.newestCheckIn(c); err == nil && in.Open() {
			d.CheckIn = in.ID
		} else if err != nil && !errors.Is(err, ErrNotYours) {
			return err
		}
		e, err = t.decide(d, now)
		return err
	})
	return e, err
}

// ThankTyped relays the words of a plain message as a thank-you for an answer. It fails
// with ErrTooLate, and leaves them as they were, if they cannot be one any more.
func (s *Store) ThankTyped(ctx context.Context, need, typed ID, person, via string, now time.Time) (Exchange, error) {
	return s.afterwards(ctx, "say thank you by message", need, person, func(t *tx, e Exchange) error {
		m, _, err := t.heard(typed, person)
		if err != nil {
			return err
		}
		if err := t.thank(e, m.Words, now); err != nil {
			return err
		}
		return t.typedDecided(typed, 0, person, via, now)
	})
}

// Retype replaces words that wait, as if their writer had edited the message.
func (s *Store) Retype(ctx context.Context, id ID, person, words, via string, now time.Time) (y Typed, err error) {
	err = s.write(ctx, "retype a message", func(t *tx) error {
		_, a, err := t.heard(id, person)
		if err != nil {
			return err
		}
		p, err := t.ensurePartner(person)
		if err != nil {
			return err
		}
		a.named = ""
		if err := t.setTyped(id, p, words, a); err != nil {
			return err
		}
		if err := t.oweTypedEdits(id, via, now); err != nil {
			return err
		}
		y, err = t.typedFor(id, person)
		return err
	})
	return y, err
}

// typedDecided forgets the words of a message whose writer has decided, and owes edits of
// the questions about them except via. answer is the answer that they became, 0 for none:
// it is sealed in either case, so that nobody without the key can tell which.
func (t *tx) typedDecided(id, answer ID, person, via string, now time.Time) error {
	p, err := t.ensurePartner(person)
	if err != nil {
		return err
	}
	is, err := t.Changed(`UPDATE incoming SET words = NULL, about = ?3 WHERE id = ?1 AND person = ?2 AND words IS NOT NULL`, id, person,
		p.key.Seal(typedAbout{target: answer}.text(), incomingAt("about", id, person)))
	if err != nil || !is {
		return err
	}
	return t.oweTypedEdits(id, via, now)
}

// oweTypedEdits owes edits of the questions about a message's words, except via.
func (t *tx) oweTypedEdits(id ID, via string, now time.Time) error {
	t.owed = true
	return t.Exec(`UPDATE notices SET edit = edit + 1, wake_at = CASE WHEN message IS NULL THEN wake_at ELSE ?4 END
		WHERE kind = ?1 AND ref = ?2 AND round <> ?5 AND attempted_at IS NOT NULL AND failed IS NULL AND (message IS NULL OR message NOT IN (?3, ?6))`,
		KindTyped, id, t.hash(via), now.Unix(), RoundShownAgain, via)
}

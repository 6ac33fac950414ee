package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// This file has what an asker does with a need before it is sent, up to sending it.

// change applies f to an unsent need, for its asker, and owes edits of the copies of its
// preview except via. It returns the need as it is then, or as it was if f deleted it.
// It returns ErrTooLate and the need if that was sent before.
func (s *Store) change(ctx context.Context, doing string, id ID, person, via string, now time.Time, f func(*tx, Exchange) error) (e Exchange, err error) {
	err = s.write(ctx, doing, func(t *tx) error {
		if e, err = t.mine(id, person); err != nil {
			return err
		}
		if !e.Need.SentAt.IsZero() {
			return ErrTooLate
		}
		if err := t.owePreviewEdits(e, via, now); err != nil {
			return err
		}
		if err := f(t, e); err != nil {
			return err
		}
		fresh, err := t.exchangeIn(e.Couple, id)
		if errors.Is(err, ErrNotYours) {
			return nil // discarded: the caller gets the need as it was
		}
		e = fresh
		return err
	})
	return e, err
}

// owePreviewEdits owes edits of every message that shows a need to its asker, except via:
// its previews, and the question which couple its words are for, which became one.
func (t *tx) owePreviewEdits(e Exchange, via string, now time.Time) error {
	if err := t.oweEdit(KindPreview, e.Need.ID, via, now); err != nil || !e.Need.Typed {
		return err
	}
	var asked ID
	err := t.QueryRow(`SELECT i.id FROM incoming i JOIN needs n ON n.source = i.message WHERE n.id = ?1`, e.Need.ID).Scan(&asked)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read which message was typed: %w", err)
	}
	if err := t.oweEdit(KindWhom, asked, via, now); err != nil {
		return err
	}
	return t.oweTypedEdits(asked, via, now)
}

// Rewording is what a person wrote and chose in the form of an unsent need, and the key of
// the language in which its request opens.
type Rewording struct{ Words, Ask, Opening, Kind, Want string }

// Reword replaces the words, the request, the kind and the want of an unsent need.
// Whether it asks or tells is open again then, because that follows from them. A need that
// is kept private counts as kept anew.
func (s *Store) Reword(ctx context.Context, id ID, person string, w Rewording, via string, now time.Time) (Exchange, error) {
	return s.change(ctx, "reword a need", id, person, via, now, func(t *tx, e Exchange) error {
		c := e.Need.chosen()
		c.Ask, c.Opening, c.Kind, c.Want, c.Manner, c.ByForm = w.Ask, w.Opening, w.Kind, w.Want, "", true
		if err := t.saveChosen(e, c); err != nil {
			return err
		}
		if err := t.Exec(`UPDATE needs SET kept_at = ?2 WHERE id = ?1 AND kept_at IS NOT NULL`, id, minute(now)); err != nil {
			return err
		}
		return t.saveWords(e, w.Words, e.Need.First)
	})
}

// Soften gives a draft other words, and keeps its first ones until it is decided about.
func (s *Store) Soften(ctx context.Context, id ID, person, words, via string, now time.Time) (Exchange, error) {
	return s.change(ctx, "say a need softer", id, person, via, now, func(t *tx, e Exchange) error {
		return t.saveWords(e, words, cmp.Or(e.Need.First, e.Need.Words))
	})
}

// BackToMine gives a draft the words back that it had before Soften.
func (s *Store) BackToMine(ctx context.Context, id ID, person, via string, now time.Time) (Exchange, error) {
	return s.change(ctx, "go back to the first words", id, person, via, now, func(t *tx, e Exchange) error {
		return t.saveWords(e, cmp.Or(e.Need.First, e.Need.Words), "")
	})
}

// Description is what a person chooses about an unsent need. A nil field leaves its
// choice as it is; "" clears a kind or a want.
type Description struct {
	Kind, Want *string
	Manner     *Manner
	NoQuestion *bool
}

// Describe changes what was chosen about an unsent need.
func (s *Store) Describe(ctx context.Context, id ID, person string, d Description, via string, now time.Time) (Exchange, error) {
	return s.change(ctx, "describe a need", id, person, via, now, func(t *tx, e Exchange) error {
		c := e.Need.chosen()
		set(&c.Kind, d.Kind)
		set(&c.Want, d.Want)
		set(&c.Manner, d.Manner)
		set(&c.NoQuestion, d.NoQuestion)
		return t.saveChosen(e, c)
	})
}

func set[T any](to *T, value *T) {
	if value != nil {
		*to = *value
	}
}

// Keep keeps an unsent need for its asker alone.
func (s *Store) Keep(ctx context.Context, id ID, person, via string, now time.Time) (Exchange, error) {
	return s.change(ctx, "keep a need", id, person, via, now, func(t *tx, e Exchange) error {
		return t.keep(e, now)
	})
}

// keep keeps an unsent need, from now on.
func (t *tx) keep(e Exchange, now time.Time) error {
	e.Need.KeptAt = now
	if err := t.settle(e, e.Need.chosen()); err != nil {
		return err
	}
	return t.Exec(`UPDATE needs SET kept_at = ?2 WHERE id = ?1`, e.Need.ID, minute(now))
}

// Discard deletes an unsent need.
func (s *Store) Discard(ctx context.Context, id ID, person, via string, now time.Time) (Exchange, error) {
	return s.change(ctx, "discard a need", id, person, via, now, func(t *tx, e Exchange) error {
		return t.Exec(`DELETE FROM needs WHERE id = ?1`, id)
	})
}

// Send sends a need that asks for something: it owes the partner the note. It fails with
// ErrTooLong, ErrTooManyOpen, or Capped for ErrNotesToday; the need then stays as it was.
func (s *Store) Send(ctx context.Context, id ID, person, via string, now time.Time) (Exchange, error) {
	return s.change(ctx, "send a need", id, person, via, now, func(t *tx, e Exchange) error {
		return t.send(e, false, now)
	})
}

// Tell is Send for a need that only tells something. It does not count towards MaxOpen,
// does not rest and is not followed up.
func (s *Store) Tell(ctx context.Context, id ID, person, via string, now time.Time) (Exchange, error) {
	return s.change(ctx, "send a need that tells", id, person, via, now, func(t *tx, e Exchange) error {
		return t.send(e, true, now)
	})
}

func (t *tx) send(e Exchange, tells bool, now time.Time) error {
	if e.Need.TooLong() {
		return ErrTooLong
	}
	if !tells {
		if err := t.roomForOne(e); err != nil {
			return err
		}
	}
	c := e.Need.chosen()
	c.Tells, c.Manner = tells, ""
	e.Need.SentAt = now
	if err := t.settle(e, c); err != nil {
		return err
	}
	if err := t.markSent(e, now); err != nil {
		return err
	}
	return t.oweNote(e, 0, now)
}

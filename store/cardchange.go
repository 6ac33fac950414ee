package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// This file changes cards. What a partner saw and may not see any more goes from the copies
// of notes that they have, and stays away where an older copy of the database is put back.

// WriteCard keeps what a person wrote on their card. Their partner sees none of it yet, and
// still what was shown before.
func (s *Store) WriteCard(ctx context.Context, couple ID, person string, words Card, now time.Time) (OwnCard, error) {
	return s.changeCard(ctx, couple, person, now, func(o *OwnCard) error {
		if o.Written != words {
			o.Written, o.Version = words, newID()
		}
		return nil
	})
}

// ShowCard lets the partner see what was written. It fails with ErrTooLate and the card as
// it is if that is another version.
func (s *Store) ShowCard(ctx context.Context, couple ID, person string, version ID, now time.Time) (OwnCard, error) {
	return s.changeCard(ctx, couple, person, now, func(o *OwnCard) error {
		if o.Version != version || o.Written.Empty() {
			return ErrTooLate
		}
		if o.Shown != o.Written {
			o.Shown, o.Version = o.Written, newID()
		}
		return nil
	})
}

// HideCard keeps a card for its author alone, whatever was shown.
func (s *Store) HideCard(ctx context.Context, couple ID, person string, now time.Time) (OwnCard, error) {
	return s.changeCard(ctx, couple, person, now, func(o *OwnCard) error {
		o.Shown = Card{}
		return nil
	})
}

// KeepCard is HideCard for a preview: it fails with ErrTooLate and the card as it is if that
// is another version.
func (s *Store) KeepCard(ctx context.Context, couple ID, person string, version ID, now time.Time) (OwnCard, error) {
	return s.changeCard(ctx, couple, person, now, func(o *OwnCard) error {
		if o.Version != version {
			return ErrTooLate
		}
		o.Shown = Card{}
		return nil
	})
}

// DiscardCard forgets what was written and not shown. What is shown stays. It fails with
// ErrTooLate and the card as it is if that is another version.
func (s *Store) DiscardCard(ctx context.Context, couple ID, person string, version ID, now time.Time) (OwnCard, error) {
	return s.changeCard(ctx, couple, person, now, func(o *OwnCard) error {
		if o.Version != version {
			return ErrTooLate
		}
		if o.Written != o.Shown {
			o.Written, o.Version = o.Shown, newID()
		}
		return nil
	})
}

// RemoveCard forgets a card.
func (s *Store) RemoveCard(ctx context.Context, couple ID, person string, now time.Time) (OwnCard, error) {
	return s.changeCard(ctx, couple, person, now, func(o *OwnCard) error {
		*o = OwnCard{}
		return nil
	})
}

// changeCard changes a person's card in a couple. Where that takes something from what
// their partner sees, it owes an edit of each note that may show it, and an older copy of
// the database that is put back does not show it again.
func (s *Store) changeCard(ctx context.Context, couple ID, person string, now time.Time, change func(*OwnCard) error) (o OwnCard, err error) {
	var was OwnCard
	err = s.write(ctx, "change a card", func(t *tx) error {
		c, err := t.couple(couple, person)
		if err != nil {
			return err
		}
		if was, err = t.card(c, person); err != nil {
			return err
		}
		o = was
		if err := change(&o); err != nil {
			return err
		}
		if o == was {
			return nil
		}
		if err := t.endCard(c, was, &o, now); err != nil {
			return err
		}
		return t.saveCard(c, person, o)
	})
	if err != nil || o == was {
		return o, err
	}
	_ = s.KeepEndings(context.WithoutCancel(ctx))
	_, _ = s.db.EmptyLog(context.WithoutCancel(ctx)) // the log has the words still
	return o, nil
}

// endCard does what follows when a card of c.Me becomes another: what was shown and is not
// any more is remembered, and so is a card that was removed.
func (t *tx) endCard(c Couple, was OwnCard, is *OwnCard, now time.Time) error {
	if o := is; o.Written.Empty() {
		*o = OwnCard{Version: newID()} // an older preview decides about nothing
	}
	if is.life == 0 && !is.Written.Empty() {
		is.life = newID()
	}
	if was.life != 0 && is.life != was.life {
		if err := t.remember(rowMark(endedCard, was.life)); err != nil {
			return err
		}
	}
	if is.Shown == was.Shown {
		return nil
	}
	is.showing = 0
	if !is.Shown.Empty() {
		is.showing = newID()
	}
	if was.Shown.Empty() {
		return nil
	}
	if err := t.remember(rowMark(endedShowing, was.showing)); err != nil {
		return err
	}
	return t.foldNotesWithCard(c, now)
}

// foldPace is how many notes are folded within foldEvery, so that what is on its way to the
// same person need not wait for all of them.
const (
	foldPace  = 4
	foldEvery = 5 // seconds
)

// foldNotesWithCard owes an edit of each message in which the other one of a couple may read
// the card of c.Me: of the notes that they were brought and of the reminders that open them,
// the newest first. An edit composes a message anew, so a note that was opened is folded,
// or shown without the card where it came in full. All of them are edited, because nobody
// knows which were opened, and which of them only tell is sealed.
func (t *tx) foldNotesWithCard(c Couple, now time.Time) error {
	t.owed = true
	return t.Exec(`UPDATE notices SET edit = edit + 1, wake_at = CASE WHEN message IS NULL THEN wake_at ELSE ?3 + (j.nth - 1) / ?6 * ?7 END
		FROM (SELECT id AS of, row_number() OVER (ORDER BY seq DESC) AS nth FROM notices
			WHERE person = ?1 AND couple_id = ?2 AND kind IN (?4, ?5) AND attempted_at IS NOT NULL AND failed IS NULL) j
		WHERE id = j.of`, c.Other.Person, c.ID, now.Unix(), KindNote, KindReminder, foldPace, foldEvery)
}

// endCards hides and forgets in an older copy the cards that were hidden or removed since.
// One that was changed by hand is left as it is: nobody can read it.
func (t *tx) endCards(marked map[mark]bool, now time.Time) error {
	type author struct {
		couple ID
		person string
	}
	var all []author
	err := t.ForEach(func(r *sql.Rows) error {
		var a author
		err := r.Scan(&a.couple, &a.person)
		all = append(all, a)
		return err
	}, `SELECT k.couple_id, k.person FROM cards k JOIN couples c ON c.id = k.couple_id WHERE c.formed_at IS NOT NULL`)
	if err != nil {
		return fmt.Errorf("list cards: %w", err)
	}
	for _, a := range all {
		err := t.apart(func() error {
			c, err := t.couple(a.couple, a.person)
			if err != nil {
				return err
			}
			was, err := t.card(c, a.person)
			if err != nil {
				return err
			}
			is := was
			switch {
			case was.life != 0 && marked[rowMark(endedCard, was.life)]:
				is = OwnCard{}
			case was.showing != 0 && marked[rowMark(endedShowing, was.showing)]:
				is.Shown = Card{}
			default:
				return nil
			}
			if err := t.endCard(c, was, &is, now); err != nil {
				return err
			}
			return t.saveCard(c, a.person, is)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

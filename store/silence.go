package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// This file pauses people who do not confirm their consent, and asks everybody again
// after the consent facts have changed.

// PauseSilent pauses those who did not say for 14 days whether they still agree. Their
// open question gets an edit that says so; nobody else is told. It fails with ErrAltered if
// it left somebody out whose record was changed by hand.
func (s *Store) PauseSilent(ctx context.Context, now time.Time) error {
	type silent struct {
		couple ID
		person string
	}
	var all []silent
	err := s.view(ctx, "look for silence", func(t *tx) error {
		return t.ForEach(func(r *sql.Rows) error {
			var m silent
			err := r.Scan(&m.couple, &m.person)
			all = append(all, m)
			return err
		}, `SELECT couple_id, person FROM confirmations WHERE pause_at <= ?1`, now.Unix())
	})
	if err != nil || len(all) == 0 {
		return err
	}
	return s.write(ctx, "take silence for a pause", func(t *tx) error {
		for _, m := range all {
			if err := t.apart(func() error { return t.pauseSilent(m.couple, m.person, now) }); err != nil {
				return err
			}
		}
		return nil
	})
}

// pauseSilent is PauseSilent for one partner.
func (t *tx) pauseSilent(couple ID, person string, now time.Time) error {
	c, err := t.confirmation(couple, person)
	if errors.Is(err, ErrNotYours) || err == nil && (c.PauseAt.IsZero() || c.PauseAt.After(now)) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := t.pause(couple, person, time.Time{}, now); err != nil {
		return err
	}
	err = t.Exec(`UPDATE confirmations SET since = NULL, pause_at = NULL, left = 0, silent_at = ?3 WHERE couple_id = ?1 AND person = ?2`,
		couple, person, now.Unix())
	if err != nil {
		return err
	}
	return t.oweConfirmationEdits(c, now)
}

// oweConfirmationEdits owes an edit of a person's open question.
func (t *tx) oweConfirmationEdits(c Confirmation, now time.Time) error {
	t.owed = true
	return t.Exec(`UPDATE notices SET edit = edit + 1, wake_at = CASE WHEN message IS NULL THEN wake_at ELSE ?5 END
		WHERE person = ?1 AND kind = ?2 AND ref = ?3 AND round = ?4 AND attempted_at IS NOT NULL AND failed IS NULL`,
		c.Couple.Me.Person, KindConsent, c.Couple.ID, c.Round, now.Unix())
}

// AskAgainIfFactsChanged owes a question to everybody who agreed to an older version of
// the consent facts than version, or in a language whose text was wrong since, or an edit
// to those whose question is open. texts are the numbers of each language's text; one
// corrected text asks nobody who read another. The program calls it when it starts. It
// fails with ErrAltered as PauseSilent does.
func (s *Store) AskAgainIfFactsChanged(ctx context.Context, version int, texts map[string]int, now time.Time) error {
	corrected := false // else no text was ever another, and none has to be opened
	for _, text := range texts {
		corrected = corrected || text > 1
	}
	return s.write(ctx, "ask about changed facts", func(t *tx) error {
		if err := t.beginConfirmations(0); err != nil {
			return err
		}
		type stale struct {
			couple ID
			person string
		}
		var all []stale
		query, args := `SELECT f.couple_id, f.person FROM confirmations f WHERE f.version < ?1`, []any{version}
		if corrected {
			query, args = `SELECT f.couple_id, f.person FROM confirmations f`, nil
		}
		err := t.ForEach(func(r *sql.Rows) error {
			var m stale
			err := r.Scan(&m.couple, &m.person)
			all = append(all, m)
			return err
		}, query, args...)
		if err != nil {
			return err
		}
		for _, m := range all {
			err := t.apart(func() error {
				c, err := t.confirmation(m.couple, m.person)
				switch {
				case err != nil:
					return err
				case !c.Read.Before(version, texts):
					return nil
				case c.left.Valid: // an open question shows the new facts
					return t.oweConfirmationEdits(c, now)
				}
				return t.oweConfirmation(m.couple, m.person, c.Round, now) // one that is owed already only comes sooner
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Before reports whether other facts hold since these were read: a later version, or a
// later text in their language. A language that is gone has none.
func (f FactsRead) Before(version int, texts map[string]int) bool {
	f = f.whole()
	return f.Version < version || f.Text < texts[f.Language]
}

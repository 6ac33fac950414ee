package store

import (
	"context"
	"errors"
	"time"
)

// Withdraw withdraws a sent need, however long ago it was sent, and owes edits of its
// messages except via. It fails with ErrTooLate if the need was not sent, or was
// withdrawn before. If the need has outlived its retention and is kept for the partner
// alone, Withdraw withdraws it too, but fails with ErrNotYours, as for a need that was
// deleted: the asker must not learn that it was still there.
func (s *Store) Withdraw(ctx context.Context, id ID, person, via string, now time.Time) (e Exchange, err error) {
	kept := true
	err = s.write(ctx, "withdraw a need", func(t *tx) error {
		e, err = t.mine(id, person)
		if errors.Is(err, ErrNotYours) {
			kept = false
			return t.withdrawExpired(id, person, now)
		}
		if err != nil {
			return err
		}
		if !e.Need.Sent() {
			return ErrTooLate
		}
		if err := t.Exec(`UPDATE needs SET withdrawn_at = ?2 WHERE id = ?1`, id, minute(now)); err != nil {
			return err
		}
		for _, kind := range []Kind{KindNote, KindPreview, KindFollowUp, KindRest, KindThanks, KindTalk} {
			if err := t.oweEdit(kind, id, via, now); err != nil {
				return err
			}
		}
		for _, a := range e.Need.Answers { // the note can be opened from a reminder too
			if err := t.oweEdit(KindReminder, a.ID, via, now); err != nil {
				return err
			}
		}
		if err := t.oweCarrierEdits(id, now); err != nil {
			return err
		}
		e, err = t.mine(id, person)
		return err
	})
	if err == nil && !kept {
		err = ErrNotYours
	}
	return e, err
}

// withdrawExpired withdraws a need that its asker cannot see any more. It owes edits of
// the partner's copies only, because an edit of the asker's copy would reveal that the
// need was still there.
func (t *tx) withdrawExpired(id ID, person string, now time.Time) error {
	is, err := t.Changed(`UPDATE needs SET withdrawn_at = ?3 WHERE id = ?1 AND asker = ?2 AND expired_at IS NOT NULL AND withdrawn_at IS NULL`, id, person, minute(now))
	if err != nil || !is {
		return err
	}
	for _, kind := range []Kind{KindNote, KindThanks, KindTalk} {
		if err := t.oweEdit(kind, id, "", now); err != nil {
			return err
		}
	}
	return t.oweCarrierEdits(id, now)
}

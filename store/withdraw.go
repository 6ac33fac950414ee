package store

import (
	"context"
	"errors"
	"time"
)

// Withdraw takes a sent need back, at any time; the partner's copy follows. Of one
// that outlived its keeping and stays for the partner alone it is ErrNotYours, as of
// one that is gone: the asker is not told that it was still there to be taken back.
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

// withdrawExpired takes back what its asker cannot see any more. Only copies of the
// partner's follow: an edit of the asker's own would tell that it was there.
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

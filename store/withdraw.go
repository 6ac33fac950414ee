package store

import (
	"context"
	"errors"
	"time"
)

// An asker may withdraw a sent need at any time, however long ago they sent it. While
// nobody has answered it, its words are erased. Once it was answered, it can only be taken
// back: its receiver keeps the words, because nobody may unsay what somebody has answered.

// Withdraw withdraws a sent need that was never answered: it erases what its asker wrote
// and chose, and owes edits of its messages except via. It fails with ErrAnswered, and
// changes nothing, if the need was ever answered, and with ErrTooLate if it was not sent,
// or was withdrawn before. If the need has outlived its retention and is kept for the
// partner alone, Withdraw withdraws it too, but fails with ErrNotYours, as for a need that
// was deleted: the asker must not learn that it was still there.
func (s *Store) Withdraw(ctx context.Context, id ID, person, via string, now time.Time) (e Exchange, err error) {
	kept := true
	err = s.write(ctx, "withdraw a need", func(t *tx) error {
		e, err = t.mine(id, person)
		switch {
		case errors.Is(err, ErrNotYours):
			kept = false
			return t.withdrawExpired(id, person, now)
		case err != nil:
			return err
		case !e.Need.Sent():
			return ErrTooLate
		case len(e.Need.Answers) > 0:
			return ErrAnswered
		}
		if err := t.erase(id, now); err != nil {
			return err
		}
		if err := t.oweEdits(id, via, now, KindNote, KindPreview, KindRest, KindTalk); err != nil {
			return err
		}
		if err := t.oweWeekEdits(e, now); err != nil {
			return err
		}
		e, err = t.mine(id, person)
		return err
	})
	if err != nil {
		return e, err
	}
	_ = s.KeepEndings(context.WithoutCancel(ctx))
	_, _ = s.db.EmptyLog(context.WithoutCancel(ctx)) // the log has the words still
	if !kept {
		return e, ErrNotYours
	}
	return e, nil
}

// erase withdraws a need and leaves nothing in its row of what its asker wrote or chose.
func (t *tx) erase(id ID, now time.Time) error {
	if err := t.remember(rowMark(endedWords, id)); err != nil {
		return err
	}
	return t.Exec(`UPDATE needs SET withdrawn_at = ?2, words = x'', ask = NULL, kind = NULL, want = NULL, chosen = NULL, reached = NULL, closed = NULL, thanks = NULL
		WHERE id = ?1`, id, minute(now))
}

// withdrawExpired withdraws a need that its asker cannot see any more, unless it was
// answered. It owes edits of the partner's copies only, because an edit of the asker's copy
// would reveal that the need was still there.
func (t *tx) withdrawExpired(id ID, person string, now time.Time) error {
	var waits bool
	err := t.QueryRow(`SELECT count(*) > 0 FROM needs WHERE id = ?1 AND asker = ?2 AND expired_at IS NOT NULL AND withdrawn_at IS NULL
		AND NOT EXISTS (SELECT 1 FROM answers WHERE need_id = ?1)`, id, person).Scan(&waits)
	if err != nil || !waits {
		return err
	}
	if err := t.erase(id, now); err != nil {
		return err
	}
	return t.oweEdits(id, "", now, KindNote, KindTalk)
}

// TakeBack takes back a need that was answered, and owes edits of its asker's messages
// except via. The receiver keeps the words. They get no message, and their copies say so
// when they next look. It fails with ErrTooLate if the need was not sent, was never
// answered, or was withdrawn or taken back before.
func (s *Store) TakeBack(ctx context.Context, id ID, person, via string, now time.Time) (Exchange, error) {
	return s.afterwards(ctx, "take a need back", id, person, func(t *tx, e Exchange) error {
		if len(e.Need.Answers) == 0 {
			return ErrTooLate
		}
		if err := t.Exec(`UPDATE needs SET withdrawn_at = ?2 WHERE id = ?1`, id, minute(now)); err != nil {
			return err
		}
		return t.oweEdits(id, via, now, KindPreview, KindFollowUp, KindRest)
	})
}

// oweEdits owes edits of all messages of some kinds about a need, and of those that
// announced it together with others, except via.
func (t *tx) oweEdits(id ID, via string, now time.Time, kinds ...Kind) error {
	for _, kind := range kinds {
		if err := t.oweEdit(kind, id, via, now); err != nil {
			return err
		}
		if err := t.oweCarrierEdits(kind, id, via, now); err != nil {
			return err
		}
	}
	return nil
}

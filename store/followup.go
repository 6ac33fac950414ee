package store

import (
	"context"
	"time"
)

// This file has the asker's replies to "did it reach you?".

// round is 1 once a need was asked again.
func (n Need) round() int {
	if n.AskedAgainAt.IsZero() {
		return 0
	}
	return 1
}

// afterwards applies f to a sent need, for its asker, and returns the need as it is then.
// It fails with ErrTooLate if the need was not sent, or was withdrawn.
func (s *Store) afterwards(ctx context.Context, doing string, id ID, person string, f func(*tx, Exchange) error) (e Exchange, err error) {
	err = s.write(ctx, doing, func(t *tx) error {
		if e, err = t.mine(id, person); err != nil {
			return err
		}
		if !e.Need.Sent() {
			return ErrTooLate
		}
		if err := f(t, e); err != nil {
			return err
		}
		e, err = t.exchangeIn(e.Couple, id)
		return err
	})
	return e, err
}

// Reach keeps, for the asker alone, whether an answer reached them. Every reply but
// ReachedNotYet closes the need. It fails with ErrTooLate if there is no answer, or if
// the need is closed.
func (s *Store) Reach(ctx context.Context, id ID, person string, r Reached, now time.Time) (Exchange, error) {
	return s.afterwards(ctx, "keep whether it reached", id, person, func(t *tx, e Exchange) error {
		if !e.Need.ClosedAt.IsZero() {
			return ErrTooLate
		}
		if len(e.Need.Answers) == 0 {
			return ErrTooLate
		}
		var closed time.Time
		if r != ReachedNotYet {
			closed = now
		}
		return t.conclude(e, r, closed)
	})
}

// LetGo closes a need. The partner is not told.
func (s *Store) LetGo(ctx context.Context, id ID, person string, now time.Time) (Exchange, error) {
	return s.afterwards(ctx, "let a need go", id, person, func(t *tx, e Exchange) error {
		if !e.Need.ClosedAt.IsZero() {
			return nil
		}
		return t.conclude(e, e.Need.Reached, now)
	})
}

// conclude keeps what the asker said and when they closed the need, zero for not yet. It
// seals both even if they are empty, because an empty column would reveal the reply.
func (t *tx) conclude(e Exchange, r Reached, closed time.Time) error {
	sealedReached, sealedClosed := e.sealAfterwards(r, closed)
	return t.Exec(`UPDATE needs SET reached = ?2, closed = ?3 WHERE id = ?1`, e.Need.ID, sealedReached, sealedClosed)
}

// sealAfterwards seals what the asker of a sent need said afterwards, and when they closed it.
func (e Exchange) sealAfterwards(r Reached, at time.Time) (reached, closed []byte) {
	return e.Couple.key.Seal([]byte(r), e.at("reached")), e.Couple.key.SealTime(at, e.at("closed"))
}

// AskAgain relays a need once more. It fails with ErrTooSoon within 24 hours of Send, and
// with ErrTooLate if the need was asked again before, was refused, is closed, or has no
// answer. It counts towards MaxOpen and MaxNotes as a new note does.
func (s *Store) AskAgain(ctx context.Context, id ID, person string, now time.Time) (Exchange, error) {
	return s.afterwards(ctx, "ask again", id, person, func(t *tx, e Exchange) error {
		from, ok := e.Need.AgainFrom()
		if !ok {
			return ErrTooLate
		}
		if now.Before(from) {
			return ErrTooSoon
		}
		if err := t.roomForOne(e); err != nil {
			return err
		}
		if err := t.roomForNote(e, now); err != nil {
			return err
		}
		if err := t.Exec(`UPDATE needs SET asked_again_at = ?2, answered_at = NULL, rested_at = NULL WHERE id = ?1`, id, minute(now)); err != nil {
			return err
		}
		if err := t.conclude(e, "", time.Time{}); err != nil {
			return err
		}
		return t.oweNote(e, 1, now)
	})
}

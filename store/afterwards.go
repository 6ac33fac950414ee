package store

import (
	"context"
	"time"
)

// This file has what an asker may still say to their partner about a need that was sent.

// LetsTalk tells the partner, once, that the asker would like to talk about it.
func (s *Store) LetsTalk(ctx context.Context, id ID, person string, now time.Time) (Exchange, error) {
	return s.afterwards(ctx, "ask to talk", id, person, func(t *tx, e Exchange) error {
		if !e.Need.TalkAt.IsZero() {
			return ErrTooLate
		}
		if err := t.Exec(`UPDATE needs SET talk_at = ?2 WHERE id = ?1`, id, minute(now)); err != nil {
			return err
		}
		return t.owe(notice{Person: e.Couple.Other.Person, Couple: e.Couple.ID, Kind: KindTalk, Ref: id, Lane: LaneRelay, Held: true, Due: now})
	})
}

// Thank relays a thank-you for an answer, once for each need. It counts towards MaxNotes.
func (s *Store) Thank(ctx context.Context, id ID, person, words string, now time.Time) (Exchange, error) {
	return s.afterwards(ctx, "say thank you", id, person, func(t *tx, e Exchange) error {
		return t.thank(e, words, now)
	})
}

// ThankUndecided relays an undecided line as a thank-you.
func (s *Store) ThankUndecided(ctx context.Context, id, line ID, person string, now time.Time) (Exchange, error) {
	return s.afterwards(ctx, "say thank you after all", id, person, func(t *tx, e Exchange) error {
		u, _, err := t.undecidedLine(line, person)
		if err != nil {
			return err
		}
		if u.Need != id || u.Purpose != ForThanks {
			return ErrNotYours
		}
		if err := t.decided(line, 0, person, now); err != nil {
			return err
		}
		return t.thank(e, u.Line, now)
	})
}

func (t *tx) thank(e Exchange, words string, now time.Time) error {
	id := e.Need.ID
	if e.Need.Thanks != "" || len(e.Need.Answers) == 0 {
		return ErrTooLate
	}
	if err := t.roomForNote(e, now); err != nil {
		return err
	}
	if err := t.Exec(`UPDATE needs SET thanks = ?2 WHERE id = ?1`, id, e.Couple.key.Seal([]byte(words), e.at("thanks"))); err != nil {
		return err
	}
	return t.owe(notice{Person: e.Couple.Other.Person, Couple: e.Couple.ID, Kind: KindThanks, Ref: id, Lane: LaneRelay, Held: true, Due: now})
}

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Discord's filters refuse some words for good. What was refused, and when, would tell whoever
// wrote them of their partner: how notes arrive there, and when a pause or quiet hours ended.
// So words that arrive in full are folded where Discord refuses them (talk.Message.Folded),
// as they are for others. Only where that is refused too, their writer is told, privately,
// the same of everything, and at one of a few moments that follow from when they sent it.

// The rounds of KindNotTaken: what Discord did not take. Rows hold them: never change one.
const (
	NotTakenNote    = 0 // a note; it becomes a draft again when its asker is told
	NotTakenAgain   = 1 // a note that was asked again
	NotTakenThanks  = 2
	NotTakenTalk    = 3
	NotTakenAnswer  = 4 // an answer, or the line that follows it
	NotTakenHeard   = 5 // what was heard
	NotTakenReply   = 6 // the reply to what was heard
	NotTakenPreview = 7 // a draft of their own
	NotTakenTyped   = 8 // what they typed, and were to decide about
)

// notTakenRound returns the round of KindNotTaken for a notice whose content is at fault, and
// whether its own reader wrote that content. ok is false if no person wrote any of it.
func (n Notice) notTakenRound() (round int, own, ok bool) {
	switch n.Kind {
	case KindNote:
		return NotTakenNote + n.Round, false, true
	case KindThanks:
		return NotTakenThanks, false, true
	case KindTalk:
		return NotTakenTalk, false, true
	case KindAnswer:
		return NotTakenAnswer, false, true
	case KindHeard:
		return NotTakenHeard + n.Round, false, true
	case KindPreview:
		return NotTakenPreview, true, true
	case KindTyped, KindWhom:
		return NotTakenTyped, true, true
	}
	return 0, false, false
}

// toldNotTaken returns when somebody is told that Discord did not take what they sent: a day
// later, or, where quiet hours, a pause or an outage last longer, after 13 days, just before
// a note rests, and then every fortnight.
func toldNotTaken(sent, now time.Time) time.Time {
	const day = 24 * time.Hour
	told := sent.Add(day)
	if told.Before(now) {
		told = sent.Add(13 * day)
	}
	for told.Before(now) {
		told = told.Add(14 * day)
	}
	return told
}

// NotTaken keeps that Discord refuses the content of a notice for good, with Discord's numbers
// as the reason, and owes its author a message that says so. If the notice brings several
// notes, NotTaken lets each go by itself instead, because only one of them may be at fault.
func (s *Store) NotTaken(ctx context.Context, n Notice, reason string, now time.Time) error {
	return s.write(ctx, "give up what Discord does not take", func(t *tx) error {
		row, err := t.notice(n.ID)
		if errors.Is(err, ErrTooLate) {
			return nil // it ended meanwhile
		}
		if err != nil {
			return err
		}
		if len(row.Notes) > 1 {
			return t.parts(n, now)
		}
		if err := t.giveUp(n, reason); err != nil {
			return err
		}
		if n.Kind == KindNotTaken {
			return t.knowNotTaken(n, now)
		}
		round, own, ok := n.notTakenRound()
		if !ok {
			return nil
		}
		told := notice{Person: n.Person, Couple: n.Couple, Kind: KindNotTaken, Ref: n.Ref, Round: round, Lane: LaneRelay, Due: now}
		if !own {
			err = t.QueryRow(`SELECT person FROM members WHERE couple_id = ?1 AND person <> ?2`, n.Couple, n.Person).Scan(&told.Person)
			if errors.Is(err, sql.ErrNoRows) {
				return nil
			}
			if err != nil {
				return fmt.Errorf("look who wrote it: %w", err)
			}
			told.Held, told.Due = true, toldNotTaken(row.Due, now)
		}
		// They may have read it of earlier words.
		err = t.Exec(`DELETE FROM notices WHERE person = ?1 AND kind = ?2 AND ref = ?3 AND round = ?4`, told.Person, told.Kind, told.Ref, told.Round)
		if err != nil {
			return err
		}
		return t.owe(told)
	})
}

// parts lets each note that a message was to bring go by itself, none of them with others.
func (t *tx) parts(n Notice, now time.Time) error {
	t.owed = true
	return t.Exec(`UPDATE notices SET carried_by = NULL, wake_at = ?2, attempted_at = NULL, after = '', refusals = 1 WHERE id = ?1 OR carried_by = ?1`, n.ID, now.Unix())
}

// knowNotTaken does what follows once somebody was told that Discord did not take a note of
// theirs: it is a draft again, or, if it was asked again, it waits for nothing more.
func (t *tx) knowNotTaken(n Notice, now time.Time) error {
	if n.Round != NotTakenNote && n.Round != NotTakenAgain {
		return nil
	}
	e, err := t.mine(n.Ref, n.Person)
	if errors.Is(err, ErrNotYours) || errors.Is(err, ErrAltered) {
		return nil
	}
	if err != nil || !e.Need.notTaken(n.Round) {
		return err
	}
	if n.Round == NotTakenAgain {
		return t.conclude(e, e.Need.Reached, now)
	}
	return t.unsend(e, now)
}

// notTaken reports whether a note that Discord did not take in a round still waits for an
// answer.
func (n Need) notTaken(round int) bool {
	return n.Sent() && n.AnsweredAt.IsZero() && n.ClosedAt.IsZero() && (round == NotTakenAgain) == (len(n.Answers) > 0)
}

// stillNotTaken says whether there is still a reason to tell somebody that Discord did not
// take what they wrote.
func (t *tx) stillNotTaken(n noticeRow) (bool, error) {
	switch n.Round {
	case NotTakenAnswer, NotTakenHeard, NotTakenReply:
		e, err := t.exchangeOfAnswer(n.Ref, n.Person)
		return e.Need.Sent(), err
	case NotTakenTyped:
		_, _, err := t.heard(n.Ref, n.Person)
		if errors.Is(err, ErrTooLate) {
			return false, nil
		}
		return true, err
	}
	e, err := t.mine(n.Ref, n.Person)
	switch n.Round {
	case NotTakenNote, NotTakenAgain:
		return e.Need.notTaken(n.Round), err
	case NotTakenPreview:
		return e.Need.Draft(), err
	}
	return e.Need.Sent(), err
}

// unsend makes a draft of a note that never arrived, and owes edits of its asker's copies.
func (t *tx) unsend(e Exchange, now time.Time) error {
	c := e.Need.chosen()
	if c.Tells {
		c.Tells, c.Manner = false, Tells
	}
	e.Need.SentAt, e.Need.KeptAt = time.Time{}, time.Time{}
	if err := t.settle(e, c); err != nil {
		return err
	}
	err := t.Exec(`UPDATE needs SET sent_at = NULL, kept_at = NULL, created_at = ?2, rested_at = NULL, talk_at = NULL, reached = NULL, closed = NULL, thanks = NULL WHERE id = ?1`,
		e.Need.ID, minute(now))
	if err != nil {
		return err
	}
	// Sent once more, it is owed anew. What was given up stays for the host, about nothing.
	if err := t.Exec(`UPDATE notices SET ref = ?2 WHERE ref = ?1 AND kind = ?3 AND failed IS NOT NULL`, e.Need.ID, newID(), KindNote); err != nil {
		return err
	}
	if err := t.Exec(`DELETE FROM notices WHERE ref = ?1 AND kind IN (?2, ?3, ?4) AND message IS NULL`, e.Need.ID, KindNote, KindRest, KindTalk); err != nil {
		return err
	}
	return t.owePreviewEdits(e, "", now)
}

package store

import (
	"context"
	"fmt"
	"time"
)

// This file keeps what Discord refused for a reason that may pass. Such a notice stays
// owed: it is tried again, at first by the clock, and after many refusals only when its
// person acts, when something else reaches them, or when the program starts.

// Hold keeps a notice that Discord refused until its next try at a time, or until its
// person acts if at is zero. refusals is how often Discord has refused it by now. If
// nothing of the notice can have arrived (MayHaveArrived is false), it counts as never
// attempted, so that the next try need not look for it, and what it was to carry goes by
// itself. Older ones of its lane that were refused too are tried just before it, so that
// what comes in the end comes in its order; first is false if there are any.
func (s *Store) Hold(ctx context.Context, n Notice, refusals int, at, now time.Time) (first bool, err error) {
	wake := parked
	if !at.IsZero() {
		wake = at.Unix()
	}
	err = s.write(ctx, "hold a notice", func(t *tx) error {
		if n.Message == "" && !n.MayHaveArrived {
			if err := t.release(n.ID, wake); err != nil {
				return err
			}
		}
		older, err := t.Changed(`UPDATE notices SET wake_at = min(wake_at, ?2) WHERE person = ?3 AND refused_at IS NOT NULL AND wake_at IS NOT NULL
			AND message IS NULL AND lane = ?4 AND seq < (SELECT seq FROM notices WHERE id = ?1)`, n.ID, wake, n.Person, n.Lane)
		if err != nil {
			return err
		}
		first = !older
		return t.Exec(`UPDATE notices SET wake_at = ?2, tries = ?3, refusals = ?4, refused_at = coalesce(refused_at, ?5),
				attempted_at = CASE WHEN message IS NULL AND NOT ?6 THEN NULL ELSE attempted_at END,
				after = CASE WHEN message IS NULL AND NOT ?6 THEN '' ELSE after END,
				after_id = CASE WHEN message IS NULL AND NOT ?6 THEN NULL ELSE after_id END
			WHERE id = ?1 AND wake_at IS NOT NULL`, n.ID, wake, n.Tries+1, refusals, now.Unix(), n.MayHaveArrived)
	})
	return first, err
}

// release lets the notices that a message was to carry go by themselves from a time on, in
// unix seconds.
func (t *tx) release(carrier ID, wake int64) error {
	return t.Exec(`UPDATE notices SET carried_by = NULL, wake_at = ?2 WHERE carried_by = ?1`, carrier, wake)
}

// TryRefused makes all notices due that are held because Discord refused them.
func (s *Store) TryRefused(ctx context.Context, now time.Time) error {
	return s.write(ctx, "try again what was refused", func(t *tx) error {
		return t.Exec(`UPDATE notices SET wake_at = ?1 WHERE refused_at IS NOT NULL AND wake_at > ?1`, now.Unix())
	})
}

// wakeRefused makes the notices due that are held because Discord refused them, to people
// whom another message has just reached.
func (t *tx) wakeRefused(people rows, now time.Time) error {
	if len(people) == 0 {
		return nil
	}
	t.owed = true
	return t.Exec(`UPDATE notices SET wake_at = ?2 WHERE refused_at IS NOT NULL AND wake_at > ?2
		AND person IN (SELECT value ->> 0 FROM jsonb_each(?1))`, people.text(), now.Unix())
}

// Held is what waits because Discord does not take it.
type Held struct {
	Messages int       // how many messages, and edits of messages, wait
	Since    time.Time // since when the first of them has waited; zero if there is none
}

// held counts what Discord refused, and what is due to people whom Discord lets us not
// message.
func (t *tx) held(now time.Time) (h Held, err error) {
	err = t.QueryRow(`SELECT count(*), min(since) FROM (
			SELECT refused_at AS since FROM notices WHERE refused_at IS NOT NULL AND wake_at IS NOT NULL
			UNION ALL SELECT max(n.due_at, p.unreachable_at) FROM partners p JOIN notices n ON n.person = p.person
				WHERE p.unreachable_at IS NOT NULL AND n.refused_at IS NULL AND n.wake_at = ?1 AND n.due_at <= ?2)`, parked, now.Unix()).
		Scan(&h.Messages, stamp{&h.Since})
	if err != nil {
		return h, fmt.Errorf("count what is held: %w", err)
	}
	return h, nil
}

// heldIn is held for a database that an older version may have left.
func (s *Store) heldIn(ctx context.Context, now time.Time) (h Held, err error) {
	err = s.view(ctx, "look at what is held", func(t *tx) error {
		var known bool
		err := t.QueryRow(`SELECT count(*) > 0 FROM pragma_table_info('notices') WHERE name = 'refused_at'`).Scan(&known)
		if err != nil || !known {
			return err
		}
		h, err = t.held(now)
		return err
	})
	return h, err
}

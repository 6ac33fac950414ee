package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// This file keeps the outcome of an attempt to send a notice.

// keepDeliveries keeps, for each delivered notice, the message that it became.
func (t *tx) keepDeliveries(all []delivery) error {
	if len(all) == 0 {
		return nil
	}
	var kept rows
	for _, d := range all {
		kept.add(d.notice.ID, d.channel, t.hash(d.message), d.now.Unix(), inRow(t.sealID(d.message, messageAt(d.notice.ID, d.notice.Person))))
		if err := t.followArrival(d.notice, d.now); err != nil {
			return err
		}
	}
	var reached rows // persons to whom Discord may take now what it refused before
	err := t.ForEach(func(r *sql.Rows) error {
		var edit time.Time
		var person string
		var held bool
		err := r.Scan(stamp{&edit}, &person, &held)
		if held {
			reached.add(person)
		}
		t.owed = t.owed || !edit.IsZero()
		return err
	}, `UPDATE notices SET sent_at = j.value ->> 3, channel = j.value ->> 1, message = j.value ->> 2, message_id = unhex(j.value ->> 4), after = '', after_id = NULL, tries = 0, refused_at = NULL, refusals = 0,
			wake_at = CASE WHEN edit > 0 THEN j.value ->> 3 END
		FROM jsonb_each(?1) j WHERE notices.id = j.value ->> 0 AND notices.message IS NULL
		RETURNING wake_at, person, EXISTS (SELECT 1 FROM notices held WHERE held.person = notices.person AND held.refused_at IS NOT NULL AND held.id <> notices.id)`,
		kept.text())
	if err == nil {
		err = t.wakeRefused(reached, all[0].now)
	}
	if err != nil {
		return fmt.Errorf("note deliveries: %w", err)
	}
	// One statement can change a person's row only once, so several messages to one person
	// take several statements.
	for left := all; len(left) > 0; {
		var once, again []delivery
		seen := map[string]bool{}
		for _, d := range left {
			if seen[d.notice.Person] {
				again = append(again, d)
				continue
			}
			seen[d.notice.Person] = true
			once = append(once, d)
		}
		if err := t.keepNewestMessage(once); err != nil {
			return err
		}
		left = again
	}
	return nil
}

// followArrival does what follows once a message has arrived.
func (t *tx) followArrival(n Notice, now time.Time) error {
	switch n.Kind {
	case KindConsent:
		return t.keepConsentAsked(n, now)
	case KindAnswer, KindRest:
		return t.oweSentEdits(n, now)
	case KindNotTaken:
		return t.knowNotTaken(n, now)
	}
	return nil
}

// oweSentEdits owes an edit of the asker's own copy of each need that was answered or
// rests. It is called once the message that says so has arrived: while quiet hours hold
// that message back, the copy does not change either.
func (t *tx) oweSentEdits(n Notice, now time.Time) error {
	needs := n.Notes
	if n.Kind == KindAnswer {
		var need ID
		err := t.QueryRow(`SELECT need_id FROM answers WHERE id = ?1`, n.Ref).Scan(&need)
		if errors.Is(err, sql.ErrNoRows) {
			return nil // the answer was purged meanwhile
		}
		if err != nil {
			return fmt.Errorf("read whose answer came: %w", err)
		}
		if err := t.putOffFollowUp(need, now); err != nil {
			return err
		}
		needs = []ID{need}
	}
	for _, need := range needs {
		if err := t.oweEdit(KindPreview, need, "", now); err != nil {
			return err
		}
	}
	return nil
}

// keepNewestMessage keeps the newest message id of each person's channel. all must not
// name a person twice. Ids grow with time. The reading of a channel begins at the first
// id that is known there.
func (t *tx) keepNewestMessage(all []delivery) error {
	var newest rows
	for _, d := range all {
		person := d.notice.Person
		newest.add(person, d.channel, inRow(t.sealID(d.message, lastAt(person))), inRow(t.sealID(d.message, heardAt(person))), quarterOf(d.message))
	}
	// Most people keep their channel, and setting the same channel again would write its
	// index.
	n, err := t.Affected(`UPDATE partners SET last_id = CASE WHEN last_id IS NULL OR last_at <= j.value ->> 4 THEN unhex(j.value ->> 2) ELSE last_id END,
			last_at = max(last_at, j.value ->> 4), heard_id = coalesce(heard_id, unhex(j.value ->> 3))
		FROM jsonb_each(?1) j WHERE partners.person = j.value ->> 0 AND channel = j.value ->> 1`, newest.text())
	if err == nil && n < int64(len(all)) {
		err = t.moveHomes(newest)
	}
	if err != nil {
		return fmt.Errorf("keep the newest message: %w", err)
	}
	return nil
}

// moveHomes is keepNewestMessage for those whose channel is another than before.
func (t *tx) moveHomes(newest rows) error {
	moved := map[string]string{}
	err := t.ForEach(func(r *sql.Rows) error {
		var person, channel string
		err := r.Scan(&person, &channel)
		moved[person] = channel
		return err
	}, `UPDATE partners SET channel = j.value ->> 1, last_id = unhex(j.value ->> 2),
			last_at = max(last_at, j.value ->> 4), heard_id = coalesce(heard_id, unhex(j.value ->> 3))
		FROM jsonb_each(?1) j WHERE partners.person = j.value ->> 0 AND channel <> j.value ->> 1 RETURNING person, channel`, newest.text())
	if err != nil {
		return err
	}
	for person, channel := range moved {
		if err := t.setHome(person, channel); err != nil {
			return err
		}
	}
	return nil
}

// Edited keeps that a message was edited, unless another edit was asked for since n was
// read.
func (s *Store) Edited(ctx context.Context, n Notice) error {
	return s.write(ctx, "note an edit", func(t *tx) error {
		return t.Exec(`UPDATE notices SET edit = 0, wake_at = NULL, tries = 0, refused_at = NULL, refusals = 0 WHERE id = ?1 AND edit = ?2`, n.ID, n.Edits)
	})
}

// Retry puts off a notice that is still owed until a later time, and counts the try.
func (s *Store) Retry(ctx context.Context, n Notice, at time.Time) error {
	return s.write(ctx, "put a notice off", func(t *tx) error {
		return t.Exec(`UPDATE notices SET wake_at = ?2, tries = ?3 WHERE id = ?1 AND wake_at IS NOT NULL`, n.ID, at.Unix(), n.Tries+1)
	})
}

// Drop puts a notice aside whose attempt did not arrive: for good if there is no reason
// to send it any more, or else until nothing holds it back.
func (s *Store) Drop(ctx context.Context, n Notice) error {
	return s.write(ctx, "drop a notice", func(t *tx) error { return t.putAside(n.ID, n.until) })
}

// GiveUp keeps that a notice cannot be delivered, with Discord's numbers as the reason.
func (s *Store) GiveUp(ctx context.Context, n Notice, reason string) error {
	return s.write(ctx, "give a notice up", func(t *tx) error { return t.giveUp(n, reason) })
}

func (t *tx) giveUp(n Notice, reason string) error {
	if err := t.offerNoCardUnder(n); err != nil {
		return err
	}
	return t.Exec(`UPDATE notices SET failed = ?2, wake_at = NULL, refused_at = NULL, after = '', after_id = NULL WHERE id = ?1`, n.ID, reason)
}

// GoneMessage ends a notice whose message arrived and was deleted since. The notice is
// neither edited nor sent again.
func (s *Store) GoneMessage(ctx context.Context, n Notice) error {
	return s.write(ctx, "forget a message", func(t *tx) error {
		return t.Exec(`UPDATE notices SET edit = 0, wake_at = NULL, refused_at = NULL, after = '', after_id = NULL, sent_at = coalesce(sent_at, attempted_at) WHERE id = ?1`, n.ID)
	})
}

// Opened keeps the channel that Discord opened for a person's direct messages, unless
// the person was forgotten meanwhile.
func (s *Store) Opened(ctx context.Context, person, channel string) error {
	return s.write(ctx, "keep a channel", func(t *tx) error {
		err := t.Exec(`UPDATE partners SET channel = ?2, last_id = CASE WHEN channel = ?2 THEN last_id END WHERE person = ?1`, person, channel)
		if err != nil {
			return err
		}
		return t.setHome(person, channel)
	})
}

// Unreachable stops a person's notices until they act, after Discord refused n. If n is
// an invitation, Unreachable only ends it as if the invitee wanted no more invitations,
// because they have not agreed to anything yet.
func (s *Store) Unreachable(ctx context.Context, n Notice, now time.Time) error {
	return s.write(ctx, "stop a person's notices", func(t *tx) error {
		if n.Kind == KindInvite {
			row, err := t.notice(n.ID)
			if errors.Is(err, ErrTooLate) {
				return nil // the invitation ended meanwhile
			}
			if err == nil {
				err = t.putAside(n.ID, 0)
			}
			if err != nil {
				return err
			}
			inv, err := t.invite(n.Ref, n.Person)
			if errors.Is(err, ErrNotYours) || err == nil && !inv.Answerable(now) {
				return nil
			}
			if err != nil {
				return err
			}
			return t.cannotBring(inv, row.Due, now)
		}
		if err := t.Exec(`UPDATE partners SET unreachable_at = ?2 WHERE person = ?1`, n.Person, now.Unix()); err != nil {
			return err
		}
		// Discord refused the message, so it did not arrive, and another message may carry
		// it later.
		if err := t.Exec(`UPDATE notices SET attempted_at = NULL, after = '', after_id = NULL WHERE id = ?1 AND message IS NULL`, n.ID); err != nil {
			return err
		}
		if n.Message == "" {
			if err := t.release(n.ID, parked); err != nil {
				return err
			}
		}
		if err := t.Exec(`UPDATE notices SET refused_at = coalesce(refused_at, ?2) WHERE id = ?1`, n.ID, now.Unix()); err != nil {
			return err
		}
		// Invitations to this person are still tried, because otherwise their inviters would
		// never get a reply. So is what only deletes messages.
		return t.Exec(`UPDATE notices SET wake_at = ?2 WHERE person = ?1 AND wake_at IS NOT NULL AND kind NOT IN (?3, ?4)`, n.Person, parked, KindInvite, KindHide)
	})
}

func (t *tx) noticeFor(id ID, person string) (Notice, error) {
	row, err := t.notice(id)
	if errors.Is(err, ErrTooLate) || err == nil && row.Person != person {
		return Notice{}, ErrNotYours
	}
	return row.Notice, err
}

// Backlog is the state of the outbox, for metrics and for `leanon check`.
type Backlog struct {
	Owed   int       // notices that are due
	Dead   int       // notices that were given up
	Oldest time.Time // when the first of Owed was due; zero if there is none
}

// Backlog reads the outbox's state at now.
func (s *Store) Backlog(ctx context.Context, now time.Time) (b Backlog, err error) {
	err = s.view(ctx, "read the backlog", func(t *tx) error {
		err := t.QueryRow(`SELECT count(*), min(wake_at) FROM notices WHERE lane IN (?2, ?3, ?4) AND wake_at <= ?1`, now.Unix(), LaneWaiting, LaneRelay, LaneScheduled).
			Scan(&b.Owed, stamp{&b.Oldest})
		if err != nil {
			return err
		}
		return t.QueryRow(`SELECT count(*) FROM notices WHERE failed IS NOT NULL`).Scan(&b.Dead)
	})
	return b, err
}

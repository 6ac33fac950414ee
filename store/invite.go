package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"leanon/store/seal"
)

// InviteLife is how long an invitation can be accepted (product rule).
const InviteLife = 7 * 24 * time.Hour

// Invite is one person's wish to be a couple with another.
type Invite struct {
	ID      ID
	Inviter string
	Invitee string
	SentAt  time.Time // when the inviter pressed Send invitation; zero before
	EndedAt time.Time // when it was accepted, declined or undeliverable, or lapsed
	Couple  Couple    // as the reader sees it; zero if the invitation ended without a couple
}

// Open says whether the invitation can be accepted at t.
func (i Invite) Open(t time.Time) bool {
	return !i.SentAt.IsZero() && i.EndedAt.IsZero() && t.Before(i.SentAt.Add(InviteLife))
}

// Draft makes an invitation that is not sent yet, and so keeps the names that Discord
// tells now. It fails with ErrPaired, ErrInviteOpen or ErrInvitedToday if these two
// cannot have an invitation now.
func (s *Store) Draft(ctx context.Context, inviter, inviterName, invitee, inviteeName string, now time.Time) (inv Invite, err error) {
	if inviter == invitee {
		return inv, ErrNotYours
	}
	err = s.write(ctx, "draft an invitation", func(t *tx) error {
		if _, err := t.ensurePartner(inviter); err != nil {
			return err
		}
		if _, err := t.ensurePartner(invitee); err != nil {
			return err
		}
		if err := t.mayInvite(inviter, invitee, now); err != nil {
			return err
		}
		err := t.Exec(`DELETE FROM couples WHERE id IN (SELECT couple_id FROM invites WHERE inviter = ?1 AND invitee = ?2 AND sent_at IS NULL)`, inviter, invitee)
		if err != nil {
			return err
		}
		if err := t.Exec(`DELETE FROM invites WHERE inviter = ?1 AND invitee = ?2 AND sent_at IS NULL`, inviter, invitee); err != nil {
			return err
		}
		c := Couple{ID: newID(), key: seal.NewKey()}
		wrapped, err := t.wrap(c.key, coupleLocation(c.ID))
		if err != nil {
			return err
		}
		if err := t.Exec(`INSERT INTO couples (id, wrapped_key) VALUES (?1, ?2)`, c.ID, wrapped); err != nil {
			return err
		}
		for person, name := range map[string]string{inviter: inviterName, invitee: inviteeName} {
			err := t.Exec(`INSERT INTO members (couple_id, person, name) VALUES (?1, ?2, ?3)`,
				c.ID, person, c.key.Seal([]byte(name), nameLocation(c.ID, person)))
			if err != nil {
				return err
			}
		}
		id := newID()
		err = t.Exec(`INSERT INTO invites (id, couple_id, inviter, invitee, created_at) VALUES (?1, ?2, ?3, ?4, ?5)`,
			id, c.ID, inviter, invitee, minute(now))
		if err != nil {
			return err
		}
		inv, err = t.invite(id, inviter)
		return err
	})
	return inv, err
}

// mayInvite fails with ErrPaired, ErrInviteOpen or ErrInvitedToday if inviter cannot
// invite invitee now. A pair may have one invitation a day. An invitation that never
// reached its invitee does not keep that person from inviting: they are told to run
// /pair themselves, and that has to work on the same evening. It does keep its inviter
// from inviting again, whatever became of it, so that a second try reveals nothing.
func (t *tx) mayInvite(inviter, invitee string, now time.Time) error {
	var paired, open, today bool
	err := t.QueryRow(`SELECT count(*) > 0 FROM members a JOIN members b ON b.couple_id = a.couple_id JOIN couples c ON c.id = a.couple_id
		WHERE a.person = ?1 AND b.person = ?2 AND c.formed_at IS NOT NULL`, inviter, invitee).Scan(&paired)
	if err != nil {
		return err
	}
	err = t.QueryRow(`SELECT coalesce(max(ended_at IS NULL AND sent_at > ?3), 0), coalesce(max((inviter = ?1 OR reached) AND sent_at > ?4), 0) FROM invites
		WHERE sent_at IS NOT NULL AND (inviter = ?1 AND invitee = ?2 OR inviter = ?2 AND invitee = ?1)`,
		inviter, invitee, now.Add(-InviteLife).Unix(), now.Add(-24*time.Hour).Unix()).Scan(&open, &today)
	switch {
	case err != nil:
		return err
	case paired:
		return ErrPaired
	case open:
		return ErrInviteOpen
	case today:
		return ErrInvitedToday
	}
	return nil
}

// invite reads an invitation for its inviter or, once it was sent, its invitee. It fails
// with ErrNotYours for anybody else.
func (t *tx) invite(id ID, person string) (Invite, error) {
	i := Invite{ID: id}
	var couple sql.NullInt64
	err := t.QueryRow(`SELECT couple_id, inviter, invitee, sent_at, ended_at FROM invites WHERE id = ?1`, id).
		Scan(&couple, &i.Inviter, &i.Invitee, stamp{&i.SentAt}, stamp{&i.EndedAt})
	if errors.Is(err, sql.ErrNoRows) {
		return Invite{}, ErrNotYours
	}
	if err != nil {
		return Invite{}, fmt.Errorf("read invitation: %w", err)
	}
	if person != i.Inviter && (person != i.Invitee || i.SentAt.IsZero()) {
		return Invite{}, ErrNotYours
	}
	if couple.Valid {
		if i.Couple, err = t.anyCouple(person, `c.id = ?1`, couple.Int64); err != nil {
			return Invite{}, err
		}
	}
	return i, nil
}

// SendInvite keeps the inviter's consent and owes the invitee the invitation. If the
// invitee refused further invitations from this person, it owes them nothing, and the
// inviter reads the same as after an invitation that could not be delivered. It returns
// ErrTooLate and the invitation if that was sent before (SentAt) or has lapsed.
func (s *Store) SendInvite(ctx context.Context, id ID, inviter string, version int, now time.Time) (inv Invite, err error) {
	err = s.write(ctx, "send an invitation", func(t *tx) error {
		inv, err = t.invite(id, inviter)
		if err != nil {
			return err
		}
		if inv.Inviter != inviter {
			return ErrNotYours
		}
		if !inv.SentAt.IsZero() || !inv.EndedAt.IsZero() {
			return ErrTooLate
		}
		if err := t.mayInvite(inv.Inviter, inv.Invitee, now); err != nil {
			return err
		}
		inv.SentAt = now
		if err := t.Exec(`UPDATE invites SET sent_at = ?2 WHERE id = ?1`, id, now.Unix()); err != nil {
			return err
		}
		if err := t.consent(inv.Couple.ID, inviter, version, now); err != nil {
			return err
		}
		var refused bool
		err := t.QueryRow(`SELECT count(*) > 0 FROM refusals WHERE person = ?1 AND inviter = ?2`, inv.Invitee, inviter).Scan(&refused)
		if err != nil {
			return err
		}
		if refused {
			return t.endInvite(inv, now)
		}
		return t.owe(notice{Person: inv.Invitee, Couple: inv.Couple.ID, Kind: KindInvite, Ref: id, Lane: LaneWaiting, Due: now})
	})
	return inv, err
}

func (t *tx) consent(couple ID, person string, version int, now time.Time) error {
	return t.Exec(`INSERT INTO consents (couple_id, person, version, at) VALUES (?1, ?2, ?3, ?4)
		ON CONFLICT (couple_id, person, version) DO UPDATE SET at = excluded.at`, couple, person, version, now.Unix())
}

// endInvite ends an invitation without a couple. It owes the inviter one message, which
// is the same for every reason.
func (t *tx) endInvite(inv Invite, now time.Time) error {
	if err := t.Exec(`UPDATE invites SET ended_at = ?2 WHERE id = ?1`, inv.ID, now.Unix()); err != nil {
		return err
	}
	name := inv.Couple.Me.Name
	if inv.Couple.Me.Person == inv.Inviter {
		name = inv.Couple.Other.Name
	}
	if err := t.Exec(`DELETE FROM couples WHERE id = ?1`, inv.Couple.ID); err != nil {
		return err
	}
	return t.owe(notice{Person: inv.Inviter, Kind: KindInviteFailed, Ref: inv.ID, Lane: LaneWaiting, Due: now, Name: name})
}

// Cancel deletes an invitation that was not sent. It fails with ErrTooLate if it was.
func (s *Store) Cancel(ctx context.Context, id ID, inviter string) error {
	return s.write(ctx, "cancel an invitation", func(t *tx) error {
		inv, err := t.invite(id, inviter)
		if err != nil {
			return err
		}
		if inv.Inviter != inviter || !inv.SentAt.IsZero() {
			return ErrTooLate
		}
		if err := t.Exec(`DELETE FROM couples WHERE id = ?1`, inv.Couple.ID); err != nil {
			return err
		}
		return t.Exec(`DELETE FROM invites WHERE id = ?1`, id)
	})
}

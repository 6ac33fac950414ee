package store

import (
	"context"
	"database/sql"
	"time"
)

// This file has the ways in which an invitation ends: accepted, declined or lapsed.

// Accept forms the couple. It keeps the invitee's consent to this version of the facts,
// gives both the host's rhythm, or none if notesOnly is true, and owes both a welcome.
func (s *Store) Accept(ctx context.Context, id ID, invitee, name string, notesOnly bool, version int, now time.Time) (inv Invite, err error) {
	err = s.write(ctx, "accept an invitation", func(t *tx) error {
		inv, err = t.openInvite(id, invitee, now)
		if err != nil {
			return err
		}
		couple := inv.Couple.ID
		if err := t.Exec(`UPDATE invites SET ended_at = ?2 WHERE id = ?1`, id, now.Unix()); err != nil {
			return err
		}
		if err := t.Exec(`UPDATE couples SET formed_at = ?2 WHERE id = ?1`, couple, now.Unix()); err != nil {
			return err
		}
		err := t.Exec(`UPDATE members SET name = ?3 WHERE couple_id = ?1 AND person = ?2`,
			couple, invitee, inv.Couple.key.Seal([]byte(name), nameLocation(couple, invitee)))
		if err != nil {
			return err
		}
		if err := t.consent(couple, invitee, version, now); err != nil {
			return err
		}
		if err := t.beginConfirmations(couple); err != nil {
			return err
		}
		if !notesOnly {
			if err := t.Exec(`UPDATE members SET cron = ?2 WHERE couple_id = ?1`, couple, s.defaults.Cron); err != nil {
				return err
			}
		}
		for _, person := range []string{inv.Inviter, inv.Invitee} {
			if err := t.setNext(couple, person, now); err != nil {
				return err
			}
			if err := t.owe(notice{Person: person, Couple: couple, Kind: KindWelcome, Ref: couple, Lane: LaneWaiting, Due: now}); err != nil {
				return err
			}
		}
		inv, err = t.invite(id, invitee)
		return err
	})
	return inv, err
}

// openInvite reads an invitation that this invitee can still answer. It returns
// ErrTooLate and the invitation if it was answered or has lapsed.
func (t *tx) openInvite(id ID, invitee string, now time.Time) (Invite, error) {
	inv, err := t.invite(id, invitee)
	if err != nil {
		return inv, err
	}
	if inv.Invitee != invitee {
		return Invite{}, ErrNotYours
	}
	if !inv.Open(now) {
		return inv, ErrTooLate
	}
	return inv, nil
}

// Decline ends an invitation for its invitee. It returns the invitation as it was before,
// with the names.
func (s *Store) Decline(ctx context.Context, id ID, invitee string, now time.Time) (inv Invite, err error) {
	err = s.write(ctx, "decline an invitation", func(t *tx) error {
		inv, err = t.openInvite(id, invitee, now)
		if err != nil {
			return err
		}
		if err := t.Exec(`UPDATE invites SET reached = 1 WHERE id = ?1`, id); err != nil {
			return err
		}
		return t.endInvite(inv, now)
	})
	return inv, err
}

// Lapse ends the invitations that were not answered within InviteLife, or not sent within
// a day. Nobody is told.
func (s *Store) Lapse(ctx context.Context, now time.Time) error {
	return s.write(ctx, "let invitations lapse", func(t *tx) error {
		const lapsed = `ended_at IS NULL AND created_at <= ?1 AND (sent_at IS NULL OR sent_at <= ?2)`
		args := []any{now.Add(-24 * time.Hour).Unix(), now.Add(-InviteLife).Unix()}
		var old []Invite
		err := t.ForEach(func(r *sql.Rows) error {
			var i Invite
			err := r.Scan(&i.ID, &i.Couple.ID)
			old = append(old, i)
			return err
		}, `SELECT id, couple_id FROM invites WHERE couple_id IS NOT NULL AND `+lapsed, args...)
		if err != nil {
			return err
		}
		for _, i := range old {
			if err := t.Exec(`UPDATE invites SET ended_at = ?2 WHERE id = ?1`, i.ID, now.Unix()); err != nil {
				return err
			}
			if err := t.Exec(`DELETE FROM couples WHERE id = ?1`, i.Couple.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

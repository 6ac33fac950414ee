package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// An invitation ends in one of these ways: it is accepted, its inviter takes it back, it
// lapses on the seventh day, or it cannot be brought. A decline is none of them. Its
// inviter is told of the last two only, and each of those messages comes at a time that
// says nothing about the invitee.

// The rounds of KindInviteFailed.
const (
	RoundCannotBring = 0 // closed direct messages, or no more invitations wanted
	RoundInviteOver  = 1 // the seventh day
)

// oweInviteOver owes the inviter the message of the seventh day.
func (t *tx) oweInviteOver(inv Invite) error {
	return t.owe(notice{Person: inv.Inviter, Kind: KindInviteFailed, Ref: inv.ID, Round: RoundInviteOver, Lane: LaneScheduled, Held: true,
		Due: inv.Until(), Name: inv.inviteeName()})
}

// inviteeName returns what the invitee is called, "" if that is not stored any more.
func (i Invite) inviteeName() string {
	if i.Couple.Me.Person == i.Inviter {
		return i.Couple.Other.Name
	}
	return i.Couple.Me.Name
}

// dropInviteFailed drops what is owed to the inviter about an invitation.
func (t *tx) dropInviteFailed(inv Invite) error {
	return t.Exec(`DELETE FROM notices WHERE person = ?1 AND kind = ?2 AND ref = ?3 AND attempted_at IS NULL`, inv.Inviter, KindInviteFailed, inv.ID)
}

// cannotBring ends an invitation that its invitee does not get. Its inviter reads so
// CannotBringAfter after its turn, and it stays open to them until then.
func (t *tx) cannotBring(inv Invite, turn, now time.Time) error {
	told := maxTime(now, turn.Add(CannotBringAfter))
	if err := t.dropInviteFailed(inv); err != nil {
		return err
	}
	if err := t.endInvite(inv, told); err != nil {
		return err
	}
	return t.owe(notice{Person: inv.Inviter, Kind: KindInviteFailed, Ref: inv.ID, Round: RoundCannotBring, Lane: LaneWaiting, Due: told, Name: inv.inviteeName()})
}

// endInvite ends an invitation without a couple, and deletes the names.
func (t *tx) endInvite(inv Invite, at time.Time) error {
	if err := t.Exec(`UPDATE invites SET ended_at = ?2 WHERE id = ?1`, inv.ID, at.Unix()); err != nil {
		return err
	}
	return t.Exec(`DELETE FROM couples WHERE id = ?1`, inv.Couple.ID)
}

// dropInvite ends an invitation at once. Its inviter hears no more of it, and the
// invitee's message is edited, if there is one.
func (t *tx) dropInvite(inv Invite, now time.Time) error {
	if err := t.dropInviteFailed(inv); err != nil {
		return err
	}
	if err := t.Exec(`UPDATE notices SET couple_id = NULL WHERE kind = ?1 AND ref = ?2`, KindInvite, inv.ID); err != nil { // they would go with the couple
		return err
	}
	if err := t.oweEdit(KindInvite, inv.ID, "", now); err != nil {
		return err
	}
	return t.endInvite(inv, now)
}

// accepted ends an invitation by the invitee's yes, and any other between the two.
func (t *tx) accepted(inv Invite, via string, now time.Time) error {
	if err := t.Exec(`UPDATE invites SET ended_at = ?2 WHERE id = ?1`, inv.ID, now.Unix()); err != nil {
		return err
	}
	if err := t.dropInviteFailed(inv); err != nil {
		return err
	}
	if err := t.oweEdit(KindInvite, inv.ID, via, now); err != nil {
		return err
	}
	for _, way := range [][2]string{{inv.Inviter, inv.Invitee}, {inv.Invitee, inv.Inviter}} {
		others, err := t.sentWithin(InviteLife, way[0], way[1], way[0], now)
		if err != nil {
			return err
		}
		for _, other := range others {
			if other.ID == inv.ID || !other.Open(now) {
				continue
			}
			if err := t.dropInvite(other, now); err != nil {
				return err
			}
		}
	}
	return nil
}

// TakeInviteBack ends an invitation for its inviter, at once, whether or not the invitee
// declined it. It fails with ErrTooLate and the invitation if that is not open.
func (s *Store) TakeInviteBack(ctx context.Context, id ID, inviter string, now time.Time) (inv Invite, err error) {
	err = s.write(ctx, "take an invitation back", func(t *tx) error {
		if inv, err = t.invite(id, inviter); err != nil {
			return err
		}
		switch {
		case inv.Inviter != inviter:
			inv = Invite{}
			return ErrNotYours
		case !inv.Open(now):
			return ErrTooLate
		}
		return t.dropInvite(inv, now)
	})
	return inv, err
}

// Lapse ends the invitations that were not accepted within InviteLife, and deletes those
// that were not sent within UnsentLife. It also owes the message of the seventh day for
// those that an earlier version sent. It fails with ErrAltered if it left one of these
// out that was changed by hand.
func (s *Store) Lapse(ctx context.Context, now time.Time) error {
	return s.write(ctx, "let invitations lapse", func(t *tx) error {
		if err := t.lapseUnsent(now); err != nil {
			return err
		}
		if err := t.adoptInvites(); err != nil {
			return err
		}
		var old []Invite
		err := t.ForEach(func(r *sql.Rows) error {
			var i Invite
			err := r.Scan(&i.ID, &i.Couple.ID)
			old = append(old, i)
			return err
		}, `SELECT id, coalesce(couple_id, 0) FROM invites WHERE ended_at IS NULL AND sent_at <= ?1`, now.Add(-InviteLife).Unix())
		if err != nil {
			return err
		}
		for _, i := range old {
			if err := t.endInvite(i, now); err != nil {
				return err
			}
		}
		return nil
	})
}

// adoptInvites brings open invitations of an earlier version to what SendInvite writes.
func (t *tx) adoptInvites() error {
	type sent struct {
		id      ID
		inviter string
	}
	var old []sent
	err := t.ForEach(func(r *sql.Rows) error {
		var s sent
		err := r.Scan(&s.id, &s.inviter)
		old = append(old, s)
		return err
	}, `SELECT id, inviter FROM invites WHERE ended_at IS NULL AND sent_at IS NOT NULL AND declined IS NULL AND forgotten IS NULL`)
	if err != nil {
		return fmt.Errorf("list invitations of an earlier version: %w", err)
	}
	for _, s := range old {
		err := t.apart(func() error {
			inv, err := t.invite(s.id, s.inviter)
			if err != nil {
				return err
			}
			if err := t.Exec(`UPDATE invites SET declined = ?2 WHERE id = ?1`, s.id, inv.sealDeclined(false)); err != nil {
				return err
			}
			return t.oweInviteOver(inv)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

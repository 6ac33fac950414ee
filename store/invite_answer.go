package store

import (
	"context"
	"time"
)

// This file has the invitee's answers. Until the seventh day a decline changes nothing
// that its inviter could see: invite_over.go has what ends an invitation for them.

// Agreement is an invitee's consent.
type Agreement struct {
	Name      string // the invitee's display name
	NotesOnly bool   // the couple begins without questions
	Read      FactsRead
	Via       string // id of the message that the reply to their press replaces; "" for none
}

// Accept forms the couple. It keeps the invitee's consent, gives both the host's rhythm,
// or none for notes only, and owes both a welcome. The invitee may have declined before.
// Accept fails with ErrTooLate and the invitation if that is over.
func (s *Store) Accept(ctx context.Context, id ID, invitee string, yes Agreement, now time.Time) (inv Invite, err error) {
	err = s.write(ctx, "accept an invitation", func(t *tx) error {
		inv, err = t.answerable(id, invitee, now)
		if err != nil {
			return err
		}
		couple := inv.Couple.ID
		if err := t.accepted(inv, yes.Via, now); err != nil {
			return err
		}
		if err := t.Exec(`UPDATE couples SET formed_at = ?2 WHERE id = ?1`, couple, now.Unix()); err != nil {
			return err
		}
		for person, name := range map[string]string{invitee: yes.Name, inv.Inviter: inv.Couple.Other.Name} {
			err := t.Exec(`UPDATE members SET name = ?3 WHERE couple_id = ?1 AND person = ?2`,
				couple, person, inv.Couple.key.Seal([]byte(name), nameAt(couple, person, true)))
			if err != nil {
				return err
			}
		}
		if err := t.consent(inv.Couple, invitee, yes.Read, now.Unix()); err != nil {
			return err
		}
		if err := t.beginConfirmations(couple); err != nil {
			return err
		}
		if !yes.NotesOnly {
			cron, err := t.firstRhythm(couple)
			if err == nil {
				err = t.Exec(`UPDATE members SET cron = ?2 WHERE couple_id = ?1`, couple, cron)
			}
			if err != nil {
				return err
			}
		}
		for _, person := range []string{inv.Inviter, inv.Invitee} {
			if err := t.setNext(couple, person, now); err != nil {
				return err
			}
			if err := t.findWeeks(couple, person); err != nil {
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

// answerable reads an invitation that this invitee can still agree to. It fails with
// ErrTooLate and the invitation if that is over.
func (t *tx) answerable(id ID, invitee string, now time.Time) (Invite, error) {
	inv, err := t.invite(id, invitee)
	if err != nil {
		return inv, err
	}
	if inv.Invitee != invitee {
		return Invite{}, ErrNotYours
	}
	if !inv.Answerable(now) {
		return inv, ErrTooLate
	}
	return inv, nil
}

// Answerable reads an invitation that this invitee can still agree to. It fails with
// ErrTooLate and the invitation if that is over.
func (s *Store) Answerable(ctx context.Context, id ID, invitee string, now time.Time) (inv Invite, err error) {
	err = s.view(ctx, "read an invitation", func(t *tx) error {
		inv, err = t.answerable(id, invitee, now)
		return err
	})
	return inv, err
}

// Decline keeps that the invitee does not want the invitation. Its inviter is not told,
// and it ends on the seventh day as if nobody had answered; until then the invitee may
// change their mind. via is the message that the reply to the press replaces, "" for
// none. Decline fails with ErrTooLate and the invitation if it is over.
func (s *Store) Decline(ctx context.Context, id ID, invitee, via string, now time.Time) (inv Invite, err error) {
	err = s.write(ctx, "decline an invitation", func(t *tx) error {
		inv, err = t.answerable(id, invitee, now)
		if err != nil {
			return err
		}
		inv.Declined = true
		if err := t.Exec(`UPDATE invites SET declined = ?2 WHERE id = ?1`, id, inv.sealDeclined(true)); err != nil {
			return err
		}
		if err := t.oweInviteOver(inv); err != nil { // one that an earlier version sent may owe none yet
			return err
		}
		return t.oweEdit(KindInvite, id, via, now)
	})
	return inv, err
}

package store

import (
	"context"
	"fmt"
	"time"
)

const (
	// MaxInvitesOpen is how many invitations of one person are open to them (product rule).
	MaxInvitesOpen = 3
	// MaxInvitesDay is how many invitations a person sends within 24 hours (product rule).
	MaxInvitesDay = 5
	// UnsentLife is how long after /pair the invitation can be sent.
	UnsentLife = time.Hour
	// maxUnsent is how many unsent invitations a person has. Each holds the name of
	// somebody who knows nothing of it.
	maxUnsent = 3
)

// roomForInvite fails with ErrInvitesOpen if MaxInvitesOpen invitations are open to a
// person, and with Capped for ErrInvitesToday if they have sent MaxInvitesDay within a day.
// It counts whatever their invitees did, because a place that became free would tell of
// it. It does not count what was sent under a clock that was ahead.
func (t *tx) roomForInvite(inviter string, now time.Time) error {
	var open, today int
	err := t.QueryRow(`SELECT count(*) FROM invites WHERE inviter = ?1 AND sent_at > ?2 AND sent_at <= ?3 AND coalesce(ended_at, ?3 + 1) > ?3`,
		inviter, now.Add(-InviteLife).Unix(), now.Unix()).Scan(&open)
	if err != nil {
		return fmt.Errorf("count open invitations: %w", err)
	}
	if open >= MaxInvitesOpen {
		return ErrInvitesOpen
	}
	var last time.Time // the one that has to be a day old before the next can go
	err = t.QueryRow(`SELECT count(*), min(sent_at) FROM (SELECT sent_at FROM invites WHERE inviter = ?1 AND sent_at > ?2 AND sent_at <= ?3 ORDER BY sent_at DESC LIMIT ?4)`,
		inviter, now.Add(-inviteAgain).Unix(), now.Unix(), MaxInvitesDay).Scan(&today, stamp{&last})
	if err != nil {
		return fmt.Errorf("count the day's invitations: %w", err)
	}
	if today >= MaxInvitesDay {
		return Capped{ErrInvitesToday, last.Add(inviteAgain)}
	}
	return nil
}

// dropUnsent makes room for one more unsent invitation from inviter to invitee: it
// deletes an earlier one to the same person, and the oldest beyond maxUnsent.
func (t *tx) dropUnsent(inviter, invitee string) error {
	return t.deleteUnsent(`inviter = ?1 AND sent_at IS NULL AND (invitee = ?2 OR id NOT IN (SELECT id FROM invites
		WHERE inviter = ?1 AND sent_at IS NULL AND invitee <> ?2 ORDER BY created_at DESC LIMIT ?3))`, inviter, invitee, maxUnsent-1)
}

// lapseUnsent deletes the invitations that were not sent within UnsentLife.
func (t *tx) lapseUnsent(now time.Time) error {
	return t.deleteUnsent(`sent_at IS NULL AND created_at <= ?1`, now.Add(-UnsentLife).Unix())
}

// deleteUnsent deletes unsent invitations, and the names that they keep.
func (t *tx) deleteUnsent(which string, args ...any) error {
	if err := t.Exec(`DELETE FROM couples WHERE id IN (SELECT couple_id FROM invites WHERE `+which+`)`, args...); err != nil {
		return fmt.Errorf("delete the names of unsent invitations: %w", err)
	}
	if err := t.Exec(`DELETE FROM invites WHERE `+which, args...); err != nil {
		return fmt.Errorf("delete unsent invitations: %w", err)
	}
	return nil
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
		return t.deleteUnsent(`id = ?1`, id)
	})
}

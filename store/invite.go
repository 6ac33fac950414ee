package store

import (
	"context"
	"time"

	"leanon/store/seal"
)

const (
	// InviteLife is how long an invitation can be accepted (product rule).
	InviteLife = 7 * 24 * time.Hour
	// CannotBringAfter is how long after its turn the inviter reads that an invitation
	// cannot be brought, whether the invitee's direct messages are closed or the invitee
	// wants no more invitations from them.
	CannotBringAfter = 3 * time.Minute
)

// Invite is one person's wish to be a couple with another.
type Invite struct {
	ID      ID
	Inviter string
	Invitee string    // "" if they were forgotten since
	SentAt  time.Time // when the inviter pressed Send invitation; zero before
	// EndedAt is when it was accepted or taken back, when it lapsed, or when the inviter
	// reads that it cannot be brought, which may be still to come. A decline does not end it.
	EndedAt  time.Time
	Declined bool      // for the invitee alone: the inviter must see no trace of it
	Couple   Couple    // as the reader sees it; zero if the invitation ended without a couple
	GoesAt   time.Time // when its turn comes; only SendInvite says so
	Here     bool      // it stands in the chat that the two have with one another, and has no message of ours

	begunAt time.Time
}

// Open says whether the invitation is open to its inviter at t. To its invitee it is
// open if besides they can still agree to it, which Answerable says.
func (i Invite) Open(t time.Time) bool {
	return !i.SentAt.IsZero() && (i.EndedAt.IsZero() || t.Before(i.EndedAt)) && t.Before(i.Until())
}

// Answerable says whether the invitee can agree to the invitation at t, also after they
// declined it. They cannot if it never reaches them.
func (i Invite) Answerable(t time.Time) bool { return i.Open(t) && i.EndedAt.IsZero() }

// Until is when the invitation lapses.
func (i Invite) Until() time.Time { return i.SentAt.Add(InviteLife) }

// Draft makes an invitation that is not sent yet, and so keeps the names that Discord
// tells now. It fails with ErrPaired or ErrInvitedToday if these two cannot have an
// invitation now, and with ErrInvitesOpen or ErrInvitesToday if inviter has sent too many.
// If one is open to inviter, whoever of the two sent it, Draft fails with ErrInviteOpen and
// returns that one.
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
		if inv, err = t.mayInvite(inviter, invitee, now); err != nil {
			return err
		}
		if err := t.dropUnsent(inviter, invitee); err != nil {
			return err
		}
		c := Couple{ID: newID(), key: seal.NewKey()}
		wrapped, err := t.wrap(c.key, coupleKeyAt(c.ID))
		if err != nil {
			return err
		}
		if err := t.Exec(`INSERT INTO couples (id, wrapped_key) VALUES (?1, ?2)`, c.ID, wrapped); err != nil {
			return err
		}
		for person, name := range map[string]string{inviter: inviterName, invitee: inviteeName} {
			err := t.Exec(`INSERT INTO members (couple_id, person, name, standing, seasons) VALUES (?1, ?2, ?3, ?4, ?5)`,
				c.ID, person, c.key.Seal([]byte(name), nameAt(c.ID, person, false)), standing{}.seal(c.key, c.ID, person), Seasons{}.seal(c.key, c.ID, person))
			if err == nil {
				err = t.saveCard(c, person, OwnCard{})
			}
			if err != nil {
				return err
			}
		}
		id := newID()
		err = t.Exec(`INSERT INTO invites (id, couple_id, inviter, invitee, created_at) VALUES (?1, ?2, ?3, ?4, ?5)`,
			id, c.ID, inviter, invitee, now.Unix())
		if err != nil {
			return err
		}
		inv, err = t.invite(id, inviter)
		return err
	})
	return inv, err
}

// mayInvite fails with ErrPaired or ErrInvitedToday if inviter cannot invite invitee now,
// and as roomForInvite does if they cannot invite anybody.
// If an invitation between the two is open to inviter, mayInvite fails with ErrInviteOpen
// and returns it: the other's first, because inviter can agree to it.
//
// A person may invite another once a day, whatever became of it, so that a second try
// reveals nothing. The other may invite them on the same day: whoever sends an invitation
// agreed to hear from that person.
func (t *tx) mayInvite(inviter, invitee string, now time.Time) (open Invite, err error) {
	var paired, today bool
	err = t.QueryRow(`SELECT count(*) > 0 FROM members a JOIN members b ON b.couple_id = a.couple_id JOIN couples c ON c.id = a.couple_id
		WHERE a.person = ?1 AND b.person = ?2 AND c.formed_at IS NOT NULL`, inviter, invitee).Scan(&paired)
	if err != nil {
		return open, err
	}
	if paired {
		return open, ErrPaired
	}
	theirs, err := t.sentWithin(InviteLife, invitee, inviter, inviter, now)
	if err != nil {
		return open, err
	}
	for _, i := range theirs {
		if i.Answerable(now) {
			return i, ErrInviteOpen
		}
	}
	own, err := t.sentWithin(InviteLife, inviter, invitee, inviter, now)
	if err != nil {
		return open, err
	}
	for _, i := range own {
		if i.Open(now) {
			return i, ErrInviteOpen
		}
		today = today || i.SentAt.After(now.Add(-inviteAgain))
	}
	if today {
		return open, ErrInvitedToday
	}
	return open, t.roomForInvite(inviter, now)
}

// SendInvite keeps the inviter's consent and owes the invitee the invitation, when its turn
// comes (GoesAt), and the inviter a message on the seventh day. If the invitee wants no
// invitations from this person, it ends when its turn comes, and the inviter reads the same
// as after an invitation that could not be delivered. It fails as Draft does, and with ErrTooLate and the invitation
// if that was sent before (SentAt) or begun more than UnsentLife ago.
func (s *Store) SendInvite(ctx context.Context, id ID, inviter string, read FactsRead, now time.Time) (inv Invite, err error) {
	err = s.write(ctx, "send an invitation", func(t *tx) error {
		if inv, err = t.beginInvite(id, inviter, read, now); err != nil {
			return err
		}
		if inv.GoesAt, err = t.takeTurn(now); err != nil {
			return err
		}
		return t.owe(notice{Person: inv.Invitee, Couple: inv.Couple.ID, Kind: KindInvite, Ref: id, Lane: LaneWaiting, Due: inv.GoesAt})
	})
	return inv, err
}

// ShowInvite is SendInvite for an invitation that the inviter puts, by this act, into the
// chat that the two have with one another. It owes the invitee nothing. If they want no
// invitations from this person, it is over at once (Open says so) and must not be shown.
func (s *Store) ShowInvite(ctx context.Context, id ID, inviter string, read FactsRead, now time.Time) (inv Invite, err error) {
	err = s.write(ctx, "show an invitation", func(t *tx) error {
		if inv, err = t.beginInvite(id, inviter, read, now); err != nil {
			return err
		}
		inv.Here = true
		if err := t.Exec(`UPDATE invites SET here = 1 WHERE id = ?1`, id); err != nil {
			return err
		}
		unwanted, err := t.wantsNone(inv)
		if err != nil || !unwanted {
			return err
		}
		if err := t.dropInviteFailed(inv); err != nil {
			return err
		}
		inv.EndedAt = now
		return t.endInvite(inv, now)
	})
	return inv, err
}

// beginInvite keeps the inviter's consent, and owes them a message on the seventh day. It
// fails as SendInvite does, and then returns the invitation as that does.
func (t *tx) beginInvite(id ID, inviter string, read FactsRead, now time.Time) (inv Invite, err error) {
	if inv, err = t.invite(id, inviter); err != nil {
		return inv, err
	}
	if inv.Inviter != inviter {
		return inv, ErrNotYours
	}
	if !inv.SentAt.IsZero() || !inv.EndedAt.IsZero() || !now.Before(inv.begunAt.Add(UnsentLife)) {
		return inv, ErrTooLate
	}
	if open, err := t.mayInvite(inv.Inviter, inv.Invitee, now); err != nil {
		return open, err
	}
	inv.SentAt = now
	err = t.Exec(`UPDATE invites SET sent_at = ?2, declined = ?3 WHERE id = ?1`, id, now.Unix(), inv.sealDeclined(false))
	if err != nil {
		return inv, err
	}
	if err := t.consent(inv.Couple, inviter, read, now.Unix()); err != nil {
		return inv, err
	}
	return inv, t.oweInviteOver(inv)
}

package store

import (
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// invite reads an invitation for its inviter or, once it was sent, its invitee. It fails
// with ErrNotYours for anybody else.
func (t *tx) invite(id ID, person string) (Invite, error) {
	i := Invite{ID: id}
	var couple sql.NullInt64
	var declined []byte
	err := t.QueryRow(`SELECT couple_id, inviter, invitee, created_at, sent_at, ended_at, declined, here FROM invites WHERE id = ?1`, id).
		Scan(&couple, &i.Inviter, &i.Invitee, stamp{&i.begunAt}, stamp{&i.SentAt}, stamp{&i.EndedAt}, &declined, &i.Here)
	if errors.Is(err, sql.ErrNoRows) {
		return Invite{}, ErrNotYours
	}
	if err != nil {
		return Invite{}, fmt.Errorf("read invitation: %w", err)
	}
	if person != i.Inviter && (person != i.Invitee || i.SentAt.IsZero()) {
		return Invite{}, ErrNotYours
	}
	if !couple.Valid {
		return i, nil
	}
	if i.Couple, err = t.anyCouple(person, `c.id = ?1`, couple.Int64); err != nil {
		return Invite{}, err
	}
	if person == i.Invitee && declined != nil {
		said, err := i.Couple.key.OpenText(declined, i.declinedAt())
		if err != nil {
			return Invite{}, err
		}
		i.Declined = said != ""
	}
	return i, nil
}

// sealDeclined seals whether the invitee declined. Both have the same length.
func (i Invite) sealDeclined(declined bool) []byte {
	said := ""
	if declined {
		said = "declined"
	}
	return i.Couple.key.Seal([]byte(said), i.declinedAt())
}

// sentWithin reads the invitations that inviter sent to invitee not longer ago than age, as
// reader sees them, who is one of the two. To the inviter it shows also those whose
// invitee was forgotten since.
func (t *tx) sentWithin(age time.Duration, inviter, invitee, reader string, now time.Time) (all []Invite, err error) {
	type sent struct {
		id        ID
		forgotten []byte
	}
	var found []sent
	err = t.ForEach(func(r *sql.Rows) error {
		var s sent
		err := r.Scan(&s.id, &s.forgotten)
		found = append(found, s)
		return err
	}, `SELECT id, forgotten FROM invites WHERE inviter = ?1 AND (invitee = ?2 OR forgotten IS NOT NULL AND ?1 = ?3) AND sent_at > ?4`,
		inviter, invitee, reader, now.Add(-age).Unix())
	if err != nil {
		return nil, fmt.Errorf("list invitations: %w", err)
	}
	for _, s := range found {
		if s.forgotten != nil {
			whom, err := t.forgottenInvitee(s.id, inviter, s.forgotten)
			if err != nil {
				return nil, err
			}
			if whom != invitee {
				continue
			}
		}
		i, err := t.invite(s.id, reader)
		if err != nil {
			return nil, err
		}
		all = append(all, i)
	}
	return all, nil
}

// forgottenInvitee opens whom an invitation went to whose invitee was forgotten.
func (t *tx) forgottenInvitee(id ID, inviter string, sealed []byte) (string, error) {
	p, _, err := t.partner(inviter)
	if err != nil {
		return "", err
	}
	return p.key.OpenText(sealed, forgottenAt(id, inviter))
}

// forgetInvitee takes the invitee out of an invitation, which stays open to its inviter
// and counts as one of theirs.
func (t *tx) forgetInvitee(i Invite) error {
	p, err := t.ensurePartner(i.Inviter)
	if err != nil {
		return err
	}
	return t.Exec(`UPDATE invites SET invitee = '', declined = NULL, forgotten = ?2 WHERE id = ?1`,
		i.ID, p.key.Seal([]byte(i.Invitee), forgottenAt(i.ID, i.Inviter)))
}

// invitesBy lists the invitations that a person sent, without Couple. How each ended
// concerns its invitee.
func (t *tx) invitesBy(inviter string) (all []Invite, err error) {
	forgotten := map[ID][]byte{}
	err = t.ForEach(func(r *sql.Rows) error {
		i := Invite{Inviter: inviter}
		var sealed []byte
		err := r.Scan(&i.ID, &i.Invitee, stamp{&i.SentAt}, &sealed)
		if sealed != nil {
			forgotten[i.ID] = sealed
		}
		all = append(all, i)
		return err
	}, `SELECT id, invitee, sent_at, forgotten FROM invites WHERE inviter = ?1 AND sent_at IS NOT NULL ORDER BY sent_at`, inviter)
	if err != nil {
		return nil, fmt.Errorf("read invitations: %w", err)
	}
	for n, i := range all {
		if sealed := forgotten[i.ID]; sealed != nil {
			if all[n].Invitee, err = t.forgottenInvitee(i.ID, inviter, sealed); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

// declinedBy lists the invitations that a person declined and that are not over, without
// Couple.
func (t *tx) declinedBy(invitee string) (all []Invite, err error) {
	var ids []ID
	err = t.ForEach(func(r *sql.Rows) error {
		var id ID
		err := r.Scan(&id)
		ids = append(ids, id)
		return err
	}, `SELECT id FROM invites WHERE invitee = ?1 AND sent_at IS NOT NULL AND ended_at IS NULL ORDER BY sent_at`, invitee)
	if err != nil {
		return nil, fmt.Errorf("read invitations: %w", err)
	}
	for _, id := range ids {
		i, err := t.invite(id, invitee)
		if err != nil {
			return nil, err
		}
		if i.Declined {
			i.Couple = Couple{}
			all = append(all, i)
		}
	}
	return all, nil
}

// InviterReads returns what decides in which language the inviter reads: the key that they
// have chosen, and the locale of their Discord. Somebody who never acted reads their
// invitation in that language.
func (v View) InviterReads(inv Invite) (reads, locale string, err error) {
	p, _, err := v.t.partner(inv.Inviter)
	if errors.Is(err, ErrAltered) { // nobody's invitation waits for that
		return "", "", nil
	}
	return p.Reads, p.Locale, err
}

package store

import (
	"fmt"
	"time"
)

// Discord takes a new bot that opens many direct messages at once for one that sends spam;
// people report it from 20 to 50 on. So invitations have a slow lane: firstAtOnce an hour
// go at once, and beyond them one each firstApart. Every invitation takes a turn in it,
// also one that its invitee does not want, so that its inviter cannot tell that from closed
// direct messages by the time.

const (
	firstAtOnce = 30
	firstHour   = time.Hour
	firstApart  = time.Minute
	// turnLasts is how long after its turn an invitation may still go. Later, as after an
	// outage, it takes another turn.
	turnLasts = time.Minute
)

// takeTurn returns when the next invitation may go, and keeps that for the ones after it.
func (t *tx) takeTurn(now time.Time) (time.Time, error) {
	if err := t.forgetTurns(now); err != nil {
		return time.Time{}, err
	}
	var taken int
	var last time.Time
	if err := t.QueryRow(`SELECT count(*), max(due_at) FROM first_contacts`).Scan(&taken, stamp{&last}); err != nil {
		return time.Time{}, fmt.Errorf("read the turns of invitations: %w", err)
	}
	turn := now
	if taken >= firstAtOnce {
		turn = maxTime(now, last.Add(firstApart))
	}
	if err := t.Exec(`INSERT INTO first_contacts (due_at) VALUES (?1)`, turn.Unix()); err != nil {
		return time.Time{}, fmt.Errorf("take a turn: %w", err)
	}
	return turn, nil
}

// forgetTurns deletes the turns that are an hour old, and those that are later than all
// of them could be, which come of a clock that was ahead.
func (t *tx) forgetTurns(now time.Time) error {
	err := t.Exec(`DELETE FROM first_contacts WHERE due_at <= ?1 OR due_at > ?2 + ?3 * (SELECT count(*) FROM first_contacts)`,
		now.Add(-firstHour).Unix(), now.Unix(), int64(firstApart/time.Second))
	if err != nil {
		return fmt.Errorf("forget past turns: %w", err)
	}
	return nil
}

// bring says whether an invitation that is about to go has to wait for a turn, and until
// when. It marks one whose invitee wants none from its inviter.
func (t *tx) bring(n *noticeRow, now time.Time) (at int64, wait bool, err error) {
	if now.Sub(n.Due) > turnLasts {
		if n.Due, err = t.takeTurn(now); err != nil {
			return 0, false, err
		}
		if err := t.Exec(`UPDATE notices SET due_at = ?2 WHERE id = ?1`, n.ID, n.Due.Unix()); err != nil {
			return 0, false, fmt.Errorf("move an invitation to its turn: %w", err)
		}
		if n.Due.After(now) {
			return n.Due.Unix(), true, nil
		}
	}
	inv, err := t.invite(n.Ref, n.Person)
	if err != nil || n.MayHaveArrived {
		return 0, false, err
	}
	n.Unwanted, err = t.wantsNone(inv)
	return 0, false, err
}

// wantsNone reports whether the invitee wants no invitations from the inviter.
func (t *tx) wantsNone(inv Invite) (unwanted bool, err error) {
	err = t.QueryRow(`SELECT count(*) > 0 FROM refusals WHERE person = ?1 AND inviter = ?2`, inv.Invitee, inv.Inviter).Scan(&unwanted)
	if err != nil {
		return false, fmt.Errorf("read who wants no invitations: %w", err)
	}
	return unwanted, nil
}

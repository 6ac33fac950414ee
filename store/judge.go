package store

import (
	"errors"
	"time"
)

// This file alone decides whether a notice may go now: causeGone says whether there is
// still a reason to send it, heldUntil whether it has to wait, early whether its moment is
// still to come.

// early says whether a notice woke at the quarter before its moment, to learn that moment.
func (n noticeRow) early(now time.Time) bool {
	return !n.MayHaveArrived && n.moment.After(now)
}

// heldUntil says whether a notice has to wait, and until when, in unix seconds. That is
// parked if it waits until its person acts.
func (t *tx) heldUntil(n noticeRow, p Partner, now time.Time) (at int64, wait bool, err error) {
	if p.Unreachable && n.Kind != KindInvite {
		return parked, true, nil
	}
	if !n.held {
		return 0, false, nil
	}
	if n.Kind == KindFollowUp {
		if _, owed, err := t.answerArrived(n.Ref); err != nil || owed {
			return now.Add(max(t.s.defaults.FollowUp, time.Minute)).Unix(), owed, err // its arrival may set another time
		}
	}
	if n.Couple != 0 {
		c, err := t.couple(n.Couple, n.Person)
		if err != nil {
			return 0, false, err
		}
		if n.Kind == KindBreath { // neither quiet hours nor a breath of its reader hold it
			at, wait := c.breathHeld(n, now)
			return at, wait, nil
		}
		if c.Me.Paused(now) {
			if c.Me.PausedUntil.IsZero() {
				return parked, true, nil
			}
			return c.Me.PausedUntil.Unix(), true, nil
		}
		if end := c.breathHolds(n, now); !end.IsZero() {
			return end.Unix(), true, nil
		}
	}
	if end, quiet := t.quietEnd(p, now); quiet {
		return end.Unix(), true, nil
	}
	return 0, false, nil
}

// carry lets the message of n tell of all needs that its person is owed a message of its
// kind about in the couple now. It leaves out a need that was withdrawn, and one whose
// message Discord refused: that may be refused again. Callers must not call it for a
// message that may have arrived, because that would not tell of the added needs, nor for
// one that was refused.
func (t *tx) carry(n *Notice, now time.Time) error {
	more, err := t.Changed(`UPDATE notices SET carried_by = ?1, wake_at = NULL
		WHERE person = ?2 AND couple_id = ?3 AND kind = ?4 AND id <> ?1 AND wake_at <= ?5 AND attempted_at IS NULL AND refusals = 0 AND carried_by IS NULL
		AND ref IN (SELECT id FROM needs WHERE withdrawn_at IS NULL)`,
		n.ID, n.Person, n.Couple, n.Kind, now.Unix())
	if err != nil {
		return err
	}
	if err == nil && more {
		n.Notes, err = t.notesOf(n.Ref, n.ID)
	}
	return err
}

// causeGone says whether the reason for a notice is gone, so that it is not to be sent.
func (t *tx) causeGone(n noticeRow, p Partner, now time.Time) (bool, error) {
	gone := func(ok bool, err error) (bool, error) {
		if errors.Is(err, ErrNotYours) {
			return true, nil
		}
		return !ok, err
	}
	switch n.Kind {
	case KindInvite:
		i, err := t.invite(n.Ref, n.Person)
		return gone(i.Answerable(now) && !i.Declined, err)
	case KindCheckIn:
		in, err := t.checkIn(n.Ref, n.Person)
		if err != nil {
			return gone(false, err)
		}
		return gone(t.checkInWanted(in, n, p, now))
	case KindPreview:
		e, err := t.exchange(n.Ref, n.Person)
		return gone(e.Need.Draft(), err)
	case KindNote: // its message may announce other needs, not all of them answered through /needs
		return t.noneOf(n, func(need Need) bool { return need.Sent() && need.AnsweredAt.IsZero() })
	case KindThanks, KindTalk:
		e, err := t.exchange(n.Ref, n.Person)
		return gone(e.Need.Sent(), err)
	case KindProposal:
		return t.proposalGone(n, now)
	case KindNotTaken:
		return gone(t.stillNotTaken(n))
	case KindFollowUp:
		return gone(t.followUpWanted(n))
	case KindRest:
		return t.noneOf(n, Need.Resting)
	case KindAnswer, KindHeard: // somebody sent these words, so they arrive even if the asker took the need back meanwhile
		_, err := t.exchangeOfAnswer(n.Ref, n.Person)
		return gone(true, err)
	case KindReminder:
		e, err := t.exchangeOfAnswer(n.Ref, n.Person)
		if err != nil || !e.Need.Sent() {
			return gone(false, err)
		}
		promise := e.Need.lastPromise()
		over, err := t.over(promise, p.Zone, now)
		return gone(promise.ID == n.Ref && !over, err)
	case KindPaused:
		return gone(t.pauseGoesOn(n, now))
	case KindBreath:
		return gone(t.breathWanted(n, now))
	case KindWhom, KindTyped:
		_, _, err := t.heard(n.Ref, n.Person)
		if errors.Is(err, ErrTooLate) {
			return true, nil
		}
		return gone(true, err)
	case KindWeek:
		return gone(t.weekWanted(n, p, now))
	case KindConsent:
		c, err := t.confirmation(n.Couple, n.Person)
		return gone(c.Round == n.Round, err)
	}
	return false, nil
}

// pauseGoesOn says whether the pause that a notice tells of lasts still.
func (t *tx) pauseGoesOn(n noticeRow, now time.Time) (bool, error) {
	c, err := t.couple(n.Couple, n.Person)
	return c.Other.Paused(now) && c.Other.PausedAt.Unix() == int64(n.Round), err
}

// noneOf says whether none of the needs that a message tells of is so any more.
func (t *tx) noneOf(n noticeRow, so func(Need) bool) (bool, error) {
	for _, id := range n.Notes {
		e, err := t.exchange(id, n.Person)
		if err != nil && !errors.Is(err, ErrNotYours) || err == nil && so(e.Need) {
			return false, err
		}
	}
	return true, nil
}

// checkInWanted says whether a message of a check-in is still to come. The first one is
// sent in a pause too: the check-in was opened before the pause, or its person asked for
// it. A check-in of a later date stays open: its person travelled west, or the clock was
// set back.
func (t *tx) checkInWanted(in CheckIn, n noticeRow, p Partner, now time.Time) (bool, error) {
	if !in.Open() {
		return false, nil
	}
	if n.Round == roundFirst {
		for _, b := range []Breath{in.Couple.Me.Breath, in.Couple.Other.Breath} {
			if in.Couple.Me.binds(b, now) && n.Due.Before(b.At) {
				return false, nil // it had not come when the breath began
			}
		}
		today, err := t.localDate(p.Zone, now)
		return in.LocalDate >= today, err
	}
	if in.Couple.Me.Paused(now) {
		return false, nil
	}
	return t.stillMeant(n.Due, now, p)
}

// over says whether the day that an answer names is past on its author's clock. After
// that a reminder would only nag. It is false for a time in a person's own words.
func (t *tx) over(a Answer, zone string, now time.Time) (bool, error) {
	if !a.NamesDay() || a.Moment.IsZero() {
		return false, nil
	}
	last := a.Moment
	if last.Location() == time.UTC && zone != "" {
		var err error
		if last, err = t.s.clock.In(zone, last); err != nil {
			return false, errors.Join(ErrNoZone, err)
		}
	}
	if a.Time == "weekend" && last.Weekday() == time.Saturday {
		last = last.AddDate(0, 0, 1)
	}
	today, err := t.localDate(zone, now)
	return today > last.Format(dateForm), err
}

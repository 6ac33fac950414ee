package store

import (
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// This file says what becomes of the messages about a breath, and when nothing of it is
// kept any more.

// breathWanted says whether a message about a breath is still to come. The lines for the
// other are dropped once the time that they name has passed, and those that follow the
// first one also where that did not arrive: somebody who was spared a breath is told
// nothing of its end.
func (t *tx) breathWanted(n noticeRow, now time.Time) (bool, error) {
	c, err := t.couple(n.Couple, n.Person)
	if err != nil {
		return false, err
	}
	b := c.Other.Breath
	switch n.Round {
	case RoundBreathTime, RoundBreathTimeAgain:
		b = c.Me.Breath
		first := n.Round == RoundBreathTime && !b.Longer || n.Round == RoundBreathTimeAgain && b.Longer
		return b.ID == n.Ref && first && !b.Over && !c.Me.Paused(now) && now.Before(b.Until.Add(breathOver)), nil
	case RoundBreath:
		return b.ID == n.Ref && now.Before(b.Named), nil
	case RoundBreathLonger:
		if !now.Before(b.Until) {
			return false, nil
		}
	}
	if b.ID != n.Ref {
		return false, nil
	}
	var arrived bool
	err = t.QueryRow(`SELECT count(*) > 0 FROM notices WHERE person = ?1 AND kind = ?2 AND ref = ?3 AND round = ?4 AND message IS NOT NULL`,
		n.Person, KindBreath, n.Ref, RoundBreath).Scan(&arrived)
	if err != nil {
		return false, fmt.Errorf("look for the line about a breath: %w", err)
	}
	return arrived, nil
}

// breathHeld returns until when a pause holds a line about the other's breath: until it
// ends, or until the line is dropped.
func (c Couple) breathHeld(n noticeRow, now time.Time) (at int64, wait bool) {
	if !c.Me.Paused(now) {
		return 0, false
	}
	at = parked
	if !c.Me.PausedUntil.IsZero() {
		at = c.Me.PausedUntil.Unix()
	}
	drops := c.Other.Breath.Until.Add(breathOver)
	switch n.Round {
	case RoundBreath:
		drops = c.Other.Breath.Named
	case RoundBreathLonger:
		drops = c.Other.Breath.Until
	}
	if !drops.After(now) {
		return 0, false // its cause is gone
	}
	return min(at, drops.Unix()), true
}

// hushed says whether a notice comes without a sound: what is about a breath comes at once,
// also in quiet hours.
func (t *tx) hushed(k Kind, p Partner, now time.Time) bool {
	if k != KindBreath {
		return false
	}
	_, quiet := t.quietEnd(p, now)
	return quiet
}

// dropBreath deletes the rows of the messages about a breath.
func (t *tx) dropBreath(id ID) error {
	if id == 0 {
		return nil
	}
	return t.Exec(`DELETE FROM notices WHERE kind = ?1 AND ref = ?2`, KindBreath, id)
}

// forgetBreaths deletes breaths, with the rows of their messages, on the day after they
// began or ended. It leaves those that were changed by hand. What a breath says about the
// couple's questions goes within a week.
func (t *tx) forgetBreaths(now time.Time) error {
	var all []memberKey
	err := t.ForEach(func(r *sql.Rows) error {
		var m memberKey
		err := r.Scan(&m.couple, &m.person)
		all = append(all, m)
		return err
	}, `SELECT couple_id, person FROM members WHERE breath IS NOT NULL`)
	if err != nil {
		return fmt.Errorf("list breaths: %w", err)
	}
	for i := 0; i < len(all); i++ {
		if i > 0 && all[i].couple == all[i-1].couple {
			continue
		}
		if err := t.forgetBreathsOf(all[i], now); err != nil && !errors.Is(err, ErrAltered) && !errors.Is(err, ErrNotYours) {
			return err
		}
	}
	return t.Exec(`UPDATE couples SET easy_after = NULL WHERE easy_after NOT BETWEEN ?1 AND ?2`,
		now.Add(-8*24*time.Hour).UTC().Format(dateForm), now.Add(3*24*time.Hour).UTC().Format(dateForm))
}

// forgetBreathsOf empties the breaths of a couple once nothing of either is needed.
func (t *tx) forgetBreathsOf(m memberKey, now time.Time) error {
	c, err := t.couple(m.couple, m.person)
	if err != nil {
		return err
	}
	left := 0
	for _, m := range []*Member{&c.Me, &c.Other} {
		b := m.Breath
		if b.ID == 0 {
			continue
		}
		p, _, err := t.partner(m.Person)
		if err != nil {
			return err
		}
		today, err := t.localDate(p.Zone, now)
		if err != nil {
			return err
		}
		if b.At.Before(now.Add(MaxBreath)) && (b.Date >= today || now.Before(b.Until.Add(breathOver))) {
			left++
			continue
		}
		if err := t.dropBreath(b.ID); err != nil {
			return err
		}
		m.Breath = Breath{}
		if err := t.saveBreath(c, *m); err != nil {
			return err
		}
	}
	if left > 0 {
		return nil
	}
	return t.Exec(`UPDATE members SET breath = NULL WHERE couple_id = ?1`, c.ID)
}

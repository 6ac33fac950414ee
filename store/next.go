package store

import (
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// A member gets one check-in on a local date, with two exceptions: a rhythm of several
// times a day, and a rhythm that itself asks twice on one date, because a time that the
// clock skipped may come on the next date (Nuuk in March). So a check-in excludes another
// one on its date only if it was not a slot of the present rhythm: the person asked for
// it, or it came from an earlier rhythm or another zone.

// slotOn is a check-in's slot and its local date. The zero slotOn is no check-in.
type slotOn struct {
	at   time.Time
	date string
}

// near returns the bounds, in unix seconds, between which a member's last slot may lie.
// An earlier slot has a date before today in every zone. A later one was opened while the
// clock ran far ahead; if it counted, nothing would be opened until that time.
func near(now time.Time) (from, to int64) {
	return now.Add(-3 * longestDay).Unix(), now.Add(longestDay).Unix()
}

// lastSlot reads a member's last check-in within the bounds of near.
func (t *tx) lastSlot(couple ID, person string, now time.Time) (last slotOn, err error) {
	from, to := near(now)
	err = t.QueryRow(`SELECT slot_at, local_date FROM check_ins WHERE couple_id = ?1 AND person = ?2 AND slot_at BETWEEN ?3 AND ?4
		ORDER BY slot_at DESC LIMIT 1`, couple, person, from, to).Scan(stamp{&last.at}, &last.date)
	if errors.Is(err, sql.ErrNoRows) {
		return slotOn{}, nil
	}
	if err != nil {
		return last, fmt.Errorf("read the last check-in: %w", err)
	}
	return last, nil
}

// taken returns the local date up to which a member's last check-in excludes another one,
// "" for none, and the time up to which their rhythm has asked them, zero if it has not.
func (t *tx) taken(m Member, zone string, last slotOn) (date string, asked time.Time, err error) {
	if last.at.IsZero() {
		return "", asked, nil
	}
	own, err := t.s.clock.Next(m.Cron, zone, last.at.Add(-time.Second))
	if err != nil {
		return "", asked, err
	}
	if own.Equal(last.at) {
		return "", last.at, nil // the same slot does not come again after the clock was set back
	}
	gap, err := t.s.clock.Gap(m.Cron)
	if err != nil || gap < 24*time.Hour {
		return "", asked, err
	}
	return last.date, asked, nil
}

// nextFor returns the time of the first check-in of c.Me after now, after their pause and
// after a breath. It is zero if they have no rhythm or no zone, or pause without an end.
func (t *tx) nextFor(c Couple, zone string, now time.Time) (time.Time, error) {
	last, err := t.lastSlot(c.ID, c.Me.Person, now)
	if err != nil {
		return time.Time{}, err
	}
	from := now
	if calm := c.CalmUntil(now); !calm.IsZero() {
		from = calm.Add(-time.Second) // a slot at the very end of it is after it
	}
	return t.nextAfter(c.Me, zone, last, from)
}

// nextSlot returns the time of a member's next check-in, which may be due already: the one
// that was planned, or a sooner one of their rhythm, where a wrong clock planned that.
func (t *tx) nextSlot(c Couple, zone string, now time.Time) (time.Time, error) {
	next, err := t.nextFor(c, zone, now)
	if err != nil || next.IsZero() || c.Me.NextAt.IsZero() || next.Before(c.Me.NextAt) {
		return next, err
	}
	return c.Me.NextAt, nil
}

// nextAfter is nextFor for a caller who knows the member's last check-in, and of no breath.
func (t *tx) nextAfter(m Member, zone string, last slotOn, now time.Time) (time.Time, error) {
	if m.Cron == "" || zone == "" || m.Paused(now) && m.PausedUntil.IsZero() {
		return time.Time{}, nil
	}
	from := now
	if m.Paused(now) {
		from = m.PausedUntil.Add(-time.Second) // a slot at the very end of the pause is after it
	}
	taken, asked, err := t.taken(m, zone, last)
	if err != nil {
		return time.Time{}, err
	}
	from = maxTime(from, asked)
	for {
		next, err := t.s.clock.Next(m.Cron, zone, from)
		if err != nil || taken == "" {
			return next, err
		}
		date, err := t.localDate(zone, next)
		if err != nil {
			return time.Time{}, err
		}
		if date > taken {
			return next, nil
		}
		from = next
	}
}

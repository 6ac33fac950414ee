package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"leanon/clock"
)

const dateForm = "2006-01-02"

// SetRhythm changes a partner's own rhythm in one couple to a cron expression, or to ""
// for none. It fails with ErrTooOften if the host does not allow so short a rhythm, and
// with the clock's error if cron is not an expression.
func (s *Store) SetRhythm(ctx context.Context, id ID, person, cron string, now time.Time) (c Couple, err error) {
	if cron != "" {
		gap, err := s.clock.Gap(cron)
		if err != nil {
			return c, err
		}
		if gap < s.defaults.MinInterval {
			return c, ErrTooOften
		}
	}
	err = s.write(ctx, "set rhythm", func(t *tx) error {
		if _, err := t.couple(id, person); err != nil {
			return err
		}
		if err := t.Exec(`UPDATE members SET cron = ?3 WHERE couple_id = ?1 AND person = ?2`, id, person, cron); err != nil {
			return err
		}
		if err := t.setNext(id, person, now); err != nil {
			return err
		}
		if c, err = t.couple(id, person); err != nil {
			return err
		}
		return t.pressed(c, now)
	})
	return c, err
}

const (
	// many is how many couples get the host's default rhythm as it is.
	many = 1000
	// spreadOver is over how many minutes the rhythms of further couples begin: the evening
	// of 10,000 couples in one zone takes Discord's limit 7 minutes.
	spreadOver = 10
)

// firstRhythm returns the rhythm that a new couple starts with. Where there are many, each
// further couple has a few minutes of its own, the same for both partners and for good, so
// that their questions do not all wait for one another. Whoever sets a time gets that time.
func (t *tx) firstRhythm(couple ID) (cron string, err error) {
	var formed int
	err = t.QueryRow(`SELECT count(*) FROM (SELECT 1 FROM couples WHERE formed_at IS NOT NULL LIMIT ?1)`, many+1).Scan(&formed)
	if err != nil {
		return "", fmt.Errorf("count couples: %w", err)
	}
	if formed <= many { // this one counts
		return t.s.defaults.Cron, nil
	}
	return clock.Spread(t.s.defaults.Cron, int(couple%spreadOver)), nil
}

// setNext computes a member's next check-in from their rhythm, zone and pause, and
// writes it down.
func (t *tx) setNext(couple ID, person string, now time.Time) error {
	p, _, err := t.partner(person)
	if err != nil {
		return err
	}
	c, err := t.anyCouple(person, `c.id = ?1`, couple)
	if err != nil {
		return err
	}
	next, err := t.nextFor(c, p.Zone, now)
	if err != nil {
		return err
	}
	t.owed = true // the scheduler may have to wake sooner
	return t.Exec(`UPDATE members SET next_at = ?3 WHERE couple_id = ?1 AND person = ?2`, couple, person, unix(next))
}

// Times returns the next n check-ins of a partner in one couple, and none if they have
// no rhythm or pause without an end. It fails with ErrNoZone if no zone is known.
func (s *Store) Times(ctx context.Context, id ID, person string, n int, now time.Time) (at []time.Time, err error) {
	err = s.view(ctx, "list next check-ins", func(t *tx) error {
		c, err := t.couple(id, person)
		if err != nil || c.Me.Cron == "" {
			return err
		}
		p, _, err := t.partner(person)
		if err != nil {
			return err
		}
		if p.Zone == "" {
			return ErrNoZone
		}
		next, err := t.nextFor(c, p.Zone, now)
		for err == nil && !next.IsZero() && len(at) < n {
			at = append(at, next)
			next, err = s.clock.Next(c.Me.Cron, p.Zone, next)
		}
		return err
	})
	return at, err
}

// Pause stops a partner's check-ins and holds the messages that are relayed to them,
// from now until a time, or, if that is zero, until they resume. Nobody is told.
func (s *Store) Pause(ctx context.Context, id ID, person string, until, now time.Time) (c Couple, err error) {
	err = s.write(ctx, "pause", func(t *tx) error {
		c, err = t.pause(id, person, until, now)
		return err
	})
	return c, err
}

// pause begins a pause. If the member pauses already, it only changes the end of that
// pause.
func (t *tx) pause(id ID, person string, until, now time.Time) (Couple, error) {
	c, err := t.couple(id, person)
	if err != nil {
		return c, err
	}
	at := now
	if c.Me.Paused(now) {
		at = c.Me.PausedAt
	}
	err = t.Exec(`UPDATE members SET paused_at = ?3, paused_until = ?4 WHERE couple_id = ?1 AND person = ?2`, id, person, at.Unix(), unix(until))
	if err != nil {
		return c, err
	}
	return t.unpaused(id, person, now)
}

// Resume ends a partner's pause and wakes the notices that it held.
func (s *Store) Resume(ctx context.Context, id ID, person string, now time.Time) (c Couple, err error) {
	err = s.write(ctx, "resume", func(t *tx) error {
		c, err = t.resume(id, person, now)
		return err
	})
	return c, err
}

func (t *tx) resume(id ID, person string, now time.Time) (Couple, error) {
	if _, err := t.couple(id, person); err != nil {
		return Couple{}, err
	}
	err := t.Exec(`UPDATE members SET paused_at = NULL, paused_until = NULL WHERE couple_id = ?1 AND person = ?2`, id, person)
	if err != nil {
		return Couple{}, err
	}
	return t.unpaused(id, person, now)
}

// unpaused brings the member's next check-in, held notices and counted silence in line
// with a pause that was changed. It returns the couple as it is then.
func (t *tx) unpaused(id ID, person string, now time.Time) (Couple, error) {
	if err := t.setNext(id, person, now); err != nil {
		return Couple{}, err
	}
	if err := t.rejudge(person); err != nil {
		return Couple{}, err
	}
	if err := t.pauseChanged(id, person, now); err != nil {
		return Couple{}, err
	}
	c, err := t.couple(id, person)
	if err != nil {
		return c, err
	}
	return c, t.pressed(c, now)
}

// TellPaused owes the other partner one neutral message about this person's pause, at
// most once for each pause. It fails with ErrTooLate if the person does not pause, and with
// Capped for ErrPauseTold if they let another pause be told within a day.
func (s *Store) TellPaused(ctx context.Context, id ID, person string, now time.Time) (c Couple, err error) {
	err = s.write(ctx, "tell of a pause", func(t *tx) error {
		c, err = t.couple(id, person)
		if err != nil {
			return err
		}
		if !c.Me.Paused(now) {
			return ErrTooLate
		}
		round := int(c.Me.PausedAt.Unix())
		if err := t.roomForPauseLine(c, round, now); err != nil {
			return err
		}
		return t.owe(notice{Person: c.Other.Person, Couple: id, Kind: KindPaused, Ref: id, Round: round, Lane: LaneRelay, Held: true, Due: now})
	})
	return c, err
}

// quietEnd returns the end of the quiet hours that now lies in. It returns false if now
// lies in none, or if no zone is known.
func (t *tx) quietEnd(p Partner, now time.Time) (time.Time, bool) {
	if p.Zone == "" || p.Quiet == "" {
		return time.Time{}, false
	}
	return t.s.clock.QuietEnd(p.Quiet, p.Zone, now)
}

// localDate returns the date of a moment in a zone, or in UTC if zone is "". It fails
// with ErrNoZone if the clock refuses the zone.
func (t *tx) localDate(zone string, at time.Time) (string, error) {
	if zone == "" {
		return at.UTC().Format(dateForm), nil
	}
	local, err := t.s.clock.In(zone, at)
	if err != nil {
		return "", errors.Join(ErrNoZone, err)
	}
	return local.Format(dateForm), nil
}

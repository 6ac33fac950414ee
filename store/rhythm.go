package store

import (
	"context"
	"errors"
	"time"
)

const dateForm = "2006-01-02"

// SetRhythm changes a partner's own rhythm in one couple: a cron expression, or
// "" for none. ErrTooOften where it is shorter than the host allows; the clock's
// own errors where it is no expression.
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
		c, err = t.couple(id, person)
		return err
	})
	return c, err
}

// setNext computes a member's next check-in from what they said: rhythm, zone and
// pause.
func (t *tx) setNext(couple ID, person string, now time.Time) error {
	p, _, err := t.partner(person)
	if err != nil {
		return err
	}
	c, err := t.anyCouple(person, `c.id = ?1`, couple)
	if err != nil {
		return err
	}
	next, err := t.nextFor(c.Me, p.Zone, couple, now)
	if err != nil {
		return err
	}
	t.owed = true // the loop may have to wake sooner than it meant to
	return t.Exec(`UPDATE members SET next_at = ?3 WHERE couple_id = ?1 AND person = ?2`, couple, person, unix(next))
}

// Times are the next n check-ins of a partner in one couple; ErrNoZone while
// nobody has said where they are.
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
		next, err := t.nextFor(c.Me, p.Zone, id, now)
		for err == nil && !next.IsZero() && len(at) < n {
			at = append(at, next)
			next, err = s.clock.Next(c.Me.Cron, p.Zone, next)
		}
		return err
	})
	return at, err
}

// Pause stops a partner's check-ins and holds what would be relayed to them, at
// once, until a time or (zero) until they resume. Nobody is told.
func (s *Store) Pause(ctx context.Context, id ID, person string, until, now time.Time) (c Couple, err error) {
	err = s.write(ctx, "pause", func(t *tx) error {
		c, err = t.pause(id, person, until, now)
		return err
	})
	return c, err
}

// pause sets a pause or, in one that lasts, its end: that stays the same pause.
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

// Resume ends a partner's pause; what it held comes now.
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

// unpaused follows a changed pause: the next check-in, and what is held.
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
	return t.couple(id, person)
}

// TellPaused owes the partner the one neutral line, at most once for each pause.
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
		return t.owe(notice{Person: c.Other.Person, Couple: id, Kind: KindPaused, Ref: id, Round: round, Lane: LaneRelay, Held: true, Due: now})
	})
	return c, err
}

// quietEnd is the end of a person's quiet hours that now lies in, if it does.
func (t *tx) quietEnd(p Partner, now time.Time) (time.Time, bool) {
	if p.Zone == "" || p.Quiet == "" {
		return time.Time{}, false
	}
	return t.s.clock.QuietEnd(p.Quiet, p.Zone, now)
}

// localDate is the date on a person's own calendar, UTC's while no zone is known.
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

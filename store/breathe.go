package store

import (
	"context"
	"time"
)

// What somebody does about a breath. Nobody but who took one can name its end, and there is
// one a day from each.

// Breathe begins a breath of a person in a couple, and tells the other. It fails with
// ErrBreathed if they took one today on their calendar or one of theirs lasts, and with
// ErrTooLate if its end is too near or too far away. The couple is returned also with
// ErrBreathed.
func (s *Store) Breathe(ctx context.Context, id ID, person string, until, now time.Time) (c Couple, err error) {
	err = s.write(ctx, "take a breath", func(t *tx) error {
		if c, err = t.couple(id, person); err != nil {
			return err
		}
		p, _, err := t.partner(person)
		if err != nil {
			return err
		}
		date, err := t.localDate(p.Zone, now)
		if err != nil {
			return err
		}
		if c.Breathed(date, now) {
			return ErrBreathed
		}
		if !breathCanEnd(until, now) {
			return ErrTooLate
		}
		if err := t.dropBreath(c.Me.Breath.ID); err != nil {
			return err
		}
		c.Me.Breath = Breath{ID: newID(), At: now, Named: until, Until: until, Date: date}
		if err := t.saveBreath(c, c.Other); err != nil {
			return err
		}
		if err := t.breathes(c, now); err != nil {
			return err
		}
		return t.tellOfBreath(c, RoundBreath, now)
	})
	return c, err
}

// Breathed reports whether c.Me took a breath on a date of their calendar, or one of theirs
// lasts: then Breathe fails with ErrBreathed.
func (c Couple) Breathed(date string, now time.Time) bool {
	return c.Me.Breath.TakenOn(date, now) || c.Me.Breath.Lasts(now)
}

// TakenOn reports whether a breath was taken on a date or on a later one: the calendar goes
// back where its taker names another city, and no date comes twice by that.
func (b Breath) TakenOn(date string, now time.Time) bool {
	return b.Date >= date && b.At.Before(now.Add(MaxBreath))
}

// breathCanEnd reports whether a breath may end at until.
func breathCanEnd(until, now time.Time) bool {
	in := until.Sub(now)
	return in >= MinBreath-breathMeant && in <= MaxBreath+time.Minute
}

// breathes writes what follows from the end of c.Me's breath: it is sealed, questions of
// both come after it, and at its end its taker is asked.
func (t *tx) breathes(c Couple, now time.Time) error {
	b := c.Me.Breath
	if err := t.saveBreath(c, c.Me); err != nil {
		return err
	}
	if err := t.easeAfter(c, b.Until); err != nil {
		return err
	}
	for _, person := range []string{c.Me.Person, c.Other.Person} {
		if err := t.setNext(c.ID, person, now); err != nil {
			return err
		}
	}
	round := RoundBreathTime
	if b.Longer {
		round = RoundBreathTimeAgain
	}
	return t.owe(notice{Person: c.Me.Person, Couple: c.ID, Kind: KindBreath, Ref: b.ID, Round: round, Lane: LaneWaiting, Due: b.Until})
}

// tellOfBreath owes the other a line about the breath of c.Me. It comes at once, in quiet
// hours without a sound, and waits in a pause.
func (t *tx) tellOfBreath(c Couple, round int, now time.Time) error {
	return t.owe(notice{Person: c.Other.Person, Couple: c.ID, Kind: KindBreath, Ref: c.Me.Breath.ID, Round: round, Lane: LaneRelay, Held: true, Due: now})
}

// easeAfter lets the questions up to the date of a moment be calm ones, and the first of a
// later date a light one. Of the two calendars the date that is earlier counts, so that it
// is the next day for neither of them too late.
func (t *tx) easeAfter(c Couple, until time.Time) error {
	var date string
	for _, person := range []string{c.Me.Person, c.Other.Person} {
		p, _, err := t.partner(person)
		if err != nil {
			return err
		}
		local, err := t.localDate(p.Zone, until)
		if err != nil {
			return err
		}
		if date == "" || local < date {
			date = local
		}
	}
	return t.Exec(`UPDATE couples SET easy_after = max(?2, coalesce(easy_after, '')) WHERE id = ?1`, c.ID, date)
}

// BreatheLonger moves the end of a person's breath that is over, once, and tells the other.
// It fails with ErrTooLate if there is none that may, or if the end is too near or too far
// away.
func (s *Store) BreatheLonger(ctx context.Context, id ID, person string, until, now time.Time) (c Couple, err error) {
	err = s.write(ctx, "take longer", func(t *tx) error {
		if c, err = t.couple(id, person); err != nil {
			return err
		}
		b := &c.Me.Breath
		if !b.MayTakeLonger(now) || !breathCanEnd(until, now) {
			return ErrTooLate
		}
		b.Longer, b.Until = true, until
		if err := t.breathes(c, now); err != nil {
			return err
		}
		return t.tellOfBreath(c, RoundBreathLonger, now)
	})
	return c, err
}

// ComeBack tells the other that a person is there again after their breath. LeaveBreath
// only closes the question about it. Both fail with ErrTooLate if that was decided, if
// there is no breath any more, or if one lasts: then the question was about an earlier one.
func (s *Store) ComeBack(ctx context.Context, id ID, person string, now time.Time) (Couple, error) {
	return s.closeBreath(ctx, id, person, now, func(t *tx, c Couple) error { return t.tellOfBreath(c, RoundBreathBack, now) })
}

// LeaveBreath closes the question at the end of a person's breath. Nobody is told.
func (s *Store) LeaveBreath(ctx context.Context, id ID, person string, now time.Time) (Couple, error) {
	return s.closeBreath(ctx, id, person, now, func(*tx, Couple) error { return nil })
}

func (s *Store) closeBreath(ctx context.Context, id ID, person string, now time.Time, tell func(*tx, Couple) error) (c Couple, err error) {
	err = s.write(ctx, "end a breath", func(t *tx) error {
		if c, err = t.couple(id, person); err != nil {
			return err
		}
		if c.Me.Breath.ID == 0 || c.Me.Breath.Over || c.Me.Breath.Lasts(now) {
			return ErrTooLate
		}
		c.Me.Breath.Over = true
		if err := t.saveBreath(c, c.Me); err != nil {
			return err
		}
		return tell(t, c)
	})
	return c, err
}

// EndBreath ends for one person alone what breaths of the two keep back: their questions
// come again, and what waited for them. It fails with ErrTooLate if nothing is kept back.
func (s *Store) EndBreath(ctx context.Context, id ID, person string, now time.Time) (c Couple, err error) {
	err = s.write(ctx, "end a breath for oneself", func(t *tx) error {
		if c, err = t.couple(id, person); err != nil {
			return err
		}
		if c.CalmUntil(now).IsZero() {
			return ErrTooLate
		}
		c.Me.freed = now
		if err := t.saveBreath(c, c.Me); err != nil {
			return err
		}
		if err := t.setNext(id, person, now); err != nil {
			return err
		}
		if err := t.rejudge(person); err != nil {
			return err
		}
		c, err = t.couple(id, person)
		return err
	})
	return c, err
}

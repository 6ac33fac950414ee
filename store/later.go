package store

import (
	"context"
	"time"
)

// A check-in comes again at most twice: once when its partner asks for that (Later), and
// once as the reminder of those who turned it on. Later takes the place of a reminder
// that has not come. Both come some hours on, and neither in quiet hours: a little before
// they begin, or, if that is too soon, when they end. Neither comes once the next check-in
// has replaced theirs, nor on a later day than it was meant for. A breath that lasts then
// holds them until its end.

const (
	laterAfter    = 2 * time.Hour    // from BringBack until Later
	reminderAfter = 4 * time.Hour    // from a check-in until its reminder
	beforeQuiet   = 15 * time.Minute // how long before quiet hours begin
	tooSoon       = 30 * time.Minute // a check-in does not come again sooner than that
)

// comesAgain returns when a check-in comes again that is to do so in some time, by the
// person's quiet hours.
func (t *tx) comesAgain(zone, quiet string, now time.Time, in time.Duration) time.Time {
	at := now.Add(in)
	if zone == "" || quiet == "" {
		return at
	}
	start, end, isQuiet := t.s.clock.QuietAround(quiet, zone, at)
	if !isQuiet {
		return at
	}
	before := start.Add(-beforeQuiet)
	_, stillQuiet := t.s.clock.QuietEnd(quiet, zone, before) // with quiet hours of nearly a day
	if stillQuiet || before.Sub(now) < tooSoon {
		return end
	}
	return before
}

// BringBack owes an open check-in again, once, and returns when it comes. It fails with
// ErrTooLate if the check-in is not open or was brought back before, if the next one comes
// first, or if its person pauses then.
func (s *Store) BringBack(ctx context.Context, id ID, person string, now time.Time) (in CheckIn, at time.Time, err error) {
	err = s.write(ctx, "bring a check-in back", func(t *tx) error {
		in, err = t.checkIn(id, person)
		if err != nil {
			return err
		}
		p, _, err := t.partner(person)
		if err != nil {
			return err
		}
		at = t.comesAgain(p.Zone, p.Quiet, now, laterAfter)
		if calm := in.Couple.CalmUntil(at); !calm.IsZero() {
			at = calm
			if _, quiet := t.quietEnd(p, at); quiet {
				return ErrTooLate // it would come on the next day
			}
		}
		next, err := t.nextSlot(in.Couple, p.Zone, now)
		if err != nil {
			return err
		}
		if !in.Open() || in.Later || in.Couple.Me.Paused(at) || !next.IsZero() && !at.Before(next) {
			return ErrTooLate
		}
		if err := t.stand(in.Couple, id, now, func(s *stood) { s.Later = true }); err != nil {
			return err
		}
		in.Later = true
		err = t.Exec(`DELETE FROM notices WHERE kind = ?1 AND ref = ?2 AND round = ?3 AND attempted_at IS NULL`, KindCheckIn, id, roundReminder)
		if err != nil {
			return err
		}
		return t.owe(notice{Person: person, Couple: in.Couple.ID, Kind: KindCheckIn, Ref: id, Round: roundLater, Lane: LaneScheduled, Held: true,
			Due: quarterBefore(at, now), Moment: at})
	})
	return in, at, err
}

// stillMeant says whether a check-in may come again at now: on the day for which it was
// meant, or at the end of quiet hours that its person has moved onto that time since.
func (t *tx) stillMeant(due, now time.Time, p Partner) (bool, error) {
	if end, isQuiet := t.quietEnd(p, due); isQuiet {
		due = end
	}
	meant, err := t.localDate(p.Zone, due)
	if err != nil {
		return false, err
	}
	today, err := t.localDate(p.Zone, now)
	return today <= meant, err
}

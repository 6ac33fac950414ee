package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// CheckIn is one question to one partner in one slot of their rhythm.
type CheckIn struct {
	ID        ID
	Couple    Couple // as the partner sees it
	SlotAt    time.Time
	LocalDate string    // on the partner's own calendar, "2006-01-02"
	Question  string    // lasting key
	Own       string    // words of the question if it is one of the couple's own; else ""
	TakenOut  bool      // it was one of the couple's own, and was taken out since
	DoneAt    time.Time // when the partner was done with it; what they chose is not kept here
	Later     bool      // it was brought back once
	Newest    bool      // no later check-in has replaced it
	Before    time.Time // while it is open: when they said something to its question long ago that is still kept
	Previous  time.Time // the slot of the one before it, of which there is a row; zero for none
	// Passed says how many came directly before it, without that their partner did anything
	// with a question since. It counts to MostPassed and one more.
	Passed int

	done int64 // until when the partner did something with the questions, in unix seconds
}

// Open says whether the check-in still waits for its partner.
func (c CheckIn) Open() bool { return c.DoneAt.IsZero() && c.Newest && !c.TakenOut }

// Rounds of a check-in's notices.
const (
	roundFirst = iota
	roundReminder
	roundLater
)

// openCheckIn opens a check-in in a slot and owes its message. It fails with ErrTooLate
// if the slot was opened before.
func (t *tx) openCheckIn(c Couple, p Partner, slot, now time.Time, choose Choose) (ID, error) {
	date, err := t.localDate(p.Zone, slot)
	if err != nil {
		return 0, err
	}
	last, err := t.lastSlot(c.ID, p.Person, now)
	if err != nil {
		return 0, err
	}
	o := &dueMember{
		couple: c.ID, member: c.Me, zone: p.Zone, quiet: p.Quiet, reminder: p.Reminder, depth: p.Depth, last: last,
		slot: slot, date: date,
	}
	known, err := t.loadFacts([]*dueMember{o})
	if err != nil {
		return 0, err
	}
	if err := t.open([]*dueMember{o}, known, now, choose); err != nil {
		return 0, err
	}
	if !o.fresh {
		return 0, ErrTooLate
	}
	return o.id, t.Exec(`UPDATE members SET newest = ?3 WHERE couple_id = ?1 AND person = ?2`, o.couple, o.member.Person, o.id)
}

// OpenEarly returns a partner's open check-in, or else opens today's before its time. It
// owes no message, because the reply shows the check-in. It fails with ErrTooLate if none
// is open and none is due today.
func (s *Store) OpenEarly(ctx context.Context, couple ID, person string, now time.Time, choose Choose) (in CheckIn, err error) {
	err = s.write(ctx, "open a check-in early", func(t *tx) error {
		in, err = t.openNow(couple, person, time.Time{}, now, choose)
		if err != nil {
			return err
		}
		if err := t.pressed(in.Couple, maxTime(now, in.SlotAt)); err != nil {
			return err
		}
		in.Passed = 0
		// The reply shows the check-in. The message that openNow owes would show it again.
		return t.Exec(`DELETE FROM notices WHERE kind = ?1 AND ref = ?2 AND round = ?3 AND attempted_at IS NULL`, KindCheckIn, in.ID, roundFirst)
	})
	return in, err
}

// OpenFirst opens a check-in now, even if none is due today, and owes its message. It
// returns ErrTooLate and the check-in if one is open already.
func (s *Store) OpenFirst(ctx context.Context, couple ID, person string, now time.Time, choose Choose) (in CheckIn, err error) {
	err = s.write(ctx, "open the first check-in", func(t *tx) error {
		c, err := t.couple(couple, person)
		if err != nil {
			return err
		}
		if in, err = t.newestCheckIn(c); err == nil && in.Open() {
			return ErrTooLate
		}
		if in, err = t.openNow(couple, person, now, now, choose); err != nil {
			return err
		}
		return t.pressed(in.Couple, now)
	})
	return in, err
}

// openNow returns the open check-in. If there is none, it opens today's slot early, or
// else the slot named otherwise. It fails with ErrTooLate if that is zero.
func (t *tx) openNow(couple ID, person string, otherwise, now time.Time, choose Choose) (CheckIn, error) {
	c, err := t.couple(couple, person)
	if err != nil {
		return CheckIn{}, err
	}
	in, err := t.newestCheckIn(c)
	if err == nil && in.Open() {
		return in, nil
	}
	if err != nil && !errors.Is(err, ErrNotYours) {
		return in, err
	}
	p, _, err := t.partner(person)
	if err != nil {
		return in, err
	}
	slot, err := t.nextSlot(c, p.Zone, now)
	if err != nil {
		return in, err
	}
	early, err := t.isToday(p, slot, now)
	if err != nil {
		return in, err
	}
	if !early {
		slot = otherwise
	}
	if slot.IsZero() {
		return in, ErrTooLate
	}
	id, err := t.openCheckIn(c, p, slot, now, choose)
	if err != nil {
		return in, err
	}
	if err := t.setNext(couple, person, maxTime(now, slot)); err != nil {
		return in, err
	}
	return t.checkIn(id, person)
}

func (t *tx) isToday(p Partner, slot, now time.Time) (bool, error) {
	if slot.IsZero() {
		return false, nil
	}
	a, err := t.localDate(p.Zone, slot)
	if err != nil {
		return false, err
	}
	b, err := t.localDate(p.Zone, now)
	return a == b, err
}

func maxTime(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// checkIn reads a check-in of this person. It fails with ErrNotYours if there is none, or
// if it has outlived its retention.
func (t *tx) checkIn(id ID, person string) (CheckIn, error) {
	return t.scanCheckIn(t.QueryRow(checkInColumns+` WHERE c.id = ?1 AND c.person = ?2 AND c.expired_at IS NULL`, id, person), person)
}

// newestCheckIn reads the check-in that c.Me was given last. An earlier one may have a
// later slot, because today's may have been opened early.
func (t *tx) newestCheckIn(c Couple) (CheckIn, error) {
	return t.scanCheckIn(t.QueryRow(newestQuery, c.ID, c.Me.Person), c.Me.Person)
}

var newestQuery = checkInColumns + ` WHERE m.couple_id = ?1 AND m.person = ?2 AND c.id = m.newest`

var checkInColumns = `SELECT c.id, c.couple_id, c.slot_at, c.local_date, c.question, c.asked, c.done_at, c.later, m.standing, c.id = m.newest, ` + slotsBefore + `
	FROM check_ins c JOIN members m ON m.couple_id = c.couple_id AND m.person = c.person`

func (t *tx) scanCheckIn(r *sql.Row, person string) (CheckIn, error) {
	var in CheckIn
	var couple ID
	var asked, standing []byte
	var before string
	err := r.Scan(&in.ID, &couple, stamp{&in.SlotAt}, &in.LocalDate, &in.Question, &asked, stamp{&in.DoneAt}, &in.Later, &standing, &in.Newest, &before)
	if errors.Is(err, sql.ErrNoRows) {
		return CheckIn{}, ErrNotYours
	}
	if err != nil {
		return CheckIn{}, fmt.Errorf("read check-in: %w", err)
	}
	if in.Couple, err = t.couple(couple, person); err != nil {
		return in, err
	}
	if in.Question, err = openAsked(asked, in.Couple.key, askedAt(in.ID, couple, person), in.Question); err != nil {
		return in, err
	}
	if err := in.stands(standing); err != nil {
		return in, err
	}
	if err := in.passed(before); err != nil {
		return in, err
	}
	words, err := t.ownWords(in.Couple, []string{in.Question})
	if err != nil {
		return in, err
	}
	if in.takeOwn(words); !in.Open() {
		return in, nil
	}
	said, err := t.saidBefore(in)
	if len(said) > 0 {
		in.Before = said[0].CreatedAt
	}
	return in, err
}

// takeOwn takes the words of the question if it is one of the couple's own.
func (c *CheckIn) takeOwn(words map[string]string) {
	c.Own = words[c.Question]
	c.TakenOut = IsOwn(c.Question) && c.Own == ""
}

// CheckInFor reads a check-in of this person.
func (s *Store) CheckInFor(ctx context.Context, id ID, person string) (in CheckIn, err error) {
	err = s.view(ctx, "read check-in", func(t *tx) error {
		in, err = t.checkIn(id, person)
		return err
	})
	return in, err
}

// Finish closes a check-in without an answer ("Nothing today"). via is the pressed
// message, which the reply edits; Finish owes edits of the other copies. It fails with
// ErrTooLate if the check-in is not open.
func (s *Store) Finish(ctx context.Context, id ID, person, via string, now time.Time) (in CheckIn, err error) {
	err = s.write(ctx, "finish a check-in", func(t *tx) error {
		in, err = t.checkIn(id, person)
		if err != nil {
			return err
		}
		if !in.Open() {
			return ErrTooLate
		}
		if err := t.finish(in, via, now); err != nil {
			return err
		}
		in, err = t.checkIn(id, person)
		return err
	})
	return in, err
}

func (t *tx) finish(in CheckIn, via string, now time.Time) error {
	err := t.stand(in.Couple, in.ID, now, func(s *stood) { s.Done = cmp.Or(s.Done, minute(now)) })
	if err != nil {
		return err
	}
	return t.oweEdit(KindCheckIn, in.ID, via, now)
}

// OpenCheckIn reads a person's open check-in in a couple. It fails with ErrNotYours if
// none is open.
func (s *Store) OpenCheckIn(ctx context.Context, couple ID, person string) (in CheckIn, err error) {
	err = s.view(ctx, "read the open check-in", func(t *tx) error {
		c, err := t.couple(couple, person)
		if err != nil {
			return err
		}
		if in, err = t.newestCheckIn(c); err == nil && !in.Open() {
			return ErrNotYours
		}
		return err
	})
	return in, err
}

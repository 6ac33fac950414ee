package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// What is due is opened by whole batches, because at 20:00 it is due to many: each
// step below is one statement for all of them, and nothing is decrypted, because
// a check-in is owed to a person and not to a name.

const (
	// longestDay is more than any local day: what lies further back than that is let go.
	longestDay = 26 * time.Hour
	// shifted is more than any clock change moves a time of day by: where zone data
	// was renewed since a check-in's time was computed, it may now be due earlier.
	shifted = 2 * time.Hour
	// many check-ins opened at once are the start of an evening that writes much.
	many = 100
	// putOff is when a member is looked at again whose zone or rhythm the clock refused.
	putOff = time.Hour
)

// opening is a member whose next check-in is due, and what comes of it.
type opening struct {
	couple   ID
	member   Member // without a name
	zone     string
	reminder bool
	depth    int    // deepest that the member allows
	last     slotOn // the last check-in, zero if there was none of late

	id       ID
	slot     time.Time // what is opened; zero if nothing is
	date     string
	nth      int
	question string
	fresh    bool // it was not open already
	next     time.Time
}

// NextDue is when the next check-in is to be opened; zero if there is none.
func (s *Store) NextDue(ctx context.Context) (at time.Time, err error) {
	err = s.reader.QueryRowContext(ctx, `SELECT min(next_at) FROM members WHERE next_at IS NOT NULL`).Scan(stamp{&at})
	if err != nil {
		return at, fmt.Errorf("look for the next check-in: %w", err)
	}
	return at, nil
}

// OpenDue opens what is due at now, at most limit check-ins in one transaction,
// and returns how many members it looked after: fewer than limit means that
// nothing more is due. A slot that was missed is opened only if it is still the
// same local day, and only the last of several.
//
// A member whose zone or rhythm the clock refuses, because the host's zone data
// became older or check_in.zone was taken away, is looked at again in an hour;
// the others are opened all the same, and the error is the first refusal.
func (s *Store) OpenDue(ctx context.Context, now time.Time, limit int, choose Choose) (n int, err error) {
	first, err := s.NextDue(ctx)
	if err != nil || first.IsZero() || first.After(now) {
		return 0, err
	}
	var refusal error
	err = s.write(ctx, "open due check-ins", func(t *tx) error {
		due, err := t.due(now, limit)
		if err != nil {
			return err
		}
		n = len(due)
		if n >= many {
			if err := t.exec("PRAGMA cache_size = " + cacheAtWork); err != nil {
				return err
			}
		}
		var opened []*opening
		for _, o := range due {
			if err := t.plan(o, now); err != nil {
				o.slot, o.next = time.Time{}, now.Add(putOff)
				if refusal == nil {
					refusal = err
				}
			}
			if !o.slot.IsZero() {
				opened = append(opened, o)
			}
		}
		if err := t.open(opened, now, choose); err != nil {
			return err
		}
		return t.moveOn(due)
	})
	if err == nil && refusal != nil {
		err = fmt.Errorf("open due check-ins, others were: %w", refusal)
	}
	return n, err
}

// due reads the members whose next check-in is due, the longest due first.
func (t *tx) due(now time.Time, limit int) (all []*opening, err error) {
	from, to := near(now)
	err = t.each(func(r *sql.Rows) error {
		o := &opening{}
		m := &o.member
		err := r.Scan(&o.couple, &m.Person, &m.Cron, stamp{&m.NextAt}, stamp{&m.PausedAt}, stamp{&m.PausedUntil},
			&o.zone, &o.reminder, &o.depth, stamp{&o.last.at}, &o.last.date)
		all = append(all, o)
		return err
	}, dueMembersQuery, now.Unix(), limit, t.s.defaults.Zone, from, to)
	return all, err
}

const dueMembersQuery = `SELECT m.couple_id, m.person, m.cron, m.next_at, m.paused_at, m.paused_until,
			CASE p.zone WHEN '' THEN ?3 ELSE p.zone END, p.reminder, p.depth, i.slot_at, coalesce(i.local_date, '')
		FROM members m JOIN partners p ON p.person = m.person LEFT JOIN check_ins i ON i.seq =
				(SELECT n.seq FROM check_ins n WHERE n.couple_id = m.couple_id AND n.person = m.person AND n.slot_at BETWEEN ?4 AND ?5
				ORDER BY n.slot_at DESC LIMIT 1)
		WHERE m.next_at <= ?1 ORDER BY m.next_at LIMIT ?2`

// plan finds the slot to open, if there is one, and the time after it.
func (t *tx) plan(o *opening, now time.Time) (err error) {
	if o.zone == "" || o.member.Cron == "" {
		return nil // nothing comes by the clock
	}
	if o.slot, o.date, err = t.slotToday(o, now); err != nil {
		return err
	}
	last := o.last
	if !o.slot.IsZero() {
		last = slotOn{o.slot, o.date}
	}
	o.next, err = t.nextAfter(o.member, o.zone, last, now)
	return err
}

// slotToday is the member's last slot up to now on now's local date, and that
// date; zero if there is none, or if the date is taken.
func (t *tx) slotToday(o *opening, now time.Time) (slot time.Time, today string, err error) {
	if today, err = t.localDate(o.zone, now); err != nil {
		return slot, "", err
	}
	taken, asked, err := t.taken(o.member, o.zone, o.last)
	if err != nil || today <= taken {
		return slot, "", err
	}
	from := maxTime(asked, maxTime(o.member.NextAt.Add(-shifted), now.Add(-longestDay)))
	at, err := t.s.clock.Next(o.member.Cron, o.zone, from)
	for err == nil && !at.After(now) {
		var date string
		if date, err = t.localDate(o.zone, at); err != nil {
			return slot, "", err
		}
		if date == today {
			slot = at
		}
		at, err = t.s.clock.Next(o.member.Cron, o.zone, at)
	}
	if slot.IsZero() {
		today = ""
	}
	return slot, today, err
}

// open opens check-ins, each in its slot of its date, and owes their messages;
// those whose slot was open already stay as they are and are not fresh.
func (t *tx) open(all []*opening, now time.Time, choose Choose) error {
	if len(all) == 0 {
		return nil
	}
	if err := t.ask(all, now, choose); err != nil {
		return err
	}
	var coming rows
	byID := map[ID]*opening{}
	ids := newIDs(len(all))
	for i, o := range all {
		o.id = ids[i]
		byID[o.id] = o
		coming.add(o.id, o.couple, o.member.Person, o.slot.Unix(), o.date, o.question)
	}
	err := t.each(func(r *sql.Rows) error {
		var id ID
		err := r.Scan(&id)
		if o := byID[id]; err == nil && o != nil {
			o.fresh = true
		}
		return err
	}, `INSERT INTO check_ins (id, couple_id, person, slot_at, local_date, question)
		SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5 FROM jsonb_each(?1) WHERE true
		ON CONFLICT (couple_id, person, slot_at) DO NOTHING RETURNING id`, coming.text())
	if err != nil {
		return fmt.Errorf("write check-ins: %w", err)
	}
	var owed []notice
	for _, o := range all {
		if !o.fresh {
			continue
		}
		n := notice{Person: o.member.Person, Couple: o.couple, Kind: KindCheckIn, Ref: o.id, Lane: LaneScheduled, Due: now}
		owed = append(owed, n)
		if o.reminder {
			n.Round, n.Held, n.Due = roundReminder, true, now.Add(reminderAfter)
			owed = append(owed, n)
		}
	}
	return t.oweEach(owed)
}

// moveOn writes the members' next times, and which check-in is their newest.
func (t *tx) moveOn(all []*opening) error {
	var next rows
	for _, o := range all {
		var newest any
		if o.fresh {
			newest = o.id
		}
		next.add(o.couple, o.member.Person, unix(o.next), newest)
	}
	err := t.exec(`UPDATE members SET next_at = j.value ->> 2, newest = coalesce(j.value ->> 3, newest) FROM jsonb_each(?1) j
		WHERE members.couple_id = j.value ->> 0 AND members.person = j.value ->> 1`, next.text())
	if err != nil {
		return fmt.Errorf("write next times: %w", err)
	}
	return nil
}

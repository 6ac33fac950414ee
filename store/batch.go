package store

import (
	"cmp"
	"database/sql"
	"time"
)

// batch is the part of the due check-ins that one transaction opens, with the facts that
// this needs.
type batch struct {
	due    []*dueMember
	opened []*dueMember // those of due that get a check-in
	known  questionFacts
}

// batch reads at most limit members who are due at now, the longest due first, and
// plans what to open for each.
func (t *tx) batch(now time.Time, limit int) (*batch, error) {
	var b batch
	var err error
	if b.due, err = t.due(now, limit); err != nil {
		return nil, err
	}
	for _, o := range b.due {
		if o.refused = t.plan(o, now); o.refused != nil {
			o.slot, o.next = time.Time{}, now.Add(putOff)
		}
		if !o.slot.IsZero() {
			b.opened = append(b.opened, o)
		}
	}
	b.known, err = t.loadFacts(b.opened)
	return &b, err
}

// refusal returns the first error of the clock, or nil.
func (b *batch) refusal() (err error) {
	for _, o := range b.due {
		err = cmp.Or(err, o.refused)
	}
	return err
}

// due reads at most limit members whose next check-in is due, the longest due first.
func (t *tx) due(now time.Time, limit int) (all []*dueMember, err error) {
	from, to := near(now)
	err = t.ForEach(func(r *sql.Rows) error {
		o := &dueMember{}
		m := &o.member
		err := r.Scan(&o.couple, &m.Person, &m.Cron, stamp{&m.NextAt}, stamp{&m.PausedAt}, stamp{&m.PausedUntil},
			&o.zone, &o.quiet, &o.reminder, &o.depth, stamp{&o.last.at}, &o.last.date)
		all = append(all, o)
		return err
	}, dueMembersQuery, now.Unix(), limit, t.s.defaults.Zone, from, to, t.s.defaults.Quiet)
	return all, err
}

const dueMembersQuery = `SELECT m.couple_id, m.person, m.cron, m.next_at, m.paused_at, m.paused_until,
			CASE p.zone WHEN '' THEN ?3 ELSE p.zone END, coalesce(p.quiet, ?6), p.reminder, p.depth, i.slot_at, coalesce(i.local_date, '')
		FROM members m JOIN partners p ON p.person = m.person LEFT JOIN check_ins i ON i.seq =
				(SELECT n.seq FROM check_ins n WHERE n.couple_id = m.couple_id AND n.person = m.person AND n.slot_at BETWEEN ?4 AND ?5
				ORDER BY n.slot_at DESC LIMIT 1)
		WHERE m.next_at <= ?1
		ORDER BY m.next_at, m.couple_id, m.person LIMIT ?2`

// plan sets the slot to open for a member, if there is one, and the time of the next.
func (t *tx) plan(o *dueMember, now time.Time) (err error) {
	if o.zone == "" || o.member.Cron == "" {
		return nil // this member has no slots
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

// slotToday returns the member's last slot on today's local date that is not after now,
// and that date. Both are zero if there is no such slot, or if the member had a check-in
// today.
func (t *tx) slotToday(o *dueMember, now time.Time) (slot time.Time, today string, err error) {
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

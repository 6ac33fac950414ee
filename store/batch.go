package store

import (
	"cmp"
	"database/sql"
	"time"
)

// batch is what is due next, as far as one transaction opens it, and what opening it
// has to know.
type batch struct {
	due    []*dueMember
	opened []*dueMember // of those, the ones that get a check-in
	known  questionFacts
}

// batch reads and plans what is due at now, the longest due first, at most limit of
// what comes after the batch before it.
func (t *tx) batch(now time.Time, limit int, before *batch) (*batch, error) {
	var b batch
	var err error
	if b.due, err = t.due(now, limit, before.end()); err != nil {
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
	b.known, err = t.loadFacts(b.opened, now)
	return &b, err
}

// end is the batch's last opening; of no batch, one that comes before all.
func (b *batch) end() *dueMember {
	if b == nil || len(b.due) == 0 {
		return &dueMember{}
	}
	return b.due[len(b.due)-1]
}

// refusal is the clock's first.
func (b *batch) refusal() (err error) {
	for _, o := range b.due {
		err = cmp.Or(err, o.refused)
	}
	return err
}

// due reads the members whose next check-in is due, the longest due first, after one
// of them.
func (t *tx) due(now time.Time, limit int, after *dueMember) (all []*dueMember, err error) {
	from, to := near(now)
	err = t.forEach(func(r *sql.Rows) error {
		o := &dueMember{}
		m := &o.member
		err := r.Scan(&o.couple, &m.Person, &m.Cron, stamp{&m.NextAt}, stamp{&m.PausedAt}, stamp{&m.PausedUntil},
			&o.zone, &o.reminder, &o.depth, stamp{&o.last.at}, &o.last.date)
		all = append(all, o)
		return err
	}, dueMembersQuery, now.Unix(), limit, t.s.defaults.Zone, from, to, after.member.NextAt.Unix(), after.couple, after.member.Person)
	return all, err
}

const dueMembersQuery = `SELECT m.couple_id, m.person, m.cron, m.next_at, m.paused_at, m.paused_until,
			CASE p.zone WHEN '' THEN ?3 ELSE p.zone END, p.reminder, p.depth, i.slot_at, coalesce(i.local_date, '')
		FROM members m JOIN partners p ON p.person = m.person LEFT JOIN check_ins i ON i.seq =
				(SELECT n.seq FROM check_ins n WHERE n.couple_id = m.couple_id AND n.person = m.person AND n.slot_at BETWEEN ?4 AND ?5
				ORDER BY n.slot_at DESC LIMIT 1)
		WHERE m.next_at <= ?1 AND (m.next_at, m.couple_id, m.person) > (?6, ?7, ?8)
		ORDER BY m.next_at, m.couple_id, m.person LIMIT ?2`

// plan finds the slot to open, if there is one, and the time after it.
func (t *tx) plan(o *dueMember, now time.Time) (err error) {
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

// Reading and planning a batch takes about as long as half of its writing. So while
// one is written the next is read beside it, and nobody waits for that who wants to
// write.

// ahead is a batch that was read while the one before it was written, and what it
// holds good for.
type ahead struct {
	now     time.Time
	limit   int
	written int64 // by transactions of ours
	foreign int64 // what SQLite says of other programs' transactions
	before  map[ID]bool
	batch   *batch // nil where it could not be read
	read    chan struct{}
}

// lookAhead begins to read the batch after b, as it is before b is written.
func (t *tx) lookAhead(b *batch, now time.Time, limit int) (*ahead, error) {
	foreign, err := t.foreign()
	if err != nil {
		return nil, err
	}
	a := &ahead{now: now, limit: limit, written: t.s.queue.written + 1, foreign: foreign, before: map[ID]bool{}, read: make(chan struct{})}
	for _, o := range b.due {
		a.before[o.couple] = true
	}
	go func() {
		defer close(a.read)
		// Who needs it reads it themselves where this fails, and hears of it then.
		_ = t.s.view(t.ctx, "look ahead", func(t *tx) error {
			next, err := t.batch(now, limit, b)
			if err == nil {
				a.batch = next
			}
			return err
		})
	}()
	return a, nil
}

// wait waits until it was read; there need not be any.
func (a *ahead) wait() {
	if a != nil {
		<-a.read
	}
}

// readAhead returns what was read ahead, or reads it now where anything was written
// since that it might depend on: whatever it was, but for the batch before.
func (t *tx) readAhead(now time.Time, limit int) (*batch, error) {
	a := t.s.queue.ahead
	t.s.queue.ahead = nil // opening changes it, and may be rolled back
	foreign, err := t.foreign()
	if err != nil {
		return nil, err
	}
	// The clock's rules know nothing shorter than a minute.
	if a == nil || a.limit != limit || a.written != t.s.queue.written || a.foreign != foreign || minute(a.now) != minute(now) {
		return t.batch(now, limit, nil)
	}
	if a.wait(); a.batch == nil {
		return t.batch(now, limit, nil)
	}
	// A couple of which one partner was in the batch before has been asked meanwhile.
	var again []*dueMember
	for _, o := range a.batch.opened {
		if a.before[o.couple] {
			again = append(again, o)
		}
	}
	known, err := t.loadFacts(again, now)
	if err != nil {
		return nil, err
	}
	a.batch.known.take(known)
	return a.batch, nil
}

// foreign is a number that changes when another program has written
// (https://www.sqlite.org/pragma.html#pragma_data_version).
func (t *tx) foreign() (n int64, err error) {
	err = t.queryRow("PRAGMA data_version").Scan(&n)
	return n, err
}

package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"time"

	"leanon/clock"
	"leanon/store/sqlite"
)

// The weekly note comes by the host's expression on each member's own clock. When it comes
// next stands in a column, as for check-ins. It is planned and owed for everybody alike;
// only when one is about to be sent does judge.go ask whether its reader wants it. One that
// was missed is let go: it comes on its own local day, or not at all.

const (
	// weekKept is how long the row of a weekly note stays, so that its message can be
	// edited when a note that it quotes is withdrawn.
	weekKept = 14 * 24 * time.Hour
	// youngCouple is how long a couple has none by the clock: there is no week yet.
	youngCouple = 24 * time.Hour
)

// weekMember is a member whose weekly note is due.
type weekMember struct {
	couple ID
	member Member // without a name
	zone   string
	formed time.Time
	at     time.Time // when it was planned for; the Unix epoch where that is to be found out

	slot time.Time // the one to owe; zero for none
	day  int       // its local date, as dayNumber has it
	next time.Time
}

// OpenWeeks owes at most limit weekly notes that are due at now, in one transaction, and
// returns how many members it handled. Fewer than limit means that nothing more is due. As
// with OpenDue, a member whose zone the clock refuses waits, and the first refusal is its
// error.
func (s *Store) OpenWeeks(ctx context.Context, now time.Time, limit int) (n int, err error) {
	if s.defaults.Weekly == "" {
		return 0, nil
	}
	var some int
	if err := s.db.Reader.QueryRowContext(ctx, countWeeksQuery, now.Unix(), limit+1).Scan(&some); err != nil {
		return 0, fmt.Errorf("look for due weekly notes: %w", err)
	}
	if some == 0 {
		return 0, nil
	}
	var refused error
	err = s.commit(ctx, sqlite.How{Unsynced: some > limit}, "owe weekly notes", func(t *tx) error {
		all, err := t.dueWeeks(now, limit)
		if err != nil {
			return err
		}
		n, refused = len(all), nil
		expr, err := t.weeklyOf()
		if err != nil {
			return err
		}
		for _, w := range all {
			if err := t.planWeek(w, expr, now); err != nil {
				w.slot, w.next, refused = time.Time{}, now.Add(putOff), cmp.Or(refused, err)
			}
		}
		return t.openWeeks(all)
	})
	if err != nil {
		return 0, err
	}
	if refused != nil {
		return n, fmt.Errorf("owe weekly notes, others were: %w", refused)
	}
	return n, nil
}

const countWeeksQuery = `SELECT count(*) FROM (SELECT 1 FROM members WHERE week_at <= ?1 LIMIT ?2)`

// dueWeeks reads at most limit members whose weekly note is due, the longest due first.
func (t *tx) dueWeeks(now time.Time, limit int) (all []*weekMember, err error) {
	err = t.ForEach(func(r *sql.Rows) error {
		w := &weekMember{}
		err := r.Scan(&w.couple, &w.member.Person, stamp{&w.at}, stamp{&w.member.PausedAt}, stamp{&w.member.PausedUntil}, &w.zone, stamp{&w.formed})
		all = append(all, w)
		return err
	}, dueWeeksQuery, now.Unix(), limit, t.s.defaults.Zone)
	return all, err
}

const dueWeeksQuery = `SELECT m.couple_id, m.person, m.week_at, m.paused_at, m.paused_until, CASE coalesce(p.zone, '') WHEN '' THEN ?3 ELSE p.zone END, c.formed_at
	FROM members m JOIN couples c ON c.id = m.couple_id LEFT JOIN partners p ON p.person = m.person
	WHERE m.week_at <= ?1 ORDER BY m.week_at, m.couple_id, m.person LIMIT ?2`

// weeklyOf returns a function from a couple to the expression of its weekly notes. Where
// there are many couples, each has a minute of its own, as with their questions.
func (t *tx) weeklyOf() (func(couple ID) string, error) {
	var formed int
	err := t.QueryRow(`SELECT count(*) FROM (SELECT 1 FROM couples WHERE formed_at IS NOT NULL LIMIT ?1)`, many+1).Scan(&formed)
	if err != nil {
		return nil, fmt.Errorf("count couples: %w", err)
	}
	return func(couple ID) string {
		if formed <= many {
			return t.s.defaults.Weekly
		}
		return clock.Spread(t.s.defaults.Weekly, int(couple%spreadOver))
	}, nil
}

// planWeek sets the weekly note to owe to a member, if there is one, and when the next
// comes.
func (t *tx) planWeek(w *weekMember, expr func(ID) string, now time.Time) (err error) {
	if w.zone == "" {
		return nil
	}
	weekly := expr(w.couple)
	if w.next, err = t.s.clock.Next(weekly, w.zone, now); err != nil {
		return err
	}
	if w.at.Unix() == 0 || w.member.Paused(now) || now.Sub(w.formed) < youngCouple {
		return nil
	}
	today, err := t.localDate(w.zone, now)
	if err != nil {
		return err
	}
	at, err := t.s.clock.Next(weekly, w.zone, maxTime(w.at.Add(-shifted), now.Add(-longestDay)))
	for err == nil && !at.IsZero() && !at.After(now) {
		var date string
		if date, err = t.localDate(w.zone, at); err != nil {
			return err
		}
		if date == today {
			w.slot, w.day = at, dayNumber(date)
		}
		at, err = t.s.clock.Next(weekly, w.zone, at)
	}
	return err
}

// dayNumber is a local date as a number, such as 20261129: the round of a weekly note, so
// that no date has two of them, whatever zone its reader moves to.
func dayNumber(date string) int {
	at, err := time.Parse(dateForm, date)
	if err != nil {
		return 0
	}
	n, _ := strconv.Atoi(at.Format("20060102"))
	return n
}

// openWeeks owes the weekly notes, and writes when the next ones come.
func (t *tx) openWeeks(all []*weekMember) error {
	owed, next, ids := newRows(len(all)), newRows(len(all)), newIDs(len(all))
	for i, w := range all {
		next.add(w.couple, w.member.Person, unix(w.next))
		if !w.slot.IsZero() {
			owed.add(ids[i], w.member.Person, w.couple, w.day, w.slot.Unix())
		}
	}
	t.owed = true
	err := t.Exec(`UPDATE members SET week_at = j.value ->> 2 FROM jsonb_each(?1) j WHERE members.couple_id = j.value ->> 0 AND members.person = j.value ->> 1`, next.text())
	if err != nil {
		return fmt.Errorf("write when weekly notes come: %w", err)
	}
	if len(owed) == 0 {
		return nil
	}
	var first int64
	if err := t.QueryRow(`SELECT ` + nextSeq("notices")).Scan(&first); err != nil {
		return fmt.Errorf("number weekly notes: %w", err)
	}
	err = t.Exec(`INSERT INTO notices (seq, id, person, couple_id, kind, ref, round, lane, held, due_at, wake_at)
		SELECT ?4 + key, value ->> 0, value ->> 1, value ->> 2, ?2, value ->> 2, value ->> 3, ?3, true, value ->> 4, value ->> 4 FROM jsonb_each(?1) WHERE true
		ON CONFLICT (person, kind, ref, round) DO NOTHING`, owed.text(), KindWeek, LaneScheduled, first)
	if err != nil {
		return fmt.Errorf("owe weekly notes: %w", err)
	}
	return nil
}

// findWeeks lets it be found out anew when weekly notes come to a person, in a couple or, if
// that is 0, in all of theirs.
func (t *tx) findWeeks(couple ID, person string) error {
	t.owed = true
	return t.Exec(`UPDATE members SET week_at = 0 WHERE person = ?2 AND (couple_id = ?1 OR ?1 = 0)
		AND couple_id IN (SELECT id FROM couples WHERE formed_at IS NOT NULL)`, couple, person)
}

// findAllWeeks does so for everybody, if the host's expression or zone is another than when
// the program last ran.
func (s *Store) findAllWeeks(ctx context.Context) error {
	rule := s.defaults.Weekly + "|" + s.defaults.Zone
	var was string
	if err := s.db.Reader.QueryRowContext(ctx, `SELECT rule FROM week_rule`).Scan(&was); err != nil {
		return fmt.Errorf("read when weekly notes came: %w", err)
	}
	if was == rule {
		return nil
	}
	return s.write(ctx, "keep when weekly notes come", func(t *tx) error {
		if err := t.Exec(`UPDATE week_rule SET rule = ?1`, rule); err != nil {
			return err
		}
		return t.Exec(`UPDATE members SET week_at = 0 WHERE couple_id IN (SELECT id FROM couples WHERE formed_at IS NOT NULL)`)
	})
}

// planWeeks brings weekly notes nearer that a wrong clock planned too late.
func (s *Store) planWeeks(ctx context.Context, now time.Time) error {
	if s.defaults.Weekly == "" {
		return nil
	}
	var late []any
	err := s.view(ctx, "look for weekly notes that come late", func(t *tx) error {
		zones := map[string]bool{}
		err := t.ForEach(func(r *sql.Rows) error {
			var zone string
			err := r.Scan(&zone)
			zones[cmp.Or(zone, s.defaults.Zone)] = true
			return err
		}, `SELECT DISTINCT zone FROM partners`)
		for zone := range zones {
			if next, refused := s.clock.Next(s.defaults.Weekly, zone, now); zone != "" && refused == nil {
				late = append(late, []any{zone, next.Add(spreadOver * time.Minute).Unix()})
			}
		}
		return err
	})
	if err != nil || len(late) == 0 {
		return err
	}
	var any bool
	err = s.view(ctx, "look for weekly notes that come late", func(t *tx) error {
		return t.QueryRow(`SELECT EXISTS (SELECT 1 FROM members WHERE `+comesLate+`)`, list(late), s.defaults.Zone).Scan(&any)
	})
	if err != nil || !any {
		return err
	}
	return s.write(ctx, "plan weekly notes anew", func(t *tx) error {
		t.owed = true
		return t.Exec(`UPDATE members SET week_at = 0 WHERE `+comesLate, list(late), s.defaults.Zone)
	})
}

const comesLate = `week_at > (SELECT max(j.value ->> 1) FROM json_each(?1) j, partners p
	WHERE p.person = members.person AND j.value ->> 0 = CASE p.zone WHEN '' THEN ?2 ELSE p.zone END)`

// weekWanted says whether a weekly note is still to come: its reader wants it, no breath
// lasted when it was due, and it is still its own day.
func (t *tx) weekWanted(n noticeRow, p Partner, now time.Time) (bool, error) {
	if p.NoWeek {
		return false, nil
	}
	c, err := t.couple(n.Couple, n.Person)
	if err != nil || !c.CalmUntil(n.Due).IsZero() {
		return false, err
	}
	today, err := t.localDate(p.Zone, now)
	return err == nil && dayNumber(today) <= n.Round, err
}

// oweWeekEdits folds the weekly notes of a couple that may quote a need, of which nothing is
// to be left: to its asker, and to its receiver if they were told of it.
func (t *tx) oweWeekEdits(e Exchange, now time.Time) error {
	t.owed = true
	return t.Exec(`UPDATE notices SET edit = edit + 1, wake_at = CASE WHEN message IS NULL THEN wake_at ELSE ?4 END
		WHERE kind = ?1 AND ref = ?2 AND attempted_at IS NOT NULL AND failed IS NULL AND due_at >= ?5
		AND (person = ?6 OR EXISTS (SELECT 1 FROM notices o WHERE o.ref = ?3 AND o.kind = ?7 AND (o.attempted_at IS NOT NULL OR o.carried_by IS NOT NULL)))`,
		KindWeek, e.Couple.ID, e.Need.ID, now.Unix(), e.Need.SentAt.Unix(), e.Need.Asker, KindNote)
}

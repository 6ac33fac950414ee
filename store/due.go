package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"leanon/store/sqlite"
)

// At 20:00 check-ins are due to many people, so they are opened in batches. Each step
// below is one statement for a whole batch. Nothing is decrypted but what the two chose
// together, and where that was changed by hand, the check-in is opened all the same.

const (
	// longestDay is longer than any local day. A slot is not opened later than that.
	longestDay = 26 * time.Hour
	// shifted is longer than any clock change. A check-in may be due by that much earlier
	// than was computed, if the zone data was renewed since.
	shifted = 2 * time.Hour
	// putOff is how long a member waits for another look if the clock refused their zone
	// or rhythm.
	putOff = time.Hour
)

// dueMember is a member whose next check-in is due, and what is opened for them.
type dueMember struct {
	couple   ID
	member   Member // without a name
	zone     string
	quiet    string // quiet hours in effect; "" for none
	reminder bool
	depth    int    // deepest that the member allows
	last     slotOn // the last check-in; zero if there was none lately

	id       ID
	slot     time.Time // the slot to open; zero for none
	date     string
	nth      int
	question choice
	fresh    bool // the slot was not opened before
	next     time.Time
	refused  error // the clock's error about their zone or rhythm
}

// OpenDue opens at most limit check-ins that are due at now, in one transaction, and
// returns how many members it handled. Fewer than limit means that nothing more is due.
// It opens a missed slot only on the slot's own local day, and of several only the last.
//
// The clock may refuse a member's zone or rhythm, because the host's zone data became
// older or check_in.zone was taken away. Then the member waits for an hour, OpenDue opens
// the others all the same, and it returns the first refusal as its error.
//
// If more than limit is due, the commit does not wait for the disk: the next commit that
// does puts both there. That is soon enough, because the commit of Attempt waits for the
// disk before the first message of the batch is sent.
func (s *Store) OpenDue(ctx context.Context, now time.Time, limit int, choose Choose) (n int, err error) {
	some, err := s.countDue(ctx, now, limit+1)
	if err != nil || some == 0 {
		return 0, err
	}
	var how sqlite.How
	if some > limit {
		how.Unsynced = true
	}
	var b *batch
	err = s.commit(ctx, how, "open due check-ins", func(t *tx) error {
		if b, err = t.batch(now, limit); err != nil {
			return err
		}
		if err := t.open(b.opened, b.known, now, choose); err != nil {
			return err
		}
		return t.moveOn(b.due)
	})
	if err != nil {
		return 0, err
	}
	if err := b.refusal(); err != nil {
		return len(b.due), fmt.Errorf("open due check-ins, others were: %w", err)
	}
	return len(b.due), nil
}

// countDue counts the members whose next check-in is due, and stops at most.
func (s *Store) countDue(ctx context.Context, now time.Time, most int) (n int, err error) {
	err = s.db.Reader.QueryRowContext(ctx, countDueQuery, now.Unix(), most).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("look for due check-ins: %w", err)
	}
	return n, nil
}

const (
	countDueQuery = `SELECT count(*) FROM (` + someDueQuery + `)`
	someDueQuery  = `SELECT 1 FROM members WHERE next_at <= ?1 LIMIT ?2`
)

// open writes check-ins and owes their messages. If a slot was opened before, its
// check-in stays as it is, owes nothing and is not marked as fresh. So it is with a slot on
// a calm date that has a question already, if that is not calm enough.
func (t *tx) open(all []*dueMember, known questionFacts, now time.Time, choose Choose) error {
	if len(all) == 0 {
		return nil
	}
	if all = calm(all, known, now, choose); len(all) == 0 {
		return nil
	}
	if err := t.ask(all, known, now, choose); err != nil {
		return err
	}
	coming, ids := newRows(len(all)), newIDs(len(all))
	for i, o := range all {
		o.id = ids[i]
		coming.add(o.id, o.couple, o.member.Person, o.slot.Unix(), o.date, o.question.plain,
			known.seasons[o.couple].seal(askedAt(o.id, o.couple, o.member.Person), o.question.indeed))
	}
	n, err := t.Affected(`INSERT INTO check_ins (id, couple_id, person, slot_at, local_date, question, asked)
		SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, unhex(value ->> 6) FROM jsonb_each(?1) WHERE true
		ON CONFLICT (couple_id, person, slot_at) DO NOTHING`, coming.text())
	if err == nil {
		err = t.markFresh(all, n == int64(len(all)))
	}
	if err != nil {
		return fmt.Errorf("write check-ins: %w", err)
	}
	var fresh, reminded []*dueMember
	for _, o := range all {
		if o.fresh {
			fresh = append(fresh, o)
		}
		if o.fresh && o.reminder {
			reminded = append(reminded, o)
		}
	}
	if err := t.oweCheckIns(fresh, roundFirst, false, func(*dueMember) time.Time { return now }); err != nil {
		return err
	}
	return t.oweCheckIns(reminded, roundReminder, true, func(o *dueMember) time.Time {
		return t.comesAgain(o.zone, o.quiet, now, reminderAfter)
	})
}

// markFresh marks the members whose check-ins were written; every says that all were.
func (t *tx) markFresh(all []*dueMember, every bool) error {
	byID := map[ID]*dueMember{}
	var ids []ID
	for _, o := range all {
		o.fresh = every
		byID[o.id] = o
		ids = append(ids, o.id)
	}
	if every {
		return nil
	}
	return t.ForEach(func(r *sql.Rows) error {
		var id ID
		err := r.Scan(&id)
		if err == nil {
			byID[id].fresh = true
		}
		return err
	}, `SELECT id FROM check_ins WHERE id IN (SELECT value FROM json_each(?1))`, list(ids))
}

// moveOn writes the members' next times, and which check-in is their newest.
func (t *tx) moveOn(all []*dueMember) error {
	next := newRows(len(all))
	for _, o := range all {
		var newest any
		if o.fresh {
			newest = o.id
		}
		next.add(o.couple, o.member.Person, unix(o.next), newest)
	}
	err := t.Exec(`UPDATE members SET next_at = j.value ->> 2, newest = coalesce(j.value ->> 3, newest) FROM jsonb_each(?1) j
		WHERE members.couple_id = j.value ->> 0 AND members.person = j.value ->> 1`, next.text())
	if err != nil {
		return fmt.Errorf("write next times: %w", err)
	}
	return nil
}

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// A need that nobody answered comes to rest 14 days after it was sent, or asked again. Its
// asker reads one message about all that rest together. What only tells, and what its asker
// has closed, is marked as resting too, and its message is owed and then not sent: columns
// that are not sealed must not tell which needs these are.

// unanswered is an SQL condition on needs: it waits since ?1 or longer. It leaves out a need
// that is kept for its receiver alone, because its asker must not hear of it any more, and
// an older one that tells, which a column says that is not sealed.
const unanswered = `sent_at <= ?1 AND answered_at IS NULL AND withdrawn_at IS NULL AND rested_at IS NULL AND expired_at IS NULL AND shares = 0
	AND coalesce(asked_again_at, sent_at) <= ?1`

// Rest lets the needs rest that nobody answered for 14 days, and owes their askers a message
// about each. Needs that a person sent to the same partner on one date of their own calendar
// rest together with the last of them. It returns how many rest now.
func (s *Store) Rest(ctx context.Context, now time.Time) (n int, err error) {
	before := now.Add(-RestAfter)
	var due bool
	err = s.view(ctx, "look for needs to rest", func(t *tx) error {
		return t.QueryRow(`SELECT count(*) > 0 FROM needs WHERE sent_at IS NOT NULL AND `+unanswered, before.Unix()).Scan(&due)
	})
	if err != nil || !due {
		return 0, err
	}
	err = s.write(ctx, "let needs rest", func(t *tx) error {
		n = 0
		waiting, err := t.waitingSince(before.Add(longestDay))
		if err != nil {
			return err
		}
		last := map[sentOn]time.Time{}
		for _, w := range waiting {
			last[w.on] = maxTime(last[w.on], w.since)
		}
		for _, w := range waiting {
			if last[w.on].After(before) {
				continue
			}
			if err := t.rest(w, now); err != nil {
				return err
			}
			n++
		}
		return nil
	})
	return n, err
}

// sentOn is what needs have in common that rest together.
type sentOn struct {
	couple ID
	asker  string
	date   string // on the asker's calendar
}

// waiting is a need that nobody has answered since it was sent, or asked again.
type waiting struct {
	need  ID
	since time.Time
	on    sentOn
}

// waitingSince lists the needs that nobody answered and that wait since a moment or longer,
// the longest first.
func (t *tx) waitingSince(moment time.Time) (all []waiting, err error) {
	zones := map[ID]string{}
	err = t.ForEach(func(r *sql.Rows) error {
		var w waiting
		var zone string
		err := r.Scan(&w.need, stamp{&w.since}, &w.on.couple, &w.on.asker, &zone)
		zones[w.need] = zone
		all = append(all, w)
		return err
	}, `SELECT n.id, coalesce(n.asked_again_at, n.sent_at), n.couple_id, n.asker, p.zone FROM needs n JOIN partners p ON p.person = n.asker
		WHERE n.sent_at IS NOT NULL AND `+unanswered+` ORDER BY 2, n.seq`, moment.Unix())
	if err != nil {
		return nil, fmt.Errorf("list needs that wait: %w", err)
	}
	for i, w := range all {
		zone := zones[w.need]
		if zone == "" {
			zone = t.s.defaults.Zone
		}
		if all[i].on.date, err = t.localDate(zone, w.since); errors.Is(err, ErrNoZone) {
			all[i].on.date, err = t.localDate("", w.since)
		}
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (t *tx) rest(w waiting, now time.Time) error {
	if err := t.Exec(`UPDATE needs SET rested_at = ?2 WHERE id = ?1`, w.need, minute(now)); err != nil {
		return err
	}
	return t.owe(notice{Person: w.on.asker, Couple: w.on.couple, Kind: KindRest, Ref: w.need, Lane: LaneRelay, Held: true, Due: now})
}

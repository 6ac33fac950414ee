package store

import (
	"database/sql"
	"errors"
	"time"
)

// coupleMeant finds the couple and the check-in that a message is about. couple is 0 if
// the writer has to be asked, checkIn is 0 if the message answers none. If the writer is
// in several couples and the message is not a reply, it is an answer only if exactly one
// check-in is open and that one is recent.
func (t *tx) coupleMeant(m Message, couples []Couple, now time.Time) (couple, checkIn ID, err error) {
	if m.ReplyTo != "" {
		var kind Kind
		var ref ID
		err := t.QueryRow(`SELECT n.kind, n.ref, n.couple_id FROM notices n JOIN couples c ON c.id = n.couple_id
			WHERE n.message IN (?1, ?3) AND n.person = ?2 AND c.formed_at IS NOT NULL`, t.hash(m.ReplyTo), m.Person, m.ReplyTo).Scan(&kind, &ref, &couple)
		if err == nil && kind == KindCheckIn {
			if _, err = t.checkIn(ref, m.Person); err == nil {
				return couple, ref, nil
			}
		}
		switch {
		case err == nil, couple != 0 && errors.Is(err, ErrNotYours): // the check-in was purged
			return couple, 0, nil
		case !errors.Is(err, sql.ErrNoRows):
			return 0, 0, err
		}
	}
	var open []CheckIn
	for _, c := range couples {
		in, err := t.newestCheckIn(c)
		if err != nil && !errors.Is(err, ErrNotYours) {
			return 0, 0, err
		}
		if err == nil && in.Open() {
			open = append(open, in)
		}
	}
	switch {
	case len(couples) == 1 && len(open) == 0:
		return couples[0].ID, 0, nil
	case len(open) != 1:
		return 0, 0, nil
	}
	if len(couples) > 1 {
		if recent, err := t.recent(open[0], m.Person, now); err != nil || !recent {
			return 0, 0, err
		}
	}
	return open[0].Couple.ID, open[0].ID, nil
}

// answerFor is how long after its slot a plain message may still answer a check-in, if
// its writer is in several couples. An older check-in does not tell which couple the
// words are for.
const answerFor = 24 * time.Hour

// recent says whether a check-in is less than answerFor old, or of today on the person's
// own calendar.
func (t *tx) recent(in CheckIn, person string, now time.Time) (bool, error) {
	if now.Sub(in.SlotAt) < answerFor {
		return true, nil
	}
	p, _, err := t.partner(person)
	if err != nil {
		return false, err
	}
	return t.isToday(p, in.SlotAt, now) // a day on which clocks go back has 25 hours
}

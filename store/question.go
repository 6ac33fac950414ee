package store

import (
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"time"
)

// Asked is what choosing a question depends on; the choice must follow from it
// alone, so that both partners get the same.
type Asked struct {
	Couple   ID
	FormedAt time.Time
	Depth    int                  // deepest that both allow
	Last     map[string]time.Time // when each question was last chosen for this couple
	Date     string
	Nth      int
	Now      time.Time
}

// Choose picks a question's lasting key. It keeps none of its argument.
type Choose func(Asked) string

// page names a couple's n-th question of a date.
type page struct {
	couple ID
	date   string
	nth    int
}

// known is what was asked of couples, and what may be.
type known struct {
	chosen map[page]string
	last   map[ID]map[string]time.Time // when each question was last chosen
	formed map[ID]time.Time
	depths map[ID]int // deepest that both partners allow
}

// take puts what is known newly in the place of what was.
func (k *known) take(newly known) {
	maps.Copy(k.chosen, newly.chosen)
	maps.Copy(k.last, newly.last)
	maps.Copy(k.formed, newly.formed)
	maps.Copy(k.depths, newly.depths)
}

// know reads what is known for the openings: which question each one's date has, or
// what choosing it depends on.
func (t *tx) know(all []*opening) (k known, err error) {
	k = known{chosen: map[page]string{}}
	places := newRows(len(all))
	for _, o := range all {
		if err := t.count(o); err != nil {
			return k, err
		}
		places.add(o.couple, o.date, o.nth)
	}
	if len(all) > 0 {
		err = t.each(func(r *sql.Rows) error {
			var p page
			var question string
			err := r.Scan(&p.couple, &p.date, &p.nth, &question)
			k.chosen[p] = question
			return err
		}, `SELECT q.couple_id, q.local_date, q.nth, q.question FROM jsonb_each(?1) j CROSS JOIN questions_asked q
			WHERE q.couple_id = j.value ->> 0 AND q.local_date = j.value ->> 1 AND q.nth = j.value ->> 2`, places.text())
	}
	if err != nil {
		return k, fmt.Errorf("look for questions: %w", err)
	}
	var without []*opening
	for _, o := range all {
		if _, chosen := k.chosen[o.page()]; !chosen {
			without = append(without, o)
		}
	}
	if k.last, k.formed, err = t.history(without); err != nil {
		return k, err
	}
	k.depths, err = t.depths(without)
	return k, err
}

func (o *opening) page() page { return page{o.couple, o.date, o.nth} }

// ask gives each opening the question of its date, which may have to be chosen. The
// n-th check-in of a partner's date gets the n-th question.
func (t *tx) ask(all []*opening, k known, now time.Time, choose Choose) error {
	fresh := newRows(len(all))
	for _, o := range all {
		p := o.page()
		if _, chosen := k.chosen[p]; !chosen {
			last := k.last[o.couple]
			question := choose(Asked{Couple: o.couple, FormedAt: k.formed[o.couple], Depth: k.depths[o.couple], Last: last, Date: o.date, Nth: o.nth, Now: now})
			if question == "" {
				return errors.New("no question was chosen")
			}
			k.chosen[p], last[question] = question, now
			fresh.add(p.couple, p.date, p.nth, question, now.Unix())
		}
		o.question = k.chosen[p]
	}
	if len(fresh) == 0 {
		return nil
	}
	err := t.exec(`INSERT INTO questions_asked (couple_id, local_date, nth, question, at)
		SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM jsonb_each(?1)`, fresh.text())
	if err != nil {
		return fmt.Errorf("write questions: %w", err)
	}
	return nil
}

// count finds how many check-ins the opening's partner had on its date.
func (t *tx) count(o *opening) error {
	if o.last.date < o.date {
		return nil
	}
	err := t.row(`SELECT count(*) FROM check_ins WHERE couple_id = ?1 AND person = ?2 AND slot_at > ?3 AND local_date = ?4`,
		o.couple, o.member.Person, o.slot.Add(-3*longestDay).Unix(), o.date).Scan(&o.nth)
	if err != nil {
		return fmt.Errorf("count the day's check-ins: %w", err)
	}
	return nil
}

// history reads when each question was last chosen for the openings' couples, and
// since when they are couples.
func (t *tx) history(all []*opening) (asked map[ID]map[string]time.Time, formed map[ID]time.Time, err error) {
	asked, formed = map[ID]map[string]time.Time{}, map[ID]time.Time{}
	var couples []ID
	for _, o := range all {
		if asked[o.couple] == nil {
			asked[o.couple] = map[string]time.Time{}
			couples = append(couples, o.couple)
		}
	}
	if len(couples) == 0 {
		return asked, formed, nil
	}
	err = t.each(func(r *sql.Rows) error {
		var id ID
		var question string
		var at time.Time
		err := r.Scan(&id, &question, stamp{&at})
		if last := asked[id]; err == nil && at.After(last[question]) {
			last[question] = at
		}
		return err
	}, `SELECT q.couple_id, q.question, q.at FROM jsonb_each(?1) j CROSS JOIN questions_asked q WHERE q.couple_id = j.value`, list(couples))
	if err != nil {
		return nil, nil, fmt.Errorf("read the questions chosen before: %w", err)
	}
	err = t.each(func(r *sql.Rows) error {
		var id ID
		var at time.Time
		err := r.Scan(&id, stamp{&at})
		formed[id] = at
		return err
	}, `SELECT c.id, c.formed_at FROM jsonb_each(?1) j CROSS JOIN couples c WHERE c.id = j.value`, list(couples))
	if err != nil {
		return nil, nil, fmt.Errorf("read how long they are couples: %w", err)
	}
	return asked, formed, nil
}

// depths finds how deep both partners of the openings' couples allow. Most have
// the same evening, and are both here; only the others are read.
func (t *tx) depths(all []*opening) (map[ID]int, error) {
	depths, here := map[ID]int{}, map[ID]string{}
	var alone []ID
	for _, o := range all {
		if depth, known := depths[o.couple]; known {
			depths[o.couple] = min(depth, o.depth)
		} else {
			depths[o.couple], here[o.couple] = o.depth, o.member.Person
		}
		if here[o.couple] != o.member.Person {
			delete(here, o.couple)
		}
	}
	for couple := range here {
		alone = append(alone, couple)
	}
	if len(alone) == 0 {
		return depths, nil
	}
	err := t.each(func(r *sql.Rows) error {
		var id ID
		var depth int
		err := r.Scan(&id, &depth)
		depths[id] = depth
		return err
	}, `SELECT m.couple_id, min(p.depth) FROM jsonb_each(?1) j CROSS JOIN members m JOIN partners p ON p.person = m.person
		WHERE m.couple_id = j.value GROUP BY m.couple_id`, list(alone))
	if err != nil {
		return nil, fmt.Errorf("read how deep questions may go: %w", err)
	}
	return depths, nil
}

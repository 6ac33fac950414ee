package store

import (
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Asked holds everything that the choice of a question may depend on, so that both
// partners get the same question.
type Asked struct {
	Couple   ID
	FormedAt time.Time
	Depth    int                  // deepest that both allow
	Last     map[string]time.Time // when each question was last chosen for this couple, ever
	Date     string               // local date of the check-in
	Nth      int                  // which check-in of that date it is, from 0 on
	Now      time.Time

	Packs  []string // the seasons of life of which both want the questions
	Calm   bool     // nothing of repair and nothing tender today
	Light  bool     // light ones only
	NoPlay bool     // a time of loss
	Chosen string   // on a Calm date, the question that it has already
}

// Choose returns the lasting key of a question. Where one is Chosen, it returns that, or ""
// if a Calm date is not to have it. It must not keep its argument.
type Choose func(Asked) string

// page names a couple's n-th question of a date.
type page struct {
	couple ID
	date   string
	nth    int
}

// choice is the question of a page: the one that stands in plain, and the one that is asked
// indeed, "" if it is the same.
type choice struct{ plain, indeed string }

// questionFacts holds what the choice of a question depends on, for several couples.
type questionFacts struct {
	chosen  map[page]choice
	seasons map[ID]*bothSeasons
	records map[ID]record     // what each couple was ever asked
	keys    map[uint32]string // the questions that the numbers of records mean
	// unwritten are the questions whose numbers may not be in the file yet.
	unwritten map[uint32]string
	formed    map[ID]time.Time
	depths    map[ID]int    // deepest that both partners allow
	easy      map[ID]string // couples that had a breath, and the date up to which their questions are calm
}

// loadFacts reads, for members who are due, the question that their date has, or else the
// facts for the choice of one.
func (t *tx) loadFacts(all []*dueMember) (k questionFacts, err error) {
	k = questionFacts{chosen: map[page]choice{}, unwritten: map[uint32]string{}}
	places := newRows(len(all))
	for _, o := range all {
		if err := t.countDay(o); err != nil {
			return k, err
		}
		places.add(o.couple, o.date, o.nth)
	}
	if k.seasons, err = t.loadSeasons(all); err != nil {
		return k, err
	}
	if err := t.loadOwn(k.seasons); err != nil {
		return k, err
	}
	if len(all) > 0 {
		err = t.ForEach(func(r *sql.Rows) error {
			var p page
			var c choice
			var sealed []byte
			err := r.Scan(&p.couple, &p.date, &p.nth, &c.plain, &sealed)
			if err == nil {
				c.indeed, err = k.seasons[p.couple].open(sealed, p.askedAt(), "")
			}
			k.chosen[p] = c
			return err
		}, `SELECT q.couple_id, q.local_date, q.nth, q.question, q.asked FROM jsonb_each(?1) j CROSS JOIN questions_asked q
			WHERE q.couple_id = j.value ->> 0 AND q.local_date = j.value ->> 1 AND q.nth = j.value ->> 2`, places.text())
	}
	if err != nil {
		return k, fmt.Errorf("look for questions: %w", err)
	}
	var without []*dueMember
	for _, o := range all {
		if _, chosen := k.chosen[o.page()]; !chosen {
			without = append(without, o)
		}
	}
	if err := t.loadRecords(without, &k); err != nil {
		return k, err
	}
	if k.depths, err = t.depths(without); err != nil {
		return k, err
	}
	k.easy, err = t.easyCouples()
	return k, err
}

func (o *dueMember) page() page { return page{o.couple, o.date, o.nth} }

// ask gives each due member the question of their date, and chooses it if the date has
// none. A partner's n-th check-in of a date gets the couple's n-th question.
func (t *tx) ask(all []*dueMember, k questionFacts, now time.Time, choose Choose) error {
	fresh := newRows(len(all))
	var couples []ID
	var eased []ID // couples that get the light question after a breath
	for _, o := range all {
		p := o.page()
		if _, chosen := k.chosen[p]; !chosen {
			a := k.asked(o, now)
			question := choose(a)
			if question == "" {
				return errors.New("no question was chosen")
			}
			b := k.seasons[o.couple]
			indeed, err := t.inPlace(b, a, question, choose)
			if err != nil {
				return err
			}
			k.chosen[p], k.records[o.couple] = choice{question, indeed}, k.records[o.couple].with(question, now)
			k.unwritten[numberOf(question)] = question
			couples = append(couples, o.couple)
			if easy := k.easy[o.couple]; easy != "" && o.date > easy {
				delete(k.easy, o.couple)
				eased = append(eased, o.couple)
			}
			fresh.add(p.couple, p.date, p.nth, question, now.Unix(), b.seal(p.askedAt(), indeed))
		}
		o.question = k.chosen[p]
		comes, err := t.mayComeTo(o, k, o.question)
		if err != nil {
			return err
		}
		if !comes {
			o.question.indeed = ""
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	err := t.Exec(`INSERT INTO questions_asked (couple_id, local_date, nth, question, at, asked)
		SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, unhex(value ->> 5) FROM jsonb_each(?1)`, fresh.text())
	if err != nil {
		return fmt.Errorf("write questions: %w", err)
	}
	if err := t.saveRecords(couples, k); err != nil {
		return err
	}
	return t.endEasy(eased)
}

// inPlace returns the question that is asked in the place of the plain one, "" for none: one
// of the couple's own, or what their seasons bring.
func (t *tx) inPlace(b *bothSeasons, a Asked, plain string, choose Choose) (string, error) {
	if own, err := t.ownTurn(b, a); err != nil || own != "" {
		return own, err
	}
	indeed, err := t.seasonal(b, a, plain, choose)
	if err == nil && indeed == "" && b.indeed != nil {
		b.indeed[plain] = a.Now
	}
	return indeed, err
}

// asked returns what the choice of a question for a member's check-in depends on.
func (k questionFacts) asked(o *dueMember, now time.Time) Asked {
	a := Asked{Couple: o.couple, FormedAt: k.formed[o.couple], Depth: k.depths[o.couple], Last: k.last(o.couple), Date: o.date, Nth: o.nth, Now: now}
	if easy := k.easy[o.couple]; easy != "" {
		a.Calm, a.Light = true, o.date > easy
	}
	return a
}

// countDay sets o.nth: which check-in of its date this one is, from 0 on.
func (t *tx) countDay(o *dueMember) error {
	if o.last.date < o.date {
		return nil
	}
	err := t.QueryRow(`SELECT count(*) FROM check_ins WHERE couple_id = ?1 AND person = ?2 AND slot_at > ?3 AND local_date = ?4`,
		o.couple, o.member.Person, o.slot.Add(-3*longestDay).Unix(), o.date).Scan(&o.nth)
	if err != nil {
		return fmt.Errorf("count the day's check-ins: %w", err)
	}
	return nil
}

// depths finds the depth that both partners of each couple allow. Most partners are due
// at the same time, so all has both of them; depths reads only the others.
func (t *tx) depths(all []*dueMember) (map[ID]int, error) {
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
	err := t.ForEach(func(r *sql.Rows) error {
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

package store

import (
	"context"
	"slices"
	"time"
)

// Besides answers, the receiver of a note says other lines, which stand in the same
// table, so that nobody without the key can tell them from answers.

// takes sorts what the table of answers holds about a need: answers, the lines that
// follow them, and what was heard.
func (n *Need) takes(rows []Answer) {
	for _, a := range rows {
		switch a.Choice {
		case SaysHeard:
			n.Heard = a.heardBack()
		case Adds:
			to := slices.IndexFunc(n.Answers, func(of Answer) bool { return of.ID.String() == a.Time })
			if to >= 0 {
				n.Answers[to].Line, n.Answers[to].Adds = a.Line, a.ID
			}
		default:
			n.Answers = append(n.Answers, a)
		}
	}
}

// Saying is a line that somebody sends besides an answer.
type Saying struct {
	About     ID // the note, for what was heard; the answer, for a line that follows it
	Person    string
	Source    string // id of the interaction; the same one again sends nothing more
	Line      string
	Undecided ID // the undecided line that this sends; 0 for none
}

// AddLine adds the one line that may follow an answer and owes it to the asker, unless
// the answer waits still and brings the line with it. It fails as SayHeard does.
func (s *Store) AddLine(ctx context.Context, l Saying, now time.Time) (e Exchange, err error) {
	err = s.write(ctx, "add a line to an answer", func(t *tx) error {
		var to Answer
		if e, to, err = t.answer(l.About, l.Person); err != nil {
			return err
		}
		return t.say(&e, l, now, e.Need.Sent() && to.TakesLine(), Adds, []byte(to.ID.String()), func(id ID) error {
			var waits bool
			err := t.QueryRow(`SELECT count(*) > 0 FROM notices WHERE kind = ?1 AND ref = ?2 AND attempted_at IS NULL AND wake_at IS NOT NULL`, KindAnswer, to.ID).Scan(&waits)
			if err != nil || waits {
				return err
			}
			return t.owe(notice{Person: e.Need.Asker, Couple: e.Couple.ID, Kind: KindAnswer, Ref: id, Lane: LaneRelay, Held: true, Due: now})
		})
	})
	return e, err
}

// say keeps a line of the receiver of e, lets owe make it known, and reads e anew.
func (t *tx) say(e *Exchange, l Saying, now time.Time, may bool, c Choice, when []byte, owe func(ID) error) error {
	if e.Mine() {
		return ErrNotYours
	}
	if told, err := t.toldBefore(l.Source); err != nil || told {
		return err
	}
	if !may {
		return ErrTooLate
	}
	if err := t.roomForWords(*e, now); err != nil {
		return err
	}
	id, err := t.keepAnswer(*e, l.Source, c, when, l.Line, now)
	if err != nil {
		return err
	}
	if err := owe(id); err != nil {
		return err
	}
	if err := t.decided(l.Undecided, 0, l.Person, now); err != nil {
		return err
	}
	*e, err = t.exchangeIn(e.Couple, e.Need.ID)
	return err
}

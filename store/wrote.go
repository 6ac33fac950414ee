package store

import (
	"slices"
	"time"
)

// Wrote is something that a person wrote in a couple: for them alone, and counted nowhere.
type Wrote struct {
	What  WroteWhat
	Words string
	Ask   string // the request of a note
	// Opening is the key of the language in which that opens, "" for English.
	Opening string
	At      time.Time
}

// WroteWhat says what became of it.
type WroteWhat string

// What a person wrote is a note, in one of its states, an answer to one, what they heard in
// one, or a thank-you.
const (
	WroteSent   WroteWhat = "sent"
	WroteKept   WroteWhat = "kept"
	WroteDraft  WroteWhat = "draft"
	WroteAnswer WroteWhat = "answer"
	WroteHeard  WroteWhat = "heard"
	WroteThanks WroteWhat = "thanks"
)

// Wrote lists what the person wrote in a couple within the seven days that end just
// before a moment, the newest first. What they have withdrawn is not among it.
func (v View) Wrote(couple ID, to time.Time) (all []Wrote, err error) {
	c, err := v.t.couple(couple, v.person)
	if err != nil {
		return nil, err
	}
	from, err := v.t.weekBefore(v.person, to)
	if err != nil {
		return nil, err
	}
	list, err := v.t.needs(c, `n.withdrawn_at IS NULL AND (n.created_at >= ?2 OR n.kept_at >= ?2 OR n.sent_at >= ?2
		OR EXISTS (SELECT 1 FROM answers w WHERE w.need_id = n.id AND w.at >= ?2)
		OR EXISTS (SELECT 1 FROM notices w WHERE w.ref = n.id AND w.kind = 'thanks' AND w.due_at >= ?2))`, from.Unix())
	if err != nil {
		return nil, err
	}
	known, err := v.t.knownOf(couple, v.person, list)
	if err != nil {
		return nil, err
	}
	add := func(w Wrote) {
		if w.Words != "" && !w.At.Before(from) && w.At.Before(to) {
			all = append(all, w)
		}
	}
	for _, e := range list {
		n := e.Need
		if !e.Mine() {
			for _, a := range n.Answers {
				add(Wrote{What: WroteAnswer, Words: a.Line, At: a.At})
			}
			add(Wrote{What: WroteHeard, Words: n.Heard.Words, At: n.Heard.At})
			continue
		}
		note := Wrote{What: WroteDraft, Words: n.Words, Ask: n.Ask, Opening: n.Opening, At: n.CreatedAt}
		switch {
		case n.Sent():
			note.What, note.At = WroteSent, n.SentAt
		case n.Kept():
			note.What, note.At = WroteKept, n.KeptAt
		}
		add(note)
		add(Wrote{What: WroteThanks, Words: n.Thanks, At: known.reached[n.ID][KindThanks].sent})
	}
	slices.Reverse(all) // the later one of a minute is the newer one
	slices.SortStableFunc(all, func(a, b Wrote) int { return b.At.Compare(a.At) })
	return all, nil
}

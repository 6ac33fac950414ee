package store

import (
	"database/sql"
	"fmt"
	"time"
)

// After a breath the questions of a couple are calm ones until its date is over, and the
// first of a later date is a light one.

// easyCouples reads the couples that had a breath lately, and on which date it ended.
func (t *tx) easyCouples() (easy map[ID]string, err error) {
	err = t.ForEach(func(r *sql.Rows) error {
		var id ID
		var date string
		err := r.Scan(&id, &date)
		if easy == nil {
			easy = map[ID]string{}
		}
		easy[id] = date
		return err
	}, `SELECT id, easy_after FROM couples WHERE easy_after IS NOT NULL`)
	if err != nil {
		return nil, fmt.Errorf("look for breaths: %w", err)
	}
	return easy, nil
}

// endEasy lets the questions of couples be as before their breath.
func (t *tx) endEasy(couples []ID) error {
	if len(couples) == 0 {
		return nil
	}
	return t.Exec(`UPDATE couples SET easy_after = NULL WHERE id IN (SELECT value FROM json_each(?1))`, list(couples))
}

// calm leaves those out who are due on a calm date to which the couple has given another
// question before: the other partner got it before the breath, so this one gets none. That
// goes by the question in plain, so that no row that is missing tells which one was asked
// indeed; where that one is not calm enough, the plain one takes its place.
func calm(all []*dueMember, k questionFacts, now time.Time, choose Choose) []*dueMember {
	if len(k.easy) == 0 {
		return all
	}
	kept := all[:0:0]
	for _, o := range all {
		chosen, has := k.chosen[o.page()]
		enough := func(question string) bool {
			return choose(Asked{Couple: o.couple, Date: o.date, Now: now, Calm: true, Chosen: question}) != ""
		}
		if has && o.date <= k.easy[o.couple] {
			if !enough(chosen.plain) {
				continue
			}
			if chosen.indeed != "" && !enough(chosen.indeed) {
				k.chosen[o.page()] = choice{plain: chosen.plain}
			}
		}
		kept = append(kept, o)
	}
	return kept
}

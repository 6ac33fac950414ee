package store

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"leanon/store/seal"
)

// When a couple's own question has its turn. It stands in the sealed column asked, in the
// place of the library's question of that date, so the file does not tell that it came.

const (
	// betweenOwn is how many questions of the library come between two of the couple's own.
	betweenOwn = 3
	// ownAgain is how long after it was asked one of them can come again.
	ownAgain = 30 * 24 * time.Hour
)

// loadOwn reads which of their own questions the couples use, in the order of proposing. A
// question that was changed by hand counts as not in use.
func (t *tx) loadOwn(both map[ID]*bothSeasons) error {
	var couples []ID
	for id, b := range both {
		if b.opens {
			couples = append(couples, id)
		}
	}
	if len(couples) == 0 {
		return nil
	}
	err := t.ForEach(func(r *sql.Rows) error {
		var couple ID
		var q OwnQuestion
		var other string
		var said []byte
		if err := r.Scan(&couple, &q.ID, &q.Author, &other, &said); err != nil {
			return err
		}
		b := both[couple]
		q.Couple = Couple{ID: couple, Me: Member{Person: q.Author}, Other: Member{Person: other}, key: b.key}
		used, err := q.agreed(said)
		if used {
			b.own = append(b.own, q.Key())
		}
		if errors.Is(err, seal.ErrAltered) {
			return nil
		}
		return err
	}, ownInUseQuery, list(couples))
	if err != nil {
		return fmt.Errorf("read which of their own questions couples use: %w", err)
	}
	return nil
}

const ownInUseQuery = `SELECT q.couple_id, q.id, q.author, m.person, q.said FROM jsonb_each(?1) j CROSS JOIN own_questions q
	JOIN members m ON m.couple_id = q.couple_id AND m.person <> q.author
	WHERE q.couple_id = j.value AND q.proposed_at IS NOT NULL ORDER BY q.couple_id, q.proposed_at, q.id`

// ownTurn returns the own question that has its turn, "" if none has. After at least
// betweenOwn questions of the library that is the one that was asked longest ago, first of
// all one that never was, and none that was asked within ownAgain. It depends on nothing
// that one of the two did with a question.
func (t *tx) ownTurn(b *bothSeasons, a Asked) (string, error) {
	if len(b.own) == 0 || a.Calm || a.Light {
		return "", nil
	}
	if b.indeed == nil {
		var err error
		if b.indeed, err = t.askedIndeed(b, a); err != nil {
			return "", err
		}
	}
	var last time.Time
	for key, at := range b.indeed {
		if IsOwn(key) && at.After(last) {
			last = at
		}
	}
	since := 0
	for key, at := range b.indeed {
		if !IsOwn(key) && at.After(last) {
			since++
		}
	}
	if since < betweenOwn {
		return "", nil
	}
	turn := ""
	for _, key := range b.own {
		at, known := b.indeed[key]
		if known && a.Now.Sub(at) < ownAgain {
			continue
		}
		if turn == "" || at.Before(b.indeed[turn]) {
			turn = key
		}
	}
	if turn != "" {
		b.indeed[turn] = a.Now
	}
	return turn, nil
}

// mayComeTo reports whether the question of a page may come to a member: not an own one
// that was taken out since, nor on a calm date, nor right after another own one, which a
// partner with fewer questions could get.
func (t *tx) mayComeTo(o *dueMember, k questionFacts, c choice) (bool, error) {
	if !IsOwn(c.indeed) {
		return true, nil
	}
	b := k.seasons[o.couple]
	if !slices.Contains(b.own, c.indeed) || k.easy[o.couple] != "" {
		return false, nil
	}
	var id ID
	var sealed []byte
	err := t.QueryRow(`SELECT id, asked FROM check_ins WHERE couple_id = ?1 AND person = ?2 ORDER BY seq DESC LIMIT 1`, o.couple, o.member.Person).Scan(&id, &sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return true, nil
	}
	if err != nil {
		return false, fmt.Errorf("read the last question: %w", err)
	}
	before, err := b.open(sealed, askedAt(id, o.couple, o.member.Person), "")
	return !IsOwn(before), err
}

package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Wording is what a person wrote, before they decide about it.
type Wording struct {
	Couple  ID
	Person  string
	CheckIn ID     // the check-in that it answers; 0 for none
	OfWeek  string // key of the question of a weekly note that it answers; "" for none
	Source  string // id of the interaction or message; the same one again makes no second draft
	Words   string
	Ask     string
	Opening string // key of the language in which the request opens
	Kind    string // key of the kind of need
	Want    string // key of what they want
	ByForm  bool   // it came in a form, which offers Kind and Want
	Typed   bool   // it came as a plain message
	Bare    bool   // a hint that a request can be added would fit
	Owe     bool   // owe the preview as a message of its own; otherwise the reply shows it
	Via     string // the message that the reply edits; "" for none
	// Twins is how long the same words are the same draft: 0 makes each a draft of its own.
	Twins time.Duration
}

// Word keeps a draft and closes the check-in that it answers. It keeps nothing if it
// fails with ErrTooManyDrafts. If it returns both a draft and ErrAltered, it kept that and
// left something else out that was changed by hand.
func (s *Store) Word(ctx context.Context, w Wording, now time.Time) (e Exchange, err error) {
	err = s.write(ctx, "word a need", func(t *tx) error {
		e, err = t.word(w, now)
		return err
	})
	return e, err
}

func (t *tx) word(w Wording, now time.Time) (Exchange, error) {
	c, err := t.couple(w.Couple, w.Person)
	if err != nil {
		return Exchange{}, err
	}
	if w.CheckIn != 0 {
		in, err := t.checkIn(w.CheckIn, w.Person)
		if err != nil {
			return Exchange{}, err
		}
		if in.Couple.ID != c.ID {
			return Exchange{}, ErrNotYours
		}
		if err := t.finish(in, w.Via, now); err != nil {
			return Exchange{}, err
		}
	}
	w.Source = t.hash(w.Source)
	var told bool
	if err := t.QueryRow(`SELECT count(*) > 0 FROM needs WHERE source = ?1`, w.Source).Scan(&told); err != nil {
		return Exchange{}, err
	}
	if !told {
		twin, err := t.twin(c, w, now)
		if err != nil {
			return Exchange{}, err
		}
		if twin != 0 {
			return t.wordTwin(twin, w, now)
		}
		if err := t.roomForDraft(w.Person); err != nil {
			return Exchange{}, err
		}
	}
	id := newID()
	n := Need{ID: id, Asker: w.Person}
	fresh, err := t.Changed(`INSERT INTO needs (seq, id, couple_id, asker, check_in_id, source, words, created_at)
		VALUES (`+nextSeq("needs")+`, ?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (source) DO NOTHING`,
		id, c.ID, w.Person, null(w.CheckIn), w.Source, c.key.Seal([]byte(w.Words), n.at("words", c.ID)), minute(now))
	if err != nil {
		return Exchange{}, err
	}
	if !fresh {
		if err := t.QueryRow(`SELECT id FROM needs WHERE source = ?1`, w.Source).Scan(&id); err != nil {
			return Exchange{}, err
		}
		return t.mine(id, w.Person)
	}
	bare, err := t.takeHint(w.Person, w.Bare)
	if err != nil {
		return Exchange{}, err
	}
	err = t.saveChosen(Exchange{Need: n, Couple: c}, chosen{Ask: w.Ask, Kind: w.Kind, Want: w.Want, ByForm: w.ByForm, Typed: w.Typed, Bare: bare, OfWeek: w.OfWeek, Opening: w.Opening})
	if err != nil {
		return Exchange{}, err
	}
	if w.Owe {
		if err := t.owePreview(w.Person, c.ID, id, now); err != nil {
			return Exchange{}, err
		}
	}
	return t.mine(id, w.Person)
}

func (t *tx) owePreview(person string, couple, need ID, now time.Time) error {
	return t.owe(notice{Person: person, Couple: couple, Kind: KindPreview, Ref: need, Lane: LaneWaiting, Due: now})
}

// MaxBareHints is how many drafts of a person get the hint that a request can be added.
const MaxBareHints = 3

// takeHint says whether a draft of a person gets that hint, and counts it. It writes the
// count in any case, so that the column does not show which draft got one.
func (t *tx) takeHint(person string, fits bool) (bool, error) {
	p, err := t.ensurePartner(person)
	if err != nil {
		return false, err
	}
	given, err := t.hintsGiven(p)
	if errors.Is(err, ErrAltered) { // a hint is nothing to lose words for
		t.altered = err
		return false, nil
	}
	if err != nil {
		return false, err
	}
	fits = fits && given < MaxBareHints
	if fits {
		given++
	}
	return fits, t.Exec(`UPDATE partners SET hints = ?2 WHERE person = ?1`, person, p.key.Seal([]byte(strings.Repeat(".", given)), hintsAt(person)))
}

// hintsGiven returns how many drafts of a person got the hint. Column hints has a point
// for each.
func (t *tx) hintsGiven(p Partner) (int, error) {
	var sealed []byte
	if err := t.QueryRow(`SELECT hints FROM partners WHERE person = ?1`, p.Person).Scan(&sealed); err != nil {
		return 0, fmt.Errorf("count hints: %w", err)
	}
	given, err := p.key.OpenText(sealed, hintsAt(p.Person))
	return len(given), err
}

func null(id ID) any {
	if id == 0 {
		return nil
	}
	return id
}

// MaxDrafts is how many drafts, kept notes and messages without a couple a person may
// have, so that nobody can fill the disk.
const MaxDrafts = 100

// roomForDraft fails with ErrTooManyDrafts if a person has MaxDrafts.
func (t *tx) roomForDraft(person string) error {
	var n int
	err := t.QueryRow(`SELECT (SELECT count(*) FROM needs WHERE asker = ?1 AND sent_at IS NULL) +
		(SELECT count(*) FROM incoming WHERE person = ?1 AND words IS NOT NULL)`, person).Scan(&n)
	if err != nil {
		return fmt.Errorf("count drafts: %w", err)
	}
	if n >= MaxDrafts {
		return ErrTooManyDrafts
	}
	return nil
}

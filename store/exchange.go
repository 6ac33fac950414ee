package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"leanon/store/seal"
)

// Exchange is a need and its couple, as one of the two sees them.
type Exchange struct {
	Need   Need
	Couple Couple
	// Card is what the asker shows beside their notes at present. It is there where one need
	// was read, and in the needs that can be acted on.
	Card Card
}

// Mine reports whether the person who sees it is the asker.
func (e Exchange) Mine() bool { return e.Need.Asker == e.Couple.Me.Person }

// exchange reads a need for its asker or, once it was sent, its receiver. It fails with
// ErrNotYours for anybody else.
func (t *tx) exchange(id ID, person string) (Exchange, error) {
	c, err := t.anyCouple(person, `c.formed_at IS NOT NULL AND c.id = (SELECT couple_id FROM needs WHERE id = ?1)`, id)
	if err != nil {
		return Exchange{}, err
	}
	return t.exchangeIn(c, id)
}

// exchangeOfAnswer is exchange for the need that an answer was given to.
func (t *tx) exchangeOfAnswer(answer ID, person string) (Exchange, error) {
	var need ID
	err := t.QueryRow(`SELECT need_id FROM answers WHERE id = ?1`, answer).Scan(&need)
	if errors.Is(err, sql.ErrNoRows) {
		return Exchange{}, ErrNotYours
	}
	if err != nil {
		return Exchange{}, fmt.Errorf("read answer: %w", err)
	}
	return t.exchange(need, person)
}

// exchangeIn is exchange for a need of a couple that was read before.
func (t *tx) exchangeIn(c Couple, id ID) (Exchange, error) {
	var card []byte
	all, err := t.needsAnd(c, shownCard, &card, `n.id = ?2`, id)
	if err != nil {
		return Exchange{}, err
	}
	if len(all) == 0 {
		return Exchange{}, ErrNotYours
	}
	e := all[0]
	shown, err := openCard(card, c.key, c.ID, e.Need.Asker)
	e.Card = shown.Shown
	return e, err
}

// needs reads the needs of a couple that where, a condition on needs n, selects and that
// c.Me may see. The receiver sees neither an unsent need, nor what the asker keeps about
// it, nor how long the asker thought before sending. Once a need has outlived its
// retention, only a person to whom something of it is still owed sees it; the other one
// must not learn from it that their partner pauses.
func (t *tx) needs(c Couple, where string, args ...any) ([]Exchange, error) {
	var none any
	return t.needsAnd(c, `NULL`, &none, where, args...)
}

// needsAnd is needs, and reads into value what the SQL besides says of the last of them.
func (t *tx) needsAnd(c Couple, besides string, value any, where string, args ...any) ([]Exchange, error) {
	var all []Exchange
	err := t.ForEach(func(r *sql.Rows) error {
		n, told, err := scanNeed(r, c, value)
		if err != nil {
			return err
		}
		if n.Tells {
			n.RestedAt = time.Time{} // it is marked all the same: see rest.go
		}
		if n.Asker != c.Me.Person {
			if n.SentAt.IsZero() {
				return nil
			}
			n.Reached, n.ClosedAt, n.RestedAt, n.KeptAt, n.CreatedAt = "", time.Time{}, time.Time{}, time.Time{}, time.Time{}
			n.Manner, n.NoQuestion, n.ByForm, n.Typed, n.Bare, n.First, n.OfWeek = "", false, false, false, false, "", ""
			erased := !n.WithdrawnAt.IsZero() && !n.TakenBack()
			if erased && !told.note {
				return nil // it was withdrawn before the receiver was told of it
			}
			if !told.thanks {
				n.Thanks = ""
			}
		}
		all = append(all, Exchange{Need: n, Couple: c})
		return nil
	}, `SELECT `+needColumns+`, `+besides+`
		FROM needs n LEFT JOIN check_ins i ON i.id = n.check_in_id
		WHERE n.couple_id = ?1 AND (n.expired_at IS NULL OR `+onItsWay+` AND o.person = ?`+strconv.Itoa(len(args)+2)+`))
			AND `+where+` ORDER BY n.sent_at, n.seq`, append(append([]any{c.ID}, args...), c.Me.Person)...)
	if err != nil {
		return nil, fmt.Errorf("read needs: %w", err)
	}
	answers, err := t.answers(c, where, args...)
	if err != nil {
		return nil, err
	}
	questions := make([]string, len(all))
	for i, e := range all {
		questions[i] = e.Need.Question
	}
	words, err := t.ownWords(c, questions)
	for i, e := range all {
		all[i].Need.takes(answers[e.Need.ID])
		all[i].Need.Own = words[e.Need.Question]
	}
	return all, err
}

// told says whether the receiver was told of a need and of its thank-you. An attempt
// counts, because it may have arrived.
type told struct{ note, thanks bool }

// needColumns are what scanNeed reads of a need n with its check-in i.
const needColumns = `n.id, n.asker, n.shares, coalesce(i.question, ''), i.asked, coalesce(i.id, 0), n.words, n.ask, n.kind, n.want, n.chosen, n.reached, n.thanks, n.created_at, n.kept_at,
		n.sent_at, n.answered_at, n.asked_again_at, n.rested_at, n.closed, n.withdrawn_at, n.talk_at,
		EXISTS (SELECT 1 FROM notices o WHERE o.ref = n.id AND o.kind = 'note' AND (o.attempted_at IS NOT NULL OR o.carried_by IS NOT NULL)),
		EXISTS (SELECT 1 FROM notices o WHERE o.ref = n.id AND o.kind = 'thanks' AND o.attempted_at IS NOT NULL)`

// scanNeed reads needColumns, and into besides what follows them.
func scanNeed(r *sql.Rows, c Couple, besides ...any) (n Need, to told, err error) {
	var checkIn ID
	var asked, words, ask, kind, want, chosen, reached, thanks, closed []byte
	err = r.Scan(append([]any{&n.ID, &n.Asker, &n.Tells, &n.Question, &asked, &checkIn, &words, &ask, &kind, &want, &chosen, &reached, &thanks, stamp{&n.CreatedAt}, stamp{&n.KeptAt},
		stamp{&n.SentAt}, stamp{&n.AnsweredAt}, stamp{&n.AskedAgainAt}, stamp{&n.RestedAt}, &closed, stamp{&n.WithdrawnAt}, stamp{&n.TalkAt},
		&to.note, &to.thanks}, besides...)...)
	if err != nil {
		return n, to, err
	}
	switch erased := len(words) == 0 && !n.WithdrawnAt.IsZero(); {
	case erased:
		words = nil
	case words == nil, chosen == nil && c.key.IsBound():
		return n, to, fmt.Errorf("read a need: a value is missing: %w", seal.ErrAltered)
	}
	var reachedText, chosenText string
	for _, f := range []struct {
		to     *string
		sealed []byte
		column string
	}{{&n.Words, words, "words"}, {&n.Ask, ask, "ask"}, {&n.Kind, kind, "kind"}, {&n.Want, want, "want"}, {&chosenText, chosen, "chosen"}, {&reachedText, reached, "reached"}, {&n.Thanks, thanks, "thanks"}} {
		if *f.to, err = c.key.OpenText(f.sealed, n.at(f.column, c.ID)); err != nil {
			return n, to, err
		}
	}
	if n.Question, err = openAsked(asked, c.key, askedAt(checkIn, c.ID, n.Asker), n.Question); err != nil {
		return n, to, err
	}
	n.Reached = Reached(reachedText)
	n.Words, n.First, _ = strings.Cut(n.Words, firstWords)
	if chosen != nil {
		if err := n.takeChosen(chosenText); err != nil {
			return n, to, err
		}
	}
	if n.Tells {
		n.RestedAt = time.Time{} // its column is set all the same, as that of one that asks
	}
	n.ClosedAt, err = c.key.OpenTime(closed, n.at("closed", c.ID))
	return n, to, err
}

// NeedFor reads a need for its asker or, once it was sent, its receiver. It fails with
// ErrNotYours for anybody else.
func (s *Store) NeedFor(ctx context.Context, id ID, person string) (e Exchange, err error) {
	err = s.view(ctx, "read need", func(t *tx) error {
		e, err = t.exchange(id, person)
		return err
	})
	return e, err
}

// mine is exchange for the asker alone: it fails with ErrNotYours for the receiver too.
func (t *tx) mine(id ID, person string) (Exchange, error) {
	e, err := t.exchange(id, person)
	if err == nil && !e.Mine() {
		return Exchange{}, ErrNotYours
	}
	return e, err
}

// Needs holds what a person can act on in one couple: needs from them and for them, their
// drafts, and the needs that they keep private.
type Needs struct{ FromMe, ForMe, Drafts, Kept []Exchange }

// NeedsOf lists a person's Needs, each list oldest first. FromMe has a need until it is
// closed, so that they can withdraw or let go an answered one. ForMe has a need that only
// tells until they have answered it.
func (s *Store) NeedsOf(ctx context.Context, couple ID, person string) (all Needs, err error) {
	err = s.view(ctx, "list needs", func(t *tx) error {
		c, err := t.couple(couple, person)
		if err != nil {
			return err
		}
		list, err := t.needs(c, `n.withdrawn_at IS NULL`)
		if err != nil {
			return err
		}
		mine, err := t.card(c, c.Me.Person)
		if err != nil {
			return err
		}
		theirs, err := t.card(c, c.Other.Person)
		if err != nil {
			return err
		}
		for _, e := range list {
			e.Card = theirs.Shown
			if e.Mine() {
				e.Card = mine.Shown
			}
			switch {
			case e.Mine() && e.Need.Draft():
				all.Drafts = append(all.Drafts, e)
			case e.Mine() && e.Need.Kept():
				all.Kept = append(all.Kept, e)
			case e.Mine() && e.Need.ClosedAt.IsZero() && !e.Need.Tells && e.Need.LastAnswer().Choice != WroteBack:
				all.FromMe = append(all.FromMe, e)
			case !e.Mine() && e.Need.Answerable() && !(e.Need.Tells && len(e.Need.Answers) > 0):
				all.ForMe = append(all.ForMe, e)
			}
		}
		return nil
	})
	return all, err
}

// History lists the exchanges that a couple shared, newest first.
func (s *Store) History(ctx context.Context, couple ID, person string) (all []Exchange, err error) {
	err = s.view(ctx, "read the history", func(t *tx) error {
		c, err := t.couple(couple, person)
		if err != nil {
			return err
		}
		list, err := t.needs(c, `n.sent_at IS NOT NULL`)
		for i := len(list) - 1; i >= 0; i-- {
			all = append(all, list[i])
		}
		return err
	})
	return all, err
}

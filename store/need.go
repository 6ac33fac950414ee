package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"
)

// Limits of a need, in characters, and how many may be open (product rules).
const (
	MaxWords = 1500
	MaxAsk   = 200
	MaxLine  = 300 // a line of one's own under an answer, or a thank-you
	MaxOpen  = 3

	AskAgainAfter = 24 * time.Hour
	RestAfter     = 14 * 24 * time.Hour
	DraftLife     = 14 * 24 * time.Hour
)

// Need is what one partner asks of the other, from draft to rest. Its state
// follows from its times.
type Need struct {
	ID       ID
	Asker    string
	Question string // lasting key of the check-in's question; "" without a check-in
	Words    string
	Ask      string // "Would you ...?", without those words or the question mark
	Kind     string // lasting key of the kind of need
	Want     string // lasting key of what the asker wants
	Reached  Reached
	Thanks   string
	Answers  []Answer // oldest first

	CreatedAt    time.Time
	KeptAt       time.Time // kept private
	SentAt       time.Time
	AnsweredAt   time.Time // zero again after Ask again
	AskedAgainAt time.Time
	RestedAt     time.Time
	ClosedAt     time.Time // by the asker: it reached, or was let go
	WithdrawnAt  time.Time
	TalkAt       time.Time
}

// Draft says whether only the asker has seen it, and has not decided to keep it.
func (n Need) Draft() bool { return n.SentAt.IsZero() && n.KeptAt.IsZero() }

// Kept says whether the asker keeps it private.
func (n Need) Kept() bool { return n.SentAt.IsZero() && !n.KeptAt.IsZero() }

// Sent says whether it has left the asker and was not taken back.
func (n Need) Sent() bool { return !n.SentAt.IsZero() && n.WithdrawnAt.IsZero() }

// Open says whether it counts as one of the asker's open needs: sent, and not
// yet answered, withdrawn, rested or let go.
func (n Need) Open() bool {
	return n.Sent() && n.AnsweredAt.IsZero() && n.RestedAt.IsZero() && n.ClosedAt.IsZero()
}

// TooLong says whether the words or the ask are over what can be sent.
func (n Need) TooLong() bool {
	return utf8.RuneCountInString(n.Words) > MaxWords || utf8.RuneCountInString(n.Ask) > MaxAsk
}

// Answerable says whether the receiver may (still) answer: not answered yet, or
// only with "I hear you" or "Not now" (whoever said that may come back to it), or
// asked again since.
func (n Need) Answerable() bool {
	if !n.Sent() {
		return false
	}
	last := n.LastAnswer().Choice
	return last == "" || last == Heard || last == NotNow || n.AnsweredAt.IsZero()
}

// CanSay says whether the receiver may give this answer now: an answerable need
// is not given the same answer twice in a row, and is heard first, not after
// another answer.
func (n Need) CanSay(c Choice) bool {
	if !n.Answerable() || n.AnsweredAt.IsZero() {
		return n.Answerable()
	}
	return c != Heard && c != n.LastAnswer().Choice
}

// LastAnswer is the newest answer, zero if none.
func (n Need) LastAnswer() Answer {
	if len(n.Answers) == 0 {
		return Answer{}
	}
	return n.Answers[len(n.Answers)-1]
}

// lastPromise is the last answer that a reminder may be about: hearing takes none
// of them back.
func (n Need) lastPromise() ID {
	for _, a := range slices.Backward(n.Answers) {
		if a.Choice != Heard {
			return a.ID
		}
	}
	return 0
}

// AgainFrom is the earliest moment for Ask again; ok is false where it is not
// offered: before an answer, after a no, or when it was asked again already. "I
// hear you" takes no earlier no back.
func (n Need) AgainFrom() (from time.Time, ok bool) {
	if len(n.Answers) == 0 || !n.AskedAgainAt.IsZero() || !n.Sent() || !n.ClosedAt.IsZero() {
		return time.Time{}, false
	}
	for _, a := range slices.Backward(n.Answers) {
		if a.Choice == NotNow || a.Choice == CannotNow {
			return time.Time{}, false
		}
		if a.Choice != Heard {
			break
		}
	}
	return n.SentAt.Add(AskAgainAfter), true
}

// Exchange is a need with the couple, as its reader sees it.
type Exchange struct {
	Need   Need
	Couple Couple
}

// Mine says whether the reader is the asker.
func (e Exchange) Mine() bool { return e.Need.Asker == e.Couple.Me.Person }

func needPlace(column string, id ID) string { return place("needs", column, id) }

// exchange reads a need as its asker, or, once sent, as its receiver.
func (t *tx) exchange(id ID, person string) (Exchange, error) {
	var couple ID
	err := t.row(`SELECT couple_id FROM needs WHERE id = ?1`, id).Scan(&couple)
	if errors.Is(err, sql.ErrNoRows) {
		return Exchange{}, ErrNotYours
	}
	if err != nil {
		return Exchange{}, fmt.Errorf("read need: %w", err)
	}
	c, err := t.couple(couple, person)
	if err != nil {
		return Exchange{}, err
	}
	all, err := t.needs(c, `n.id = ?2`, id)
	if err != nil {
		return Exchange{}, err
	}
	if len(all) == 0 {
		return Exchange{}, ErrNotYours
	}
	return all[0], nil
}

// needs reads those needs of a couple that its reader may see. What the asker
// withdrew or has not sent, and what they keep about it (also how long they
// thought before sending), is not the receiver's.
func (t *tx) needs(c Couple, where string, args ...any) ([]Exchange, error) {
	var all []Exchange
	err := t.each(func(r *sql.Rows) error {
		n, told, err := scanNeed(r, c.key)
		if err != nil {
			return err
		}
		if n.Asker != c.Me.Person {
			if n.SentAt.IsZero() {
				return nil
			}
			n.Reached, n.ClosedAt, n.RestedAt, n.KeptAt, n.CreatedAt = "", time.Time{}, time.Time{}, time.Time{}, time.Time{}
			withdrawn := !n.WithdrawnAt.IsZero()
			if withdrawn && !told.note {
				return nil // taken back before they heard of it: to them it never was
			}
			if withdrawn {
				n.Words, n.Ask, n.Kind, n.Want = "", "", "", ""
			}
			if withdrawn || !told.thanks {
				n.Thanks = ""
			}
		}
		all = append(all, Exchange{n, c})
		return nil
	}, `SELECT n.id, n.asker, coalesce(i.question, ''), n.words, n.ask, n.kind, n.want, n.reached, n.thanks, n.created_at, n.kept_at,
		n.sent_at, n.answered_at, n.asked_again_at, n.rested_at, n.closed, n.withdrawn_at, n.talk_at,
		EXISTS (SELECT 1 FROM notices o WHERE o.ref = n.id AND o.kind = 'note' AND (o.attempted_at IS NOT NULL OR o.carried_by IS NOT NULL)),
		EXISTS (SELECT 1 FROM notices o WHERE o.ref = n.id AND o.kind = 'thanks' AND o.attempted_at IS NOT NULL)
		FROM needs n LEFT JOIN check_ins i ON i.id = n.check_in_id
		WHERE n.couple_id = ?1 AND `+where+` ORDER BY n.sent_at, n.seq`, append([]any{c.ID}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("read needs: %w", err)
	}
	answers, err := t.answers(c, where, args...)
	if err != nil {
		return nil, err
	}
	for i, e := range all {
		all[i].Need.Answers = answers[e.Need.ID]
	}
	return all, nil
}

// told is what a need's receiver was told of, or is being told.
type told struct{ note, thanks bool }

func scanNeed(r *sql.Rows, key Key) (n Need, to told, err error) {
	var words, ask, kind, want, reached, thanks, closed []byte
	err = r.Scan(&n.ID, &n.Asker, &n.Question, &words, &ask, &kind, &want, &reached, &thanks, stamp{&n.CreatedAt}, stamp{&n.KeptAt},
		stamp{&n.SentAt}, stamp{&n.AnsweredAt}, stamp{&n.AskedAgainAt}, stamp{&n.RestedAt}, &closed, stamp{&n.WithdrawnAt}, stamp{&n.TalkAt},
		&to.note, &to.thanks)
	if err != nil {
		return n, to, err
	}
	var reachedText string
	for _, f := range []struct {
		to     *string
		sealed []byte
		column string
	}{{&n.Words, words, "words"}, {&n.Ask, ask, "ask"}, {&n.Kind, kind, "kind"}, {&n.Want, want, "want"}, {&reachedText, reached, "reached"}, {&n.Thanks, thanks, "thanks"}} {
		if *f.to, err = key.openText(f.sealed, needPlace(f.column, n.ID)); err != nil {
			return n, to, err
		}
	}
	n.Reached = Reached(reachedText)
	n.ClosedAt, err = key.openTime(closed, needPlace("closed", n.ID))
	return n, to, err
}

// NeedFor reads a need as its asker or, once sent, its receiver.
func (s *Store) NeedFor(ctx context.Context, id ID, person string) (e Exchange, err error) {
	err = s.view(ctx, "read need", func(t *tx) error {
		e, err = t.exchange(id, person)
		return err
	})
	return e, err
}

// mine reads a need for its asker alone.
func (t *tx) mine(id ID, person string) (Exchange, error) {
	e, err := t.exchange(id, person)
	if err == nil && !e.Mine() {
		return Exchange{}, ErrNotYours
	}
	return e, err
}

// Wording is what a person wrote, before they decide about it.
type Wording struct {
	Couple  ID
	Person  string
	CheckIn ID     // the check-in it answers; 0 none
	Source  string // interaction or message id: told twice, it is one draft
	Words   string
	Ask     string
	Owe     bool   // owe the preview as a message of its own; otherwise the reply shows it
	Via     string // the message that the reply edits
}

// Word keeps a draft and folds the check-in that it answers. ErrTooManyDrafts
// keeps nothing.
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
		if err := t.finish(in.ID, w.Via, now); err != nil {
			return Exchange{}, err
		}
	}
	var told bool
	if err := t.row(`SELECT count(*) > 0 FROM needs WHERE source = ?1`, w.Source).Scan(&told); err != nil {
		return Exchange{}, err
	}
	if !told {
		if err := t.roomForDraft(w.Person); err != nil {
			return Exchange{}, err
		}
	}
	id := newID()
	fresh, err := t.one(`INSERT INTO needs (id, couple_id, asker, check_in_id, source, words, ask, created_at)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (source) DO NOTHING`,
		id, c.ID, w.Person, null(w.CheckIn), w.Source, c.key.seal([]byte(w.Words), needPlace("words", id)), c.key.sealText(w.Ask, needPlace("ask", id)), minute(now))
	if err != nil {
		return Exchange{}, err
	}
	if !fresh {
		if err := t.row(`SELECT id FROM needs WHERE source = ?1`, w.Source).Scan(&id); err != nil {
			return Exchange{}, err
		}
	} else if w.Owe {
		err := t.owe(notice{Person: w.Person, Couple: c.ID, Kind: KindPreview, Ref: id, Lane: LaneWaiting, Due: now})
		if err != nil {
			return Exchange{}, err
		}
	}
	return t.mine(id, w.Person)
}

func null(id ID) any {
	if id == 0 {
		return nil
	}
	return id
}

// change applies f to an unsent need of its asker, reads it again and brings
// other copies of its preview up to date. ErrMoved with the need where it was
// sent already.
func (s *Store) change(ctx context.Context, act string, id ID, person, via string, now time.Time, f func(*tx, Exchange) error) (e Exchange, err error) {
	err = s.write(ctx, act, func(t *tx) error {
		if e, err = t.mine(id, person); err != nil {
			return err
		}
		if !e.Need.SentAt.IsZero() {
			return ErrMoved
		}
		if err := f(t, e); err != nil {
			return err
		}
		if err := t.refresh(KindPreview, id, via, now); err != nil {
			return err
		}
		fresh, err := t.mine(id, person)
		if errors.Is(err, ErrNotYours) {
			return nil // discarded: the reader gets it as it was
		}
		e = fresh
		return err
	})
	return e, err
}

// Reword replaces the words and the ask of an unsent need.
func (s *Store) Reword(ctx context.Context, id ID, person, words, ask, via string, now time.Time) (Exchange, error) {
	return s.change(ctx, "reword a need", id, person, via, now, func(t *tx, e Exchange) error {
		k := e.Couple.key
		return t.exec(`UPDATE needs SET words = ?2, ask = ?3 WHERE id = ?1`, id, k.seal([]byte(words), needPlace("words", id)), k.sealText(ask, needPlace("ask", id)))
	})
}

// Describe sets the kind of an unsent need, or what its asker wants; "" clears it.
func (s *Store) Describe(ctx context.Context, id ID, person string, kind, want *string, via string, now time.Time) (Exchange, error) {
	return s.change(ctx, "describe a need", id, person, via, now, func(t *tx, e Exchange) error {
		k := e.Couple.key
		if kind != nil {
			if err := t.exec(`UPDATE needs SET kind = ?2 WHERE id = ?1`, id, k.sealText(*kind, needPlace("kind", id))); err != nil {
				return err
			}
		}
		if want != nil {
			return t.exec(`UPDATE needs SET want = ?2 WHERE id = ?1`, id, k.sealText(*want, needPlace("want", id)))
		}
		return nil
	})
}

// Keep keeps an unsent need for its asker alone.
func (s *Store) Keep(ctx context.Context, id ID, person, via string, now time.Time) (Exchange, error) {
	return s.change(ctx, "keep a need", id, person, via, now, func(t *tx, e Exchange) error {
		return t.exec(`UPDATE needs SET kept_at = coalesce(kept_at, ?2) WHERE id = ?1`, id, minute(now))
	})
}

// Discard deletes an unsent need.
func (s *Store) Discard(ctx context.Context, id ID, person, via string, now time.Time) (Exchange, error) {
	return s.change(ctx, "discard a need", id, person, via, now, func(t *tx, e Exchange) error {
		return t.exec(`DELETE FROM needs WHERE id = ?1`, id)
	})
}

// Send relays an unsent need: its note is owed to the partner. ErrTooLong and
// ErrTooManyOpen keep the draft.
func (s *Store) Send(ctx context.Context, id ID, person, via string, now time.Time) (Exchange, error) {
	return s.change(ctx, "send a need", id, person, via, now, func(t *tx, e Exchange) error {
		if e.Need.TooLong() {
			return ErrTooLong
		}
		if err := t.roomForOne(e); err != nil {
			return err
		}
		if err := t.exec(`UPDATE needs SET sent_at = ?2, kept_at = NULL WHERE id = ?1`, id, now.Unix()); err != nil {
			return err
		}
		return t.oweNote(e, 0, now)
	})
}

func (t *tx) roomForOne(e Exchange) error {
	sent, err := t.needs(e.Couple, `n.asker = ?2 AND n.sent_at IS NOT NULL AND n.answered_at IS NULL
		AND n.withdrawn_at IS NULL AND n.rested_at IS NULL`, e.Couple.Me.Person)
	if err != nil {
		return err
	}
	open := 0
	for _, e := range sent {
		if e.Need.Open() {
			open++
		}
	}
	if open >= MaxOpen {
		return ErrTooManyOpen
	}
	return nil
}

func (t *tx) oweNote(e Exchange, round int, now time.Time) error {
	return t.owe(notice{Person: e.Couple.Other.Person, Couple: e.Couple.ID, Kind: KindNote, Ref: e.Need.ID, Round: round, Lane: LaneRelay, Held: true, Due: now})
}

// Withdraw takes a sent need back, at any time; the partner's copy follows.
func (s *Store) Withdraw(ctx context.Context, id ID, person, via string, now time.Time) (e Exchange, err error) {
	err = s.write(ctx, "withdraw a need", func(t *tx) error {
		if e, err = t.mine(id, person); err != nil {
			return err
		}
		if !e.Need.Sent() {
			return ErrMoved
		}
		if err := t.exec(`UPDATE needs SET withdrawn_at = ?2 WHERE id = ?1`, id, minute(now)); err != nil {
			return err
		}
		for _, kind := range []Kind{KindNote, KindPreview, KindFollowUp, KindRest, KindThanks, KindTalk} {
			if err := t.refresh(kind, id, via, now); err != nil {
				return err
			}
		}
		for _, a := range e.Need.Answers { // the note can be opened from a reminder too
			if err := t.refresh(KindReminder, a.ID, via, now); err != nil {
				return err
			}
		}
		if err := t.refreshCarriers(id, now); err != nil {
			return err
		}
		e, err = t.mine(id, person)
		return err
	})
	return e, err
}

// Needs lists what a person can act on in one couple: open needs from them and
// for them, their drafts, and (behind a button) what they keep private.
type Needs struct{ FromMe, ForMe, Drafts, Kept []Exchange }

// NeedsOf lists them, oldest first. A need of mine stays listed until it is
// closed, so that an answered one can still be withdrawn or let go.
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
		for _, e := range list {
			switch {
			case e.Mine() && e.Need.Draft():
				all.Drafts = append(all.Drafts, e)
			case e.Mine() && e.Need.Kept():
				all.Kept = append(all.Kept, e)
			case e.Mine() && e.Need.ClosedAt.IsZero() && e.Need.LastAnswer().Choice != WroteBack:
				all.FromMe = append(all.FromMe, e)
			case !e.Mine() && e.Need.Answerable():
				all.ForMe = append(all.ForMe, e)
			}
		}
		return nil
	})
	return all, err
}

// History lists a couple's shared exchanges, newest first.
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

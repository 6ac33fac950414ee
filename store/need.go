package store

import (
	"context"
	"errors"
	"slices"
	"time"
	"unicode/utf8"
)

// Limits of a need: lengths in characters, how many may be open, and times.
const (
	MaxWords = 1500
	MaxAsk   = 200
	MaxLine  = 300 // of a line under an answer, and of a thank-you
	MaxOpen  = 3
	// MaxAnswers is how many answers with words a person sends to one partner within 24
	// hours; it counts added lines.
	MaxAnswers = 12

	AskAgainAfter = 24 * time.Hour
	RestAfter     = 14 * 24 * time.Hour
	DraftLife     = 14 * 24 * time.Hour
)

// Need is what one partner asks of the other, from draft to rest. Its state follows
// from its times, which are zero until something happens.
type Need struct {
	ID       ID
	Asker    string
	Question string // key of the check-in question that it answers; "" for none
	Words    string
	Ask      string // "Would you ...?", without those words or the question mark
	Kind     string // key of the kind of need
	Want     string // key of what the asker wants
	Reached  Reached
	Thanks   string
	Shares   bool     // it tells what went well and asks for nothing
	Answers  []Answer // oldest first

	CreatedAt    time.Time
	KeptAt       time.Time // when it was kept private
	SentAt       time.Time
	AnsweredAt   time.Time // Ask again makes it zero
	AskedAgainAt time.Time
	RestedAt     time.Time
	ClosedAt     time.Time // when the asker said that an answer reached them, or let it go
	WithdrawnAt  time.Time
	TalkAt       time.Time
}

// Draft reports whether the asker has neither sent nor kept it.
func (n Need) Draft() bool { return n.SentAt.IsZero() && n.KeptAt.IsZero() }

// Kept reports whether the asker keeps it private.
func (n Need) Kept() bool { return n.SentAt.IsZero() && !n.KeptAt.IsZero() }

// Sent reports whether it was sent and not withdrawn.
func (n Need) Sent() bool { return !n.SentAt.IsZero() && n.WithdrawnAt.IsZero() }

// Open reports whether it counts towards MaxOpen: it was sent as an ask, and is not
// answered, withdrawn, rested or closed.
func (n Need) Open() bool {
	return n.Sent() && !n.Shares && n.AnsweredAt.IsZero() && n.RestedAt.IsZero() && n.ClosedAt.IsZero()
}

// TooLong reports whether the words or the ask are too long to be sent.
func (n Need) TooLong() bool {
	return utf8.RuneCountInString(n.Words) > MaxWords || utf8.RuneCountInString(n.Ask) > MaxAsk
}

// Answerable reports whether the receiver may answer it. They may after "I hear you"
// and "Not now" too, because they may come back to it, and once it was asked again.
func (n Need) Answerable() bool {
	if !n.Sent() {
		return false
	}
	last := n.LastAnswer().Choice
	return last == "" || last == Heard || last == NotNow || n.AnsweredAt.IsZero()
}

// CanSay reports whether the receiver may give this answer now. An answer in their own
// words always stays open, so that a yes can be taken back, and closes no other one. Of
// the others nobody gives the same twice in a row, or says "I hear you" after an answer.
func (n Need) CanSay(c Choice) bool {
	if !n.Sent() || n.AnsweredAt.IsZero() || c == OwnWords {
		return n.Sent()
	}
	if c == Heard {
		return false
	}
	for _, a := range slices.Backward(n.Answers) {
		if a.Choice != OwnWords {
			return (a.Choice == Heard || a.Choice == NotNow) && c != a.Choice
		}
	}
	return true
}

// LastAnswer returns the newest answer, the zero answer if there is none.
func (n Need) LastAnswer() Answer {
	if len(n.Answers) == 0 {
		return Answer{}
	}
	return n.Answers[len(n.Answers)-1]
}

// lastPromise returns the newest answer other than "I hear you", which takes no
// promise back. It is the zero answer if there is none.
func (n Need) lastPromise() Answer {
	for _, a := range slices.Backward(n.Answers) {
		if a.Choice != Heard {
			return a
		}
	}
	return Answer{}
}

// AgainFrom returns the earliest moment for Ask again. ok is false if it is not
// offered: before an answer, after a no, or if it was asked again already. An "I hear
// you" after a no does not change that.
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

// change applies f to an unsent need, for its asker, and owes edits of the copies of its
// preview except via. It returns the need as it is then, or as it was if f deleted it.
// It returns ErrTooLate and the need if that was sent before.
func (s *Store) change(ctx context.Context, doing string, id ID, person, via string, now time.Time, f func(*tx, Exchange) error) (e Exchange, err error) {
	err = s.write(ctx, doing, func(t *tx) error {
		if e, err = t.mine(id, person); err != nil {
			return err
		}
		if !e.Need.SentAt.IsZero() {
			return ErrTooLate
		}
		if err := f(t, e); err != nil {
			return err
		}
		if err := t.oweEdit(KindPreview, id, via, now); err != nil {
			return err
		}
		fresh, err := t.exchangeIn(e.Couple, id)
		if errors.Is(err, ErrNotYours) {
			return nil // discarded: the caller gets the need as it was
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
		return t.Exec(`UPDATE needs SET words = ?2, ask = ?3 WHERE id = ?1`, id, k.Seal([]byte(words), needLocation("words", id)), k.SealText(ask, needLocation("ask", id)))
	})
}

// Describe sets the kind of an unsent need, or what its asker wants; "" clears it.
func (s *Store) Describe(ctx context.Context, id ID, person string, kind, want *string, via string, now time.Time) (Exchange, error) {
	return s.change(ctx, "describe a need", id, person, via, now, func(t *tx, e Exchange) error {
		k := e.Couple.key
		if kind != nil {
			if err := t.Exec(`UPDATE needs SET kind = ?2 WHERE id = ?1`, id, k.SealText(*kind, needLocation("kind", id))); err != nil {
				return err
			}
		}
		if want != nil {
			return t.Exec(`UPDATE needs SET want = ?2 WHERE id = ?1`, id, k.SealText(*want, needLocation("want", id)))
		}
		return nil
	})
}

// Keep keeps an unsent need for its asker alone.
func (s *Store) Keep(ctx context.Context, id ID, person, via string, now time.Time) (Exchange, error) {
	return s.change(ctx, "keep a need", id, person, via, now, func(t *tx, e Exchange) error {
		return t.Exec(`UPDATE needs SET kept_at = coalesce(kept_at, ?2) WHERE id = ?1`, id, minute(now))
	})
}

// Discard deletes an unsent need.
func (s *Store) Discard(ctx context.Context, id ID, person, via string, now time.Time) (Exchange, error) {
	return s.change(ctx, "discard a need", id, person, via, now, func(t *tx, e Exchange) error {
		return t.Exec(`DELETE FROM needs WHERE id = ?1`, id)
	})
}

// Send sends a need: it owes the partner the note. It fails with ErrTooLong or
// ErrTooManyOpen; the need then stays as it was.
func (s *Store) Send(ctx context.Context, id ID, person, via string, now time.Time) (Exchange, error) {
	return s.change(ctx, "send a need", id, person, via, now, func(t *tx, e Exchange) error {
		if e.Need.TooLong() {
			return ErrTooLong
		}
		if err := t.roomForOne(e); err != nil {
			return err
		}
		if err := t.Exec(`UPDATE needs SET sent_at = ?2, kept_at = NULL WHERE id = ?1`, id, now.Unix()); err != nil {
			return err
		}
		return t.oweNote(e, 0, now)
	})
}

// Share is Send for words that tell what went well and ask for nothing. They do not count
// towards MaxOpen and never rest. It fails with ErrTooLong; the need then stays as it was.
func (s *Store) Share(ctx context.Context, id ID, person, via string, now time.Time) (Exchange, error) {
	return s.change(ctx, "share what went well", id, person, via, now, func(t *tx, e Exchange) error {
		if e.Need.TooLong() {
			return ErrTooLong
		}
		if err := t.Exec(`UPDATE needs SET sent_at = ?2, kept_at = NULL, shares = 1 WHERE id = ?1`, id, now.Unix()); err != nil {
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

package store

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
)

// HeardBack is what the receiver of a note heard in it, said once for each note, and what
// its asker replied. The zero HeardBack is none.
type HeardBack struct {
	ID    ID
	Words string
	At    time.Time
	Reply HeardReply
	Line  string // the asker's, if it was not quite it
}

// HeardReply is what the asker says to what was heard. Rows hold it: never change one.
type HeardReply string

// The asker has two replies, and need not give any.
const (
	ThatsIt  HeardReply = "that-is-it"
	NotQuite HeardReply = "not-quite"
)

// A notice about what was heard goes to the asker in the first round, and to the receiver
// of the note, with the reply, in the second.
const (
	roundHeard   = 0
	roundReplied = 1
)

// The reply stands, sealed, in the place of an answer's time: the reply on one line, the
// asker's own on a second. It is filled up to replyRoom bytes before and after the asker
// replies, so that the row looks the same whatever they said, also nothing.
const replyRoom = len(NotQuite) + 1 + 4*MaxLine

func replyText(r HeardReply, line string) []byte {
	room := make([]byte, replyRoom)
	copy(room, string(r)+"\n"+line)
	return room
}

func (a Answer) heardBack() HeardBack {
	reply, line, _ := strings.Cut(strings.TrimRight(a.Time, "\x00"), "\n")
	return HeardBack{ID: a.ID, Words: a.Line, At: a.At, Reply: HeardReply(reply), Line: line}
}

// CanSayHeard reports whether the receiver may say what they heard: once, after they said
// "I hear you".
func (n Need) CanSayHeard() bool {
	return n.Sent() && n.Heard.ID == 0 && slices.ContainsFunc(n.Answers, func(a Answer) bool { return a.Choice == Heard })
}

// SayHeard keeps what the receiver heard in a note and owes it to the asker. It fails
// with ErrTooLate, and returns the exchange, if it cannot be said or was said before;
// with ErrTooManyWords as Answer does; and with ErrNotYours for anybody but the receiver.
func (s *Store) SayHeard(ctx context.Context, l Saying, now time.Time) (e Exchange, err error) {
	err = s.write(ctx, "say what was heard", func(t *tx) error {
		if e, err = t.exchange(l.About, l.Person); err != nil {
			return err
		}
		return t.say(&e, l, now, e.Need.CanSayHeard(), SaysHeard, replyText("", ""), func(id ID) error {
			return t.owe(notice{Person: e.Need.Asker, Couple: e.Couple.ID, Kind: KindHeard, Ref: id, Round: roundHeard, Lane: LaneRelay, Held: true, Due: now})
		})
	})
	return e, err
}

// HeardBackFor reads what was heard, for both of the couple. It fails with ErrNotYours
// for anybody else, and for the receiver until the asker has replied.
func (s *Store) HeardBackFor(ctx context.Context, id ID, person string) (e Exchange, err error) {
	err = s.view(ctx, "read what was heard", func(t *tx) error {
		e, err = t.heardBack(id, person)
		return err
	})
	return e, err
}

func (t *tx) heardBack(id ID, person string) (Exchange, error) {
	e, err := t.exchangeOfAnswer(id, person)
	if err == nil && (e.Need.Heard.ID != id || !e.Mine() && e.Need.Heard.Reply == "") {
		err = ErrNotYours
	}
	return e, err
}

// ReplyToHeard keeps what the asker says to what was heard, once, and owes it to the one
// who heard; line is their own, for NotQuite. undecided is the undecided line that it
// sends, 0 for none. It fails with ErrTooLate, and returns the exchange, if they replied
// before, and with ErrNotYours for anybody but the asker.
func (s *Store) ReplyToHeard(ctx context.Context, id ID, person string, r HeardReply, line string, undecided ID, now time.Time) (e Exchange, err error) {
	err = s.write(ctx, "reply to what was heard", func(t *tx) error {
		if e, err = t.heardBack(id, person); err != nil {
			return err
		}
		if !e.Mine() {
			return ErrNotYours
		}
		if e.Need.Heard.Reply != "" {
			return ErrTooLate
		}
		if r != ThatsIt && r != NotQuite {
			return errors.New("no such reply")
		}
		err := t.Exec(`UPDATE answers SET time = ?2 WHERE id = ?1`, id, e.Couple.key.Seal(replyText(r, line), e.Couple.answerAt("time", id, e.Need.ID, e.Need.Asker)))
		if err != nil {
			return err
		}
		err = t.owe(notice{Person: e.Couple.Other.Person, Couple: e.Couple.ID, Kind: KindHeard, Ref: id, Round: roundReplied, Lane: LaneRelay, Held: true, Due: now})
		if err != nil {
			return err
		}
		if err := t.decided(undecided, 0, person, now); err != nil {
			return err
		}
		e, err = t.exchangeIn(e.Couple, e.Need.ID)
		return err
	})
	return e, err
}

package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"
	"unicode"
)

// Message is a plain direct message.
type Message struct {
	ID      string // Discord's message id
	Person  string
	Channel string
	ReplyTo string    // id of the message it replies to; "" for none
	Words   string    // as Discord delivered them, without control characters
	Edited  time.Time // when Words were last edited; zero for never
	Named   Named     // the button or the command that Words name; "" for none
	More    bool      // it holds more than words, which is not carried
	Bare    bool      // a hint that a request can be added would fit Words
	TooFast bool      // its writer wrote more within a minute than is taken
}

// Hear takes a plain direct message. If it may answer something, or names a button or a
// command, its words wait for its writer's decision, as Typed says. Otherwise they become
// a draft, which answers the check-in that the message replies to, or else the open one,
// or else none. Hear owes the writer the preview, or a question, or the reason why there
// is no draft, at most once a minute. Calling it again for the same message changes
// nothing; if the message was edited since, its draft or the words that wait change.
func (s *Store) Hear(ctx context.Context, m Message, now time.Time) error {
	return s.write(ctx, "hear a message", func(t *tx) error { return t.hear(m, now) })
}

func (t *tx) hear(m Message, now time.Time) error {
	if t.s.forgotten.before(m.Person, m.ID) {
		return nil
	}
	p, err := t.ensurePartner(m.Person)
	if err != nil {
		return err
	}
	id := newID()
	fresh, err := t.Changed(`INSERT INTO incoming (message, message_id, id, person, at) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (message) DO NOTHING`,
		t.hash(m.ID), t.sealHeard(id, m.Person, m.asHeard()), id, m.Person, endOfMinute(now))
	if err != nil {
		return err
	}
	if !fresh {
		return t.follow(m, now)
	}
	if err := t.keepNewestMessage([]delivery{{notice: Notice{Person: m.Person}, channel: m.Channel, message: m.ID}}); err != nil {
		return err
	}
	return t.take(m, p, id, now)
}

// take makes of a message that was not heard before what it is to be. p is its writer and
// id the id of its row.
func (t *tx) take(m Message, p Partner, id ID, now time.Time) error {
	couples, err := t.couples(m.Person)
	if err != nil {
		return err
	}
	back := notice{Person: m.Person, Ref: id, Lane: LaneWaiting, Due: now}
	if len(couples) == 0 {
		back.Kind = KindNobody
		return t.oweReason(back, now)
	}
	if m.TooFast {
		back.Kind = KindTooFast
		return t.oweReason(back, now)
	}
	wordless := back
	wordless.Kind, wordless.Round = KindWordless, RoundEmpty
	if m.More {
		wordless.Round = RoundWordless
	}
	if Visible(m.Words) {
		for _, c := range couples {
			if err := t.pressed(c, now); err != nil {
				return err
			}
		}
		if err := t.takeWords(m, p, couples, back, now); err != nil || !m.More {
			return err
		}
		wordless.Round = RoundBeside
	}
	return t.oweReason(wordless, now)
}

// Rounds of a notice of KindWordless: the message held nothing, or only what is not
// carried, or words and that.
const (
	RoundEmpty = iota
	RoundWordless
	RoundBeside
)

// takeWords is take for a message with words of somebody with couples. back is what it
// owes them, without its kind.
func (t *tx) takeWords(m Message, p Partner, couples []Couple, back notice, now time.Time) error {
	switch err := t.roomForDraft(m.Person); {
	case errors.Is(err, ErrTooManyDrafts):
		back.Kind = KindFull
		return t.oweReason(back, now)
	case err != nil:
		return err
	}
	asks, err := t.askAbout(m, p, couples, back, now)
	if err != nil || asks {
		return err
	}
	w := Wording{Person: m.Person, Source: m.ID, Words: m.Words, Typed: true, Bare: m.Bare, Owe: true}
	if w.Couple, w.CheckIn, err = t.coupleMeant(m, couples, now); err != nil {
		return err
	}
	if w.Couple != 0 {
		_, err := t.word(w, now)
		return err
	}
	if err := t.setTyped(back.Ref, p, m.Words, typedAbout{}); err != nil {
		return err
	}
	back.Kind = KindWhom
	return t.owe(back)
}

// blanks are characters that are letters or symbols to Unicode but show nothing: Hangul
// fillers, Khmer inherent vowels and the empty Braille pattern.
const blanks = "\u115f\u1160\u3164\uffa0\u17b4\u17b5\u2800"

// Visible says whether words hold anything that can be seen. White space, zero-width and
// direction marks, variation selectors and fillers cannot.
func Visible(words string) bool {
	return strings.ContainsFunc(words, func(r rune) bool {
		return unicode.IsGraphic(r) && !unicode.IsSpace(r) && !unicode.In(r, unicode.Cf, unicode.Variation_Selector) &&
			r != '\u034f' && !strings.ContainsRune(blanks, r)
	})
}

// Rehear follows the edit of a plain message: its draft, or its words that wait, get the
// new words. An edit changes nothing if it, or a later one, was followed before. If the
// message was missed so far, or had no words, Rehear hears it with its new words. An edit
// that comes too fast is left to the next reading of the channel.
func (s *Store) Rehear(ctx context.Context, m Message, now time.Time) error {
	return s.write(ctx, "follow an edited message", func(t *tx) error {
		missed, err := t.missed(m.ID, m.Person)
		if err != nil {
			return err
		}
		if missed {
			return t.hear(m, now)
		}
		if m.TooFast {
			return nil
		}
		return t.follow(m, now)
	})
}

// Unhear follows the deletion of a plain message: it forgets words that wait, and deletes
// the draft, if that was neither sent nor kept. If the message was missed so far, it will
// never be heard.
func (s *Store) Unhear(ctx context.Context, message, channel string, now time.Time) error {
	return s.write(ctx, "follow a deleted message", func(t *tx) error {
		var person string
		err := t.QueryRow(`SELECT person FROM incoming WHERE message = ?1`, t.hash(message)).Scan(&person)
		if errors.Is(err, sql.ErrNoRows) {
			return t.neverHear(message, channel, now)
		}
		if err != nil {
			return err
		}
		if err := t.forgetTyped(message, now); err != nil {
			return err
		}
		e, err := t.draftOf(message, person)
		if err != nil || e.Need.ID == 0 {
			return err
		}
		if err := t.owePreviewEdits(e, "", now); err != nil {
			return err
		}
		return t.Exec(`DELETE FROM needs WHERE id = ?1`, e.Need.ID)
	})
}

// draftOf reads the draft that was made of a message. It returns the zero Exchange if
// there is none, or if it was sent or kept.
func (t *tx) draftOf(message, person string) (Exchange, error) {
	var id ID
	err := t.QueryRow(`SELECT id FROM needs WHERE source = ?1 AND asker = ?2`, t.hash(message), person).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return Exchange{}, nil
	}
	if err != nil {
		return Exchange{}, err
	}
	e, err := t.mine(id, person)
	if err != nil || !e.Need.Draft() {
		return Exchange{}, err
	}
	return e, nil
}

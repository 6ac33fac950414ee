package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"
	"unicode"

	"leanon/store/seal"
)

// Message is a plain direct message.
type Message struct {
	ID      string // Discord's message id
	Person  string
	Channel string
	ReplyTo string    // id of the message it replies to; "" for none
	Words   string    // as Discord delivered them, without control characters
	Edited  time.Time // when Words were last edited; zero for never
	// Command says that Words look like a command that was typed as text. They wait
	// until their writer names a couple for them or throws them away.
	Command bool
	// Bare says that a hint that a request can be added would fit Words.
	Bare bool
}

// Hear makes a draft of a plain direct message. The draft answers the check-in that the
// message replies to, or else the open one, or else none. Hear owes its writer the
// preview, or a question if the couple is not clear, or the reason why there is no
// draft. Calling it again for the same message makes no second draft; if the message was
// edited since, the draft gets the new words.
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
	fresh, err := t.Changed(`INSERT INTO incoming (message, id, person, at, edition) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (message) DO NOTHING`,
		m.ID, id, m.Person, now.Unix(), edition(m.Edited))
	if err != nil {
		return err
	}
	if !fresh {
		return t.follow(m, now)
	}
	if err := t.keepNewestMessage([]delivery{{notice: Notice{Person: m.Person}, channel: m.Channel, message: m.ID}}); err != nil {
		return err
	}
	couples, err := t.couples(m.Person)
	if err != nil {
		return err
	}
	back := notice{Person: m.Person, Ref: id, Lane: LaneWaiting, Due: now}
	if len(couples) == 0 {
		back.Kind = KindNobody
		return t.owe(back)
	}
	if !Visible(m.Words) {
		back.Kind = KindWordless
		return t.owe(back)
	}
	switch err := t.roomForDraft(m.Person); {
	case errors.Is(err, ErrTooManyDrafts):
		back.Kind = KindFull
		return t.owe(back)
	case err != nil:
		return err
	}
	back.Kind = KindTyped
	if !m.Command {
		w := Wording{Person: m.Person, Source: m.ID, Words: m.Words, Typed: true, Bare: m.Bare, Owe: true}
		if w.Couple, w.CheckIn, err = t.coupleMeant(m, couples, now); err != nil {
			return err
		}
		if w.Couple != 0 {
			_, err := t.word(w, now)
			return err
		}
		back.Kind = KindWhom
	}
	if err := t.Exec(`UPDATE incoming SET words = ?2 WHERE message = ?1`, m.ID, p.key.Seal([]byte(m.Words), seal.Location("incoming", "words", id))); err != nil {
		return err
	}
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

// coupleMeant finds the couple and the check-in that a message is about. couple is 0 if
// the writer has to be asked, checkIn is 0 if the message answers none. If the writer is
// in several couples and the message is not a reply, it is an answer only if exactly one
// check-in is open and that one is recent.
func (t *tx) coupleMeant(m Message, couples []Couple, now time.Time) (couple, checkIn ID, err error) {
	if m.ReplyTo != "" {
		var kind Kind
		var ref ID
		err := t.QueryRow(`SELECT n.kind, n.ref, n.couple_id FROM notices n JOIN couples c ON c.id = n.couple_id
			WHERE n.message = ?1 AND n.person = ?2 AND c.formed_at IS NOT NULL`, m.ReplyTo, m.Person).Scan(&kind, &ref, &couple)
		if err == nil && kind == KindCheckIn {
			if _, err = t.checkIn(ref, m.Person); err == nil {
				return couple, ref, nil
			}
		}
		switch {
		case err == nil, couple != 0 && errors.Is(err, ErrNotYours): // the check-in was purged
			return couple, 0, nil
		case !errors.Is(err, sql.ErrNoRows):
			return 0, 0, err
		}
	}
	var open []CheckIn
	for _, c := range couples {
		in, err := t.newestCheckIn(c)
		if err != nil && !errors.Is(err, ErrNotYours) {
			return 0, 0, err
		}
		if err == nil && in.Open() {
			open = append(open, in)
		}
	}
	switch {
	case len(couples) == 1 && len(open) == 0:
		return couples[0].ID, 0, nil
	case len(open) != 1:
		return 0, 0, nil
	}
	if len(couples) > 1 {
		if recent, err := t.recent(open[0], m.Person, now); err != nil || !recent {
			return 0, 0, err
		}
	}
	return open[0].Couple.ID, open[0].ID, nil
}

// answerFor is how long after its slot a plain message may still answer a check-in, if
// its writer is in several couples. An older check-in does not tell which couple the
// words are for.
const answerFor = 24 * time.Hour

// recent says whether a check-in is less than answerFor old, or of today on the person's
// own calendar.
func (t *tx) recent(in CheckIn, person string, now time.Time) (bool, error) {
	if now.Sub(in.SlotAt) < answerFor {
		return true, nil
	}
	p, _, err := t.partner(person)
	if err != nil {
		return false, err
	}
	return t.isToday(p, in.SlotAt, now) // a day on which clocks go back has 25 hours
}

// heard reads a message whose words wait until their writer names a couple. It fails
// with ErrNotYours if there is none, or if person did not write it.
func (t *tx) heard(id ID, person string) (Message, error) {
	m := Message{Person: person}
	var sealed []byte
	err := t.QueryRow(`SELECT message, words FROM incoming WHERE id = ?1 AND person = ?2 AND words IS NOT NULL`, id, person).Scan(&m.ID, &sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return m, ErrNotYours
	}
	if err != nil {
		return m, err
	}
	p, err := t.ensurePartner(person)
	if err != nil {
		return m, err
	}
	m.Words, err = p.key.OpenText(sealed, seal.Location("incoming", "words", id))
	return m, err
}

// Assign makes a heard message a draft in the couple that its writer named, or forgets
// its words if couple is 0. It fails with ErrNotYours if either was done already.
func (s *Store) Assign(ctx context.Context, id ID, person string, couple ID, now time.Time) (e Exchange, err error) {
	err = s.write(ctx, "assign a message", func(t *tx) error {
		m, err := t.heard(id, person)
		if err != nil {
			return err
		}
		if err := t.Exec(`UPDATE incoming SET words = NULL WHERE id = ?1`, id); err != nil {
			return err
		}
		if couple == 0 {
			return nil
		}
		w := Wording{Couple: couple, Person: person, Source: m.ID, Words: m.Words, Typed: true}
		c, err := t.couple(couple, person)
		if err != nil {
			return err
		}
		if in, err := t.newestCheckIn(c); err == nil && in.Open() {
			w.CheckIn = in.ID
		} else if err != nil && !errors.Is(err, ErrNotYours) {
			return err
		}
		e, err = t.word(w, now)
		return err
	})
	return e, err
}

// Rehear follows the edit of a plain message: its draft, or its words that wait for a
// couple, get the new words. An edit changes nothing if it, or a later one, was followed
// before. If the message was missed so far, Rehear hears it with its new words.
func (s *Store) Rehear(ctx context.Context, m Message, now time.Time) error {
	return s.write(ctx, "follow an edited message", func(t *tx) error {
		missed, err := t.missed(m.ID, m.Person)
		if err != nil {
			return err
		}
		if missed {
			return t.hear(m, now)
		}
		return t.follow(m, now)
	})
}

// rehearUnassigned replaces the words of a message that waits for its couple. It does
// nothing if the message does not wait.
func (t *tx) rehearUnassigned(message, person, words string) error {
	var id ID
	err := t.QueryRow(`SELECT id FROM incoming WHERE message = ?1 AND person = ?2 AND words IS NOT NULL`, message, person).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	p, err := t.ensurePartner(person)
	if err != nil {
		return err
	}
	return t.Exec(`UPDATE incoming SET words = ?2 WHERE id = ?1`, id, p.key.Seal([]byte(words), seal.Location("incoming", "words", id)))
}

// Unhear follows the deletion of a plain message: it forgets the words and deletes the
// draft, if that was neither sent nor kept. If the message was missed so far, it will
// never be heard.
func (s *Store) Unhear(ctx context.Context, message, channel string, now time.Time) error {
	return s.write(ctx, "follow a deleted message", func(t *tx) error {
		var person string
		err := t.QueryRow(`SELECT person FROM incoming WHERE message = ?1`, message).Scan(&person)
		if errors.Is(err, sql.ErrNoRows) {
			return t.neverHear(message, channel, now)
		}
		if err != nil {
			return err
		}
		if err := t.Exec(`UPDATE incoming SET words = NULL WHERE message = ?1`, message); err != nil {
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
	err := t.QueryRow(`SELECT id FROM needs WHERE source = ?1 AND asker = ?2`, message, person).Scan(&id)
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

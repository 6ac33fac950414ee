package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// A plain message that may answer something waits: its words lie sealed, with their
// writer's own key, until the writer says what they are. What may be done with them
// follows from how things stand when it is asked, so that no column tells it.

// Named is the button or the command that the words of a plain message name. Those
// without a constant wait for a press like any other.
type Named string

// NamedNothing finishes the open question. NamedLater and NamedAnswer are about that
// question too: where none is open, words name none of the three. NamedHelp and NamedHello
// get their reply at once. NamedCommand is a command that was typed as text, NamedButton
// any button that stands under a draft, a note or an answer.
const (
	NamedNothing Named = "nothing"
	NamedLater   Named = "later"
	NamedAnswer  Named = "answer"
	NamedHelp    Named = "help"
	NamedHello   Named = "hi"
	NamedCommand Named = "command"
	NamedButton  Named = "button"
)

// Typed is a plain message whose words wait for its writer's decision, and what these
// may be.
type Typed struct {
	ID       ID
	Message  string // Discord's id
	Words    string
	Named    Named
	Couple   Couple     // whom it is about; ID is 0 if that is not clear
	Notes    []Exchange // the notes that it may answer, the newest first
	Question CheckIn    // the open question that it may answer; ID is 0 for none
	Answered Exchange   // the need whose answer it replies to; ID is 0 for none
	Kind     Kind       // of the message of ours that it replies to; "" for none
	Target   ID         // the notice that became that message; 0 for none
	Again    bool       // that message is shown once more, because it is no message of the partner's
}

// waits says whether the writer is asked what the words are.
func (y Typed) waits() bool {
	return y.Named != "" || len(y.Notes) > 0 || y.Answered.Need.ID != 0 || y.Target != 0 && repliesTo(y.Kind) == toMessage
}

// typedAbout is what is kept about words that wait: what they name, and the notice whose
// message they reply to. Once their writer has decided, target is the answer that they
// became, 0 for none.
type typedAbout struct {
	named  Named
	target ID
}

// A typedAbout is sealed as two texts of typedField bytes, so that its length says
// nothing.
const typedField = 20

func (a typedAbout) text() []byte {
	return fmt.Appendf(nil, "%-*s%-*v", typedField, a.named, typedField, a.target)
}

func parseTypedAbout(s string) (a typedAbout, err error) {
	if len(s) != 2*typedField {
		return a, fmt.Errorf("what typed words are about has %d bytes", len(s))
	}
	a.named = Named(strings.TrimSpace(s[:typedField]))
	if target := strings.TrimSpace(s[typedField:]); target != ID(0).String() {
		a.target, err = ParseID(target)
	}
	return a, err
}

// typedAbout opens column about of a message.
func (t *tx) typedAbout(id ID, person string, sealed []byte) (a typedAbout, err error) {
	p, err := t.ensurePartner(person)
	if err != nil {
		return a, err
	}
	text, err := p.key.OpenText(sealed, incomingAt("about", id, person))
	if err != nil {
		return a, err
	}
	return parseTypedAbout(text)
}

// setTyped keeps words that wait.
func (t *tx) setTyped(id ID, p Partner, words string, a typedAbout) error {
	return t.Exec(`UPDATE incoming SET words = ?2, about = ?3 WHERE id = ?1`, id,
		p.key.Seal([]byte(words), incomingAt("words", id, p.Person)), p.key.Seal(a.text(), incomingAt("about", id, p.Person)))
}

// heard reads a message whose words wait. It fails with ErrTooLate if its writer has
// decided about them, and with ErrNotYours if person did not write it.
func (t *tx) heard(id ID, person string) (m Message, a typedAbout, err error) {
	m = Message{Person: person}
	var message, words, about []byte
	err = t.QueryRow(`SELECT message_id, words, about FROM incoming WHERE id = ?1 AND person = ?2`, id, person).Scan(&message, &words, &about)
	if errors.Is(err, sql.ErrNoRows) {
		return m, a, ErrNotYours
	}
	if err != nil {
		return m, a, fmt.Errorf("read a message: %w", err)
	}
	h, err := t.openHeard(id, person, message)
	if err != nil {
		return m, a, err
	}
	m.ID = h.message
	if words == nil {
		return m, a, ErrTooLate
	}
	p, err := t.ensurePartner(person)
	if err != nil {
		return m, a, err
	}
	if m.Words, err = p.key.OpenText(words, incomingAt("words", id, person)); err != nil || about == nil {
		return m, a, err
	}
	a, err = t.typedAbout(id, person, about)
	return m, a, err
}

// TypedFor reads a message that waits for its writer's decision. It fails with ErrTooLate
// once they have decided, and with ErrNotYours for anybody else.
func (s *Store) TypedFor(ctx context.Context, id ID, person string) (y Typed, err error) {
	err = s.view(ctx, "read a typed message", func(t *tx) error {
		y, err = t.typedFor(id, person)
		return err
	})
	return y, err
}

func (t *tx) typedFor(id ID, person string) (Typed, error) {
	m, a, err := t.heard(id, person)
	if err != nil {
		return Typed{ID: id, Message: m.ID}, err
	}
	couples, err := t.couples(person)
	if err != nil {
		return Typed{}, err
	}
	y, err := t.typed(m, a.target, couples)
	y.ID, y.Named = id, a.named
	return y, err
}

// AnsweredBy reads the need that a plain message became an answer to. It fails with
// ErrNotYours if it became none.
func (v View) AnsweredBy(message string) (Exchange, error) { return v.t.answeredBy(message, v.person) }

func (t *tx) answeredBy(message, person string) (Exchange, error) {
	var id ID
	var about []byte
	err := t.QueryRow(`SELECT id, about FROM incoming WHERE message = ?1 AND person = ?2 AND words IS NULL AND about IS NOT NULL`, t.hash(message), person).Scan(&id, &about)
	if errors.Is(err, sql.ErrNoRows) {
		return Exchange{}, ErrNotYours
	}
	if err != nil {
		return Exchange{}, fmt.Errorf("look for the answer that a message became: %w", err)
	}
	became, err := t.typedAbout(id, person, about)
	if err != nil {
		return Exchange{}, err
	}
	if became.target == 0 {
		return Exchange{}, ErrNotYours
	}
	return t.exchangeOfAnswer(became.target, person)
}

// Typed reads a message that waits for the person's decision, as TypedFor does.
func (v View) Typed(id ID) (Typed, error) { return v.t.typedFor(id, v.person) }

// typed finds what a message may be. target is the notice whose message it replies to, 0
// for none.
func (t *tx) typed(m Message, target ID, couples []Couple) (y Typed, err error) {
	y = Typed{Message: m.ID, Words: m.Words}
	if len(couples) == 1 {
		y.Couple = couples[0]
	}
	if target != 0 {
		if err := t.typedReply(&y, m.Person, target, couples); err != nil {
			return y, err
		}
	}
	if y.Kind == "" {
		if y.Notes, err = t.waitingNotes(m); err != nil {
			return y, err
		}
	}
	return y, t.typedQuestion(&y, m, couples)
}

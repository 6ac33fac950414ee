package store

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// This file finds what a plain message may answer: what it replies to, the notes that
// wait for its writer, and the open question.

// replied is what a reply to a message of ours may be.
type replied int

const (
	toNothing  replied = iota // words like any other
	toNote                    // an answer to a note
	toAnswer                  // a thank-you for an answer, or for what was heard
	toQuestion                // an answer to the check-in
	toPartner                 // a note to the partner who wrote that
	toMessage                 // words to the bot: its message is shown again
)

// repliesTo says what a reply to a message of a kind may be.
func repliesTo(k Kind) replied {
	switch k {
	case "", KindWordless, KindFull, KindTooFast, KindNobody:
		return toNothing
	case KindNote, KindTalk:
		return toNote
	case KindAnswer, KindHeard:
		return toAnswer
	case KindCheckIn:
		return toQuestion
	case KindThanks:
		return toPartner
	}
	return toMessage
}

// repliedTo finds the notice whose message a message replies to. It returns 0 if the
// message replies to nothing of ours.
func (t *tx) repliedTo(m Message) (target ID, err error) {
	if m.ReplyTo == "" {
		return 0, nil
	}
	err = t.QueryRow(`SELECT id FROM notices WHERE message IN (?1, ?3) AND person = ?2`, t.hash(m.ReplyTo), m.Person, m.ReplyTo).Scan(&target)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("look for what a message replies to: %w", err)
	}
	return target, nil
}

// typedReply adds to y what a reply to a notice may be. It adds nothing if the notice, or
// what it is about, is gone.
func (t *tx) typedReply(y *Typed, person string, target ID, couples []Couple) error {
	n, err := t.noticeFor(target, person)
	if errors.Is(err, ErrNotYours) {
		return nil
	}
	if err != nil {
		return err
	}
	if n.Kind == KindWhom || n.Kind == KindTyped {
		switch m, _, err := t.heard(n.Ref, person); {
		case errors.Is(err, ErrTooLate): // what it asked is decided: there may be more to say to the same note
			return t.replyAfterAnswer(y, person, target, m.ID)
		case errors.Is(err, ErrNotYours):
			return nil
		case err != nil:
			return err
		}
	}
	if repliesTo(n.Kind) == toNothing {
		return nil
	}
	if at := slices.IndexFunc(couples, func(c Couple) bool { return c.ID == n.Couple }); at >= 0 {
		y.Couple = couples[at]
	}
	switch repliesTo(n.Kind) {
	case toNote:
		if len(n.Notes) == 0 {
			n.Notes = []ID{n.Ref}
		}
		for _, id := range slices.Backward(n.Notes) {
			e, err := t.exchange(id, person)
			if err == nil && !e.Mine() && e.Need.CanSay(OwnWords) {
				y.Notes = append(y.Notes, e)
			} else if err != nil && !errors.Is(err, ErrNotYours) {
				return err
			}
		}
	case toAnswer:
		e, err := t.exchangeOfAnswer(n.Ref, person)
		if err != nil && !errors.Is(err, ErrNotYours) {
			return err
		}
		switch {
		case err != nil:
		case e.Mine():
			y.Answered = e
		case e.Need.CanSay(OwnWords): // what the asker said to what was heard
			y.Notes = []Exchange{e}
		}
	}
	y.Kind, y.Target = n.Kind, target
	y.Again, err = t.canShowAgain(n)
	return err
}

// canShowAgain says whether a message is shown once more to whoever replies to it: one that
// asks its reader for something, and no draft that was sent or kept meanwhile.
func (t *tx) canShowAgain(n Notice) (bool, error) {
	switch {
	case repliesTo(n.Kind) != toMessage, n.Kind == KindExport, n.Kind == KindEnded, n.Kind == KindInviteFailed:
		return false, nil
	case n.Kind != KindPreview:
		return true, nil
	}
	e, err := t.exchange(n.Ref, n.Person)
	if errors.Is(err, ErrNotYours) {
		return false, nil
	}
	return e.Need.Draft(), err
}

// replyAfterAnswer adds to y the note that an earlier message answered. It adds nothing if
// that message became something else.
func (t *tx) replyAfterAnswer(y *Typed, person string, target ID, earlier string) error {
	e, err := t.answeredBy(earlier, person)
	if errors.Is(err, ErrNotYours) {
		return nil
	}
	if err == nil && e.Need.CanSay(OwnWords) {
		y.Notes, y.Couple, y.Kind, y.Target = []Exchange{e}, e.Couple, KindNote, target
	}
	return err
}

// noteWaits is how long after its delivery a note may be answered by a message that is no
// reply to it.
const noteWaits = 24 * time.Hour

// waitingNotes lists the notes that wait for an answer of a message's writer and that
// were delivered within noteWaits before it was written, the newest first. Both times are
// Discord's, from the ids of the messages, so that a message that is heard late is judged
// by when it was written. A note that is held has no message yet, and changes nothing.
func (t *tx) waitingNotes(m Message) (all []Exchange, err error) {
	type delivered struct {
		need    ID
		message string
	}
	var candidates []delivered
	err = t.ForEach(func(r *sql.Rows) error {
		var d delivered
		var notice ID
		var plain string
		var sealed []byte
		err := r.Scan(&d.need, &notice, &plain, &sealed)
		if err == nil {
			d.message, err = t.openMessage(notice, m.Person, plain, sealed)
		}
		if age, ok := writtenAfter(m.ID, d.message); ok && age <= noteWaits {
			candidates = append(candidates, d)
		}
		return err
	}, `SELECT n.id, iif(b.message IS NULL, o.id, b.id), coalesce(b.message, o.message), iif(b.message IS NULL, o.message_id, b.message_id)
		FROM notices o LEFT JOIN notices b ON b.id = o.carried_by JOIN needs n ON n.id = o.ref
		WHERE o.person = ?1 AND o.kind = ?2 AND coalesce(b.message, o.message) IS NOT NULL
			AND n.sent_at IS NOT NULL AND n.answered_at IS NULL AND n.withdrawn_at IS NULL
		ORDER BY n.sent_at DESC, n.seq DESC`, m.Person, KindNote)
	if err != nil {
		return nil, fmt.Errorf("list notes that wait: %w", err)
	}
	slices.SortStableFunc(candidates, func(a, b delivered) int {
		switch {
		case newer(a.message, b.message):
			return -1
		case newer(b.message, a.message):
			return 1
		}
		return 0
	})
	for _, d := range candidates {
		if slices.ContainsFunc(all, func(e Exchange) bool { return e.Need.ID == d.need }) {
			continue // it was asked again
		}
		e, err := t.exchange(d.need, m.Person)
		if errors.Is(err, ErrNotYours) {
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, nil
}

// writtenAfter returns how long after another message a message was written. ok is false
// if it was written before, or if an id is none of Discord's.
func writtenAfter(message, other string) (age time.Duration, ok bool) {
	a, err := strconv.ParseUint(message, 10, 64)
	if err != nil {
		return 0, false
	}
	b, err := strconv.ParseUint(other, 10, 64)
	if err != nil || b > a {
		return 0, false
	}
	return time.Duration(a>>22-b>>22) * time.Millisecond, true
}

// typedQuestion adds to y the open question that the words may answer: the one that the
// message replies to, or that of the couple, or the only one.
func (t *tx) typedQuestion(y *Typed, m Message, couples []Couple) error {
	if repliesTo(y.Kind) == toQuestion {
		n, err := t.noticeFor(y.Target, m.Person)
		if err != nil {
			return err
		}
		return t.addIfOpen(y, func() (CheckIn, error) { return t.checkIn(n.Ref, m.Person) })
	}
	about := y.Couple
	if about.ID == 0 && len(y.Notes) > 0 {
		about = y.Notes[0].Couple
	}
	if about.ID != 0 {
		return t.addIfOpen(y, func() (CheckIn, error) { return t.newestCheckIn(about) })
	}
	open := 0
	for _, c := range couples {
		was := y.Question.ID
		if err := t.addIfOpen(y, func() (CheckIn, error) { return t.newestCheckIn(c) }); err != nil {
			return err
		}
		if y.Question.ID != was {
			open++
		}
	}
	if open != 1 {
		y.Question = CheckIn{}
	}
	return nil
}

func (t *tx) addIfOpen(y *Typed, read func() (CheckIn, error)) error {
	in, err := read()
	if errors.Is(err, ErrNotYours) {
		return nil
	}
	if err == nil && in.Open() {
		y.Question = in
	}
	return err
}

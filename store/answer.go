package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"leanon/store/seal"
)

// Choice is how a need was answered. Rows hold it: never change one.
type Choice string

// The first seven answer a note that asks. A note that tells is answered with Heard,
// WroteBack or Talk.
const (
	Heard     Choice = "heard"
	Yes       Choice = "yes"
	Part      Choice = "part"
	NotNow    Choice = "not-now"
	Talk      Choice = "talk"
	CannotNow Choice = "cannot"
	OwnWords  Choice = "own-words"
	WroteBack Choice = "wrote-back"
)

// Two more choices are no answers of their own, and stand in the same table so that
// nobody without the key can tell them from answers.
const (
	// Adds is a line that follows an answer. Its time is the id of that answer.
	Adds Choice = "adds"
	// SaysHeard is what the receiver heard in a note. Its time is the asker's reply.
	SaysHeard Choice = "says-heard"
)

// Answer is what the receiver said to a need.
type Answer struct {
	ID     ID
	Need   ID
	Choice Choice
	Time   string    // the time that it names: a button's key or words; "" for none
	Moment time.Time // what Time meant when it was given, on the answerer's clock; zero if only Time says it
	Line   string    // the answerer's words
	Adds   ID        // the row of Line, if it was added afterwards; else 0
	At     time.Time
	Zone   string // the answerer's present IANA zone; "" while it is not known
}

// TakesLine reports whether a line can be added to it: once, and only to an answer that
// one press gives.
func (a Answer) TakesLine() bool {
	switch a.Choice {
	case Heard, Yes, NotNow, CannotNow:
		return a.Line == ""
	}
	return false
}

// words reports whether its row holds words that somebody typed.
func (a Answer) words() bool {
	return a.Line != "" || a.Time != "" && !a.NamesDay() && a.Choice != Adds && a.Choice != SaysHeard
}

// NamesDay reports whether Time comes from a button and not from the answerer's own
// words.
func (a Answer) NamesDay() bool {
	return a.Time == "tonight" || a.Time == "tomorrow" || a.Time == "weekend"
}

// Reached is the asker's reply to "did that reach you?". Only they can read it.
type Reached string

// The asker has four replies.
const (
	ReachedYes      Reached = "yes"
	ReachedSomewhat Reached = "somewhat"
	ReachedNotYet   Reached = "not-yet"
	NoLongerNeeded  Reached = "no-longer"
)

// answers reads, by need and oldest first, what the table of answers holds about the
// needs of a couple. where is a condition on needs n and answers a.
func (t *tx) answers(c Couple, where string, args ...any) (all map[ID][]Answer, err error) {
	all, key := map[ID][]Answer{}, c.key
	err = t.ForEach(func(r *sql.Rows) error {
		var a Answer
		var asker string
		var choice, when, line []byte
		if err := r.Scan(&a.ID, &a.Need, &asker, &choice, &when, &line, stamp{&a.At}, &a.Zone); err != nil {
			return err
		}
		if a.Zone == "" {
			a.Zone = t.s.defaults.Zone
		}
		at := func(column string) seal.Place { return c.answerAt(column, a.ID, a.Need, asker) }
		text, err := key.OpenText(choice, at("choice"))
		if err != nil {
			return err
		}
		a.Choice = Choice(text)
		if a.Time, a.Moment, err = openMoment(key, when, at("time")); err != nil {
			return err
		}
		a.Line, err = key.OpenText(line, at("line"))
		all[a.Need] = append(all[a.Need], a)
		return err
	}, `SELECT a.id, a.need_id, n.asker, a.choice, a.time, a.line, a.at, coalesce(p.zone, '')
		FROM needs n JOIN answers a ON a.need_id = n.id
		LEFT JOIN members m ON m.couple_id = n.couple_id AND m.person <> n.asker LEFT JOIN partners p ON p.person = m.person
		WHERE n.couple_id = ?1 AND `+where+` ORDER BY a.seq`, append([]any{c.ID}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("read answers: %w", err)
	}
	return all, nil
}

// AnswerFor reads an answer and its exchange, for the asker and the answerer. It fails
// with ErrNotYours for anybody else.
func (s *Store) AnswerFor(ctx context.Context, id ID, person string) (e Exchange, a Answer, err error) {
	err = s.view(ctx, "read answer", func(t *tx) error {
		e, a, err = t.answer(id, person)
		return err
	})
	return e, a, err
}

func (t *tx) answer(id ID, person string) (Exchange, Answer, error) {
	e, err := t.exchangeOfAnswer(id, person)
	if err != nil {
		return e, Answer{}, err
	}
	for _, a := range e.Need.Answers {
		if a.ID == id || a.Adds == id {
			return e, a, nil
		}
	}
	return e, Answer{}, ErrNotYours
}

// Answering is an answer that somebody gives. At FollowUp the asker is asked whether it
// reached them, and at Remind the answerer is reminded of it; zero means never.
type Answering struct {
	Need      ID
	Person    string
	Source    string // id of the interaction; the same one again makes no second answer
	Choice    Choice
	Time      string
	Moment    time.Time // what Time means; zero if only Time says it
	Line      string
	FollowUp  time.Time
	Remind    time.Time
	Undecided ID // the undecided line, or the plain message, that this answer sends; 0 for none
}

// Answer keeps an answer and owes it to the asker. It fails with ErrTooLate, and returns
// the exchange, if the need was withdrawn or cannot be given this answer any more. It
// fails with ErrTooManyWords if it has words and the receiver sent MaxAnswers with words
// before, and with ErrNotYours for anybody but the receiver.
func (s *Store) Answer(ctx context.Context, a Answering, now time.Time) (e Exchange, err error) {
	err = s.write(ctx, "answer a need", func(t *tx) error {
		if e, err = t.exchange(a.Need, a.Person); err != nil {
			return err
		}
		if e.Mine() {
			return ErrNotYours
		}
		if told, err := t.givenBefore(a); err != nil || told {
			return err
		}
		if !e.Need.CanSay(a.Choice) {
			return ErrTooLate
		}
		if (Answer{Choice: a.Choice, Time: a.Time, Line: a.Line}).words() {
			if err := t.roomForWords(e, now); err != nil {
				return err
			}
		}
		id, err := t.keepAnswer(e, a.Source, a.Choice, momentText(a.Time, a.Moment), a.Line, now)
		if err != nil {
			return err
		}
		if err := t.Exec(`UPDATE needs SET answered_at = ?2 WHERE id = ?1`, a.Need, minute(now)); err != nil {
			return err
		}
		if err := t.oweAnswer(e, id, a, now); err != nil {
			return err
		}
		if err := t.decided(a.Undecided, id, a.Person, now); err != nil {
			return err
		}
		e, err = t.exchangeIn(e.Couple, a.Need)
		return err
	})
	return e, err
}

// givenBefore says whether an answer was given before: by the same interaction, or from
// the same plain message.
func (t *tx) givenBefore(a Answering) (given bool, err error) {
	if given, err = t.toldBefore(a.Source); err != nil || given {
		return given, err
	}
	err = t.QueryRow(`SELECT count(*) > 0 FROM incoming WHERE id = ?1 AND person = ?2 AND words IS NULL`, a.Undecided, a.Person).Scan(&given)
	return given, err
}

// toldBefore says whether an interaction made a row before.
func (t *tx) toldBefore(source string) (told bool, err error) {
	err = t.QueryRow(`SELECT count(*) > 0 FROM answers WHERE source = ?1`, t.hash(source)).Scan(&told)
	return told, err
}

// keepAnswer writes one row of the table of answers.
func (t *tx) keepAnswer(e Exchange, source string, c Choice, when []byte, line string, now time.Time) (ID, error) {
	id, k := newID(), e.Couple.key
	at := func(column string) seal.Place { return e.Couple.answerAt(column, id, e.Need.ID, e.Need.Asker) }
	return id, t.Exec(`INSERT INTO answers (seq, id, need_id, source, choice, time, line, at) VALUES (`+nextSeq("answers")+`, ?1, ?2, ?3, ?4, ?5, ?6, ?7)`, id, e.Need.ID, t.hash(source),
		k.Seal([]byte(c), at("choice")), k.Seal(when, at("time")), k.Seal([]byte(line), at("line")), minute(now))
}

// roomForWords fails with ErrTooManyWords if the receiver of a note has sent MaxAnswers
// with words within a day.
func (t *tx) roomForWords(e Exchange, now time.Time) error {
	recent, err := t.answers(e.Couple, `n.asker = ?2 AND a.at > ?3`, e.Need.Asker, now.Add(-24*time.Hour).Unix())
	if err != nil {
		return err
	}
	said := 0
	for _, of := range recent {
		for _, a := range of {
			if a.words() {
				said++
			}
		}
	}
	if said >= MaxAnswers {
		return ErrTooManyWords
	}
	return nil
}

// quarter is how coarse a due time is that follows from what somebody chose, such as the time
// that an answer names: the column that it stands in is plain, and what was chosen is sealed.
const quarter = 15 * time.Minute

// coarse puts a time off to the next quarter of an hour, unless it is within an hour.
func coarse(at, now time.Time) time.Time {
	if at.Sub(now) < time.Hour {
		return at
	}
	return at.Add(quarter - time.Second).Truncate(quarter)
}

// quarterBefore is the last quarter of an hour at a time or before it, but not before now; a
// time that is past stays.
func quarterBefore(at, now time.Time) time.Time {
	if !at.After(now) {
		return at
	}
	if before := at.Truncate(quarter); before.After(now) {
		return before
	}
	return now
}

// oweAnswer owes the answer and the follow-up to the asker, and the reminder to the
// answerer.
func (t *tx) oweAnswer(e Exchange, id ID, a Answering, now time.Time) error {
	base := notice{Person: e.Need.Asker, Couple: e.Couple.ID, Lane: LaneRelay, Held: true}
	answer := base
	answer.Kind, answer.Ref, answer.Due = KindAnswer, id, now
	if err := t.owe(answer); err != nil {
		return err
	}
	if !a.FollowUp.IsZero() {
		follow := base
		follow.Kind, follow.Ref, follow.Round, follow.Due = KindFollowUp, e.Need.ID, e.Need.round(), coarse(a.FollowUp, now)
		if err := t.owe(follow); err != nil {
			return err
		}
	}
	if a.Remind.IsZero() {
		return nil
	}
	remind := base
	remind.Person, remind.Kind, remind.Ref = a.Person, KindReminder, id
	remind.Due, remind.Moment = quarterBefore(a.Remind, now), a.Remind
	return t.owe(remind)
}

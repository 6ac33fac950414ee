package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// View is one consistent state of the record as one person may see it. Its methods fail
// with ErrNotYours for what is not theirs. A View must not be used after the function
// that got it has returned. That function must not call the store, because it would wait
// for itself if it had the last reader.
type View struct {
	t      *tx
	person string
}

// View runs f over one consistent state of the record, as person may see it.
func (s *Store) View(ctx context.Context, person string, f func(View) error) error {
	return s.view(ctx, "read what a person may see", func(t *tx) error { return f(View{t, person}) })
}

// Partner returns the person with their settings.
func (v View) Partner() (Partner, error) {
	p, _, err := v.t.partner(v.person)
	return p, err
}

// Couples returns the person's couples, oldest first.
func (v View) Couples() ([]Couple, error) { return v.t.couples(v.person) }

// Couple returns one of the person's couples.
func (v View) Couple(id ID) (Couple, error) { return v.t.couple(id, v.person) }

// Need returns a need as its asker or, once it was sent, its receiver sees it.
func (v View) Need(id ID) (Exchange, error) { return v.t.exchange(id, v.person) }

// Assigned returns the need that was made of a plain message, by the id of what was heard.
// waits is true if its words still wait until their writer names the couple. Assigned
// fails with ErrNotYours if there is neither.
func (v View) Assigned(heard ID) (e Exchange, waits bool, err error) {
	_, _, err = v.t.heard(heard, v.person)
	if err == nil || !errors.Is(err, ErrTooLate) && !errors.Is(err, ErrNotYours) {
		return e, err == nil, err
	}
	var id ID
	err = v.t.QueryRow(`SELECT n.id FROM incoming i JOIN needs n ON n.source = i.message WHERE i.id = ?1 AND i.person = ?2`, heard, v.person).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return e, false, ErrNotYours
	}
	if err != nil {
		return e, false, fmt.Errorf("read what was made of a message: %w", err)
	}
	e, err = v.t.mine(id, v.person)
	return e, false, err
}

// Answer returns an answer and its exchange.
func (v View) Answer(id ID) (Exchange, Answer, error) { return v.t.answer(id, v.person) }

// Follows reports whether the line that was added to an answer has a message of its own.
// Otherwise the message of the answer brings it.
func (v View) Follows(a Answer) (follows bool, err error) {
	if a.Adds == 0 {
		return false, nil
	}
	err = v.t.QueryRow(`SELECT count(*) > 0 FROM notices WHERE person = (SELECT asker FROM needs WHERE id = ?1) AND kind = ?2 AND ref = ?3`,
		a.Need, KindAnswer, a.Adds).Scan(&follows)
	if err != nil {
		return false, fmt.Errorf("look for the message of an added line: %w", err)
	}
	return follows, nil
}

// NeedOfAnswer returns the need that an answer, or what was heard, is about.
func (v View) NeedOfAnswer(id ID) (Exchange, error) { return v.t.exchangeOfAnswer(id, v.person) }

// HeardBack returns the exchange of what was heard, which has it.
func (v View) HeardBack(id ID) (Exchange, error) { return v.t.heardBack(id, v.person) }

// CheckIn returns one of the person's own check-ins.
func (v View) CheckIn(id ID) (CheckIn, error) { return v.t.checkIn(id, v.person) }

// Invite returns an invitation as its inviter or, once it was sent, its invitee sees it.
func (v View) Invite(id ID) (Invite, error) { return v.t.invite(id, v.person) }

// Confirmation returns the person's Confirmation in a couple.
func (v View) Confirmation(couple ID) (Confirmation, error) {
	return v.t.confirmation(couple, v.person)
}

// Notice returns one of the person's own notices, as it would be composed now.
func (v View) Notice(id ID) (Notice, error) { return v.t.noticeFor(id, v.person) }

// Encounter holds what an act of a person reveals about them.
type Encounter struct {
	Person  string
	Name    string // display name
	Channel string // of their direct messages; "" if they acted elsewhere
	Act     string // id of an interaction in that channel; "" for none
	Notice  ID     // the notice that became the pressed message; 0 for none
	Message string // id of the pressed message, if it stays; "" for none
	Locale  string // of their Discord; "" where it is not known
}

// Present is a person at the beginning of their act.
type Present struct {
	Partner Partner
	Couples []Couple // oldest first
	Ended   bool     // Endings has something to tell them
}

// Meet reads the person who acts, writes down what the act reveals as Seen does, and
// updates their display name in their couples. The locale of their Discord is kept, for
// what is composed later, if it is another one; somebody without a row has it kept if the
// act makes one.
func (s *Store) Meet(ctx context.Context, e Encounter) (p Present, err error) {
	if s.act != nil {
		s.act.met = e
	}
	var seen sighting
	err = s.view(ctx, "read who acts", func(t *tx) error {
		if p.Partner, seen, err = t.sight(e); err != nil {
			return err
		}
		if p.Couples, err = t.couples(e.Person); err != nil {
			return err
		}
		return t.QueryRow(`SELECT count(*) > 0 FROM endings WHERE person = ?1`, e.Person).Scan(&p.Ended)
	})
	if err != nil {
		return p, err
	}
	if err := s.saveSighting(ctx, e, seen); err != nil {
		return p, err
	}
	p.Partner.Locale = cmp.Or(e.locale(), p.Partner.Locale)
	return p, s.rename(ctx, p.Couples, e.Name)
}

// Seen writes down what a person's act reveals about their direct messages: the channel,
// which message a notice became, and that the person can be reached again. act is the id
// of an interaction in that channel, "" for none. If the reading of the channel has no
// message yet to begin at, it begins at act, because Discord takes the ids of
// interactions and of messages from one sequence. Seen keeps nothing about a person
// without a row.
//
// In an act Seen sets the channel aside for the act's next write. It writes at once
// that the person can be reached again, or that a notice arrived.
func (s *Store) Seen(ctx context.Context, person, channel, act string, notice ID, message string) error {
	e := Encounter{Person: person, Channel: channel, Act: act, Notice: notice, Message: message}
	var seen sighting
	err := s.view(ctx, "look at partner", func(t *tx) (err error) {
		_, seen, err = t.sight(e)
		return err
	})
	if err != nil {
		return err
	}
	return s.saveSighting(ctx, e, seen)
}

// sighting says what an encounter reveals that the record does not have yet.
type sighting struct {
	channel bool // another channel, or the first act in it
	locale  bool // another locale
	urgent  bool // the person can be reached again, or a notice arrived after all, or Discord may take what it refused
}

// sight reads a person and compares the record with an encounter.
func (t *tx) sight(e Encounter) (p Partner, seen sighting, err error) {
	p, known, err := t.partner(e.Person)
	if err != nil || !known {
		return p, seen, err
	}
	seen.channel = e.Channel != "" && (e.Channel != p.Channel || e.Act != "" && !p.readable)
	seen.locale = e.locale() != "" && e.locale() != p.Locale
	seen.urgent = p.Unreachable || p.Refused
	if e.Notice != 0 && e.Message != "" && !seen.urgent {
		err = t.QueryRow(`SELECT count(*) > 0 FROM notices WHERE id = ?1 AND person = ?2 AND message IS NULL AND attempted_at IS NOT NULL`, e.Notice, e.Person).
			Scan(&seen.urgent)
	}
	return p, seen, err
}

// saveSighting keeps what an encounter reveals, at once or with the act's next write.
func (s *Store) saveSighting(ctx context.Context, e Encounter, seen sighting) error {
	keep := func(t *tx) error { return t.keepSighting(e) }
	switch {
	case seen.urgent, (seen.channel || seen.locale) && s.act == nil:
		return s.writeAside(ctx, "save where a partner is", keep)
	case seen.channel, seen.locale:
		s.act.setAside = append(s.act.setAside, keep)
	}
	return nil
}

func (t *tx) keepSighting(e Encounter) error {
	was, known, err := t.partner(e.Person)
	if err != nil {
		return err
	}
	began := int64(0)
	if e.Channel != "" && !was.readable {
		began = quarterOf(e.Act)
	}
	err = t.Exec(`UPDATE partners SET channel = CASE WHEN ?2 = '' THEN channel ELSE ?2 END, unreachable_at = NULL,
		heard_id = CASE WHEN ?2 <> '' THEN coalesce(heard_id, ?3) ELSE heard_id END, last_at = max(last_at, ?4) WHERE person = ?1`,
		e.Person, e.Channel, t.sealID(e.Act, heardAt(e.Person)), began)
	if err != nil {
		return err
	}
	if e.Channel != "" && e.Channel != was.Channel {
		if err := t.setHome(e.Person, e.Channel); err != nil {
			return err
		}
	}
	if locale := e.locale(); known && locale != "" && locale != was.Locale {
		was.Locale = locale
		if err := t.saveOwn(was); err != nil {
			return err
		}
	}
	if e.Notice != 0 && e.Message != "" {
		if err := t.keepArrival(e); err != nil {
			return err
		}
	}
	if was.Unreachable || was.Refused {
		return t.rejudge(e.Person)
	}
	return nil
}

// keepArrival keeps that a notice arrived, even if it was given up, because its person
// pressed a button of its message. If somebody asked for an edit meanwhile, it is owed now.
func (t *tx) keepArrival(e Encounter) error {
	var tried time.Time
	err := t.QueryRow(`SELECT attempted_at FROM notices WHERE id = ?1 AND person = ?2 AND message IS NULL AND attempted_at IS NOT NULL`, e.Notice, e.Person).Scan(stamp{&tried})
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	row, unread := t.notice(e.Notice)
	t.owed = true
	err = t.Exec(`UPDATE notices SET message = ?3, message_id = ?5, after = '', after_id = NULL, channel = ?4, sent_at = attempted_at, failed = NULL, tries = 0, refused_at = NULL, refusals = 0,
			wake_at = CASE WHEN edit > 0 THEN attempted_at END
			WHERE id = ?1 AND person = ?2 AND message IS NULL AND attempted_at IS NOT NULL`, e.Notice, e.Person, t.hash(e.Message), e.Channel, t.sealID(e.Message, messageAt(e.Notice, e.Person)))
	if err == nil {
		err = unread
	}
	if err == nil {
		err = t.followArrival(row.Notice, tried)
	}
	if errors.Is(err, ErrAltered) { // what was changed by hand must not keep them from acting
		return nil
	}
	return err
}

// rename keeps a person's new display name in those of their couples that have another
// one, and sets it in couples too. It does nothing if name is "".
func (s *Store) rename(ctx context.Context, couples []Couple, name string) error {
	var stale []*Couple
	for i := range couples {
		if couples[i].Me.Name != name {
			stale = append(stale, &couples[i])
		}
	}
	if len(stale) == 0 || name == "" {
		return nil
	}
	return s.writeAside(ctx, "rename partner", func(t *tx) error {
		for _, c := range stale {
			c.Me.Name = name
			err := t.Exec(`UPDATE members SET name = ?3 WHERE couple_id = ?1 AND person = ?2`,
				c.ID, c.Me.Person, c.key.Seal([]byte(name), nameAt(c.ID, c.Me.Person, true)))
			if err != nil {
				return err
			}
		}
		return nil
	})
}

package store

import (
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// This file has what is kept of Discord's about a plain message that was heard.

// heardID is what column message_id of a plain message seals: Discord's id of it, and when
// the words that we know were edited, in microseconds as Discord dates it, 0 for never.
// Edits within one second are told apart.
type heardID struct {
	message string
	edited  int64
}

func (t *tx) sealHeard(id ID, person string, h heardID) []byte {
	return t.s.ids.Seal([]byte(h.message+" "+strconv.FormatInt(h.edited, 10)), incomingAt("message_id", id, person))
}

func (t *tx) openHeard(id ID, person string, sealed []byte) (h heardID, err error) {
	text, err := t.s.ids.OpenText(sealed, incomingAt("message_id", id, person))
	if err != nil {
		return h, err
	}
	message, edited, _ := strings.Cut(text, " ")
	h.message = message
	if h.edited, err = strconv.ParseInt(edited, 10, 64); err != nil {
		return h, errors.New("read the id of a message: its edit is no number")
	}
	return h, nil
}

// eachHeard calls f with Discord's id of each of a person's messages that a query finds.
func (t *tx) eachHeard(person string, f func(message string), query string, args ...any) error {
	return t.ForEach(func(r *sql.Rows) error {
		var id ID
		var sealed []byte
		if err := r.Scan(&id, &sealed); err != nil {
			return err
		}
		h, err := t.openHeard(id, person, sealed)
		if err == nil {
			f(h.message)
		}
		return err
	}, query, args...)
}

// asHeard is what is kept of Discord's about a message.
func (m Message) asHeard() heardID {
	if m.Edited.IsZero() {
		return heardID{message: m.ID}
	}
	return heardID{m.ID, m.Edited.UnixMicro()}
}

// isLater keeps when the words of a message that was heard before were edited. later is
// false if it was not heard, or if this edit or a later one is known.
func (t *tx) isLater(m Message) (later bool, err error) {
	var id ID
	var sealed []byte
	err = t.QueryRow(`SELECT id, message_id FROM incoming WHERE message = ?1 AND person = ?2`, t.hash(m.ID), m.Person).Scan(&id, &sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	was, err := t.openHeard(id, m.Person, sealed)
	if err != nil || was.edited >= m.asHeard().edited {
		return false, err
	}
	return true, t.Exec(`UPDATE incoming SET message_id = ?2 WHERE id = ?1`, id, t.sealHeard(id, m.Person, m.asHeard()))
}

// hideHeard hides the ids of the plain messages of before.
func (t *tx) hideHeard() error {
	type row struct {
		id     ID
		person string
		was    heardID
	}
	var all []row
	err := t.ForEach(func(r *sql.Rows) error {
		var one row
		err := r.Scan(&one.id, &one.person, &one.was.message, &one.was.edited)
		all = append(all, one)
		return err
	}, `SELECT id, person, message, edition FROM incoming WHERE message_id IS NULL`)
	if err != nil {
		return fmt.Errorf("list messages of before: %w", err)
	}
	for _, one := range all {
		err := t.Exec(`UPDATE incoming SET message = ?2, message_id = ?3, edition = 0 WHERE id = ?1`,
			one.id, t.hash(one.was.message), t.sealHeard(one.id, one.person, one.was))
		if err != nil {
			return fmt.Errorf("hide the id of a message: %w", err)
		}
	}
	return nil
}

// endOfMinute is when a message counts as heard. A message that counts as heard too early
// would count as deleted while Discord's history does not have it yet.
func endOfMinute(at time.Time) int64 { return (at.Unix() + 59) / 60 * 60 }

// missed says whether a person's message is later than everything that was read in their
// channel. It is then to be heard, even if the first event about it is an edit.
func (t *tx) missed(message, person string) (missed bool, err error) {
	var sealed []byte
	err = t.QueryRow(`SELECT heard_id FROM partners WHERE person = ?1 AND heard_id IS NOT NULL`, person).Scan(&sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	heardTo, err := t.openID(sealed, heardAt(person))
	return newer(message, heardTo), err
}

// neverHear keeps that a message was deleted before it was heard, because a history that
// is being read may still have it.
func (t *tx) neverHear(message, channel string, now time.Time) error {
	var person string
	err := t.QueryRow(`SELECT p.person FROM partners p WHERE p.channel = ?3 AND p.channel <> '' AND p.heard_id IS NOT NULL
			AND NOT EXISTS (SELECT 1 FROM notices n WHERE n.message IN (?1, ?2))`, t.hash(message), message, channel).Scan(&person)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if missed, err := t.missed(message, person); err != nil || !missed {
		return err
	}
	id := newID()
	return t.Exec(`INSERT INTO incoming (message, message_id, id, person, at) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (message) DO NOTHING`,
		t.hash(message), t.sealHeard(id, person, heardID{message: message}), id, person, endOfMinute(now))
}

package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"strconv"
	"time"

	"leanon/store/sqlite"
)

// Discord does not tell a new session what it missed, and may lose an event at any time.
// So the bot reads what people wrote meanwhile from the history of their channels. The
// store keeps up to which message each channel was read, and hears the later ones that
// were not heard. Message ids are snowflakes, which grow with time over all channels.

const (
	// A channel is read on each occasion if its newest message is younger than
	// activeWithin, and otherwise once in seldom.
	activeWithin = 24 * time.Hour
	seldom       = 24 * time.Hour
	// historyLag is how late a message may show in the history (Discord's reference page,
	// consistency). A message that was heard longer ago and is not there was deleted.
	historyLag = time.Minute
)

// ToRead lists the people whose channels are to be read at now. These are the people with
// an open check-in or a draft, those with a message or a first act of the last 24 hours,
// and those whose channel was not read for a day. Whoever has an open check-in or a draft
// comes first, because they are the likeliest to have written, and of several the one
// whose chat had a message last. ToRead leaves out channels without a known message,
// because the reading could not begin there.
func (s *Store) ToRead(ctx context.Context, now time.Time) (people []string, err error) {
	type chat struct {
		person, last string
		open         bool
		quarter      int64
	}
	var all []chat
	err = s.view(ctx, "list channels to read", func(t *tx) error {
		asked, err := t.withOpenQuestion()
		if err != nil {
			return err
		}
		return t.ForEach(func(r *sql.Rows) error {
			var c chat
			var last []byte
			err := r.Scan(&c.person, &c.open, &c.quarter, &last)
			c.last, _ = t.openID(last, lastAt(c.person)) // one that was changed by hand comes last of its quarter
			all = append(all, c)
			return err
		}, toReadQuery, quarterStart(now.Add(-activeWithin)), now.Add(-seldom).Unix(), now.Unix(), list(asked))
	})
	first := func(c chat) int {
		if c.open {
			return 0
		}
		return 1
	}
	slices.SortFunc(all, func(a, b chat) int {
		return cmp.Or(cmp.Compare(first(a), first(b)), cmp.Compare(b.quarter, a.quarter), byAge(b.last, a.last), cmp.Compare(a.person, b.person))
	})
	for _, c := range all {
		people = append(people, c.person)
	}
	return people, err
}

// toReadQuery finds a person's needs by way of their couples, so that it can use an index.
const toReadQuery = `SELECT person, open, last_at, last_id FROM (
	SELECT p.person, p.last_at, p.last_id, p.read_at,
		EXISTS (SELECT 1 FROM incoming i WHERE i.person = p.person AND i.words IS NOT NULL)
		OR EXISTS (SELECT 1 FROM members m JOIN needs n ON n.couple_id = m.couple_id AND n.sent_at IS NULL
			WHERE m.person = p.person AND n.asker = p.person AND n.kept_at IS NULL)
		OR p.person IN (SELECT value FROM json_each(?4) WHERE value IS NOT NULL) AS open
	FROM partners p WHERE p.channel <> '' AND p.heard_id IS NOT NULL)
	WHERE open OR last_at >= ?1 OR read_at IS NULL OR read_at <= ?2 OR read_at > ?3`

// discordEpoch is the moment, in unix milliseconds, from which Discord's ids count.
const discordEpoch = 1420070400000

// Unread is a person's channel and where to read on.
type Unread struct {
	Person  string
	Channel string
	// After is the id after which to read. It is the last message read, or lies just
	// before the oldest of Drafts, so that an edit or a deletion of that one is seen, or
	// before a message without words, because an edit may add some.
	After string
	// Drafts are the messages, all after After, whose words their writer has not decided
	// about. If the history does not have one of them any more, it was deleted.
	Drafts []string

	heardTo string
	heardID []byte // heardTo as its column has it
	known   string // newest message known before the history is read
	readAt  time.Time
}

// Missed says whether a message that was not heard is to be heard now: it is later than
// the last message that was read. An earlier one was heard, or held nothing to hear.
func (u Unread) Missed(message string) bool { return newer(message, u.heardTo) }

// byAge orders the ids of messages, the older one first.
func byAge(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) }

// newer says whether message id a is greater than b.
func newer(a, b string) bool { return len(a) > len(b) || len(a) == len(b) && a > b }

// Unread says where to read on in a person's channel. It fails with ErrTooLate if there
// is nothing to read.
func (s *Store) Unread(ctx context.Context, person string, now time.Time) (u Unread, err error) {
	err = s.view(ctx, "look where to read on", func(t *tx) error {
		u = Unread{Person: person}
		err := t.QueryRow(`SELECT channel, heard_id, read_at FROM partners WHERE person = ?1 AND channel <> '' AND heard_id IS NOT NULL`, person).
			Scan(&u.Channel, &u.heardID, stamp{&u.readAt})
		if errors.Is(err, sql.ErrNoRows) {
			return ErrTooLate
		}
		if err != nil {
			return err
		}
		p, _, err := t.partner(person)
		if err != nil || p.Channel != u.Channel {
			return cmp.Or(err, ErrTooLate) // another's chat is not read as theirs
		}
		u.known = p.LastMessage
		if u.heardTo, err = t.openID(u.heardID, heardAt(person)); err != nil {
			return err
		}
		u.After = u.heardTo
		from := func(message string) {
			if first := before(message); newer(u.After, first) {
				u.After = first
			}
		}
		err = t.eachHeard(person, from, wordlessQuery, person, now.Add(-activeWithin).Unix(), KindWordless, RoundBeside)
		if err != nil {
			return err
		}
		return t.eachHeard(person, func(message string) {
			u.Drafts = append(u.Drafts, message)
			from(message)
		}, `SELECT i.id, i.message_id FROM incoming i LEFT JOIN needs n ON n.source = i.message AND n.asker = i.person
			WHERE i.person = ?1 AND i.at <= ?2 AND (i.words IS NOT NULL OR n.sent_at IS NULL AND n.kept_at IS NULL AND n.id IS NOT NULL)`,
			person, now.Add(-historyLag).Unix())
	})
	return u, err
}

// wordlessQuery finds a person's messages of the last day that had no words, because an
// edit may add some. It leaves out those that are not of the first minute.
const wordlessQuery = `WITH w AS (SELECT i.id, i.message_id, i.at FROM incoming i
		JOIN notices n ON n.person = i.person AND n.kind = ?3 AND n.ref = i.id AND n.round < ?4 WHERE i.person = ?1 AND i.at > ?2)
	SELECT id, message_id FROM w WHERE at = (SELECT min(at) FROM w)`

// before returns the id just before a message's.
func before(message string) string {
	id, err := strconv.ParseUint(message, 10, 64)
	if err != nil || id == 0 {
		return message
	}
	return strconv.FormatUint(id-1, 10)
}

// Heard returns those of several messages that were heard, each with the time of the
// newest edit that the store knows.
func (s *Store) Heard(ctx context.Context, messages []string) (edited map[string]time.Time, err error) {
	edited = map[string]time.Time{}
	if len(messages) == 0 {
		return edited, nil
	}
	hashes := make([]string, len(messages))
	for i, message := range messages {
		hashes[i] = s.hash(message)
	}
	err = s.view(ctx, "look which messages were heard", func(t *tx) error {
		return t.ForEach(func(r *sql.Rows) error {
			var id ID
			var person string
			var sealed []byte
			if err := r.Scan(&id, &person, &sealed); err != nil {
				return err
			}
			h, err := t.openHeard(id, person, sealed)
			if err == nil {
				edited[h.message] = time.UnixMicro(h.edited)
			}
			return err
		}, `SELECT id, person, message_id FROM incoming WHERE message IN (SELECT value FROM json_each(?1))`, list(hashes))
	})
	return edited, err
}

// HasRead keeps that a channel was read, and everything in it heard, up to the message
// upTo. If upTo is "", it was read up to newest, the newest message in the history (""
// for none), or up to the newest one that was known before, whichever is later.
func (s *Store) HasRead(ctx context.Context, u Unread, upTo, newest string, now time.Time) error {
	if upTo == "" {
		upTo = u.heardTo
		for _, message := range []string{u.known, newest} {
			if newer(message, upTo) {
				upTo = message
			}
		}
	}
	// The time is that of the round that reads every channel once in seldom, to the hour: an
	// open question or a draft, for which a channel is read oftener, does not show in it.
	readAt, lately := now.Truncate(time.Hour), !u.readAt.After(now) && now.Sub(u.readAt) < seldom
	if lately {
		if !newer(upTo, u.heardTo) {
			return nil
		}
		readAt = u.readAt
	}
	// If the machine loses it, the channel is read from the same place again.
	return s.commit(ctx, sqlite.How{Unsynced: true}, "keep how far a channel was read", func(t *tx) error {
		// Another reading may have moved it meanwhile: the next one reads on from there.
		heardID := u.heardID
		if newer(upTo, u.heardTo) {
			heardID = t.sealID(upTo, heardAt(u.Person))
		}
		return t.Exec(`UPDATE partners SET read_at = ?3, heard_id = CASE WHEN heard_id = ?4 THEN ?5 ELSE heard_id END, last_at = max(last_at, ?6)
			WHERE person = ?1 AND channel = ?2`, u.Person, u.Channel, readAt.Unix(), u.heardID, heardID, quarterOf(upTo))
	})
}

// follow gives the present words of a message that was heard before to its draft, or to
// the row in which they wait. A message that had no words so far is taken as if it came
// now. follow changes nothing if it knows this edit or a later one, if nothing in the
// words can be seen, or if they were sent, kept or decided about.
func (t *tx) follow(m Message, now time.Time) error {
	since, err := t.isLater(m)
	if err != nil || !since || !Visible(m.Words) {
		return err
	}
	if took, err := t.takeAddedWords(m, now); err != nil || took {
		return err
	}
	if err := t.followTyped(m, now); err != nil {
		return err
	}
	e, err := t.draftOf(m.ID, m.Person)
	if err != nil || e.Need.ID == 0 || e.Need.Words == m.Words {
		return err
	}
	c := e.Need.chosen()
	c.Manner = ""
	if err := t.saveChosen(e, c); err != nil {
		return err
	}
	if err := t.saveWords(e, m.Words, ""); err != nil {
		return err
	}
	return t.owePreviewEdits(e, "", now)
}

// takeAddedWords takes a message that was told that it had no words, once they were added
// to it. took is false for any other message.
func (t *tx) takeAddedWords(m Message, now time.Time) (took bool, err error) {
	id := newID() // the notice that told it keeps the former one
	took, err = t.Changed(`UPDATE incoming SET id = ?3, message_id = ?6 WHERE message = ?1 AND person = ?2 AND words IS NULL
		AND EXISTS (SELECT 1 FROM notices n WHERE n.person = ?2 AND n.kind = ?4 AND n.ref = incoming.id AND n.round < ?5)`,
		t.hash(m.ID), m.Person, id, KindWordless, RoundBeside, t.sealHeard(id, m.Person, m.asHeard()))
	if err != nil || !took {
		return false, err
	}
	p, err := t.ensurePartner(m.Person)
	if err != nil {
		return false, err
	}
	m.More = false // they know already
	return true, t.take(m, p, id, now)
}

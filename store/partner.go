package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"leanon/store/seal"
)

// Notes is how much a message about something that waits shows on a lock screen.
type Notes string

// Discreet names the writer only, Nameless names nobody, and Full shows everything.
const (
	Discreet Notes = "discreet"
	Nameless Notes = "nameless"
	Full     Notes = "full"
)

// Partner is a person on Discord and their settings. A person without a row has the
// host's defaults.
type Partner struct {
	Person      string
	Channel     string // of direct messages; "" until it is known
	LastMessage string // id of the newest known message in Channel
	Zone        string // IANA zone in effect; "" while it is not known
	ZoneSaid    bool   // the person chose Zone; otherwise it is the host's default
	Quiet       string // quiet hours in effect; "" for none
	Notes       Notes
	Reminder    bool
	Retention   int // days; 0 keeps until somebody leaves
	Shorter     Shorter
	PlainWords  bool   // questions come to them without figures of speech
	NoWeek      bool   // no weekly note comes by itself
	Depth       int    // of questions, 1 to 3; 3 counts only if both partners chose it
	Language    string // key of the language that they have chosen to write; "" for none
	Reads       string // key of the language that they have chosen to read; "" for none
	Locale      string // of their Discord when they last acted; "" before
	Unreachable bool
	Refused     bool // something that they are owed is held because Discord refused it
	CardUnder   ID   // the answer, the first that they were sent, under which they are offered a card; 0 before

	readable bool // it is known from where the reading of their channel can begin
	key      seal.Key
}

// partner reads a person. known is false if they have no row; p then has the defaults.
func (t *tx) partner(person string) (p Partner, known bool, err error) {
	d := t.s.defaults
	p = Partner{Person: person, Zone: d.Zone, Quiet: d.Quiet, Notes: Discreet, Depth: 2, Retention: int(d.Retention / (24 * time.Hour))}
	var (
		wrapped     []byte
		last        []byte
		shorter     []byte
		home        []byte
		settings    []byte
		zone        string
		quiet       sql.NullString
		retention   sql.NullInt64
		unreachable time.Time
	)
	err = t.QueryRow(`SELECT wrapped_key, channel, last_id, heard_id IS NOT NULL, zone, quiet, notes, reminder, retention_days, depth, coalesce(language, ''), unreachable_at, shorter, home, settings,
			EXISTS (SELECT 1 FROM notices n WHERE n.person = ?1 AND n.refused_at IS NOT NULL)
		FROM partners WHERE person = ?1`, person).
		Scan(&wrapped, &p.Channel, &last, &p.readable, &zone, &quiet, &p.Notes, &p.Reminder, &retention, &p.Depth, &p.Language, stamp{&unreachable}, &shorter, &home, &settings, &p.Refused)
	if errors.Is(err, sql.ErrNoRows) {
		return p, false, nil
	}
	if err != nil {
		return p, false, fmt.Errorf("read partner: %w", err)
	}
	if zone != "" {
		p.Zone, p.ZoneSaid = zone, true
	}
	if quiet.Valid {
		p.Quiet = quiet.String
	}
	if retention.Valid {
		p.Retention = int(retention.Int64)
	}
	p.Unreachable = !unreachable.IsZero()
	if p.key, err = t.unwrap(wrapped, partnerKeyAt(person)); err != nil {
		return p, true, err
	}
	if !p.lives(home) {
		p.Channel, last = "", nil
	}
	if p.LastMessage, err = t.openID(last, lastAt(person)); err != nil {
		return p, true, err
	}
	return p, true, cmp.Or(p.takeShorter(shorter), p.takeOwn(settings))
}

// lives reports whether the person's channel is the one that was sealed as theirs. One that
// somebody wrote into the file by hand is another's chat: it counts as not known, and is
// asked of Discord anew. Under a key of before, none is sealed yet.
func (p Partner) lives(home []byte) bool {
	if home == nil && (p.Channel == "" || !p.key.IsBound()) {
		return true
	}
	channel, err := p.key.Open(home, homeAt(p.Person))
	return err == nil && string(channel) == p.Channel
}

// setHome seals a channel as that of a person's direct messages, and wakes what waited for
// it. Somebody who was forgotten meanwhile has none.
func (t *tx) setHome(person, channel string) error {
	p, known, err := t.partner(person)
	if err != nil || !known {
		return err
	}
	if err := t.Exec(`UPDATE partners SET home = ?2 WHERE person = ?1`, person, p.key.Seal([]byte(channel), homeAt(person))); err != nil {
		return err
	}
	return t.Exec(`UPDATE notices SET wake_at = due_at WHERE person = ?1 AND wake_at = ?2 AND message IS NOT NULL AND channel = ?3`, person, parked, channel)
}

// ensurePartner reads a person. If they have no row, it makes one, with a key of their
// own.
func (t *tx) ensurePartner(person string) (Partner, error) {
	p, known, err := t.partner(person)
	if err != nil || known {
		return p, err
	}
	if act := t.s.act; act != nil && act.met.Person == person {
		p.Locale = act.met.locale()
	}
	p.key = seal.NewKey()
	wrapped, err := t.wrap(p.key, partnerKeyAt(person))
	if err != nil {
		return p, err
	}
	// Sealed values from the first moment, so that they do not show who ever wrote a draft or
	// set something.
	err = t.Exec(`INSERT INTO partners (person, wrapped_key, hints, settings) VALUES (?1, ?2, ?3, ?4)`, person, wrapped, p.key.Seal(nil, hintsAt(person)), p.sealOwn())
	if err != nil {
		return p, fmt.Errorf("write partner: %w", err)
	}
	return p, nil
}

// Partner reads a person and their settings.
func (s *Store) Partner(ctx context.Context, person string) (p Partner, err error) {
	err = s.view(ctx, "read partner", func(t *tx) error {
		p, _, err = t.partner(person)
		return err
	})
	return p, err
}

// Settings is a change of settings. A nil field leaves its setting as it is.
type Settings struct {
	Quiet     *string
	Notes     *Notes
	Reminder  *bool
	Retention *int // days, 7 to 365, or 0 to keep; it counts at once, and ends a Shorter
	Depth     *int
	Language  *string // "" chooses none
	Reads     *string // likewise
	NoWeek    *bool

	PlainWords *bool
}

// Set changes a person's settings and returns them. It wakes the notices that the old
// quiet hours held back.
func (s *Store) Set(ctx context.Context, person string, c Settings) (p Partner, err error) {
	err = s.write(ctx, "change settings", func(t *tx) error {
		if p, err = t.ensurePartner(person); err != nil {
			return err
		}
		err := t.Exec(`UPDATE partners SET quiet = coalesce(?2, quiet),
			reminder = coalesce(?3, reminder), retention_days = coalesce(?4, retention_days), depth = coalesce(?5, depth),
			shorter = CASE WHEN ?4 IS NULL THEN shorter END
			WHERE person = ?1`, person, c.Quiet, c.Reminder, c.Retention, c.Depth)
		if err != nil {
			return err
		}
		if c.Notes != nil {
			p.Notes = *c.Notes
		}
		set(&p.Language, c.Language)
		set(&p.Reads, c.Reads)
		set(&p.NoWeek, c.NoWeek)
		set(&p.PlainWords, c.PlainWords)
		if err := t.saveOwn(p); err != nil {
			return err
		}
		if err := t.rejudge(person); err != nil {
			return err
		}
		p, _, err = t.partner(person)
		return err
	})
	return p, err
}

// SetZone sets a person's zone and moves their next check-ins, so that no date gets a
// second one. It returns the person and their couples as they are then. It fails with the
// clock's error if there is no such zone.
func (s *Store) SetZone(ctx context.Context, person, zone string, now time.Time) (p Partner, couples []Couple, err error) {
	if _, err := s.clock.In(zone, now); err != nil {
		return p, nil, err
	}
	err = s.write(ctx, "set zone", func(t *tx) error {
		if _, err := t.ensurePartner(person); err != nil {
			return err
		}
		if err := t.Exec(`UPDATE partners SET zone = ?2 WHERE person = ?1`, person, zone); err != nil {
			return err
		}
		if err := t.findWeeks(0, person); err != nil {
			return err
		}
		all, err := t.couples(person)
		if err != nil {
			return err
		}
		for _, c := range all {
			if err := t.setNext(c.ID, person, now); err != nil {
				return err
			}
		}
		if err := t.rejudge(person); err != nil {
			return err
		}
		if p, _, err = t.partner(person); err != nil {
			return err
		}
		couples, err = t.couples(person)
		return err
	})
	return p, couples, err
}

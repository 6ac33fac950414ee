package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"leanon/store/seal"
)

// Member is one of the two in a couple.
type Member struct {
	Person      string
	Name        string // the display name that Discord told last; it may hold any character
	Cron        string // rhythm; "" for none
	NextAt      time.Time
	PausedAt    time.Time
	PausedUntil time.Time // zero if the pause lasts until they resume, or if there is none
	Breath      Breath    // the last that they took, while it is kept
	Seasons     Seasons   // what they chose, also what has ended; only of Couple.Me

	freed time.Time // when they ended for themselves the breaths that lasted
}

// Paused reports whether the member pauses at t. In a pause no check-in is opened for
// them, and what is relayed to them waits.
func (m Member) Paused(t time.Time) bool {
	return !m.PausedAt.IsZero() && (m.PausedUntil.IsZero() || t.Before(m.PausedUntil))
}

// Couple is two partners, as one of them sees it.
type Couple struct {
	ID       ID
	FormedAt time.Time // zero while there is only an invitation
	Me       Member
	Other    Member
	Mute     bool // its end can be told to nobody: it is not sure who Other is, or their key does not open

	key seal.Key
}

// readCouples reads the couples that where selects, as person sees them, oldest first.
// where is a condition on couples c.
func (t *tx) readCouples(person, where string, args ...any) (all []Couple, err error) {
	err = t.ForEach(func(r *sql.Rows) error {
		var id ID
		var formed time.Time
		var m Member
		var wrapped, name, seasons, breath []byte
		err := r.Scan(&id, &wrapped, stamp{&formed}, &m.Person, &name, &m.Cron, stamp{&m.NextAt}, stamp{&m.PausedAt}, stamp{&m.PausedUntil}, &seasons, &breath)
		if err != nil {
			return err
		}
		if len(all) == 0 || all[len(all)-1].ID != id {
			c := Couple{ID: id, FormedAt: formed}
			if c.key, err = t.unwrap(wrapped, coupleKeyAt(id)); err != nil {
				return err
			}
			all = append(all, c)
		}
		c := &all[len(all)-1]
		// Everybody in a couple has a name that is sealed for them there. Whoever was written
		// into it by hand has none.
		called, err := c.key.Open(name, nameAt(id, m.Person, !formed.IsZero()))
		if err != nil {
			return err
		}
		m.Name = string(called)
		if err := m.takeBreath(breath, c.key, id); err != nil {
			return err
		}
		if m.Person == person {
			c.Me = m
			c.Me.Seasons, err = openSeasons(seasons, c.key, id, person)
		} else {
			c.Other = m
		}
		return err
	}, `SELECT c.id, c.wrapped_key, c.formed_at, m.person, m.name, m.cron, m.next_at, m.paused_at, m.paused_until, m.seasons, m.breath
		FROM couples c JOIN members m ON m.couple_id = c.id WHERE `+where+` ORDER BY c.formed_at, c.id`, args...)
	if err != nil {
		return nil, fmt.Errorf("read couples: %w", err)
	}
	return all, nil
}

// anyCouple reads the one couple that where selects, formed or not, as person sees it. It
// fails with ErrNotYours if there is none, or if person is not in it.
func (t *tx) anyCouple(person, where string, args ...any) (Couple, error) {
	all, err := t.readCouples(person, where, args...)
	if err != nil {
		return Couple{}, err
	}
	if len(all) != 1 || all[0].Me.Person == "" {
		return Couple{}, ErrNotYours
	}
	return all[0], nil
}

// couple reads a formed couple as person sees it. It fails with ErrNotYours if person is
// not in it.
func (t *tx) couple(id ID, person string) (Couple, error) {
	return t.anyCouple(person, `c.id = ?1 AND c.formed_at IS NOT NULL`, id)
}

// Couples lists a person's couples, oldest first.
func (s *Store) Couples(ctx context.Context, person string) (all []Couple, err error) {
	err = s.view(ctx, "list couples", func(t *tx) error {
		all, err = t.couples(person)
		return err
	})
	return all, err
}

func (t *tx) couples(person string) ([]Couple, error) {
	return t.readCouples(person, couplesOfPerson, person)
}

const couplesOfPerson = `c.formed_at IS NOT NULL AND c.id IN (SELECT couple_id FROM members WHERE person = ?1)`

// Ending is the end of a couple, for the partner who was left. Name is the other's.
type Ending struct{ Name string }

// Endings returns the endings that a person has not read yet, and deletes them.
func (s *Store) Endings(ctx context.Context, person string) (all []Ending, err error) {
	err = s.write(ctx, "tell of an ending", func(t *tx) error {
		p, known, err := t.partner(person)
		if err != nil || !known {
			return err
		}
		err = t.ForEach(func(r *sql.Rows) error {
			var id ID
			var name []byte
			if err := r.Scan(&id, &name); err != nil {
				return err
			}
			text, err := p.key.OpenText(name, endingAt(id, person))
			all = append(all, Ending{text})
			return err
		}, `SELECT id, name FROM endings WHERE person = ?1`, person)
		if err != nil {
			return err
		}
		return t.Exec(`DELETE FROM endings WHERE person = ?1`, person)
	})
	return all, err
}

// Leave ends a couple for good. It deletes the key, the rows, and everything owed about
// the couple in one transaction. If tell is true, it owes the other partner one message;
// otherwise Endings tells them when they act. Leave returns the couple as it was, for the
// receipt. Afterwards it overwrites in the files what it deleted. If that fails, the
// couple has ended all the same, and Purge overwrites it later. What was changed by hand
// keeps nobody in a couple.
func (s *Store) Leave(ctx context.Context, id ID, person string, tell bool, now time.Time) (c Couple, err error) {
	err = s.write(ctx, "leave", func(t *tx) error {
		if c, err = t.coupleToLeave(id, person); err != nil {
			return err
		}
		return t.leave(&c, tell, now)
	})
	if err != nil {
		return c, err
	}
	_ = s.KeepEndings(context.WithoutCancel(ctx)) // if it fails, the next purge does it
	_, _ = s.db.EmptyLog(context.WithoutCancel(ctx))
	return c, nil
}

// leave ends a couple for the one who sees it as Me.
func (t *tx) leave(c *Couple, tell bool, now time.Time) error {
	var other Partner
	if !c.Mute {
		var err error
		if other, err = t.ensurePartner(c.Other.Person); err != nil && !errors.Is(err, ErrAltered) {
			return err
		}
		c.Mute = err != nil // nothing can be sealed for them
	}
	// The invitation stays for a while, so that either can refuse further ones from the
	// other.
	if err := t.Exec(`UPDATE invites SET ended_at = ?2 WHERE couple_id = ?1`, c.ID, now.Unix()); err != nil {
		return err
	}
	if err := t.forgetTypedAbout(*c); err != nil {
		return err
	}
	if err := t.remember(coupleMark(c.ID, c.Me.Person)); err != nil {
		return err
	}
	if err := t.Exec(`DELETE FROM couples WHERE id = ?1`, c.ID); err != nil {
		return err
	}
	if c.Mute {
		return nil
	}
	if tell {
		return t.owe(notice{Person: other.Person, Kind: KindEnded, Ref: newID(), Lane: LaneRelay, Held: true, Due: now, Name: c.Me.Name})
	}
	ending := newID()
	return t.Exec(`INSERT INTO endings (person, id, name) VALUES (?1, ?2, ?3)`,
		other.Person, ending, other.key.Seal([]byte(c.Me.Name), endingAt(ending, other.Person)))
}

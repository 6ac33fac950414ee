package store

import (
	"context"
	"database/sql"
	"fmt"
	"leanon/store/seal"
	"time"
)

// Member is one of the two in a couple.
type Member struct {
	Person      string
	Name        string // display name, as Discord last told it; may hold any character
	Cron        string // rhythm; "" none
	NextAt      time.Time
	PausedAt    time.Time
	PausedUntil time.Time // zero with PausedAt: until they resume
}

// Paused says whether the member's check-ins and relays rest at t.
func (m Member) Paused(t time.Time) bool {
	return !m.PausedAt.IsZero() && (m.PausedUntil.IsZero() || t.Before(m.PausedUntil))
}

// Couple is two partners who both agreed, as one of them sees it.
type Couple struct {
	ID       ID
	FormedAt time.Time // zero while it is only an invitation
	Me       Member
	Other    Member

	key seal.Key
}

func couplePlace(id ID) string { return seal.Location("couples", "wrapped_key", id) }

func namePlace(couple ID, person string) string {
	return seal.Location("members", "name", fmt.Sprintf("%v/%s", couple, person))
}

// readCouples reads couples as person sees them, oldest first; where says which, by
// columns of couples c.
func (t *tx) readCouples(person, where string, args ...any) (all []Couple, err error) {
	err = t.ForEach(func(r *sql.Rows) error {
		var id ID
		var formed time.Time
		var m Member
		var wrapped, name []byte
		err := r.Scan(&id, &wrapped, stamp{&formed}, &m.Person, &name, &m.Cron, stamp{&m.NextAt}, stamp{&m.PausedAt}, stamp{&m.PausedUntil})
		if err != nil {
			return err
		}
		if len(all) == 0 || all[len(all)-1].ID != id {
			c := Couple{ID: id, FormedAt: formed}
			if c.key, err = t.unwrap(wrapped, couplePlace(id)); err != nil {
				return err
			}
			all = append(all, c)
		}
		c := &all[len(all)-1]
		if m.Name, err = c.key.OpenText(name, namePlace(id, m.Person)); err != nil {
			return err
		}
		if m.Person == person {
			c.Me = m
		} else {
			c.Other = m
		}
		return nil
	}, `SELECT c.id, c.wrapped_key, c.formed_at, m.person, m.name, m.cron, m.next_at, m.paused_at, m.paused_until
		FROM couples c JOIN members m ON m.couple_id = c.id WHERE `+where+` ORDER BY c.formed_at, c.id`, args...)
	if err != nil {
		return nil, fmt.Errorf("read couples: %w", err)
	}
	return all, nil
}

// anyCouple reads the one couple that where names, formed or invited, as person sees
// it; ErrNotYours where there is none, or person is not in it.
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

// couple reads a formed couple as person sees it; ErrNotYours for anybody else.
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

// Ending is the end of a couple that its other partner has not read of yet.
type Ending struct{ Name string }

// Endings returns, once, whose couples with this person have ended.
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
			text, err := p.key.OpenText(name, seal.Location("endings", "name", id))
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

// Leave ends a couple for good: its key, its rows and everything owed about it go
// in one transaction. The other partner reads one line now (tell), or at their
// next command or press. Returns the couple as it was, for the receipt.
//
// What was deleted is overwritten in the files, too. Where that cannot be done at
// once the couple has ended all the same, and Purge does it.
func (s *Store) Leave(ctx context.Context, id ID, person string, tell bool, now time.Time) (c Couple, err error) {
	err = s.write(ctx, "leave", func(t *tx) error {
		if c, err = t.couple(id, person); err != nil {
			return err
		}
		return t.leave(c, tell, now)
	})
	if err != nil {
		return c, err
	}
	_, _ = s.db.EmptyLog(context.WithoutCancel(ctx))
	return c, nil
}

// leave ends a couple as the one who leaves it sees it.
func (t *tx) leave(c Couple, tell bool, now time.Time) error {
	other, err := t.meet(c.Other.Person)
	if err != nil {
		return err
	}
	// The invitation outlives its couple for a while, for whoever wants no more
	// invitations from the other.
	if err := t.Exec(`UPDATE invites SET ended_at = ?2 WHERE couple_id = ?1`, c.ID, now.Unix()); err != nil {
		return err
	}
	if err := t.Exec(`DELETE FROM couples WHERE id = ?1`, c.ID); err != nil {
		return err
	}
	if tell {
		return t.owe(notice{Person: other.Person, Kind: KindEnded, Ref: newID(), Lane: LaneRelay, Held: true, Due: now, Name: c.Me.Name})
	}
	ending := newID()
	return t.Exec(`INSERT INTO endings (person, id, name) VALUES (?1, ?2, ?3)`,
		other.Person, ending, other.key.Seal([]byte(c.Me.Name), seal.Location("endings", "name", ending)))
}

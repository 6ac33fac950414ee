package store

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"leanon/store/seal"
)

// How a check-in stands, whether its partner is done with it and whether it came back after
// Later, is sealed in one value for each member. It is there from the first moment and
// always of the same length, so a check-in that somebody answered, put aside or ignored has
// the same plain columns.

// stood is how one check-in stands. Rows hold the names of the fields: never change one.
type stood struct {
	CheckIn ID    `json:"check-in"`
	Done    int64 `json:"done,omitempty"` // in unix seconds
	Later   bool  `json:"later,omitempty"`
	At      int64 `json:"at,omitempty"` // of nobodysCheckIn alone
}

// nobodysCheckIn is the id under which a standing holds until when its member did something
// with the questions: the slot of the latest that they did something with, or the moment
// at which they did, in unix seconds.
const nobodysCheckIn ID = 0

const (
	// maxStanding is how many check-ins of a member are remembered. Only the newest can be
	// open; the others matter to somebody who presses a button of an old message.
	maxStanding = 5
	// standingSize is the length in bytes that a standing is filled up to before it is sealed.
	standingSize = 351
)

// standing is how a member's latest check-ins stand, the latest change last.
type standing []stood

// of returns how a check-in stands; the zero value if nobody did anything with it.
func (s standing) of(id ID) stood {
	for _, one := range s {
		if one.CheckIn == id {
			return one
		}
	}
	return stood{CheckIn: id}
}

func standingAt(couple ID, person string) seal.Place {
	return belongs{author: person, couple: couple}.at("members", "standing", couple.String()+"/"+person)
}

func (s standing) seal(key seal.Key, couple ID, person string) []byte {
	kept := slices.DeleteFunc(slices.Clone(s), func(one stood) bool { return one.CheckIn == nobodysCheckIn })
	kept = kept[max(0, len(kept)-maxStanding):]
	if last := s.of(nobodysCheckIn); last.At != 0 {
		kept = append(kept, last)
	}
	plain, err := json.Marshal(kept)
	if err != nil {
		panic(err) // they are numbers and booleans
	}
	return key.Seal(append(plain, strings.Repeat(" ", max(0, standingSize-len(plain)))...), standingAt(couple, person))
}

// openStanding opens column standing. It returns nil for NULL.
func openStanding(sealed []byte, key seal.Key, couple ID, person string) (s standing, err error) {
	plain, err := key.OpenText(sealed, standingAt(couple, person))
	if err != nil || plain == "" {
		return nil, err
	}
	if err := json.Unmarshal([]byte(plain), &s); err != nil {
		return nil, fmt.Errorf("read how check-ins stand: %w", err)
	}
	return s, nil
}

// standing reads how the check-ins of c.Me stand. sealed is false if that was never sealed;
// then the columns of before tell it.
func (t *tx) standing(c Couple) (s standing, sealed bool, err error) {
	var value []byte
	err = t.QueryRow(`SELECT standing FROM members WHERE couple_id = ?1 AND person = ?2`, c.ID, c.Me.Person).Scan(&value)
	if err != nil {
		return nil, false, fmt.Errorf("read how check-ins stand: %w", err)
	}
	if value != nil {
		s, err = openStanding(value, c.key, c.ID, c.Me.Person)
		return s, true, err
	}
	err = t.ForEach(func(r *sql.Rows) error {
		var one stood
		err := r.Scan(&one.CheckIn, &one.Done, &one.Later)
		s = append(s, one)
		return err
	}, `SELECT id, coalesce(done_at, 0), later FROM check_ins WHERE couple_id = ?1 AND person = ?2 AND (done_at IS NOT NULL OR later)
		ORDER BY seq DESC LIMIT ?3`, c.ID, c.Me.Person, maxStanding)
	slices.Reverse(s)
	return s, false, err
}

// saveStanding seals how the check-ins of c.Me stand. If that was never sealed, it empties
// the columns that told it before.
func (t *tx) saveStanding(c Couple, s standing, sealed bool) error {
	err := t.Exec(`UPDATE members SET standing = ?3 WHERE couple_id = ?1 AND person = ?2`, c.ID, c.Me.Person, s.seal(c.key, c.ID, c.Me.Person))
	if err != nil || sealed {
		return err
	}
	return t.Exec(`UPDATE check_ins SET done_at = NULL, later = 0 WHERE couple_id = ?1 AND person = ?2 AND (done_at IS NOT NULL OR later)`, c.ID, c.Me.Person)
}

// stand changes how a check-in of c.Me stands, and with it that they did something with the
// questions at a moment.
func (t *tx) stand(c Couple, id ID, at time.Time, change func(*stood)) error {
	s, sealed, err := t.standing(c)
	if err != nil {
		return err
	}
	set := func(id ID, change func(*stood)) {
		one := s.of(id)
		change(&one)
		s = append(slices.DeleteFunc(s, func(o stood) bool { return o.CheckIn == id }), one)
	}
	set(nobodysCheckIn, func(last *stood) { last.At = max(last.At, at.Unix()) })
	if id != nobodysCheckIn {
		set(id, change)
	}
	return t.saveStanding(c, s, sealed)
}

// stands takes how a check-in stands into it, once its couple is known.
func (c *CheckIn) stands(value []byte) error {
	if value == nil {
		return nil // the columns of before said it
	}
	s, err := openStanding(value, c.Couple.key, c.Couple.ID, c.Couple.Me.Person)
	one := s.of(c.ID)
	c.Later, c.DoneAt, c.done = one.Later, time.Time{}, s.of(nobodysCheckIn).At
	if one.Done != 0 {
		c.DoneAt = time.Unix(one.Done, 0).UTC()
	}
	return err
}

// withOpenQuestion lists those whose newest check-in is open, in any couple. One that was
// changed by hand counts as open here; whoever acts on it learns more.
func (t *tx) withOpenQuestion() (people []string, err error) {
	err = t.ForEach(func(r *sql.Rows) error {
		var couple, newest ID
		var person string
		var wrapped, value []byte
		var done bool
		if err := r.Scan(&couple, &wrapped, &person, &newest, &value, &done); err != nil {
			return err
		}
		if value != nil {
			key, err := t.unwrap(wrapped, coupleKeyAt(couple))
			s, openErr := openStanding(value, key, couple, person)
			if err := cmp.Or(err, openErr); err != nil && !errors.Is(err, ErrAltered) {
				return err
			}
			done = s.of(newest).Done != 0
		}
		if !done {
			people = append(people, person)
		}
		return nil
	}, `SELECT m.couple_id, c.wrapped_key, m.person, m.newest, m.standing, i.done_at IS NOT NULL
		FROM members m JOIN couples c ON c.id = m.couple_id JOIN check_ins i ON i.id = m.newest`)
	return people, err
}

package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"leanon/clock"
	"leanon/store/seal"
)

// A breath is a pause for both of a couple that one of them takes, with a time at which
// they mean to be there again. Until then the clock brings neither of them anything about
// the couple, and what is relayed to who took it waits. Either may end that for themselves
// alone, which nobody is told.

const (
	// MinBreath and MaxBreath bound how far away the end of a breath may be.
	MinBreath = 20 * time.Minute
	MaxBreath = 24 * time.Hour
	// breathMeant is how much nearer than MinBreath an end may have come while its preview
	// was read.
	breathMeant = 5 * time.Minute
	// breathOver is how long after its end a breath is remembered at least, so that who took
	// it can say that they are there again.
	breathOver = 12 * time.Hour
)

// ErrBreathed says that a person took a breath today, or that one of theirs lasts.
var ErrBreathed = errors.New("one breath a day")

// Rounds of the notices of a breath: the line for the other, that it takes longer and that
// somebody is there again, and the question to who took it, at its end and once more.
const (
	RoundBreath = iota
	RoundBreathLonger
	RoundBreathBack
	RoundBreathTime
	RoundBreathTimeAgain
)

// Breath is a breath that a member took. The zero value is none.
type Breath struct {
	ID     ID
	At     time.Time // when it began
	Named  time.Time // the end that was named first
	Until  time.Time // the end now
	Date   string    // on which it began, on its taker's calendar
	Longer bool      // its taker needed longer, once
	Over   bool      // its taker said what becomes of it
}

// Lasts reports whether a breath lasts at t. One that begins later was taken under a wrong
// clock.
func (b Breath) Lasts(t time.Time) bool {
	return !t.Before(b.At.Add(-clock.Tolerated)) && t.Before(b.Until)
}

// MayTakeLonger reports whether a breath is over and its taker may still name another end.
func (b Breath) MayTakeLonger(now time.Time) bool {
	return b.ID != 0 && !b.Longer && !b.Over && !b.Lasts(now)
}

// breathing is what column breath holds. Rows hold the names of the fields: never change
// one. Times are in unix seconds.
type breathing struct {
	ID     ID     `json:"id,omitempty"`
	At     int64  `json:"at,omitempty"`
	Named  int64  `json:"named,omitempty"`
	Until  int64  `json:"until,omitempty"`
	Date   string `json:"date,omitempty"`
	Longer bool   `json:"longer,omitempty"`
	Over   bool   `json:"over,omitempty"`
	Freed  int64  `json:"freed,omitempty"` // when the member ended for themselves what lasted
}

// breathingSize is the length in bytes that breathing is filled up to before it is sealed.
const breathingSize = 223

func breathAt(couple ID, person string) seal.Place {
	return belongs{author: person, couple: couple}.at("members", "breath", couple.String()+"/"+person)
}

// saveBreath seals the breath of a member.
func (t *tx) saveBreath(c Couple, m Member) error {
	b := m.Breath
	of := breathing{ID: b.ID, Date: b.Date, Longer: b.Longer, Over: b.Over}
	for _, of := range []struct {
		to *int64
		at time.Time
	}{{&of.At, b.At}, {&of.Named, b.Named}, {&of.Until, b.Until}, {&of.Freed, m.freed}} {
		if !of.at.IsZero() {
			*of.to = of.at.Unix()
		}
	}
	plain, err := json.Marshal(of)
	if err != nil {
		panic(err) // they are numbers, booleans and a date
	}
	plain = append(plain, strings.Repeat(" ", max(0, breathingSize-len(plain)))...)
	return t.Exec(`UPDATE members SET breath = ?3 WHERE couple_id = ?1 AND person = ?2`, c.ID, m.Person, c.key.Seal(plain, breathAt(c.ID, m.Person)))
}

// takeBreath reads column breath into a member. NULL is none.
func (m *Member) takeBreath(sealed []byte, key seal.Key, couple ID) error {
	if sealed == nil {
		return nil
	}
	plain, err := key.OpenText(sealed, breathAt(couple, m.Person))
	if err != nil {
		return err
	}
	var of breathing
	if err := json.Unmarshal([]byte(plain), &of); err != nil {
		return fmt.Errorf("read a breath: %w", err)
	}
	at := func(seconds int64) (t time.Time) {
		if seconds != 0 {
			t = time.Unix(seconds, 0).UTC()
		}
		return t
	}
	m.Breath = Breath{ID: of.ID, At: at(of.At), Named: at(of.Named), Until: at(of.Until), Date: of.Date, Longer: of.Longer, Over: of.Over}
	m.freed = at(of.Freed)
	return nil
}

// binds reports whether a breath of either lasts at t for this member, who may have ended
// it for themselves.
func (m Member) binds(b Breath, t time.Time) bool { return b.Lasts(t) && b.At.After(m.freed) }

// CalmUntil returns until when the clock brings c.Me nothing about the couple, because a
// breath of either lasts at t: the later end of two. It is zero if none does.
func (c Couple) CalmUntil(t time.Time) (until time.Time) {
	for _, b := range []Breath{c.Me.Breath, c.Other.Breath} {
		if c.Me.binds(b, t) {
			until = maxTime(until, b.Until)
		}
	}
	return until
}

// byClock reports whether what a notice of a kind brings comes by the clock, also where it
// goes in the lane of what is relayed.
func (k Kind) byClock() bool {
	return k == KindFollowUp || k == KindReminder || k == KindRest
}

// breathHolds returns until when a breath holds a notice to c.Me back, zero if none does.
// The breath of c.Me holds all that is relayed to them. That of the other holds what the
// clock brings, and nothing else, so that nobody can silence anybody else.
func (c Couple) breathHolds(n noticeRow, now time.Time) time.Time {
	if n.Lane == LaneScheduled || n.Kind.byClock() {
		return c.CalmUntil(now)
	}
	if c.Me.binds(c.Me.Breath, now) {
		return c.Me.Breath.Until
	}
	return time.Time{}
}

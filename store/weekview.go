package store

import (
	"database/sql"
	"fmt"
	"slices"
	"time"
)

// What a person reads about seven days is made of what they themselves sent and of what was
// delivered to them, and of nothing else. What a pause or quiet hours hold back stands in
// its sender's copy as if it had been delivered, and in the other's not at all.

// weekBefore returns the moment seven days before another, at the same time of day on a
// person's clock, also where it was set in between.
func (t *tx) weekBefore(person string, to time.Time) (time.Time, error) {
	p, _, err := t.partner(person)
	if err != nil {
		return to, err
	}
	if p.Zone != "" {
		if local, err := t.s.clock.In(p.Zone, to); err == nil {
			to = local
		}
	}
	return to.AddDate(0, 0, -7), nil
}

// openWithin is how long before that a note may have been sent that is open still.
const openWithin = RestAfter + 7*24*time.Hour

// Week is what one person may read about seven days of a couple.
type Week struct {
	Couple Couple
	Notes  []WeekNote // the newest first
	Day    time.Time  // the local date of its end, at midnight of UTC
}

// WeekNote is a note of the two, as one of them has sent it or was delivered it. A time is
// zero if it is not within the seven days, or if they do not know of it.
type WeekNote struct {
	Exchange
	CameAt    time.Time // sent by them, or delivered to them
	AgreedAt  time.Time // a yes, a part of it or the wish to talk, which stands; given by them, or delivered to them
	Promise   Choice    // which of the three
	ThankedAt time.Time // its thank-you was sent by them, or delivered to them
	Waits     bool      // they asked, and nothing that was said to it has reached them
}

// Week reads it, for the seven days that end just before a moment.
func (v View) Week(couple ID, to time.Time) (w Week, err error) {
	if w.Couple, err = v.t.couple(couple, v.person); err != nil {
		return w, err
	}
	from, err := v.t.weekBefore(v.person, to)
	if err != nil {
		return w, err
	}
	all, err := v.t.needs(w.Couple, ofWeeks, from.Add(-openWithin).Unix(), from.Unix())
	if err != nil {
		return w, err
	}
	known, err := v.t.knownOf(couple, v.person, all)
	if err != nil {
		return w, err
	}
	for _, e := range all {
		if n, ok := known.note(e, from, to); ok {
			w.Notes = append(w.Notes, n)
		}
	}
	slices.Reverse(w.Notes) // the later one of a minute is the newer one
	slices.SortStableFunc(w.Notes, func(a, b WeekNote) int { return b.newest().Compare(a.newest()) })
	w.Day = time.Date(from.Year(), from.Month(), from.Day()+7, 0, 0, 0, 0, time.UTC)
	return w, nil
}

// ofWeeks selects the needs that a week may show.
const ofWeeks = `n.sent_at IS NOT NULL AND n.withdrawn_at IS NULL AND (n.sent_at >= ?2
	OR EXISTS (SELECT 1 FROM answers w WHERE w.need_id = n.id AND w.at >= ?2)
	OR EXISTS (SELECT 1 FROM notices w WHERE w.ref = n.id AND w.kind IN ('note', 'thanks') AND (w.due_at >= ?3 OR w.sent_at >= ?3)))`

// newest is the latest of what happened to a note.
func (n WeekNote) newest() time.Time {
	return maxTime(n.ThankedAt, maxTime(n.AgreedAt, maxTime(n.CameAt, n.Need.SentAt)))
}

// known says what of some notes has reached one person, and when they sent what is theirs.
type known struct {
	person  string
	reached map[ID]map[Kind]arrival // by need or answer
}

// arrival is what the notices of one thing say. A thing without any arrived long ago.
type arrival struct {
	owed bool      // there is a notice to this person
	at   time.Time // when it arrived last; zero if it has not
	sent time.Time // when the notice to the other was owed, for what this person sent
}

// knownOf reads it for the needs that a person may see.
func (t *tx) knownOf(couple ID, person string, all []Exchange) (known, error) {
	k := known{person, map[ID]map[Kind]arrival{}}
	var about []ID
	for _, e := range all {
		about = append(about, e.Need.ID)
		for _, a := range e.Need.Answers {
			about = append(about, a.ID)
		}
	}
	if len(about) == 0 {
		return k, nil
	}
	err := t.ForEach(func(r *sql.Rows) error {
		var ref ID
		var kind Kind
		var to string
		var due, at time.Time
		if err := r.Scan(&ref, &kind, &to, stamp{&due}, stamp{&at}); err != nil {
			return err
		}
		if k.reached[ref] == nil {
			k.reached[ref] = map[Kind]arrival{}
		}
		a := k.reached[ref][kind]
		if to == person {
			a.owed, a.at = true, maxTime(a.at, at)
		} else {
			a.sent = maxTime(a.sent, due)
		}
		k.reached[ref][kind] = a
		return nil
	}, `SELECT o.ref, o.kind, o.person, o.due_at, coalesce(b.sent_at, o.sent_at) FROM notices o LEFT JOIN notices b ON b.id = o.carried_by
		WHERE o.ref IN (SELECT value FROM json_each(?1)) AND o.couple_id = ?2 AND o.kind IN ('note', 'answer', 'thanks')`, list(about), couple)
	if err != nil {
		return k, fmt.Errorf("read what has arrived: %w", err)
	}
	return k, nil
}

// came returns when something reached its person, and whether it has. Where no notice is
// left, it did at the moment that its sender chose.
func (k known) came(ref ID, kind Kind, otherwise time.Time) (time.Time, bool) {
	a := k.reached[ref][kind]
	if !a.owed {
		return otherwise, true
	}
	return a.at, !a.at.IsZero()
}

// note says how a note stands with its person. ok is false if it has not reached them, or if
// nothing of it belongs to the days from one moment until another.
func (k known) note(e Exchange, from, to time.Time) (n WeekNote, ok bool) {
	within := func(at time.Time) time.Time {
		if !at.Before(from) && at.Before(to) {
			return at
		}
		return time.Time{}
	}
	n.Exchange = e
	came, here := maxTime(e.Need.SentAt, e.Need.AskedAgainAt), true
	if !e.Mine() {
		came, here = k.came(e.Need.ID, KindNote, e.Need.SentAt)
	}
	if !here || !e.Need.SentAt.Before(to) {
		return n, false
	}
	n.CameAt = within(came)
	heard := k.said(&n, within)
	if e.Need.Thanks != "" {
		at := k.reached[e.Need.ID][KindThanks].sent
		if !e.Mine() {
			at, _ = k.came(e.Need.ID, KindThanks, time.Time{})
		}
		n.ThankedAt = within(at)
	}
	n.Waits = e.Mine() && e.Need.Sent() && !e.Need.Tells && !heard && e.Need.RestedAt.IsZero() && e.Need.ClosedAt.IsZero()
	return n, n.Waits || !n.CameAt.IsZero() || !n.AgreedAt.IsZero() || !n.ThankedAt.IsZero()
}

// said takes what was answered, as far as it has reached the person. heard is true if
// anything has.
func (k known) said(n *WeekNote, within func(time.Time) time.Time) (heard bool) {
	for _, a := range n.Need.Answers {
		at, here := a.At, true
		if n.Mine() {
			at, here = k.came(a.ID, KindAnswer, a.At)
		}
		if !here {
			continue
		}
		heard = true
		switch a.Choice {
		case Heard: // it takes nothing back
		case Yes, Part, Talk:
			n.AgreedAt, n.Promise = within(at), a.Choice
		default:
			n.AgreedAt, n.Promise = time.Time{}, ""
		}
	}
	return heard
}

// Met reports whether a need was met as far as both have said so to each other: with a yes
// or a part of it, and with thanks.
func (n WeekNote) Met() bool {
	return !n.ThankedAt.IsZero() && (n.Promise == Yes || n.Promise == Part)
}

package store

import (
	"fmt"
	"time"
)

// Capped is the error of a cap that makes room again by itself.
type Capped struct {
	Reason error     // which cap it is
	Until  time.Time // when there is room again
}

func (c Capped) Error() string { return c.Reason.Error() }

// Unwrap returns the reason, so that errors.Is finds it.
func (c Capped) Unwrap() error { return c.Reason }

// roomForPauseLine fails with Capped for ErrPauseTold if a person has let another pause
// than the one of a round be told to the other of a couple within a day.
func (t *tx) roomForPauseLine(c Couple, round int, now time.Time) error {
	var last time.Time
	err := t.QueryRow(`SELECT max(due_at) FROM notices WHERE couple_id = ?1 AND person = ?2 AND kind = ?3 AND round <> ?4 AND due_at > ?5 AND due_at <= ?6`,
		c.ID, c.Other.Person, KindPaused, round, now.Add(-pauseToldAgain).Unix(), now.Unix()).Scan(stamp{&last})
	if err != nil {
		return fmt.Errorf("look for the line about a pause: %w", err)
	}
	if !last.IsZero() {
		return Capped{ErrPauseTold, last.Add(pauseToldAgain)}
	}
	return nil
}

// pauseToldAgain is how long after the line about one pause that about another can go.
const pauseToldAgain = 24 * time.Hour

// noteDay is the time within which MaxNotes are sent.
const noteDay = 24 * time.Hour

// notesToday selects what a person sent to their partner within noteDay. It goes by the
// messages that were made, which stay when a note is withdrawn, and leaves out what came
// of a clock that was ahead.
const notesToday = `couple_id = ?1 AND person = ?2 AND kind IN ('note', 'thanks') AND due_at > ?3 AND due_at <= ?4`

func notesTodayArgs(e Exchange, now time.Time) []any {
	return []any{e.Couple.ID, e.Couple.Other.Person, now.Add(-noteDay).Unix(), now.Unix()}
}

// roomForNote fails with Capped for ErrNotesToday if a person has sent MaxNotes to the
// other of the couple of e within a day.
func (t *tx) roomForNote(e Exchange, now time.Time) error {
	var sent int
	var last time.Time // the one that has to be a day old before the next can go
	err := t.QueryRow(`SELECT count(*), min(due_at) FROM (SELECT due_at FROM notices WHERE `+notesToday+` ORDER BY due_at DESC LIMIT ?5)`,
		append(notesTodayArgs(e, now), MaxNotes)...).Scan(&sent, stamp{&last})
	if err != nil {
		return fmt.Errorf("count the day's notes: %w", err)
	}
	if sent >= MaxNotes {
		return Capped{ErrNotesToday, last.Add(noteDay)}
	}
	return nil
}

// markSent marks a need as sent. It fails as roomForNote does, which it asks only then: a
// note that goes takes one statement. What its asker says afterwards is sealed from then on,
// as nothing yet: who lets a note go that nobody answered leaves no other columns than who
// does nothing.
func (t *tx) markSent(e Exchange, now time.Time) error {
	e.Need.SentAt, e.Need.KeptAt = now, time.Time{}
	reached, closed := e.sealAfterwards("", time.Time{})
	sent, err := t.Changed(`UPDATE needs SET sent_at = ?4, kept_at = NULL, reached = ?7, closed = ?8 WHERE id = ?5 AND (SELECT count(*) FROM notices WHERE `+notesToday+`) < ?6`,
		append(notesTodayArgs(e, now), e.Need.ID, MaxNotes, reached, closed)...)
	if err != nil || sent {
		return err
	}
	return t.roomForNote(e, now)
}

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"time"
)

// Each partner is asked privately to confirm their consent: 30 days after they agreed,
// then every 90 days, and whenever the facts have changed. The question is a notice like
// any other, and waits while quiet hours or a pause last. Silence is counted from its
// delivery on, except during a pause. After 14 days of silence the partner is paused, and
// nobody is told.
const (
	FirstConfirmation = 30 * 24 * time.Hour
	NextConfirmation  = 90 * 24 * time.Hour
	ConfirmWithin     = 14 * 24 * time.Hour
)

// Confirmation says how far one partner is with confirming their consent.
type Confirmation struct {
	Couple   Couple
	Read     FactsRead // the facts that they agreed to last
	AgreedAt time.Time // when they agreed last
	Round    int       // the number of the question that is open or comes next
	SilentAt time.Time // when their silence paused them; zero if it did not, or if a new round has begun since
	PauseAt  time.Time // when their silence will pause them, unless they answer or pause before; zero while no silence is counted

	since time.Time     // from when on silence is counted; zero if it is not
	left  sql.NullInt64 // how many seconds of silence are left from since on
}

// Open says whether a question was asked and waits for an answer.
func (c Confirmation) Open() bool { return c.left.Valid }

// Restored says whether the question is asked because the database is an older copy, in
// which nobody can tell who left since. Until it is answered the partner is paused.
func (c Confirmation) Restored() bool {
	return !c.SilentAt.IsZero() && (!c.left.Valid || c.left.Int64 > 0)
}

// confirmation reads a partner's Confirmation. It fails with ErrNotYours for anybody who
// is not in the couple.
func (t *tx) confirmation(couple ID, person string) (c Confirmation, err error) {
	if c.Couple, err = t.couple(couple, person); err != nil {
		return c, err
	}
	var version int
	var read []byte
	err = t.QueryRow(`SELECT f.version, f.round, f.since, f.left, f.pause_at, f.silent_at,
			(SELECT max(at) FROM consents WHERE couple_id = f.couple_id AND person = f.person),
			(SELECT read FROM consents WHERE couple_id = f.couple_id AND person = f.person AND version = f.version)
		FROM confirmations f WHERE f.couple_id = ?1 AND f.person = ?2`, couple, person).
		Scan(&version, &c.Round, stamp{&c.since}, &c.left, stamp{&c.PauseAt}, stamp{&c.SilentAt}, stamp{&c.AgreedAt}, &read)
	if errors.Is(err, sql.ErrNoRows) {
		return c, ErrNotYours
	}
	if err != nil {
		return c, fmt.Errorf("read confirmation: %w", err)
	}
	c.Read, err = openRead(read, c.Couple.key, couple, person, version)
	return c, err
}

// ConfirmationFor reads a partner's Confirmation. It fails with ErrNotYours for anybody
// who is not in the couple.
func (s *Store) ConfirmationFor(ctx context.Context, couple ID, person string) (c Confirmation, err error) {
	err = s.view(ctx, "read confirmation", func(t *tx) error {
		c, err = t.confirmation(couple, person)
		return err
	})
	return c, err
}

const newConsentsQuery = `SELECT s.couple_id, s.person, max(s.version), max(s.at) FROM consents s JOIN couples c ON c.id = s.couple_id
	WHERE s.couple_id BETWEEN ?1 AND ?2 AND c.formed_at IS NOT NULL
		AND NOT EXISTS (SELECT 1 FROM confirmations f WHERE f.couple_id = s.couple_id AND f.person = s.person)
	GROUP BY s.couple_id, s.person`

// beginConfirmations makes the confirmation of each partner who has none, in one formed
// couple, or in all if couple is 0, and owes the first question.
func (t *tx) beginConfirmations(couple ID) error {
	type member struct {
		couple  ID
		person  string
		version int
		at      time.Time
	}
	var all []member
	from, to := couple, couple
	if couple == 0 {
		to = math.MaxInt64
	}
	err := t.ForEach(func(r *sql.Rows) error {
		var m member
		err := r.Scan(&m.couple, &m.person, &m.version, stamp{&m.at})
		all = append(all, m)
		return err
	}, newConsentsQuery, from, to)
	if err != nil {
		return fmt.Errorf("list consents: %w", err)
	}
	for _, m := range all {
		err := t.Exec(`INSERT INTO confirmations (couple_id, person, version, round) VALUES (?1, ?2, ?3, 1)`, m.couple, m.person, m.version)
		if err != nil {
			return err
		}
		if err := t.oweConfirmation(m.couple, m.person, 1, m.at.Add(FirstConfirmation)); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) oweConfirmation(couple ID, person string, round int, due time.Time) error {
	return t.owe(notice{Person: person, Couple: couple, Kind: KindConsent, Ref: couple, Round: round, Lane: LaneScheduled, Held: true, Due: due})
}

// askAnew begins a new round, which ends the open one, and owes its question at due.
func (t *tx) askAnew(c Confirmation, due time.Time) error {
	err := t.Exec(`UPDATE confirmations SET round = ?3, since = NULL, left = NULL, pause_at = NULL, silent_at = NULL WHERE couple_id = ?1 AND person = ?2`,
		c.Couple.ID, c.Couple.Me.Person, c.Round+1)
	if err != nil {
		return err
	}
	if err := t.Exec(`DELETE FROM notices WHERE kind = ?1 AND ref = ?2 AND person = ?3 AND round <= ?4 AND attempted_at IS NULL`,
		KindConsent, c.Couple.ID, c.Couple.Me.Person, c.Round); err != nil {
		return err
	}
	return t.oweConfirmation(c.Couple.ID, c.Couple.Me.Person, c.Round+1, due)
}

// keepConsentAsked begins to count silence after a question was delivered.
func (t *tx) keepConsentAsked(n Notice, now time.Time) error {
	c, err := t.confirmation(n.Couple, n.Person)
	if errors.Is(err, ErrNotYours) || err == nil && (c.Round != n.Round || c.left.Valid) {
		return nil
	}
	if err != nil {
		return err
	}
	c.left = sql.NullInt64{Int64: int64(ConfirmWithin / time.Second), Valid: true}
	return t.countSilence(c, now)
}

// countSilence keeps how much silence is left and from when on it is counted: from now,
// or from the end of a pause. In a pause without an end it is not counted.
func (t *tx) countSilence(c Confirmation, now time.Time) error {
	if !c.left.Valid {
		return nil
	}
	left := c.left.Int64
	if !c.since.IsZero() && now.After(c.since) {
		left = max(left-int64(now.Sub(c.since)/time.Second), 0)
	}
	since := now
	if c.Couple.Me.Paused(now) {
		since = c.Couple.Me.PausedUntil // zero if the pause lasts until they resume
	}
	var pauseAt any
	if !since.IsZero() {
		pauseAt = since.Unix() + left
	}
	return t.Exec(`UPDATE confirmations SET since = ?3, left = ?4, pause_at = ?5 WHERE couple_id = ?1 AND person = ?2`,
		c.Couple.ID, c.Couple.Me.Person, unix(since), left, pauseAt)
}

// pauseChanged follows a pause that began, ended or got another end. If silence had
// paused the partner, a new round begins when the pause ends: they want to go on, but
// have not said to which facts they agree.
func (t *tx) pauseChanged(couple ID, person string, now time.Time) error {
	c, err := t.confirmation(couple, person)
	if errors.Is(err, ErrNotYours) {
		return nil
	}
	if err != nil {
		return err
	}
	me := c.Couple.Me
	switch {
	case c.SilentAt.IsZero():
		return t.countSilence(c, now)
	case !me.Paused(now):
		return t.askAnew(c, now)
	case !me.PausedUntil.IsZero():
		return t.askAnew(c, me.PausedUntil)
	}
	return nil
}

// Confirm keeps that a partner still agrees, to the facts that they read, and owes the
// next question in 90 days. If their silence had paused them, that pause ends. round is
// the one that they answered; if it is over, Confirm returns ErrTooLate and the present
// Confirmation.
func (s *Store) Confirm(ctx context.Context, couple ID, person string, round int, read FactsRead, now time.Time) (c Confirmation, err error) {
	err = s.write(ctx, "confirm consent", func(t *tx) error {
		if c, err = t.confirmation(couple, person); err != nil {
			return err
		}
		if c.Round != round {
			return ErrTooLate
		}
		if err := t.consent(c.Couple, person, read, now.Unix()); err != nil {
			return err
		}
		if err := t.Exec(`UPDATE confirmations SET version = ?3 WHERE couple_id = ?1 AND person = ?2`, couple, person, read.Version); err != nil {
			return err
		}
		if err := t.askAnew(c, now.Add(NextConfirmation)); err != nil {
			return err
		}
		if !c.SilentAt.IsZero() && c.Couple.Me.PausedAt.Equal(c.SilentAt) {
			if _, err := t.resume(couple, person, now); err != nil {
				return err
			}
		}
		c, err = t.confirmation(couple, person)
		return err
	})
	return c, err
}

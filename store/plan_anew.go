package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"leanon/clock"
)

// What was planned while the clock was wrong waits for a moment that may be years away.
// This file looks through what is planned, and plans anew what waits longer than its
// reason asks for: a check-in for longer than the rhythm, a message for longer than quiet
// hours or a pause, a person for longer than their own silence.

// planAtOnce is how many members or notices are looked through in one transaction.
const planAtOnce = 250

// PlanAnew looks through all that is planned. It only ever brings something nearer. It
// fails with ErrAltered if it left something out that was changed by hand.
func (s *Store) PlanAnew(ctx context.Context, now time.Time) error {
	var altered error
	for _, plan := range []func(context.Context, time.Time) error{s.planCheckIns, s.planHeld, s.planSilence, s.planWeeks} {
		if err := spare(plan(ctx, now), &altered); err != nil {
			return err
		}
	}
	return altered
}

// memberKey names a member.
type memberKey struct {
	couple ID
	person string
}

// planCheckIns brings check-ins nearer that come later than the next slot of the rhythm.
func (s *Store) planCheckIns(ctx context.Context, now time.Time) (altered error) {
	from, to := near(now)
	for after := (memberKey{}); ; {
		var late []memberKey
		n := 0
		err := s.view(ctx, "look for check-ins that come late", func(t *tx) error {
			return t.ForEach(func(r *sql.Rows) error {
				var m Member
				var zone string
				var last slotOn
				err := r.Scan(&after.couple, &m.Person, &m.Cron, stamp{&m.NextAt}, stamp{&m.PausedAt}, stamp{&m.PausedUntil}, &zone, stamp{&last.at}, &last.date)
				if err != nil {
					return err
				}
				n, after.person = n+1, m.Person
				// Where the clock refuses a zone or a rhythm, OpenDue says so.
				if next, err := t.nextAfter(m, zone, last, now); err == nil && !next.IsZero() && m.NextAt.After(next) {
					late = append(late, after)
				}
				return nil
			}, plannedQuery, after.couple, after.person, planAtOnce, s.defaults.Zone, from, to, now.Unix())
		})
		if err == nil && len(late) > 0 {
			err = spare(s.write(ctx, "plan check-ins anew", func(t *tx) error {
				for _, m := range late {
					if err := t.apart(func() error { return t.setNext(m.couple, m.person, now) }); err != nil {
						return err
					}
				}
				return nil
			}), &altered)
		}
		if err != nil {
			return err
		}
		if n < planAtOnce {
			return altered
		}
	}
}

const plannedQuery = `SELECT m.couple_id, m.person, m.cron, m.next_at, m.paused_at, m.paused_until,
			CASE p.zone WHEN '' THEN ?4 ELSE p.zone END, i.slot_at, coalesce(i.local_date, '')
		FROM members m JOIN partners p ON p.person = m.person LEFT JOIN check_ins i ON i.seq =
				(SELECT n.seq FROM check_ins n WHERE n.couple_id = m.couple_id AND n.person = m.person AND n.slot_at BETWEEN ?5 AND ?6
				ORDER BY n.slot_at DESC LIMIT 1)
		WHERE (m.couple_id, m.person) > (?1, ?2) AND m.next_at > ?7
		ORDER BY m.couple_id, m.person LIMIT ?3`

// owedAtOnce reports whether a notice is due at the moment at which it is owed.
func (k Kind) owedAtOnce() bool { return !slices.Contains(owedForLater(), k) }

// owedForLater are the kinds of notices that may be due later than they are owed.
func owedForLater() []Kind {
	return []Kind{KindCheckIn, KindConsent, KindFollowUp, KindReminder, KindInvite, KindInviteFailed, KindNotTaken, KindBreath}
}

// planHeld brings messages nearer that are held back for longer than what holds them back
// lasts, and those owed at once for a moment to come. It leaves out what is tried again, and
// what may wait behind a message that Discord refuses.
func (s *Store) planHeld(ctx context.Context, now time.Time) error {
	var held []ID
	err := s.view(ctx, "look for messages that are held back", func(t *tx) error {
		return t.ForEach(func(r *sql.Rows) error {
			var id ID
			err := r.Scan(&id)
			held = append(held, id)
			return err
		}, `SELECT id FROM notices WHERE lane IN (?3, ?4, ?5) AND wake_at > ?1 AND wake_at < ?6 AND message IS NULL AND tries = 0
			AND NOT EXISTS (SELECT 1 FROM notices r WHERE r.person = notices.person AND r.refused_at IS NOT NULL)
			AND (wake_at > due_at OR due_at > ?2 AND kind NOT IN (SELECT value FROM json_each(?7)))`,
			now.Unix(), now.Add(clock.Tolerated).Unix(), LaneWaiting, LaneRelay, LaneScheduled, parked, list(owedForLater()))
	})
	for err == nil && len(held) > 0 {
		some := held[:min(planAtOnce, len(held))]
		held = held[len(some):]
		err = s.view(ctx, "look at messages that are held back", func(t *tx) error {
			some, err = t.heldTooLong(some, now)
			return err
		})
		if err == nil && len(some) > 0 {
			err = s.write(ctx, "let go what was held back too long", func(t *tx) error {
				t.owed = true
				if err := t.Exec(`UPDATE notices SET due_at = min(due_at, ?2) WHERE id IN (SELECT value FROM json_each(?1)) AND kind NOT IN (SELECT value FROM json_each(?3))`,
					list(some), now.Unix(), list(owedForLater())); err != nil {
					return err
				}
				return t.Exec(`UPDATE notices SET wake_at = due_at WHERE id IN (SELECT value FROM json_each(?1)) AND wake_at < ?2 AND message IS NULL`, list(some), parked)
			})
		}
	}
	return err
}

// heldTooLong returns those of some notices that nothing holds back as long as they wait.
func (t *tx) heldTooLong(some []ID, now time.Time) (all []ID, err error) {
	for _, id := range some {
		n, err := t.notice(id)
		if errors.Is(err, ErrTooLate) || errors.Is(err, ErrAltered) { // Attempt tells of that one
			continue
		}
		if err != nil {
			return nil, err
		}
		p, _, err := t.partner(n.Person)
		if errors.Is(err, ErrAltered) {
			continue
		}
		if err != nil {
			return nil, err
		}
		from := maxTime(now, n.Due)
		if n.Kind.owedAtOnce() {
			from = now
		}
		at, wait, err := t.heldUntil(n, p, from)
		if errors.Is(err, ErrAltered) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if !wait || at < n.wake.Unix() {
			all = append(all, id)
		}
	}
	return all, nil
}

// planSilence ends the pauses that the program began for a silence that lies in the
// future, and counts other such silence from now.
func (s *Store) planSilence(ctx context.Context, now time.Time) error {
	var future []memberKey
	err := s.view(ctx, "look for silence to come", func(t *tx) error {
		return t.ForEach(func(r *sql.Rows) error {
			var m memberKey
			err := r.Scan(&m.couple, &m.person)
			future = append(future, m)
			return err
		}, `SELECT f.couple_id, f.person FROM confirmations f JOIN members m ON m.couple_id = f.couple_id AND m.person = f.person
			WHERE f.silent_at > ?1 OR f.since > ?1 AND m.paused_until IS NOT f.since`, now.Add(clock.Tolerated).Unix())
	})
	if err != nil || len(future) == 0 {
		return err
	}
	return s.write(ctx, "count silence anew", func(t *tx) error {
		for _, m := range future {
			err := t.apart(func() error {
				c, err := t.confirmation(m.couple, m.person)
				if err != nil {
					return err
				}
				return t.silenceFromNow(c, now)
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// silenceFromNow counts a partner's silence from now, all of it anew if it has paused
// them. That pause ends.
func (t *tx) silenceFromNow(c Confirmation, now time.Time) error {
	c.since = time.Time{}
	if c.SilentAt.IsZero() {
		return t.countSilence(c, now)
	}
	couple, person := c.Couple.ID, c.Couple.Me.Person
	err := t.Exec(`UPDATE confirmations SET silent_at = NULL, left = ?3 WHERE couple_id = ?1 AND person = ?2`, couple, person, int64(ConfirmWithin/time.Second))
	if err != nil {
		return err
	}
	if c.Couple.Me.PausedAt.Equal(c.SilentAt) {
		if _, err := t.resume(couple, person, now); err != nil {
			return err
		}
	}
	if c, err = t.confirmation(couple, person); err != nil {
		return err
	}
	c.since = time.Time{}
	if err := t.countSilence(c, now); err != nil {
		return err
	}
	return t.oweConfirmationEdits(c, now)
}

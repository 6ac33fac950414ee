package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// An evening's check-ins are attempted by dozens at a time, and each attempt is to
// be on disk before its first byte leaves, each delivery soon after it arrived. So
// attempts and deliveries that come together are committed together, and those that
// are what most are, the first message of an open check-in to somebody in one couple,
// are read and written as one.

// Attempt commits that a notice is about to be sent, before the first byte
// leaves, and says how. ErrMoved where there is nothing to send: it is held, its
// cause is gone, or it was sent meanwhile. It works for others too, so that a context
// that ends does not end it; it waits at most a few seconds for its turn.
func (s *Store) Attempt(ctx context.Context, id ID, now time.Time) (Notice, error) {
	return s.progress.do(ctx, progress{attempt: &attempt{id, now}}, s.recordProgress)
}

// Delivered keeps the message that a notice became. An edit that was asked for
// meanwhile is owed now. Like Attempt it works for others too.
func (s *Store) Delivered(ctx context.Context, n Notice, channel, message string, now time.Time) error {
	_, err := s.progress.do(ctx, progress{delivery: &delivery{n, channel, message, now}}, s.recordProgress)
	return err
}

// progress is one call of Attempt or of Delivered.
type progress struct {
	attempt  *attempt
	delivery *delivery
}

type attempt struct {
	id  ID
	now time.Time
}

type delivery struct {
	notice           Notice
	channel, message string
	now              time.Time
}

// recordProgress keeps track of several notices in one transaction. Where one of them
// fails, each is tried by itself, so that it fails alone; what is around the store
// fails for all.
func (s *Store) recordProgress(ctx context.Context, all []progress) []outcome[Notice] {
	var (
		attempts   []attempt
		deliveries []delivery
		attempted  []outcome[Notice]
	)
	for _, one := range all {
		if one.attempt != nil {
			attempts = append(attempts, *one.attempt)
		} else {
			deliveries = append(deliveries, *one.delivery)
		}
	}
	err := s.write(ctx, "keep track of notices", func(t *tx) (err error) {
		if err := t.keepDeliveries(deliveries); err != nil {
			return err
		}
		attempted, err = t.attemptAll(attempts)
		return err
	})
	done := make([]outcome[Notice], len(all))
	switch {
	case err == nil:
		for i, one := range all {
			if one.attempt != nil {
				done[i], attempted = attempted[0], attempted[1:]
			}
		}
	case len(all) == 1, IsEnvironmental(err):
		for i := range done {
			done[i].err = err
		}
	default:
		for i := range all {
			done[i] = s.recordProgress(ctx, all[i:i+1])[0]
		}
	}
	return done
}

// attemptAll attempts several notices; its error is not ErrMoved, which only one of
// them meets.
func (t *tx) attemptAll(all []attempt) ([]outcome[Notice], error) {
	if len(all) == 0 {
		return nil, nil
	}
	plain, err := t.attemptCheckIns(all)
	if err != nil {
		return nil, err
	}
	done := make([]outcome[Notice], len(all))
	for i, a := range all {
		if n, ok := plain[a.id]; ok {
			done[i].value = n
			delete(plain, a.id) // should it stand here twice, the other one looks for it
			continue
		}
		done[i].value, done[i].err = t.attempt(a.id, a.now)
		if err := done[i].err; err != nil && !errors.Is(err, ErrTooLate) {
			return nil, err
		}
	}
	return done, nil
}

// attempt attempts one notice of any kind. ErrMoved leaves what it wrote: a hold
// is kept, although nothing is sent.
func (t *tx) attempt(id ID, now time.Time) (n Notice, err error) {
	row, err := t.notice(id)
	if err != nil {
		return n, err
	}
	if row.wake.IsZero() || row.wake.After(now) {
		return n, ErrTooLate
	}
	p, _, err := t.partner(row.Person)
	if err != nil {
		return n, err
	}
	n = row.Notice
	n.Channel = p.Channel
	if n.Message != "" {
		n.Channel = row.channel
		return n, nil
	}
	if n.OnlyLook, err = t.causeGone(row, p, now); err != nil {
		return n, err
	}
	at, wait, err := t.heldUntil(row, p, now)
	if err != nil {
		return n, err
	}
	switch {
	case !n.MayHaveArrived && (n.OnlyLook || wait):
		if err := t.rest(id, at); err != nil {
			return n, err
		}
		return n, ErrTooLate
	case wait && !n.OnlyLook: // what an earlier attempt left unclear is found out, and nothing is sent
		n.OnlyLook, n.until = true, at
	case !n.MayHaveArrived:
		n.After = p.LastMessage
	}
	if n.Kind == KindNote && !n.MayHaveArrived {
		if err := t.carry(&n, now); err != nil {
			return n, err
		}
	}
	return n, t.exec(`UPDATE notices SET attempted_at = coalesce(attempted_at, ?2), after = ?3, tries = tries + 1 WHERE id = ?1`, id, now.Unix(), n.After)
}

// attemptCheckIns attempts those notices that are the first message of an open
// check-in, to somebody in one couple whose channel is known. What it leaves out
// attempt judges, by the same rules.
func (t *tx) attemptCheckIns(all []attempt) (map[ID]Notice, error) {
	now := map[ID]time.Time{}
	ids := make([]ID, 0, len(all))
	for _, a := range all {
		now[a.id] = a.now
		ids = append(ids, a.id)
	}
	plain := map[ID]Notice{}
	var going []ID
	err := t.forEach(func(r *sql.Rows) error {
		n, in := Notice{Kind: KindCheckIn, Round: roundFirst, Lane: LaneScheduled}, &CheckIn{Newest: true}
		var zone string
		var wake time.Time
		err := r.Scan(&n.ID, &n.Person, &n.Couple, &n.Ref, &n.Edits, stamp{&wake}, &n.Channel, &n.After, &zone,
			stamp{&in.SlotAt}, &in.LocalDate, &in.Question, &in.Later)
		if err != nil {
			return err
		}
		today, err := t.localDate(zone, now[n.ID])
		if err != nil || wake.After(now[n.ID]) || in.LocalDate < today {
			return nil // attempt says what that means
		}
		in.ID, in.Couple.ID, in.Couple.Me.Person, n.CheckIn = n.Ref, n.Couple, n.Person, in
		plain[n.ID] = n
		going = append(going, n.ID)
		return nil
	}, plainCheckInsQuery, list(ids), KindCheckIn, roundFirst, LaneScheduled, t.s.defaults.Zone)
	if err != nil {
		return nil, fmt.Errorf("read check-ins: %w", err)
	}
	if len(going) == 0 {
		return plain, nil
	}
	err = t.exec(`UPDATE notices SET attempted_at = ?2, after = (SELECT p.last_message FROM partners p WHERE p.person = notices.person), tries = 1
		WHERE id IN (SELECT value FROM jsonb_each(?1))`, list(going), all[0].now.Unix())
	if err != nil {
		return nil, fmt.Errorf("attempt check-ins: %w", err)
	}
	return plain, nil
}

// plainCheckInsQuery reads what composing a check-in's first message needs.
const plainCheckInsQuery = `SELECT n.id, n.person, n.couple_id, n.ref, n.edit, n.wake_at, p.channel, p.last_message,
		CASE p.zone WHEN '' THEN ?5 ELSE p.zone END, c.slot_at, c.local_date, c.question, c.later
	FROM jsonb_each(?1) j CROSS JOIN notices n CROSS JOIN partners p CROSS JOIN check_ins c CROSS JOIN members m
	WHERE n.id = j.value AND n.kind = ?2 AND n.round = ?3 AND n.lane = ?4 AND NOT n.held
		AND n.wake_at IS NOT NULL AND n.attempted_at IS NULL AND n.message IS NULL
		AND p.person = n.person AND p.unreachable_at IS NULL AND p.channel <> ''
		AND c.id = n.ref AND c.person = n.person AND c.done_at IS NULL
		AND m.couple_id = c.couple_id AND m.person = c.person AND m.newest = c.id
		AND NOT EXISTS (SELECT 1 FROM members o WHERE o.person = n.person AND o.couple_id <> n.couple_id)`

package store

import (
	"cmp"
	"context"
	"errors"
	"time"

	"leanon/store/sqlite"
)

// In the evening dozens of check-ins are sent at a time. Each attempt must be on the disk
// before its first byte leaves, and each delivery soon after its message arrived. So
// calls of Attempt and Delivered that come at the same time share one commit.

// Attempt commits that a notice is about to be sent, and returns the notice as it is to
// be sent. It fails with ErrTooLate if there is nothing to send: the notice has to wait,
// there is no reason for it any more, or it was sent meanwhile. It fails with ErrAltered
// if what the notice is about was changed by hand. The end of ctx does not
// end it, because it may work for other calls as well. It waits for its turn for 5
// seconds at most.
func (s *Store) Attempt(ctx context.Context, id ID, now time.Time) (Notice, error) {
	return s.progress.Do(ctx, progress{attempt: &attempt{id, now}}, s.recordProgress)
}

// Delivered keeps the message that a notice became. If somebody asked for an edit
// meanwhile, it is owed now. The end of ctx does not end it, as with Attempt.
func (s *Store) Delivered(ctx context.Context, n Notice, channel, message string, now time.Time) error {
	_, err := s.progress.Do(ctx, progress{delivery: &delivery{n, channel, message, now}}, s.recordProgress)
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

// recordProgress writes several calls in one transaction. If that fails because of one
// call, recordProgress tries each by itself, so that only that one fails. An
// environmental error fails all of them.
func (s *Store) recordProgress(ctx context.Context, all []progress) []sqlite.Outcome[Notice] {
	var (
		attempts   []attempt
		deliveries []delivery
		attempted  []sqlite.Outcome[Notice]
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
	done := make([]sqlite.Outcome[Notice], len(all))
	switch {
	case err == nil:
		for i, one := range all {
			if one.attempt != nil {
				done[i], attempted = attempted[0], attempted[1:]
			}
		}
	case len(all) == 1, IsEnvironmental(err):
		for i := range done {
			done[i].Err = err
		}
	default:
		for i := range all {
			done[i] = s.recordProgress(ctx, all[i:i+1])[0]
		}
	}
	return done
}

// attemptAll attempts several notices. ErrTooLate is the outcome of one notice only, and so
// is ErrAltered: that notice waits for AlteredWait. Any other error ends attemptAll,
// and the caller must keep nothing of the transaction.
func (t *tx) attemptAll(all []attempt) ([]sqlite.Outcome[Notice], error) {
	done := make([]sqlite.Outcome[Notice], len(all))
	for i, a := range all {
		done[i].Value, done[i].Err = t.attempt(a.id, a.now)
		err := done[i].Err
		if errors.Is(err, ErrAltered) {
			err = t.putAside(a.id, a.now.Add(AlteredWait).Unix())
		}
		if err != nil && !errors.Is(err, ErrTooLate) {
			return nil, err
		}
	}
	return done, nil
}

// attempt attempts one notice of any kind. The caller must commit what it wrote even if
// it fails with ErrTooLate, because it may have put the notice off.
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
	if n.Kind == KindHide { // there is no message that might have arrived
		n.Channel = n.Hiding.Channel
		return n, nil
	}
	n.Channel = p.Channel
	if row.arrived {
		return n, t.attemptEdit(row, p)
	}
	if row.early(now) {
		if err := t.putAside(id, row.moment.Unix()); err != nil {
			return n, err
		}
		return n, ErrTooLate
	}
	if n.OnlyLook, err = t.causeGone(row, p, now); err != nil {
		return n, err
	}
	at, wait, err := t.heldUntil(row, p, now)
	if err == nil && !wait && n.Kind == KindInvite && !n.OnlyLook {
		at, wait, err = t.bring(&row, now)
		n.Unwanted = row.Unwanted
	}
	if err != nil {
		return n, err
	}
	switch {
	case !n.MayHaveArrived && (n.OnlyLook || wait):
		err := t.putAside(id, at)
		if err == nil {
			err = t.lookSent(row, p, at, now)
		}
		if err != nil {
			return n, err
		}
		return n, ErrTooLate
	case wait && !n.OnlyLook: // an earlier attempt may have arrived: find that out, and send nothing
		n.OnlyLook, n.until = true, at
	case !n.MayHaveArrived:
		n.After = p.LastMessage
	}
	n.Hushed = t.hushed(n.Kind, p, now)
	if n.Kind.gathers() && !n.MayHaveArrived && n.Refusals == 0 {
		if err := t.carry(&n, now); err != nil {
			return n, err
		}
	}
	return n, cmp.Or(t.offerCard(n, p), t.Exec(`UPDATE notices SET attempted_at = CASE WHEN ?4 THEN NULL ELSE coalesce(attempted_at, ?2) END, after = '', after_id = ?3, tries = tries + 1 WHERE id = ?1`,
		id, now.Unix(), t.sealID(n.After, lastAt(n.Person)), n.Unwanted))
}

// attemptEdit is attempt for a notice that became a message.
func (t *tx) attemptEdit(row noticeRow, p Partner) (err error) {
	switch {
	case row.Message == "": // there is nothing to edit: see lookSent
		err = t.Exec(`UPDATE notices SET edit = 0, wake_at = NULL WHERE id = ?1`, row.ID)
	case row.channel != p.Channel: // somebody changed one of the two by hand, or theirs is not known at the moment
		err = t.putAside(row.ID, parked)
	default:
		return nil
	}
	if err != nil {
		return err
	}
	return ErrTooLate
}

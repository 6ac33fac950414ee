package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// A shorter retention deletes what is older at once, and for both of a couple. So it
// counts only after a day, in which it can be taken back.

// ShortenGrace is how long a shorter retention can be taken back.
const ShortenGrace = 24 * time.Hour

// Shorter is a retention that counts from a later moment. The zero Shorter is none.
type Shorter struct {
	Days int // 7 to 365
	From time.Time
}

// Shortens reports whether a retention of some days, 0 to keep, deletes more than another.
func Shortens(days, present int) bool { return days != 0 && (present == 0 || days < present) }

// takeShorter reads column shorter into a partner.
func (p *Partner) takeShorter(sealed []byte) error {
	text, err := p.key.OpenText(sealed, shorterAt(p.Person))
	if err != nil || text == "" {
		return err
	}
	var from int64
	if _, err := fmt.Sscan(text, &p.Shorter.Days, &from); err != nil {
		return fmt.Errorf("read a shorter retention: %w", err)
	}
	p.Shorter.From = time.Unix(from, 0).UTC()
	return nil
}

// Shorten gives a person a shorter retention, which counts after ShortenGrace. To choose
// the same one again changes nothing. It fails with ErrTooLate if theirs is not longer.
func (s *Store) Shorten(ctx context.Context, person string, days int, now time.Time) (p Partner, err error) {
	err = s.write(ctx, "shorten a retention", func(t *tx) error {
		if p, err = t.ensurePartner(person); err != nil {
			return err
		}
		if !Shortens(days, p.Retention) {
			return ErrTooLate
		}
		if p.Shorter.Days == days {
			return nil
		}
		p.Shorter = Shorter{days, time.Unix(now.Add(ShortenGrace).Unix(), 0).UTC()}
		text := fmt.Sprint(days, " ", p.Shorter.From.Unix())
		return t.Exec(`UPDATE partners SET shorter = ?2 WHERE person = ?1`, person, p.key.Seal([]byte(text), shorterAt(person)))
	})
	return p, err
}

// KeepAsLong takes a person's Shorter back. It does nothing if there is none.
func (s *Store) KeepAsLong(ctx context.Context, person string) (p Partner, err error) {
	err = s.write(ctx, "take a shorter retention back", func(t *tx) error {
		if err := t.Exec(`UPDATE partners SET shorter = NULL WHERE person = ?1`, person); err != nil {
			return err
		}
		p, _, err = t.partner(person)
		return err
	})
	return p, err
}

// beginShorter makes each Shorter count whose moment has come. unread says which could not
// be read, and keeps nobody else's from counting.
func (s *Store) beginShorter(ctx context.Context, now time.Time) (unread, err error) {
	var due []string
	err = s.view(ctx, "list shorter retentions", func(t *tx) error {
		var persons []string
		err := t.ForEach(func(r *sql.Rows) error {
			var person string
			err := r.Scan(&person)
			persons = append(persons, person)
			return err
		}, `SELECT person FROM partners WHERE shorter IS NOT NULL`)
		for _, person := range persons {
			p, _, err := t.partner(person)
			if err != nil {
				unread = errors.Join(unread, fmt.Errorf("read a shorter retention: %w", err))
			} else if !p.Shorter.From.After(now) {
				due = append(due, person)
			}
		}
		return err
	})
	if err != nil {
		return unread, err
	}
	for _, person := range due {
		err := s.write(ctx, "begin a shorter retention", func(t *tx) error {
			p, _, err := t.partner(person)
			if err != nil || p.Shorter.Days == 0 || p.Shorter.From.After(now) { // taken back meanwhile
				return err
			}
			return t.Exec(`UPDATE partners SET retention_days = ?2, shorter = NULL WHERE person = ?1`, person, p.Shorter.Days)
		})
		if err != nil {
			return unread, err
		}
	}
	return unread, nil
}

// Going counts what a retention deletes, as one person may see it: what they wrote for
// themselves, and what they shared. It does not depend on what a partner kept, drafted or
// withdrew unseen, nor on whether something still waits for that partner.
type Going struct{ Kept, Shared, CheckIns int }

// GoingAt counts what will be deleted of a person's record at a later moment if they keep
// things for some days by then, at least 7.
func (s *Store) GoingAt(ctx context.Context, person string, days int, at time.Time) (g Going, err error) {
	old := at.Add(-time.Duration(days) * 24 * time.Hour).Unix()
	err = s.view(ctx, "count what a shorter retention deletes", func(t *tx) error {
		err := t.QueryRow(`SELECT count(*) FROM needs WHERE asker = ?1 AND sent_at IS NULL AND kept_at <= ?2`, person, old).Scan(&g.Kept)
		if err != nil {
			return fmt.Errorf("count what is kept: %w", err)
		}
		err = t.QueryRow(`SELECT count(*) FROM check_ins i JOIN members m ON m.couple_id = i.couple_id AND m.person = i.person
			WHERE i.person = ?1 AND i.expired_at IS NULL AND i.slot_at <= ?2 AND m.newest <> i.id
			AND NOT EXISTS (SELECT 1 FROM needs n WHERE n.check_in_id = i.id AND n.expired_at IS NULL
				AND coalesce(`+lastSent+`, n.kept_at, ?2 + 1) > ?2)`, person, old).Scan(&g.CheckIns)
		if err != nil {
			return fmt.Errorf("count questions: %w", err)
		}
		couples, err := t.couples(person)
		if err != nil {
			return err
		}
		for _, c := range couples {
			// What is still owed to this person stays for them.
			shared, err := t.needs(c, `n.expired_at IS NULL AND `+lastSent+` <= ?2 AND NOT `+onItsWay+` AND o.person = ?3)`, old, person)
			if err != nil {
				return err
			}
			g.Shared += len(shared)
		}
		return nil
	})
	return g, err
}

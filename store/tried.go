package store

import (
	"context"
	"database/sql"
	"time"
)

// Tried is a notice that was attempted and may not have arrived, and the time of its next
// attempt.
type Tried struct {
	Owed
	At time.Time
}

// Tried lists the notices that are attempted again by until, in the order of their lanes.
// A notice with a later time waits for its person or for the end of a limit, and does not
// count as tried.
func (s *Store) Tried(ctx context.Context, until time.Time) (all []Tried, err error) {
	err = s.view(ctx, "list notices that are tried again", func(t *tx) error {
		return t.ForEach(func(r *sql.Rows) error {
			var n Tried
			err := r.Scan(&n.ID, &n.Person, &n.Lane, stamp{&n.At})
			all = append(all, n)
			return err
		}, `SELECT id, person, lane, wake_at FROM notices WHERE lane IN (?2, ?3, ?4) AND wake_at <= ?1
			AND attempted_at IS NOT NULL AND message IS NULL ORDER BY lane, seq`, until.Unix(), LaneWaiting, LaneRelay, LaneScheduled)
	})
	return all, err
}

// TryAgain makes the notices due now that were put off after an attempt and would be due
// only after a time: the clock has been set back since they were put off. A notice that
// has to wait for another reason is put off again when it is attempted.
func (s *Store) TryAgain(ctx context.Context, now, after time.Time) error {
	return s.write(ctx, "try again what was put off", func(t *tx) error {
		return t.Exec(`UPDATE notices SET wake_at = ?1 WHERE lane IN (?4, ?5, ?6) AND wake_at > ?2 AND wake_at < ?3 AND tries > 0`,
			now.Unix(), after.Unix(), parked, LaneWaiting, LaneRelay, LaneScheduled)
	})
}

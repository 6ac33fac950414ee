package store

import (
	"context"
	"database/sql"
	"time"
)

// Due lists notices that are owed at now in the lanes up to last: at most limit of each
// lane, so that no lane pushes another out of the list. In the last lane they come by
// time. In the others, where a person may cause any number, everybody's first comes before
// anybody's second, so that nobody is pushed out by somebody to whom hundreds are owed.
func (s *Store) Due(ctx context.Context, now time.Time, last Lane, limit int) (all []Owed, err error) {
	err = s.view(ctx, "list due notices", func(t *tx) error {
		for lane := LaneWaiting; lane <= last; lane++ {
			query := dueInTurnQuery
			if lane == LaneScheduled {
				query = dueQuery
			}
			err := t.ForEach(func(r *sql.Rows) error {
				o := Owed{Lane: lane}
				err := r.Scan(&o.ID, &o.Person)
				all = append(all, o)
				return err
			}, query, lane, now.Unix(), limit)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return all, err
}

const (
	// dueQuery sorts nothing, because check-ins are many.
	dueQuery = `SELECT id, person FROM notices WHERE lane = ?1 AND wake_at <= ?2 ORDER BY wake_at, seq LIMIT ?3`
	// dueInTurnQuery takes as a person's first what is tried again.
	dueInTurnQuery = `SELECT id, person FROM notices WHERE lane = ?1 AND wake_at <= ?2
		ORDER BY row_number() OVER (PARTITION BY person ORDER BY attempted_at IS NULL OR message IS NOT NULL, wake_at, seq), wake_at, seq LIMIT ?3`
)

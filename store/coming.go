package store

import (
	"context"
	"fmt"
	"time"
)

// Coming says when there is something to do next. A zero time means never.
type Coming struct {
	CheckIn time.Time // when to open a check-in
	Week    time.Time // when to owe a weekly note
	Notice  time.Time // when to attempt a notice
}

// Coming reads it in one statement. A commit that comes later signals Owed.
func (s *Store) Coming(ctx context.Context) (c Coming, err error) {
	var lanes [LaneScheduled + 1]time.Time
	err = s.db.Reader.QueryRowContext(ctx, comingQuery, parked, LaneWaiting, LaneRelay, LaneScheduled).
		Scan(stamp{&c.CheckIn}, stamp{&c.Week}, stamp{&lanes[LaneWaiting]}, stamp{&lanes[LaneRelay]}, stamp{&lanes[LaneScheduled]})
	if err != nil {
		return c, fmt.Errorf("look for what comes next: %w", err)
	}
	if s.defaults.Weekly == "" {
		c.Week = time.Time{}
	}
	for _, at := range lanes {
		if c.Notice.IsZero() || !at.IsZero() && at.Before(c.Notice) {
			c.Notice = at
		}
	}
	return c, nil
}

// comingQuery asks for each lane by itself, because then an index gives its first row.
const comingQuery = `SELECT (SELECT min(next_at) FROM members WHERE next_at IS NOT NULL),
	(SELECT min(week_at) FROM members WHERE week_at IS NOT NULL),
	(SELECT min(wake_at) FROM notices WHERE lane = ?2 AND wake_at < ?1),
	(SELECT min(wake_at) FROM notices WHERE lane = ?3 AND wake_at < ?1),
	(SELECT min(wake_at) FROM notices WHERE lane = ?4 AND wake_at < ?1)`

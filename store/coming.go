package store

import (
	"context"
	"fmt"
	"time"
)

// Coming is when something is to be done next. A zero time means never.
type Coming struct {
	CheckIn time.Time // a check-in is to be opened
	Notice  time.Time // a notice is to be looked at
}

// Coming reads it in one statement. What is committed meanwhile signals Owed.
func (s *Store) Coming(ctx context.Context) (c Coming, err error) {
	var lanes [LaneScheduled + 1]time.Time
	err = s.db.Reader.QueryRowContext(ctx, comingQuery, parked, LaneWaiting, LaneRelay, LaneScheduled).
		Scan(stamp{&c.CheckIn}, stamp{&lanes[LaneWaiting]}, stamp{&lanes[LaneRelay]}, stamp{&lanes[LaneScheduled]})
	if err != nil {
		return c, fmt.Errorf("look for what comes next: %w", err)
	}
	for _, at := range lanes {
		if c.Notice.IsZero() || !at.IsZero() && at.Before(c.Notice) {
			c.Notice = at
		}
	}
	return c, nil
}

// comingQuery asks for each lane by itself, so that the index gives the first of each.
const comingQuery = `SELECT (SELECT min(next_at) FROM members WHERE next_at IS NOT NULL),
	(SELECT min(wake_at) FROM notices WHERE lane = ?2 AND wake_at < ?1),
	(SELECT min(wake_at) FROM notices WHERE lane = ?3 AND wake_at < ?1),
	(SELECT min(wake_at) FROM notices WHERE lane = ?4 AND wake_at < ?1)`

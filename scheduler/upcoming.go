package scheduler

import (
	"context"
	"time"
)

// Next is the next moment at which something is due: a check-in to open or a
// notice to look at; zero if there is none. Hourly housekeeping is not counted.
func (s *Scheduler) Next(ctx context.Context) (time.Time, error) {
	open, err := s.Store.NextDue(ctx)
	if err != nil {
		return time.Time{}, err
	}
	owed, err := s.Store.NextOwed(ctx)
	if err != nil || open.IsZero() || !owed.IsZero() && owed.Before(open) {
		return owed, err
	}
	return open, nil
}

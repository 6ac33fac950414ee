package store

import (
	"context"
	"time"
)

// PauseEach is Pause for several of a person's couples in one transaction: all of them
// pause, or none. It fails with ErrNotYours if one is not theirs.
func (s *Store) PauseEach(ctx context.Context, ids []ID, person string, until, now time.Time) ([]Couple, error) {
	return s.forEach(ctx, "pause", ids, func(t *tx, id ID) (Couple, error) { return t.pause(id, person, until, now) })
}

// ResumeEach is Resume for several of a person's couples in one transaction. It fails
// with ErrNotYours if one is not theirs.
func (s *Store) ResumeEach(ctx context.Context, ids []ID, person string, now time.Time) ([]Couple, error) {
	return s.forEach(ctx, "resume", ids, func(t *tx, id ID) (Couple, error) { return t.resume(id, person, now) })
}

// forEach calls f for each couple, in one transaction.
func (s *Store) forEach(ctx context.Context, doing string, ids []ID, f func(*tx, ID) (Couple, error)) (all []Couple, err error) {
	err = s.write(ctx, doing, func(t *tx) error {
		for _, id := range ids {
			c, err := f(t, id)
			if err != nil {
				return err
			}
			all = append(all, c)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

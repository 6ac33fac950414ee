package store

import (
	"context"
	"time"
)

// PauseEach is Pause for several of a person's couples in one transaction: all
// of them rest, or none. ErrNotYours where one is not theirs.
func (s *Store) PauseEach(ctx context.Context, ids []ID, person string, until, now time.Time) ([]Couple, error) {
	return s.setPauses(ctx, "pause", ids, person, unix(now), unix(until), now)
}

// ResumeEach is Resume for several of a person's couples in one transaction.
// ErrNotYours where one is not theirs.
func (s *Store) ResumeEach(ctx context.Context, ids []ID, person string, now time.Time) ([]Couple, error) {
	return s.setPauses(ctx, "resume", ids, person, nil, nil, now)
}

// setPauses writes one pause (unix seconds, nil for none) for all the couples,
// and what follows from it.
func (s *Store) setPauses(ctx context.Context, act string, ids []ID, person string, at, until any, now time.Time) (all []Couple, err error) {
	err = s.write(ctx, act, func(t *tx) error {
		for _, id := range ids {
			err := t.exec(`UPDATE members SET paused_at = ?3, paused_until = ?4 WHERE couple_id = ?1 AND person = ?2`, id, person, at, until)
			if err != nil {
				return err
			}
			c, err := t.unpaused(id, person, now)
			if err != nil {
				return err
			}
			all = append(all, c)
		}
		return nil
	})
	return all, err
}

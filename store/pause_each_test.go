package store_test

import (
	"errors"
	"testing"
	"time"

	"leanon/store"
)

func TestAPauseOfSeveralCouplesIsAllOfThemOrNone(t *testing.T) {
	t.Parallel()
	s, now := fresh(t), monday()
	withBen, withCleo := pair(t, s, ana, ben, now), pair(t, s, ana, cleo, now)
	foreign := pair(t, s, ben, cleo, now)
	paused := func() (n int) {
		all, err := s.Couples(t.Context(), ana)
		if err != nil {
			t.Fatalf("couples: %v", err)
		}
		for _, c := range all {
			if c.Me.Paused(now) {
				n++
			}
		}
		return n
	}

	if _, err := s.PauseEach(t.Context(), []store.ID{withBen, foreign}, ana, time.Time{}, now); !errors.Is(err, store.ErrNotYours) {
		t.Errorf("pause with a couple of others: got %v, want %v", err, store.ErrNotYours)
	}
	if got := paused(); got != 0 {
		t.Errorf("paused after a refusal: got %d, want none", got)
	}

	until := now.Add(72 * time.Hour)
	all, err := s.PauseEach(t.Context(), []store.ID{withBen, withCleo}, ana, until, now)
	if err != nil {
		t.Fatalf("pause: %v", err)
	}
	if got := paused(); got != 2 || len(all) != 2 {
		t.Errorf("paused: got %d in the database, %d returned, want 2 and 2", got, len(all))
	}
	for _, c := range all {
		if !c.Me.PausedUntil.Equal(until) || c.Me.NextAt.Before(until) || c.Other.Paused(now) {
			t.Errorf("pause: got %v, next %v, the other %v, want until %v, next after it, only mine", c.Me.PausedUntil, c.Me.NextAt, c.Other.Paused(now), until)
		}
	}

	all, err = s.ResumeEach(t.Context(), []store.ID{withBen, withCleo}, ana, now)
	if err != nil {
		t.Fatalf("resume: %v", err)
	}
	evening := time.Date(2026, 11, 23, 20, 0, 0, 0, time.UTC)
	for _, c := range all {
		if c.Me.Paused(now) || !c.Me.NextAt.Equal(evening) {
			t.Errorf("resume: got paused %v, next %v, want no pause and next %v", c.Me.Paused(now), c.Me.NextAt, evening)
		}
	}
}

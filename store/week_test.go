package store_test

import (
	"testing"
	"time"

	"leanon/clock"
	"leanon/store"
)

// openWeekly opens the world's database anew as a host does who has a weekly note.
func (w *world) openWeekly(weekly string) {
	w.Helper()
	w.must(w.Store.Close())
	d := testDefaults()
	d.Weekly = weekly
	s, err := store.Open(w.Context(), w.path, testKey(w.T), clock.New(), d)
	w.must(err)
	w.Store = s
}

// weeks owes what is due and counts the weekly notes that were ever owed.
func (w *world) weeks() (n int) {
	w.Helper()
	_, err := w.OpenWeeks(w.Context(), w.now, 100)
	w.must(err)
	w.must(raw(w.T, w.path).QueryRowContext(w.Context(), `SELECT count(*) FROM notices WHERE kind = 'week'`).Scan(&n))
	return n
}

// wantWeeks fails unless so many weekly notes were owed by a moment.
func (w *world) wantWeeks(moment string, want int) {
	w.Helper()
	w.at(moment)
	if got := w.weeks(); got != want {
		w.Errorf("at %s: got %d weekly notes, want %d", moment, got, want)
	}
	c, err := w.Coming(w.Context())
	w.must(err)
	if !c.Week.IsZero() && !c.Week.After(w.now) {
		w.Errorf("at %s: more is due at %v", moment, c.Week)
	}
}

func TestAWeeklyNoteIsOwedOnceOnItsOwnDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.openWeekly("0 18 * * 0")
	w.pair(ana, ben)
	w.moves(ben, "Pacific/Honolulu")
	w.wantWeeks("2026-11-23 12:00", 0)
	w.wantWeeks("2026-11-29 17:59", 0)
	w.wantWeeks("2026-11-29 18:00", 1)
	w.wantWeeks("2026-11-29 18:00", 1)
	w.openWeekly("0 18 * * 0")
	w.wantWeeks("2026-11-29 19:00", 1)
	w.moves(ana, "America/New_York") // it is Sunday noon there
	w.wantWeeks("2026-11-30 03:00", 1)
	w.wantWeeks("2026-11-30 04:00", 2)
	w.wantWeeks("2026-12-07 12:00", 2) // both were missed
	w.wantWeeks("2026-12-13 23:30", 3)
}

func TestAnotherRuleOfTheHostCountsAtTheNextStart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.pair(ana, ben)
	w.wantWeeks("2026-11-29 18:00", 0)
	w.openWeekly("0 18 * * 0")
	w.wantWeeks("2026-11-29 19:00", 0) // it was not to come that day
	w.openWeekly("0 9 * * 2")
	w.wantWeeks("2026-11-30 10:00", 0)
	w.wantWeeks("2026-12-01 09:00", 2)
	w.openWeekly("")
	w.wantWeeks("2026-12-08 09:00", 2)
}

func TestAWeeklyNoteThatAWrongClockPlannedIsPlannedAnew(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.openWeekly("0 18 * * 0")
	w.pair(ana, ben)
	w.wantWeeks("2031-01-01 12:00", 0)
	w.at("2026-11-24 12:00")
	w.must(w.PlanAnew(w.Context(), w.now))
	w.wantWeeks("2026-11-24 12:00", 0)
	w.wantWeeks("2026-11-29 18:00", 2)
}

func TestTheRowsOfWeeklyNotesGoAfterTwoWeeks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.openWeekly("0 18 * * 0")
	w.pair(ana, ben)
	w.wantWeeks("2026-11-23 12:00", 0)
	w.wantWeeks("2026-11-29 18:00", 2)
	for _, left := range []struct {
		after time.Duration
		want  int
	}{{14*24*time.Hour - time.Second, 2}, {14 * 24 * time.Hour, 0}} {
		w.at("2026-11-29 18:00")
		w.now = w.now.Add(left.after)
		w.must(w.Purge(w.Context(), w.now))
		var n int
		w.must(raw(w.T, w.path).QueryRowContext(w.Context(), `SELECT count(*) FROM notices WHERE kind = 'week'`).Scan(&n))
		if n != left.want {
			t.Errorf("after %v: got %d rows, want %d", left.after, n, left.want)
		}
	}
}

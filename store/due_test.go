package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"testing"
	"time"

	"leanon/clock"
	"leanon/store"
)

// opensDue opens what is due in batches of limit and returns how many members were
// handled.
func (w *world) opensDue(limit int, choose store.Choose) (n int) {
	w.Helper()
	for {
		some, err := w.OpenDue(w.Context(), w.now, limit, choose)
		w.must(err)
		if n += some; some < limit {
			return n
		}
	}
}

// question returns the lasting key of the question of a member's open check-in, "" if
// none is open.
func (w *world) question(couple store.ID, person string) string {
	w.Helper()
	in, err := w.OpenCheckIn(w.Context(), couple, person)
	if errors.Is(err, store.ErrNotYours) {
		return ""
	}
	w.must(err)
	return in.Question
}

func (w *world) meddle(query string, args ...any) {
	w.Helper()
	db, err := sql.Open("sqlite3", "file:"+w.path+"?_busy_timeout=5000")
	w.must(err)
	defer db.Close()
	_, err = db.Exec(query, args...)
	w.must(err)
}

func TestWhatIsDueIsOpenedInBatchesAndEachCoupleGetsOneQuestion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var couples []store.ID
	for i := range 7 {
		couples = append(couples, pair(t, w.Store, fmt.Sprint("1", i), fmt.Sprint("2", i), w.now))
	}
	chose := 0
	choose := func(a store.Asked) string {
		chose++
		return fmt.Sprintf("%v on %s after %d", a.Couple, a.Date, len(a.Last))
	}
	w.at("2026-11-23 19:59")
	if n := w.opensDue(3, choose); n != 0 {
		t.Fatalf("members looked after a minute early: got %d, want none", n)
	}
	for day, date := range []string{"2026-11-23", "2026-11-24", "2026-11-25"} {
		w.at(date + " 20:00")
		if n := w.opensDue(3, choose); n != 14 { // batches end between two of a couple
			t.Errorf("members looked after on %s: got %d, want 14", date, n)
		}
		for i, c := range couples {
			want := fmt.Sprintf("%v on %s after %d", c, date, day)
			if a, b := w.question(c, fmt.Sprint("1", i)), w.question(c, fmt.Sprint("2", i)); a != want || b != want {
				t.Errorf("couple %d on %s: got %q and %q, want %q", i, date, a, b, want)
			}
		}
	}
	if chose != 3*7 {
		t.Errorf("questions chosen: got %d, want one for each couple and date, 21", chose)
	}
}

func TestACheckInIsOpenedAlsoWhereNothingDecrypts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	pair(t, w.Store, ana, ben, w.now)
	w.meddle(`UPDATE couples SET wrapped_key = x'00'`)
	w.meddle(`UPDATE partners SET wrapped_key = x'00'`)
	w.meddle(`UPDATE members SET name = x'00', seasons = x'00'`)
	w.at("2026-11-23 20:00")
	if n := w.opensDue(10, first); n != 2 {
		t.Errorf("members looked after: got %d, want 2", n)
	}
}

func TestAZoneThatTheClockDoesNotKnowHoldsNobodyElseUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := pair(t, w.Store, ana, ben, w.now)
	w.meddle(`UPDATE partners SET zone = 'Mars/Olympus' WHERE person = ?1`, ana)
	w.at("2026-11-23 20:00")
	n, err := w.OpenDue(t.Context(), w.now, 10, first)
	if n != 2 || !errors.Is(err, clock.ErrZone) {
		t.Errorf("got %d members and %v, want 2 and %v", n, err, clock.ErrZone)
	}
	if a, b := w.question(c, ana), w.question(c, ben); a != "" || b != "first" {
		t.Errorf("open: got %q for ana and %q for ben, want ben's alone", a, b)
	}
	next, err := w.Coming(t.Context())
	w.must(err)
	if want := w.now.Add(time.Hour); !next.CheckIn.Equal(want) {
		t.Errorf("looked at again: got %v, want %v", next, want)
	}
	w.meddle(`UPDATE partners SET zone = 'UTC' WHERE person = ?1`, ana) // as if the zone data were renewed
	w.at("2026-11-23 21:00")
	w.opensDue(10, first)
	if got := w.question(c, ana); got != "first" {
		t.Errorf("open for ana an hour later: got %q, want the day's question", got)
	}
}

func TestRenewedZoneDataMovesWhatWasPlannedByTheOld(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		zone       string // has the clock that the new data gives the country; the old data gave it UTC
		asked, not string // a moment at which the question is open, and one at which it is not
		next       string // when the next one is due
	}{
		"an hour later":   {"Atlantic/Cape_Verde", "2026-11-23 21:00", "2026-11-23 20:59", "2026-11-24 21:00"},
		"an hour earlier": {"Africa/Lagos", "2026-11-23 20:00", "2026-11-23 19:59", "2026-11-24 19:00"}, // found when it was due by the old data
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			id := pair(t, w.Store, ana, ben, w.now)
			w.meddle(`UPDATE partners SET zone = ?1`, c.zone) // which has the country's new clock
			w.at(c.not)
			w.opensDue(10, first)
			if got := w.question(id, ana); got != "" {
				t.Errorf("at %s: got %q, want nothing yet", c.not, got)
			}
			w.at(c.asked)
			w.opensDue(10, first)
			if got := w.question(id, ana); got != "first" {
				t.Errorf("at %s: got %q, want the day's question", c.asked, got)
			}
			due, err := w.Coming(t.Context())
			w.must(err)
			if got := due.CheckIn.UTC().Format("2006-01-02 15:04"); got != c.next {
				t.Errorf("the next one: got %v, want %v", got, c.next)
			}
		})
	}
}

func TestAQuestionGoesNoDeeperThanBothAllow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, ada, ben string // depths
		benAlone       bool   // Ben is due at an hour when Ada is not
		want           int
	}{
		{"both deep", "3", "3", false, 3},
		{"one not", "3", "1", false, 1},
		{"the other not", "2", "3", false, 2},
		{"one not, who is not due", "1", "3", true, 1},
		{"both deep, one is not due", "3", "3", true, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.pair("1", "2")
			w.meddle(`UPDATE partners SET depth = CASE person WHEN '1' THEN ?1 ELSE ?2 END`, c.ada, c.ben)
			if c.benAlone {
				w.meddle(`UPDATE members SET next_at = next_at + 86400 WHERE person = '1'`)
			}
			var got []int
			w.at("2026-11-23 20:00")
			w.opensDue(10, func(a store.Asked) string {
				got = append(got, a.Depth)
				return "q"
			})
			if len(got) != 1 || got[0] != c.want {
				t.Errorf("the depths to choose by: got %v, want [%d]", got, c.want)
			}
		})
	}
}

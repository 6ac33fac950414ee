package store_test

import (
	"database/sql"
	"fmt"
	"testing"
	"time"

	"leanon/store"
)

func (w *world) planned() { w.Helper(); w.must(w.PlanAnew(w.Context(), w.now)) }

func (w *world) number(query string, args ...any) (n int64) {
	w.Helper()
	db, err := sql.Open("sqlite3", "file:"+w.path+"?mode=ro")
	w.must(err)
	defer db.Close()
	w.must(db.QueryRow(query, args...).Scan(&n))
	return n
}

func TestACheckInPlannedForLaterThanTheRhythmIsPlannedAnew(t *testing.T) {
	t.Parallel()
	for _, ahead := range []time.Duration{time.Minute, 24 * time.Hour, 400 * 24 * time.Hour} {
		w := newWorld(t)
		for i := range 300 { // more than are looked through at once
			pair(t, w.Store, fmt.Sprint("1", i), fmt.Sprint("2", i), w.now)
		}
		right := w.number("SELECT min(next_at) FROM members")
		w.meddle("UPDATE members SET next_at = next_at + ?1", int64(ahead/time.Second))
		w.meddle("UPDATE members SET next_at = next_at - 3600 - ?1 WHERE person = '17'", int64(ahead/time.Second)) // sooner does no harm: it is looked at then
		w.planned()
		if late := w.number("SELECT count(*) FROM members WHERE next_at <> ?1", right); late != 1 {
			t.Errorf("%v ahead: %d of 600 members wait for another time, want the one whose time is sooner", ahead, late)
		}
	}
}

func TestAMessageHeldForLongerThanItsReasonIsLetGo(t *testing.T) {
	t.Parallel()
	const note = "SELECT wake_at FROM notices WHERE kind = 'note'"
	for name, c := range map[string]struct {
		pause   time.Duration
		planned string // when it was due and until when it is held, as written under a wrong clock
		want    time.Duration
	}{
		"held by the quiet hours of a wrong clock":   {0, "due_at = ?1 - 60, wake_at = ?1 + 50400", -time.Minute},
		"owed by a clock that was a year ahead":      {0, "due_at = ?1 + 31536000, wake_at = ?1 + 31536000", 0},
		"held by a pause that still lasts":           {3 * 24 * time.Hour, "due_at = ?1 - 60, wake_at = ?1 + 259200", 3 * 24 * time.Hour},
		"held for longer than a pause":               {3 * 24 * time.Hour, "due_at = ?1 - 60, wake_at = ?1 + 2592000", -time.Minute},
		"tried again, which somebody else sees to":   {0, "due_at = ?1 - 60, wake_at = ?1 + 30, tries = 1", 30 * time.Second},
		"held until its person acts, however late":   {0, "due_at = ?1 - 60, wake_at = 1099511627776", time.Duration(1)},
		"due in a moment, by a clock that is slewed": {0, "due_at = ?1 + 60, wake_at = ?1 + 60", time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			couple := pair(t, w.Store, "1", "2", w.now)
			if c.pause > 0 {
				_, err := w.Pause(w.Context(), couple, "2", w.now.Add(c.pause), w.now)
				w.must(err)
			}
			w.writes(couple, "1", "a hand with the move")
			w.meddle("UPDATE notices SET "+c.planned+" WHERE kind = 'note'", w.now.Unix())
			w.planned()
			want := w.now.Add(c.want).Unix()
			if c.want == 1 {
				want = 1 << 40
			}
			if got := w.number(note); got != want {
				t.Errorf("it wakes %d s from now, want %d", got-w.now.Unix(), want-w.now.Unix())
			}
		})
	}
}

func TestWhatComesADayLaterIsNotBroughtNearer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := pair(t, w.Store, "1", "2", w.now)
	w.answers(w.writes(couple, "1", "a hand with the move"), "2", store.Yes)
	w.sent()
	before := w.number("SELECT sum(wake_at) FROM notices WHERE wake_at > ?1", w.now.Unix())
	w.planned()
	if after := w.number("SELECT sum(wake_at) FROM notices WHERE wake_at > ?1", w.now.Unix()); after != before {
		t.Error("a message that is planned for later was brought nearer")
	}
}

func TestAPauseForASilenceToComeEndsAndIsCountedAnew(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := pair(t, w.Store, "1", "2", w.now)
	future := w.now.AddDate(1, 0, 0).Unix()
	w.meddle("UPDATE confirmations SET since = NULL, left = 0, pause_at = NULL, silent_at = ?1 WHERE person = '1'", future)
	w.meddle("UPDATE members SET paused_at = ?1, next_at = NULL WHERE person = '1'", future)
	w.meddle("UPDATE confirmations SET since = ?1, left = 600, pause_at = ?1 + 600 WHERE person = '2'", future)
	w.planned()
	for person, left := range map[string]time.Duration{"1": store.ConfirmWithin, "2": 10 * time.Minute} {
		c, err := w.ConfirmationFor(w.Context(), couple, person)
		w.must(err)
		if !c.SilentAt.IsZero() || !c.PauseAt.Equal(w.now.Add(left)) || !c.Couple.Me.PausedAt.IsZero() || c.Couple.Me.NextAt.IsZero() {
			t.Errorf("person %s: silent at %v, paused at %v, next at %v, and silence pauses them at %v; want that in %v, and no pause",
				person, c.SilentAt, c.Couple.Me.PausedAt, c.Couple.Me.NextAt, c.PauseAt, left)
		}
	}
}

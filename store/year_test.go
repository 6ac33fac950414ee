package store_test

import (
	"testing"
	"time"

	"leanon/bot"
	"leanon/library"
)

// TestAYearOfACouplesOwnRecordRepeatsNothingBeforeAllCame asks a couple three times a week
// for a year, with a purge each day, and a start in between. What retention deletes does
// not bring a question back.
func TestAYearOfACouplesOwnRecordRepeatsNothingBeforeAllCame(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	lib := library.Default()
	choose := bot.New(bot.Options{Library: lib}).Choose
	couple := w.pair(ana, ben)
	for _, person := range []string{ana, ben} {
		_, err := w.SetRhythm(t.Context(), couple, person, "0 20 * * 1,3,5", w.now)
		w.must(err)
	}
	all := map[string]bool{}
	for _, q := range lib.Questions() {
		if q.Depth <= library.Personal {
			all[q.Key] = true
		}
	}
	came, last, slots := map[string]bool{}, "", 0
	for day := range 365 {
		w.now = monday().Truncate(24 * time.Hour).Add(time.Duration(day)*24*time.Hour + 20*time.Hour)
		if day == 180 {
			w.must(w.Close())
			var err error
			w.Store, err = openAt(t, w.path)
			w.must(err)
		}
		w.opensDue(100, choose)
		w.must(w.Purge(t.Context(), w.now))
		in, err := w.OpenCheckIn(t.Context(), couple, ana)
		if err != nil || in.LocalDate == last {
			continue
		}
		last, slots = in.LocalDate, slots+1
		if came[in.Question] && len(came) < len(all) {
			t.Errorf("day %d: %s comes again after %d of %d questions", day, in.Question, len(came), len(all))
		}
		came[in.Question] = true
	}
	if slots < 150 {
		t.Errorf("the couple was asked %d times in a year, want three times a week", slots)
	}
	if n := w.number(`SELECT count(*) FROM check_ins`); n > 90 {
		t.Errorf("after a year %d check-ins are kept, want those of 90 days", n)
	}
}

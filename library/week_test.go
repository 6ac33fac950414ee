package library

import (
	"testing"
	"time"
)

func TestEachWeekHasALightQuestionThatDidNotComeLately(t *testing.T) {
	t.Parallel()
	l := Default()
	day := time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)
	for seed := range uint64(50) {
		asked, last := map[string]time.Time{}, map[string]int{}
		for week := range 52 {
			at := day.AddDate(0, 0, 7*week)
			key := l.ForWeek(asked, at, seed)
			q, ok := l.Question(key)
			if !ok || q.Depth != Light || q.Pack != "" || q.Play || q.Tag == Repair || q.Tag == WentWell {
				t.Fatalf("in week %d of couple %d %q is asked: %+v", week, seed, key, q)
			}
			if before, again := last[key]; again && week-before < 9 {
				t.Errorf("couple %d is asked %q in week %d, as in week %d", seed, key, week, before)
			}
			if when, known := asked[key]; known && at.Sub(when) < noRepeat {
				t.Errorf("couple %d is asked %q in week %d, as in a check-in %v before", seed, key, week, at.Sub(when))
			}
			last[key] = week
			for i := range 3 { // three check-ins a week
				asked[l.Pick(Asking{Asked: asked, Now: at.AddDate(0, 0, 2*i), Formed: day, Depth: Personal, Seed: seed ^ uint64(3*week+i)})] = at.AddDate(0, 0, 2*i)
			}
		}
	}
}

func TestOfQuestionsThatAllCameLatelyTheOldestIsTheWeeks(t *testing.T) {
	t.Parallel()
	l := Default()
	day := time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)
	asked := map[string]time.Time{}
	for _, q := range l.Questions() {
		asked[q.Key] = day.Add(-time.Hour)
	}
	oldest := l.ForWeek(map[string]time.Time{}, day, 7)
	asked[oldest] = day.Add(-2 * time.Hour)
	if got := l.ForWeek(asked, day, 7); got != oldest {
		t.Errorf("got %q, want %q, which was asked longest ago", got, oldest)
	}
}

package library

import (
	"testing"
	"time"
)

func TestEachWeekHasAQuestionOfItsOwnThatNoCheckInAsks(t *testing.T) {
	t.Parallel()
	l := Default()
	sunday := time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)
	all := len(l.PackQuestions(OfWeek))
	orders := map[string]bool{}
	for seed := range uint64(50) {
		asked, last, order := map[string]time.Time{}, map[string]int{}, ""
		for week := range 52 {
			at := sunday.AddDate(0, 0, 7*week)
			key := l.ForWeek(at, seed)
			if before, again := last[key]; again && week-before != all {
				t.Errorf("couple %d is asked %q in week %d, as in week %d; want it after all %d", seed, key, week, before, all)
			}
			if week < all {
				order += key + " "
			}
			last[key] = week
			for i := range 3 { // three check-ins a week
				asked[l.Pick(Asking{Asked: asked, Now: at.AddDate(0, 0, 2*i), Formed: sunday, Depth: Tender, Packs: Packs(), Seed: seed ^ uint64(3*week+i)})] = at
			}
		}
		orders[order] = true
		for key := range last {
			if _, both := asked[key]; both {
				t.Errorf("%q is asked by a note of the week and by a check-in", key)
			}
		}
	}
	if len(orders) < 40 {
		t.Errorf("50 couples have %d orders, want nearly each their own", len(orders))
	}
}

package store_test

import (
	"fmt"
	"testing"
)

// cronOf returns the rhythms of a couple's two partners.
func (w *world) cronOf(a, b string) (both [2]string) {
	w.Helper()
	for i, person := range []string{a, b} {
		couples, err := w.Couples(w.Context(), person)
		w.must(err)
		both[i] = couples[0].Me.Cron
	}
	return both
}

func TestAmongManyCouplesTheDefaultTimeIsSpreadOverAFewMinutes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sql(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 999)
		INSERT INTO couples (id, wrapped_key, formed_at) SELECT i, x'00', 0 FROM n`)
	w.pair(ana, ben)
	if got := w.cronOf(ana, ben); got != [2]string{"0 20 * * *", "0 20 * * *"} {
		t.Errorf("the thousandth couple: got %q, want the default as it is", got)
	}
	times := map[string]int{}
	for i := range 60 {
		a, b := fmt.Sprint("1", i), fmt.Sprint("2", i)
		w.pair(a, b)
		both := w.cronOf(a, b)
		if both[0] != both[1] {
			t.Errorf("the two of a couple: got %q and %q, want the same time", both[0], both[1])
		}
		times[both[0]]++
	}
	for cron, n := range times {
		var minute int
		if _, err := fmt.Sscanf(cron, "%d 20 * * *", &minute); err != nil || minute > 9 || n > 30 {
			t.Errorf("%d of 60 couples are asked by %q, want each within ten minutes of the default", n, cron)
		}
	}
	if len(times) < 5 {
		t.Errorf("60 couples have %d times, want them spread", len(times))
	}
	couples, err := w.Couples(t.Context(), "10")
	w.must(err)
	w.rhythm(couples[0].ID, "10", "0 20 * * *")
	if got := w.cronOf("10", "20")[0]; got != "0 20 * * *" {
		t.Errorf("who chose a time has %q, want that time", got)
	}
	next, err := w.Times(t.Context(), couples[0].ID, "10", 1, w.now)
	if w.must(err); next[0].Format("15:04") != "20:00" {
		t.Errorf("who chose 20:00 is asked at %s", next[0].Format("15:04"))
	}
}

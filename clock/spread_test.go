package clock_test

import (
	"testing"

	"leanon/clock"
)

func TestATimeOfDayIsMovedWithinItsHour(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		expr    string
		minutes int
		want    string
	}{
		{"0 20 * * 1,3,5", 0, "0 20 * * 1,3,5"},
		{"0 20 * * 1,3,5", 4, "4 20 * * 1,3,5"},
		{"55 23 * * *", 9, "46 23 * * *"},
		{"50 23 * * *", 9, "59 23 * * *"},
		{"*/30 * * * *", 4, "*/30 * * * *"},
		{"0,30 20 * * *", 4, "0,30 20 * * *"},
		{"0 20 * * *", 60, "0 20 * * *"},
		{"", 4, ""},
	} {
		if got := clock.Spread(c.expr, c.minutes); got != c.want {
			t.Errorf("%q by %d minutes: got %q, want %q", c.expr, c.minutes, got, c.want)
		}
	}
}

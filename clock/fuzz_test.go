package clock

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func FuzzExpression(f *testing.F) {
	for _, expr := range []string{"0 20 * * 1,3,5", "*/15 8-18/2 1,15 jan-mar FRI-SUN", "TZ=", "@every 1s", "0/15 ? * * *", "1, +5 007 * *", "0 0 30 2 *"} {
		f.Add(expr)
	}
	clock := New()
	after := time.Date(2026, 11, 22, 20, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, expr string) {
		gap, err := clock.Gap(expr)
		if err != nil {
			if !errors.Is(err, ErrExpression) || strings.Contains(err.Error(), "\n") {
				t.Fatalf("Gap(%q): got %q, want one line of ErrExpression", expr, err)
			}
			return
		}
		if fields := strings.Fields(expr); len(fields) != 5 || gap < time.Minute {
			t.Fatalf("Gap(%q): got %v for %d fields, want a minute or more for 5", expr, gap, len(fields))
		}
		times, err := clock.Times(expr, "UTC", after, 3)
		if err != nil {
			t.Fatalf("Times(%q): got %v, want what Gap accepts", expr, err)
		}
		last := after
		for i, at := range times {
			if !at.After(last) || i > 0 && at.Sub(last) < gap {
				t.Fatalf("Times(%q): got %v, want each at least %v after the one before", expr, times, gap)
			}
			last = at
		}
	})
}

func FuzzNext(f *testing.F) {
	f.Add("30 2 * * *", "America/New_York", int64(1772953200))
	f.Add("0 9 * * 5", "Pacific/Apia", int64(1325100000))
	f.Add("*/15 * * * *", "America/Nuuk", int64(1774742400))
	f.Add("0 0 29 2 *", "Europe/Paris", int64(-62135596800))
	f.Add("0 0 * * *", "../../etc/passwd", int64(1)<<62)
	clock := New()
	f.Fuzz(func(t *testing.T, expr, zone string, unix int64) {
		after := time.Unix(unix, 0)
		next, err := clock.Next(expr, zone, after)
		if err != nil {
			return
		}
		s, err := parseSchedule(expr)
		if err != nil {
			t.Fatalf("Next(%q): got %v, want what parseSchedule says: %v", expr, next, err)
		}
		if !next.After(after) || next.Location().String() != zone {
			t.Fatalf("Next(%q, %q, %v): got %v, want later and in the zone", expr, zone, after, next)
		}
		// Asked a moment before, the answer is the same, and it shows a matching
		// time unless the clock has just skipped one.
		again, err := clock.Next(expr, zone, next.Add(-time.Second))
		if err != nil || !again.Equal(next) {
			t.Fatalf("Next(%q, %q, just before %v): got %v, %v, want the same", expr, zone, next, again, err)
		}
		matches := s.hours&(1<<next.Hour()) != 0 && s.minutes&(1<<next.Minute()) != 0 && next.Second() == 0 &&
			slowDay(s, time.Date(next.Year(), next.Month(), next.Day(), 0, 0, 0, 0, time.UTC))
		start, _ := next.ZoneBounds()
		if !matches && (s.realTime || !start.Equal(next)) {
			t.Fatalf("Next(%q, %q, %v): got %v, which does not match", expr, zone, after, next)
		}
	})
}

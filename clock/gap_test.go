package clock

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestTheShortestGapOfASchedule(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	clock := New()
	for _, tt := range []struct {
		expr string
		want time.Duration
	}{
		{"* * * * *", time.Minute},
		{"*/15 * * * *", 15 * time.Minute},
		{"*/7 * * * *", 4 * time.Minute},
		{"0 * * * *", time.Hour},
		{"0 */5 * * *", 4 * time.Hour},
		{"0 20 * * *", day},
		{"30 2 * * *", day},
		{"0 8,20 * * *", 12 * time.Hour},
		{"59 0,23 * * *", time.Hour},
		{"0 0,23 * * 1", 23 * time.Hour},
		{"0 0,23 * * 0,1", time.Hour},
		{"0 20 * * 1,3,5", 2 * day},
		{"0 20 * * 0", 7 * day},
		{"0 20 * * 0,6", day},
		{"0 20 * * 1,5", 3 * day},
		{"0 9 1 * *", 28 * day},
		{"0 9 31 * *", 31 * day},
		{"0 9 1,31 * *", day},
		{"0 9 30 * *", 30 * day},
		{"0 9 13 * 5", day},
		{"0 9 */2 * 5", 7 * day},
		{"0 9 1 1 *", 365 * day},
		{"0 9 29 2 *", 1461 * day},
		{"0 9 28,29 2 *", day},
		{"0 9 29 2 */7", (28*365 + 7) * day},
		{"0 9 1 1 */7", (5*365 + 2) * day},
		{"0 9,10 29 2 *", time.Hour},
	} {
		if got, err := clock.Gap(tt.expr); err != nil || got != tt.want {
			t.Errorf("Gap(%q): got %v, %v, want %v", tt.expr, got, err, tt.want)
		}
	}
}

func TestAGapOfNoScheduleIsRefused(t *testing.T) {
	t.Parallel()
	if got, err := New().Gap("0 0 30 2 *"); !errors.Is(err, ErrExpression) {
		t.Errorf("got %v, %v, want ErrExpression", got, err)
	}
}

// randomFields draws expressions of every form, most of which fire.
func randomFields(t *rapid.T) string {
	var parts []string
	for _, f := range fields() {
		value := func(label string) int { return rapid.IntRange(f.min, f.max).Draw(t, label) }
		switch rapid.IntRange(0, 4).Draw(t, "form of "+f.name) {
		case 0:
			parts = append(parts, "*")
		case 1:
			parts = append(parts, "*/"+itoa(rapid.IntRange(1, f.values()).Draw(t, "step")))
		case 2:
			a, b := value("first"), value("last")
			parts = append(parts, itoa(min(a, b))+"-"+itoa(max(a, b))+"/"+itoa(rapid.IntRange(1, f.values()).Draw(t, "step")))
		case 3:
			parts = append(parts, itoa(value("one"))+","+itoa(value("other")))
		default:
			parts = append(parts, itoa(value("only")))
		}
	}
	return strings.Join(parts, " ")
}

// slowGap walks every day of the calendar's 400 years and every minute of a day.
func slowGap(s *schedule) time.Duration {
	var minutes []int
	for m := range 24 * 60 {
		if s.hours&(1<<(m/60)) != 0 && s.minutes&(1<<(m%60)) != 0 {
			minutes = append(minutes, m)
		}
	}
	shortest, last := math.MaxInt, math.MinInt/2
	date := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	for day := range 2*146097 + 1 {
		if slowDay(s, date) {
			for _, m := range minutes {
				shortest = min(shortest, day*24*60+m-last)
				last = day*24*60 + m
			}
		}
		date = date.AddDate(0, 0, 1)
	}
	return time.Duration(shortest) * time.Minute
}

// slowDay reports whether a date matches: if both day fields are restricted, either is
// enough.
func slowDay(s *schedule, date time.Time) bool {
	dom, dow := s.dom&(1<<date.Day()) != 0, s.dow&(1<<date.Weekday()) != 0
	day := dom && dow
	if s.eitherDay {
		day = dom || dow
	}
	return day && s.months&(1<<date.Month()) != 0
}

func TestTheGapIsThatOfAWalkThroughEveryDay(t *testing.T) {
	t.Parallel()
	clock, left := New(), 6
	if *everyZone {
		left = 100
	}
	for _, expr := range []string{"0 9 29 2 */7", "0 9 1 1 */7"} {
		s, err := parseSchedule(expr)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := clock.Gap(expr); err != nil || got != slowGap(s) {
			t.Errorf("Gap(%q): got %v, %v, want %v", expr, got, err, slowGap(s))
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		expr := randomFields(t)
		s, err := parseSchedule(expr)
		if err != nil || left == 0 || s.minutes&(s.minutes-1) != 0 {
			return // a walk takes its time, and many minutes make it longer, not better
		}
		left--
		got, err := clock.Gap(expr)
		if want := slowGap(s); err != nil || got != want {
			t.Fatalf("Gap(%q): got %v, %v, want %v", expr, got, err, want)
		}
	})
}

func BenchmarkGap(b *testing.B) {
	for _, expr := range []string{"0 20 * * 1,3,5", "0 9 1 * *", "0 9 29 2 */7", "* * * * *"} {
		b.Run(strings.ReplaceAll(expr, " ", "_"), func(b *testing.B) {
			clock := New()
			for b.Loop() {
				_, _ = clock.Gap(expr)
			}
		})
	}
}

package clock

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"
)

const minuteLayout = "2006-01-02 15:04 -0700"

func moment(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestAScheduleKeepsItsTimesWhereClocksChange(t *testing.T) {
	t.Parallel()
	clock := New()
	for _, tt := range []struct {
		name, expr, zone, from string
		want                   []string
	}{
		{"a skipped time comes after the gap", "30 2 * * *", "America/New_York", "2026-03-07T12:00:00-05:00",
			[]string{"2026-03-08 03:00 -0400", "2026-03-09 02:30 -0400"}},
		{"the gap's first minute too", "0 2 * * *", "America/New_York", "2026-03-07T12:00:00-05:00",
			[]string{"2026-03-08 03:00 -0400", "2026-03-09 02:00 -0400"}},
		{"a skipped time loses no week", "30 2 * * 0", "America/New_York", "2026-03-07T12:00:00-05:00",
			[]string{"2026-03-08 03:00 -0400", "2026-03-15 02:30 -0400"}},
		{"real time skips what the clock skips", "*/15 * * * *", "America/New_York", "2026-03-08T01:44:59-05:00",
			[]string{"2026-03-08 01:45 -0500", "2026-03-08 03:00 -0400", "2026-03-08 03:15 -0400"}},
		{"real time makes nothing up", "0 */2 * * *", "America/New_York", "2026-03-08T00:00:00-05:00",
			[]string{"2026-03-08 04:00 -0400"}},
		{"a repeated time comes once, the first", "30 1 * * *", "America/New_York", "2026-10-31T12:00:00-04:00",
			[]string{"2026-11-01 01:30 -0400", "2026-11-02 01:30 -0500"}},
		{"once also when asked between the two", "30 1 * * *", "America/New_York", "2026-11-01T01:45:00-04:00",
			[]string{"2026-11-02 01:30 -0500"}},
		{"once also when asked just before the second", "30 1 * * *", "America/New_York", "2026-11-01T01:29:59-05:00",
			[]string{"2026-11-02 01:30 -0500"}},
		{"several hours come once each", "0 0-2 * * *", "America/New_York", "2026-10-31T12:00:00-04:00",
			[]string{"2026-11-01 00:00 -0400", "2026-11-01 01:00 -0400", "2026-11-01 02:00 -0500", "2026-11-02 00:00 -0500"}},
		{"real time repeats repeated hours", "0 * * * *", "America/New_York", "2026-11-01T00:30:00-04:00",
			[]string{"2026-11-01 01:00 -0400", "2026-11-01 01:00 -0500", "2026-11-01 02:00 -0500"}},
		{"a star in the minute is enough", "*/30 1 * * *", "America/New_York", "2026-11-01T00:30:00-04:00",
			[]string{"2026-11-01 01:00 -0400", "2026-11-01 01:30 -0400", "2026-11-01 01:00 -0500", "2026-11-01 01:30 -0500", "2026-11-02 01:00 -0500"}},
		{"a star inside a list is none", "0 1,2-3/1 * * *", "America/New_York", "2026-11-01T00:30:00-04:00",
			[]string{"2026-11-01 01:00 -0400", "2026-11-01 02:00 -0500"}},
		{"several skipped times count once", "0,15,30 2,3 * * *", "America/New_York", "2026-03-08T00:00:00-05:00",
			[]string{"2026-03-08 03:00 -0400", "2026-03-08 03:15 -0400"}},
		{"half an hour's gap", "15 2 * * *", "Australia/Lord_Howe", "2026-10-03T12:00:00+10:30",
			[]string{"2026-10-04 02:30 +1100", "2026-10-05 02:15 +1100"}},
		{"half an hour's gap leaves the morning alone", "0 9 * * *", "Australia/Lord_Howe", "2026-10-03T12:00:00+10:30",
			[]string{"2026-10-04 09:00 +1100", "2026-10-05 09:00 +1100"}},
		{"and the Sunday", "0 9 * * 0", "Australia/Lord_Howe", "2026-10-03T12:00:00+10:30",
			[]string{"2026-10-04 09:00 +1100", "2026-10-11 09:00 +1100"}},
		{"half an hour's repetition", "45 1 * * *", "Australia/Lord_Howe", "2026-04-04T12:00:00+11:00",
			[]string{"2026-04-05 01:45 +1100", "2026-04-06 01:45 +1030"}},
		{"a skipped midnight", "0 0 * * *", "Africa/Cairo", "2026-04-23T12:00:00+02:00",
			[]string{"2026-04-24 01:00 +0300", "2026-04-25 00:00 +0300"}},
		{"a Friday that begins at one", "0 9 * * 5", "Africa/Cairo", "2026-04-23T12:00:00+02:00",
			[]string{"2026-04-24 09:00 +0300", "2026-05-01 09:00 +0300"}},
		{"a Saturday stays on Saturday", "0 9 * * 6", "America/Santiago", "2025-09-05T12:00:00-04:00",
			[]string{"2025-09-06 09:00 -0400", "2025-09-13 09:00 -0300"}},
		{"the last hour of a day comes once", "30 23 * * *", "America/Santiago", "2026-04-04T12:00:00-03:00",
			[]string{"2026-04-04 23:30 -0300", "2026-04-05 23:30 -0400"}},
		{"Ramadan's second hour comes once", "30 2 * * *", "Africa/Casablanca", "2026-02-14T12:00:00+01:00",
			[]string{"2026-02-15 02:30 +0100", "2026-02-16 02:30 +0000"}},
		{"a Friday that a zone skipped", "0 9 * * 5", "Pacific/Apia", "2011-12-28T12:00:00-10:00",
			[]string{"2012-01-06 09:00 +1400"}},
		{"a 30th that a zone skipped", "0 9 30 * *", "Pacific/Apia", "2011-12-28T12:00:00-10:00",
			[]string{"2012-01-30 09:00 +1400"}},
		{"no day is made up for a skipped one", "0 9 * * *", "Pacific/Apia", "2011-12-28T12:00:00-10:00",
			[]string{"2011-12-29 09:00 -1000", "2011-12-31 09:00 +1400"}},
		{"real time over a skipped day", "30 * * * *", "Pacific/Apia", "2011-12-29T23:00:00-10:00",
			[]string{"2011-12-29 23:30 -1000", "2011-12-31 00:30 +1400"}},
		{"half an hour lost before midnight", "0 9 * * *", "Asia/Pyongyang", "2018-05-04T12:00:00+08:30",
			[]string{"2018-05-05 09:00 +0900", "2018-05-06 09:00 +0900"}},
		{"a time skipped at the end of a day comes on the next date", "30 23 * * 6", "America/Nuuk", "2026-03-27T12:00:00-02:00",
			[]string{"2026-03-29 00:00 -0100", "2026-04-04 23:30 -0100"}},
		{"and the next date keeps its own", "30 0,23 * * *", "America/Nuuk", "2026-03-28T12:00:00-02:00",
			[]string{"2026-03-29 00:00 -0100", "2026-03-29 00:30 -0100", "2026-03-29 23:30 -0100"}},
		{"once when a skipped time meets a real one", "0 0,23 * * *", "America/Nuuk", "2026-03-28T12:00:00-02:00",
			[]string{"2026-03-29 00:00 -0100", "2026-03-29 23:00 -0100"}},
		{"a date that came twice", "0 12 * * *", "America/Juneau", "1867-10-17T12:00:00+15:02",
			[]string{"1867-10-18 12:00 +1502", "1867-10-19 12:00 +1502", "1867-10-20 12:00 -0857"}},
		{"a date line crossed westward", "0 9 * * *", "Pacific/Kwajalein", "1993-08-20T08:00:00-12:00",
			[]string{"1993-08-20 09:00 -1200", "1993-08-22 09:00 +1200"}},
		{"29 February across 2100", "0 0 29 2 *", "UTC", "2096-03-01T00:00:00Z", []string{"2104-02-29 00:00 +0000"}},
		{"a leap Sunday across 2100", "0 0 29 2 */7", "UTC", "2088-03-01T00:00:00Z", []string{"2128-02-29 00:00 +0000"}},
		{"either day field", "0 0 8 * 1", "UTC", "2026-11-01T00:00:00Z",
			[]string{"2026-11-02 00:00 +0000", "2026-11-08 00:00 +0000", "2026-11-09 00:00 +0000"}},
		{"a star with a step is no restriction", "0 0 */2 * 0", "UTC", "2026-11-01T00:00:00Z",
			[]string{"2026-11-15 00:00 +0000", "2026-11-29 00:00 +0000"}},
		{"Sunday is 7", "0 0 * * 7", "UTC", "2026-11-02T00:00:00Z", []string{"2026-11-08 00:00 +0000"}},
		{"Saturday to Sunday", "0 0 * * 6-7", "UTC", "2026-11-02T00:00:00Z",
			[]string{"2026-11-07 00:00 +0000", "2026-11-08 00:00 +0000", "2026-11-14 00:00 +0000"}},
		{"Friday to Sunday by name", "0 0 * * FRI-sun", "UTC", "2026-11-02T00:00:00Z",
			[]string{"2026-11-06 00:00 +0000", "2026-11-07 00:00 +0000", "2026-11-08 00:00 +0000", "2026-11-13 00:00 +0000"}},
		{"strictly later, from within the second", "0 20 * * *", "UTC", "2026-11-22T19:59:59.999Z",
			[]string{"2026-11-22 20:00 +0000", "2026-11-23 20:00 +0000"}},
		{"strictly later, on the dot", "0 20 * * *", "UTC", "2026-11-22T20:00:00Z", []string{"2026-11-23 20:00 +0000"}},
		{"an offset that has seconds", "0 12 * * *", "Africa/Monrovia", "1971-12-31T13:00:00Z",
			[]string{"1972-01-01 12:00 -0044", "1972-01-02 12:00 -0044"}},
		{"real time in an offset that has seconds", "*/30 * * * *", "Africa/Monrovia", "1971-12-31T12:00:00Z",
			[]string{"1971-12-31 11:30 -0044", "1971-12-31 12:00 -0044"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			times, err := clock.Times(tt.expr, tt.zone, moment(t, tt.from), len(tt.want))
			if err != nil {
				t.Fatalf("Times: %v", err)
			}
			var got []string
			for _, at := range times {
				if at.Location().String() != tt.zone {
					t.Errorf("location of %v: got %v, want %v", at, at.Location(), tt.zone)
				}
				got = append(got, at.Format(minuteLayout))
			}
			if g, w := strings.Join(got, "\n"), strings.Join(tt.want, "\n"); g != w {
				t.Errorf("%s in %s from %s\ngot\n%s\nwant\n%s", tt.expr, tt.zone, tt.from, g, w)
			}
		})
	}
}

func TestAScheduleThatEveryClockChangeSkipsIsRefusedAndNotSoughtForEver(t *testing.T) {
	t.Parallel()
	// Since 2007 New York's clock skips this hour on exactly these Sundays.
	_, err := New().Next("*/5 2 8-14 3 */7", "America/New_York", moment(t, "2026-01-01T00:00:00Z"))
	if !errors.Is(err, ErrExpression) {
		t.Errorf("got %v, want ErrExpression", err)
	}
}

func TestNextRefusesAClockOutOfThisWorld(t *testing.T) {
	t.Parallel()
	for _, after := range []time.Time{
		time.Unix(1<<62, 0), time.Unix(-1<<62, 0), time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(0, 12, 31, 0, 0, 0, 0, time.UTC),
	} {
		if at, err := New().Next("0 0 * * *", "Europe/Paris", after); err == nil {
			t.Errorf("after %v: got %v, want an error", after, at)
		}
	}
	for _, after := range []time.Time{{}, time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)} {
		if _, err := New().Next("0 0 * * *", "Europe/Paris", after); err != nil {
			t.Errorf("after %v: got %v, want no error", after, err)
		}
	}
}

func TestTimesOfNoneAreNone(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, -1} {
		times, err := New().Times("0 0 * * *", "UTC", time.Time{}, n)
		if err != nil || len(times) != 0 {
			t.Errorf("%d times: got %v, %v, want none", n, times, err)
		}
	}
}

func TestAClockServesManyAtOnceAndKeepsBoundedMemory(t *testing.T) {
	t.Parallel()
	clock := New()
	after := moment(t, "2026-11-22T00:00:00Z")
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for minute := range 60 {
				for hour := range 24 {
					expr := itoa(minute) + " " + itoa(hour) + " * * *"
					want := after.Add(time.Duration(hour*60+minute) * time.Minute)
					if minute+hour == 0 {
						want = after.AddDate(0, 0, 1)
					}
					if got, err := clock.Next(expr, "UTC", after); err != nil || !got.Equal(want) {
						t.Errorf("Next(%q): got %v, %v, want %v", expr, got, err, want)
					}
				}
			}
		})
	}
	all.Wait()
	if got := len(clock.schedules); got > maxSchedules {
		t.Errorf("expressions kept: got %d, want at most %d", got, maxSchedules)
	}
}

func BenchmarkNext(b *testing.B) {
	after := moment(b, "2026-11-22T12:34:56Z")
	for _, bb := range []struct{ name, expr, zone string }{
		{"Daily", "0 20 * * *", "Europe/Paris"},
		{"Weekly", "0 20 * * 1,3,5", "America/New_York"},
		{"Monthly", "0 9 1 * *", "Australia/Lord_Howe"},
		{"Hourly", "0 * * * *", "Europe/Paris"},
		{"EveryMinute", "* * * * *", "Europe/Paris"},
		{"LeapDay", "0 0 29 2 *", "Europe/Paris"},
		{"LeapSunday", "0 0 29 2 */7", "UTC"},
		{"NeverInThisZone", "*/5 2 8-14 3 */7", "America/New_York"},
	} {
		b.Run(bb.name, func(b *testing.B) {
			clock := New()
			b.ReportAllocs()
			for b.Loop() {
				_, _ = clock.Next(bb.expr, bb.zone, after)
			}
		})
	}
}

func BenchmarkParseSchedule(b *testing.B) {
	for b.Loop() {
		_, _ = parseSchedule("0 20 * * 1,3,5")
	}
}

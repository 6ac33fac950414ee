package clock

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestQuietHoursEndByTheClockOnTheWall(t *testing.T) {
	t.Parallel()
	clock := New()
	const malformed = "malformed"
	for _, tt := range []struct {
		name, quiet, zone, at string
		want                  string // "" is not quiet, malformed besides an error
	}{
		{"before", "22:00-08:00", "Europe/Paris", "2026-11-22T21:59:59+01:00", ""},
		{"begin", "22:00-08:00", "Europe/Paris", "2026-11-22T22:00:00+01:00", "2026-11-23 08:00 +0100"},
		{"night", "22:00-08:00", "Europe/Paris", "2026-11-23T03:00:00.5+01:00", "2026-11-23 08:00 +0100"},
		{"last second", "22:00-08:00", "Europe/Paris", "2026-11-23T07:59:59.999+01:00", "2026-11-23 08:00 +0100"},
		{"end", "22:00-08:00", "Europe/Paris", "2026-11-23T08:00:00+01:00", ""},
		{"within a day", "13:00-14:30", "Europe/Paris", "2026-11-23T13:10:00+01:00", "2026-11-23 14:30 +0100"},
		{"within a day, after", "13:00-14:30", "Europe/Paris", "2026-11-23T14:30:00+01:00", ""},
		{"until midnight", "22:00-00:00", "Europe/Paris", "2026-11-23T23:10:00+01:00", "2026-11-24 00:00 +0100"},
		{"read in the partner's zone", "22:00-08:00", "America/New_York", "2026-11-23T08:00:00Z", "2026-11-23 08:00 -0500"},
		{"a night an hour longer", "22:00-08:00", "America/New_York", "2026-10-31T23:00:00-04:00", "2026-11-01 08:00 -0500"},
		{"an end that the clock skips", "22:00-02:30", "America/New_York", "2026-03-08T01:30:00-05:00", "2026-03-08 03:00 -0400"},
		{"a beginning that the clock skips", "02:30-04:00", "America/New_York", "2026-03-08T03:00:00-04:00", "2026-03-08 04:00 -0400"},
		{"quiet hours that the clock skips", "02:10-02:50", "America/New_York", "2026-03-08T03:00:00-04:00", ""},
		{"the first of two ends", "22:00-01:30", "America/New_York", "2026-11-01T00:30:00-04:00", "2026-11-01 01:30 -0400"},
		{"the second of two ends", "22:00-01:30", "America/New_York", "2026-11-01T01:15:00-05:00", "2026-11-01 01:30 -0500"},
		{"a clock set back out of them", "01:30-02:00", "America/New_York", "2026-11-01T01:45:00-04:00", "2026-11-01 01:00 -0500"},
		{"a clock set back within them", "01:00-03:00", "America/New_York", "2026-11-01T01:45:00-04:00", "2026-11-01 03:00 -0500"},
		{"a day that the zone skipped", "22:00-08:00", "Pacific/Apia", "2011-12-29T23:00:00-10:00", "2011-12-31 08:00 +1400"},
		{"off", "", "Europe/Paris", "2026-11-23T03:00:00+01:00", ""},
		{"equal", "22:00-22:00", "Europe/Paris", "2026-11-23T22:00:00+01:00", malformed},
		{"malformed", "22-8", "Europe/Paris", "2026-11-23T03:00:00+01:00", malformed},
		{"out of range", "22:00-28:00", "Europe/Paris", "2026-11-23T03:00:00+01:00", malformed},
		{"not digits", "22:00-ab:cd", "Europe/Paris", "2026-11-23T03:00:00+01:00", malformed},
		{"another separator", "22.00-08.00", "Europe/Paris", "2026-11-23T03:00:00+01:00", malformed},
	} {
		loc, err := clock.Zone(tt.zone)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		hours, err := ParseQuiet(tt.quiet)
		if malformed := tt.want == malformed; malformed != errors.Is(err, ErrQuiet) {
			t.Errorf("%s: got error %v, want one: %v", tt.name, err, malformed)
		}
		at := moment(t, tt.at).In(loc)
		end, quiet := hours.End(at)
		if got := hours.Contains(at); got != quiet {
			t.Errorf("%s: contains: got %v, want %v", tt.name, got, quiet)
		}
		if quiet {
			got = end.Format(minuteLayout)
		}
		if want := strings.TrimPrefix(tt.want, malformed); got != want || quiet != (want != "") {
			t.Errorf("%s: got %q, %v, want %q", tt.name, got, quiet, want)
		}
	}
}

// TestQuietHoursLastFromTheFirstQuietMinuteToTheLast compares with a walk.
func TestQuietHoursLastFromTheFirstQuietMinuteToTheLast(t *testing.T) {
	t.Parallel()
	clock := New()
	zones := []string{"America/New_York", "Australia/Lord_Howe", "America/Nuuk", "Africa/Cairo", "America/Santiago", "Pacific/Apia"}
	rapid.Check(t, func(t *rapid.T) {
		loc, err := clock.Zone(rapid.SampledFrom(zones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		changes := changesOf(loc)
		change := rapid.SampledFrom(changes).Draw(t, "change")
		from, to := rapid.IntRange(0, 24*60-1).Draw(t, "from"), rapid.IntRange(0, 24*60-1).Draw(t, "to")
		at := time.Unix(change, 0).Add(time.Duration(rapid.IntRange(-24*60, 24*60).Draw(t, "minutes")) * time.Minute).In(loc)
		isQuiet := func(at time.Time) bool {
			m := at.Hour()*60 + at.Minute()
			if from <= to {
				return from <= m && m < to
			}
			return m >= from || m < to
		}
		want := at
		for isQuiet(want) {
			want = want.Add(time.Minute)
		}
		clockText := func(m int) string { return time.Unix(int64(m)*60, 0).UTC().Format("15:04") }
		hours, err := ParseQuiet(clockText(from) + "-" + clockText(to))
		if (err != nil) != (from == to) {
			t.Fatalf("%s-%s: got error %v", clockText(from), clockText(to), err)
		}
		got, quiet := hours.End(at)
		if quiet != isQuiet(at) || quiet && !got.Equal(want) {
			t.Fatalf("%s-%s at %v: got %v, %v, want %v, %v", clockText(from), clockText(to), at, got, quiet, want, isQuiet(at))
		}
		want = at
		for isQuiet(want.Add(-time.Minute)) {
			want = want.Add(-time.Minute)
		}
		got, quiet = hours.Start(at)
		if quiet != isQuiet(at) || quiet && !got.Equal(want) {
			t.Fatalf("%s-%s at %v: began %v, %v, want %v, %v", clockText(from), clockText(to), at, got, quiet, want, isQuiet(at))
		}
	})
}

func TestQuietHoursBeginOnTheLocalDate(t *testing.T) {
	t.Parallel()
	clock := New()
	for _, tt := range []struct{ name, quiet, zone, at, want string }{
		{"in the evening", "22:00-08:00", "Europe/Paris", "2026-11-23T23:30:00+01:00", "2026-11-23 22:00 +0100"},
		{"before they begin", "22:00-08:00", "Europe/Paris", "2026-11-23T12:00:00+01:00", "2026-11-23 22:00 +0100"},
		{"read in the partner's zone", "22:00-08:00", "America/New_York", "2026-11-24T04:00:00Z", "2026-11-23 22:00 -0500"},
		{"a beginning that the clock skips", "02:30-04:00", "America/New_York", "2026-03-08T12:00:00-04:00", "2026-03-08 03:00 -0400"},
		{"the first of two", "01:30-04:00", "America/New_York", "2026-11-01T12:00:00-05:00", "2026-11-01 01:30 -0400"},
	} {
		loc, err := clock.Zone(tt.zone)
		if err != nil {
			t.Fatal(err)
		}
		hours, err := ParseQuiet(tt.quiet)
		if err != nil {
			t.Fatal(err)
		}
		if got := hours.Begin(moment(t, tt.at).In(loc)).Format(minuteLayout); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}

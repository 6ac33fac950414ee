package clock

import (
	"testing"
	"time"
)

// TestASpanIsTrueThroughout looks at every hour from 2030, where the tables of
// most zones still hold, to 2049, where the rules have taken over: package
// time's bounds are wrong there on the last day of a leap year.
func TestASpanIsTrueThroughout(t *testing.T) {
	t.Parallel()
	clock := New()
	for _, zone := range []string{"UTC", "Europe/Dublin", "America/New_York", "America/Nuuk", "America/Santiago", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Gaza"} {
		loc, err := clock.Zone(zone)
		if err != nil {
			t.Fatal(err)
		}
		at := moment(t, "2030-01-01T00:00:00Z").Unix()
		s, spans := spanAt(loc, at), 1
		for end := moment(t, "2050-01-01T00:00:00Z").Unix(); at < end; at += 3600 {
			if at >= s.end {
				s = spanAt(loc, at)
				spans++
			}
			if got := localAt(loc, at) - at; s.start > at || s.end <= at || s.offset != got {
				t.Fatalf("%s at %v: got span %+v, want it to hold the moment, with offset %d", zone, time.Unix(at, 0).UTC(), s, got)
			}
		}
		if spans > 20*4 {
			t.Errorf("%s in 20 years: got %d spans, want a few a year", zone, spans)
		}
	}
}

func TestAWallHappensAtItsFirstMomentEastAndWestOfGreenwich(t *testing.T) {
	t.Parallel()
	clock := New()
	for _, tt := range []struct{ zone, local, want string }{
		{"Europe/Paris", "2026-10-25 02:30", "2026-10-25T02:30:00+02:00"},
		{"America/New_York", "2026-11-01 01:30", "2026-11-01T01:30:00-04:00"},
		{"Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-05T01:45:00+11:00"},
		{"Europe/Paris", "2026-03-29 02:30", "2026-03-29T03:00:00+02:00"},
		{"America/New_York", "2026-03-08 02:30", "2026-03-08T03:00:00-04:00"},
		{"Pacific/Apia", "2011-12-30 11:00", "2011-12-31T00:00:00+14:00"},
		{"Europe/Paris", "2026-10-25 03:00", "2026-10-25T03:00:00+01:00"},
		{"UTC", "2026-10-25 02:30", "2026-10-25T02:30:00Z"},
	} {
		local, err := time.Parse("2006-01-02 15:04", tt.local)
		if err != nil {
			t.Fatal(err)
		}
		loc, err := clock.Zone(tt.zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := FirstMoment(loc, local).Format(time.RFC3339); got != tt.want {
			t.Errorf("%s in %s: got %s, want %s", tt.local, tt.zone, got, tt.want)
		}
	}
}

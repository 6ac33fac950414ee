package bot

import (
	"testing"
	"time"

	"leanon/clock"
)

func TestNamedTimesAreTheOnesThatPeopleMean(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ choice, now, want string }{
		{"tonight", "2026-11-25 09:00", "2026-11-25 20:00"},
		{"tonight", "2026-11-25 19:59", "2026-11-25 20:00"},
		{"tonight", "2026-11-25 20:00", "2026-11-25 22:00"},
		{"tonight", "2026-11-25 21:59", "2026-11-25 23:59"},
		{"tonight", "2026-11-25 23:30", "2026-11-25 23:59"},
		{"tonight", "2026-11-26 00:30", "2026-11-26 20:00"},
		{"tomorrow", "2026-11-25 00:30", "2026-11-26 18:00"},
		{"tomorrow", "2026-11-25 23:30", "2026-11-26 18:00"},
		{"weekend", "2026-11-23 09:00", "2026-11-28 11:00"},
		{"weekend", "2026-11-27 23:59", "2026-11-28 11:00"},
		{"weekend", "2026-11-28 10:59", "2026-11-28 11:00"},
		{"weekend", "2026-11-28 11:00", "2026-11-29 11:00"},
		{"weekend", "2026-11-29 10:00", "2026-11-29 11:00"},
		{"weekend", "2026-11-29 11:00", "2026-11-29 18:00"},
		{"weekend", "2026-11-29 17:59", "2026-11-29 18:00"},
		{"weekend", "2026-11-29 18:00", "2026-12-05 11:00"},
		{"weekend", "2026-11-30 00:00", "2026-12-05 11:00"},
	} {
		now := clockIn(t, "Europe/Paris", tt.now)
		if got := momentOf(tt.choice, now.UTC(), now.Location()).Format("2006-01-02 15:04"); got != tt.want {
			t.Errorf("%s at %s: got %s, want %s", tt.choice, tt.now, got, tt.want)
		}
	}
	if got := momentOf("whenever", clockIn(t, "UTC", "2026-11-25 09:00"), time.UTC); !got.IsZero() {
		t.Errorf("whenever: got %v, want the zero time", got)
	}
}

func TestAReminderComesBeforeTheNightAndNeverForWhatWasJustSaid(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, quiet, at, said, want string }{
		{"outside of quiet hours", "22:00-08:00", "2026-11-25 20:00", "2026-11-25 12:00", "2026-11-25 20:00"},
		{"inside, in the evening", "22:00-08:00", "2026-11-25 23:00", "2026-11-25 12:00", "2026-11-25 21:45"},
		{"at their beginning", "22:00-08:00", "2026-11-25 22:00", "2026-11-25 21:15", "2026-11-25 21:45"},
		{"too fresh", "22:00-08:00", "2026-11-25 23:00", "2026-11-25 21:16", ""},
		{"said inside them", "22:00-08:00", "2026-11-25 23:59", "2026-11-25 22:10", ""},
		{"inside, in the morning", "22:00-08:00", "2026-11-26 06:00", "2026-11-25 12:00", "2026-11-26 06:00"},
		{"they end on the same date", "13:00-15:00", "2026-11-25 14:00", "2026-11-25 09:00", "2026-11-25 14:00"},
		{"they end at midnight", "22:00-00:00", "2026-11-25 23:00", "2026-11-25 12:00", "2026-11-25 21:45"},
		{"none", "", "2026-11-25 23:00", "2026-11-25 22:59", "2026-11-25 23:00"},
	} {
		quiet, err := clock.ParseQuiet(tt.quiet)
		if err != nil {
			t.Fatal(err)
		}
		at, said := clockIn(t, "Europe/Paris", tt.at), clockIn(t, "Europe/Paris", tt.said)
		got := ""
		if when := remindAt(quiet, at, said); !when.IsZero() {
			got = when.Format("2006-01-02 15:04")
		}
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
	if got := remindAt(clock.Quiet{}, time.Time{}, clockIn(t, "UTC", "2026-11-25 22:59")); !got.IsZero() {
		t.Errorf("no moment: got %v, want no reminder", got)
	}
}

package clock

import (
	"strings"
	"testing"
	"time"
)

func FuzzZone(f *testing.F) {
	for _, name := range []string{"", "UTC", "Local", "Europe/Paris", "../../etc/passwd", "/etc/localtime", "Europe/Paris\x00", "posixrules", "europe/paris", "Etc/GMT+12", strings.Repeat("A/", 200)} {
		f.Add(name)
	}
	clock := New()
	f.Fuzz(func(t *testing.T, name string) {
		loc, err := clock.Zone(name)
		if err == nil && (loc == nil || loc == time.Local || loc.String() != name || strings.Contains(name, "..") || strings.HasPrefix(name, "/")) {
			t.Errorf("Zone(%q): got %v, want only zones by their own names", name, loc)
		}
		if err != nil && strings.ContainsAny(err.Error(), "\n\r") {
			t.Errorf("Zone(%q): got %q, want one line", name, err)
		}
	})
}

func FuzzQuietEnd(f *testing.F) {
	for _, quiet := range []string{"", "22:00-08:00", "08:00-22:00", "00:00-00:00", "2:00-08:00", "22:00-24:00", "-1:00-08:00", "22:00–08:00"} {
		f.Add(quiet, "Europe/Paris", int64(1_795_000_000))
	}
	f.Add("22:00-08:00", "Pacific/Apia", int64(1_325_239_200)) // a day that was skipped
	clock := New()
	f.Fuzz(func(t *testing.T, quiet, zone string, at int64) {
		_, err := clock.Zone(zone)
		if err != nil || at < 0 || at > 4_000_000_000 {
			return
		}
		now := time.Unix(at, 0)
		end, ok := clock.QuietEnd(quiet, zone, now)
		if ok && (!end.After(now) || end.Sub(now) > 49*time.Hour) {
			t.Errorf("QuietEnd(%q, %s, %v): got %v, want within two days", quiet, zone, now, end)
		}
		if again, still := clock.QuietEnd(quiet, zone, end); ok && still {
			t.Errorf("QuietEnd(%q, %s, %v): got %v, and quiet still until %v", quiet, zone, now, end, again)
		}
	})
}

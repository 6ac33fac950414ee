package clock

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestEveryIANAZoneIsKnown(t *testing.T) {
	t.Parallel()
	clock := New()
	for _, name := range zoneNames(t) {
		loc, err := clock.Zone(name)
		if err != nil {
			t.Errorf("Zone(%q): got %v, want a location", name, err)
			continue
		}
		if again, err := clock.Zone(name); err != nil || again != loc {
			t.Errorf("Zone(%q) again: got %p, %v, want the same location %p", name, again, err, loc)
		}
	}
}

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
			if got := wallAt(loc, at) - at; s.start > at || s.end <= at || s.offset != got {
				t.Fatalf("%s at %v: got span %+v, want it to hold the moment, with offset %d", zone, time.Unix(at, 0).UTC(), s, got)
			}
		}
		if spans > 20*4 {
			t.Errorf("%s in 20 years: got %d spans, want a few a year", zone, spans)
		}
	}
}

func TestWhatIsNoZoneIsRefusedWithOneLine(t *testing.T) {
	t.Parallel()
	clock := New()
	for _, name := range []string{
		"", " ", "Local", "local", "LOCAL", "localtime", "posixrules", "right/Europe/Paris", "posix/Europe/Paris",
		"Europe/Nowhere", "banana", "Europe", "Europe/", "/Europe/Paris", "Europe//Paris", "../zoneinfo/UTC", "Europe/../UTC", "./UTC", "Europe/./Paris",
		"/etc/localtime", `Europe\Paris`, `\\host\zone`, "C:/zone", "zone.tab", "tzdata.zi", "+VERSION", "UTC\n", "UTC\x00", " UTC", "Europe/Zürich",
		"Europe/Paris Europe/Rome", "UTC+1", strings.Repeat("A", 65), strings.Repeat("A/", 100000),
	} {
		loc, err := clock.Zone(name)
		if !errors.Is(err, ErrZone) {
			t.Errorf("Zone(%.40q): got %v, %v, want ErrZone", name, loc, err)
			continue
		}
		if line := err.Error(); strings.ContainsAny(line, "\n\r") || strings.Contains(line, "banana") || !strings.Contains(line, "Europe/Paris") {
			t.Errorf("Zone(%.40q): got %q, want one line with an example that repeats nothing", name, line)
		}
		if _, err := clock.Next("0 0 * * *", name, moment(t, "2026-11-22T00:00:00Z")); !errors.Is(err, ErrZone) {
			t.Errorf("Next in %.40q: got %v, want ErrZone", name, err)
		}
	}
}

func TestAZoneInOtherCapitalsIsSuggested(t *testing.T) {
	t.Parallel()
	if _, err := time.LoadLocation("europe/pARIS"); err == nil {
		t.Skip("this system's zones are found in any capitals")
	}
	for name, likely := range map[string]string{
		"europe/paris": "Europe/Paris", "EUROPE/PARIS": "Europe/Paris", "america/new_york": "America/New_York",
		"america/argentina/buenos_aires": "America/Argentina/Buenos_Aires", "utc": "UTC", "us/eastern": "",
		"europe/nowhere": "", "etc/gmt+5": "",
	} {
		want := "not a time zone I know: did you mean " + likely + "?"
		if likely == "" {
			want = "not a time zone I know: it takes an IANA name, like Europe/Paris or America/New_York"
		}
		if _, err := New().Zone(name); !errors.Is(err, ErrZone) || err.Error() != want {
			t.Errorf("Zone(%q)\n got %v\nwant %s", name, err, want)
		}
	}
}

func TestZoneDataNamesItsSourceAndVersion(t *testing.T) {
	t.Parallel()
	system := func(t *testing.T, files map[string]string) string {
		dir := t.TempDir()
		for name, text := range files {
			path := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return dir
	}
	empty := system(t, nil)
	debian := system(t, map[string]string{"Europe/London": "TZif", "tzdata.zi": "# version 2026b\n# ddeps zone.tab\nR d 1916 o -\n"})
	bsd := system(t, map[string]string{"Europe/London": "TZif", "+VERSION": "2026a\n", "tzdata.zi": "# version 2025z\n"})
	silent := system(t, map[string]string{"Europe/London": "TZif", "tzdata.zi": "something else"})
	for _, tt := range []struct {
		name                    string
		dirs                    []string
		wantSource, wantVersion string
	}{
		{"Debian", []string{empty, debian, bsd}, debian, "2026b"},
		{"BSD", []string{bsd, debian}, bsd, "2026a"},
		{"no version", []string{silent}, silent, "unknown"},
		{"nothing", []string{empty, filepath.Join(empty, "missing")}, "built in", runtime.Version()},
	} {
		if source, version := zoneDataIn(tt.dirs...); source != tt.wantSource || version != tt.wantVersion {
			t.Errorf("%s: got %q %q, want %q %q", tt.name, source, version, tt.wantSource, tt.wantVersion)
		}
	}
	if source, version := ZoneData(); source == "" || version == "" {
		t.Errorf("ZoneData: got %q, %q, want both said", source, version)
	}
}

func TestAWallHappensAtItsFirstMomentEastAndWestOfGreenwich(t *testing.T) {
	t.Parallel()
	clock := New()
	for _, tt := range []struct{ zone, wall, want string }{
		{"Europe/Paris", "2026-10-25 02:30", "2026-10-25T02:30:00+02:00"},
		{"America/New_York", "2026-11-01 01:30", "2026-11-01T01:30:00-04:00"},
		{"Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-05T01:45:00+11:00"},
		{"Europe/Paris", "2026-03-29 02:30", "2026-03-29T03:00:00+02:00"},
		{"America/New_York", "2026-03-08 02:30", "2026-03-08T03:00:00-04:00"},
		{"Pacific/Apia", "2011-12-30 11:00", "2011-12-31T00:00:00+14:00"},
		{"Europe/Paris", "2026-10-25 03:00", "2026-10-25T03:00:00+01:00"},
		{"UTC", "2026-10-25 02:30", "2026-10-25T02:30:00Z"},
	} {
		wall, err := time.Parse("2006-01-02 15:04", tt.wall)
		if err != nil {
			t.Fatal(err)
		}
		loc, err := clock.Zone(tt.zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := FirstMoment(loc, wall).Format(time.RFC3339); got != tt.want {
			t.Errorf("%s in %s: got %s, want %s", tt.wall, tt.zone, got, tt.want)
		}
	}
}

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

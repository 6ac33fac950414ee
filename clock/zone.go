package clock

import (
	"bufio"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
	_ "time/tzdata" // the zones of last resort, where the system has none
)

// ErrZone is wrapped by every refusal of a time zone's name, with one line for
// the person who typed it.
var ErrZone = errors.New("not a time zone I know")

// maxZoneName is the longest name taken, in bytes; IANA's longest has 32.
const maxZoneName = 64

// loadZone loads an IANA zone. It refuses what Go and the zone directory would
// take besides: the machine's own zone, files beside the zones, paths, and the
// "right" zones, whose seconds are not Unix time's.
func loadZone(name string) (*time.Location, error) {
	refused := fmt.Errorf("%w: it takes an IANA name, like Europe/Paris or America/New_York", ErrZone)
	if len(name) > maxZoneName {
		return nil, refused
	}
	parts := strings.Split(name, "/")
	for _, part := range parts {
		if part == "" || !isLetter(part[0]) {
			return nil, refused
		}
		for i := range len(part) {
			if c := part[i]; !isLetter(c) && !isDigit(c) && c != '_' && c != '-' && c != '+' {
				return nil, refused
			}
		}
	}
	switch strings.ToLower(parts[0]) {
	case "local", "localtime", "posixrules", "posix", "right":
		return nil, refused
	}
	loc, err := time.LoadLocation(name)
	if err == nil {
		return loc, nil
	}
	for _, likely := range []string{capitals(name), strings.ToUpper(name)} {
		if _, err := time.LoadLocation(likely); likely != name && err == nil {
			return nil, fmt.Errorf("%w: did you mean %s?", ErrZone, likely)
		}
	}
	return nil, refused // the cause would repeat what was typed
}

// capitals writes a name as most zones are written: Europe/Paris, America/New_York.
func capitals(name string) string {
	letters, first := []byte(strings.ToLower(name)), true
	for i, c := range letters {
		if first && 'a' <= c && c <= 'z' {
			letters[i] = c - 'a' + 'A'
		}
		first = c == '/' || c == '_'
	}
	return string(letters)
}

// ZoneData names where time zones come from and which IANA release they are.
// The source is the directory of the system's zones, or "built in"; the version
// is IANA's ("2026b") where the system tells it, "unknown" where it does not,
// and the Go release ("go1.26.8") for zones built in, as Go ships IANA's
// release of its day. Go's ZONEINFO variable, a developer's tool which goes
// before either, is not looked at.
func ZoneData() (source, version string) {
	// These are the directories that package time looks in, in its order.
	return zoneDataIn("/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/usr/lib/locale/TZ", "/etc/zoneinfo")
}

func zoneDataIn(dirs ...string) (source, version string) {
	for _, dir := range dirs {
		if info, err := os.Stat(filepath.Join(dir, "Europe", "London")); err == nil && info.Mode().IsRegular() {
			return dir, zoneVersion(dir)
		}
	}
	return "built in", runtime.Version()
}

// zoneVersion reads the release from "+VERSION" (BSD and macOS) or from the
// first line of tzdata.zi, "# version 2026b".
func zoneVersion(dir string) string {
	if line := firstLine(filepath.Join(dir, "+VERSION")); line != "" {
		return line
	}
	if version, ok := strings.CutPrefix(firstLine(filepath.Join(dir, "tzdata.zi")), "# version "); ok {
		return version
	}
	return "unknown"
}

// firstLine returns a file's first line, empty when there is none to read.
func firstLine(name string) string {
	file, err := os.Open(name)
	if err != nil {
		return ""
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Scan()
	return strings.TrimSpace(lines.Text())
}

// daySeconds is the length of a day on a clock that nobody changes. No zone was
// ever further than this from UTC: the record is Manila's 15:56 before 1844.
const daySeconds = 24 * 60 * 60

// span is a time, from start and before end, in which a zone's offset from UTC
// stays the same. Moments are in Unix seconds. Walls, what a clock on the wall
// shows, are in seconds since 1970-01-01 00:00 on that clock, so that wall =
// moment + offset.
type span struct{ start, end, offset int64 }

// spanAt returns the span in which a moment lies.
func spanAt(loc *time.Location, moment int64) span {
	t := time.Unix(moment, 0).In(loc)
	_, offset := t.Zone()
	from, to := t.ZoneBounds()
	s := span{start: math.MinInt64 / 2, end: math.MaxInt64 / 2, offset: int64(offset)}
	if !from.IsZero() {
		s.start = from.Unix()
	}
	if !to.IsZero() {
		s.end = to.Unix()
	}
	// Where a zone's table has ended and its rule goes on, package time cuts
	// spans at the end of the UTC year and takes each year for 365 days: on 31
	// December of a leap year it names a bound that is behind us. The end of
	// that day is the true cut, and also keeps the walks below from standing still.
	if s.end <= moment {
		s.end = moment - floorMod(moment, daySeconds) + daySeconds
	}
	return s
}

// FirstMoment returns the first moment at which a clock in loc shows a wall or a
// later one, to the second. The wall is what a clock on the wall shows: the date and
// the time of day of the argument, whatever its own location. It is the first of two
// moments if the clock is set back over the wall, and the end of the gap if the clock
// skips it.
func FirstMoment(loc *time.Location, wall time.Time) time.Time {
	_, offset := wall.Zone()
	return time.Unix(firstMoment(loc, wall.Unix()+int64(offset)), 0).In(loc)
}

// firstMoment returns the first moment at which the clock shows this wall or a
// later one: the moment itself, the first of two when the clock is set back
// over it, the end of the gap when the clock skips it. It never decreases as
// the wall grows; the rule for clock changes follows from this line alone.
func firstMoment(loc *time.Location, wall int64) int64 {
	for moment := wall - daySeconds; ; {
		s := spanAt(loc, moment)
		if at := max(moment, wall-s.offset); at < s.end {
			return at
		}
		moment = s.end
	}
}

// latestWall returns the latest wall that the clock has shown up to a moment.
// It is later than what the clock shows while a time comes for the second time.
func latestWall(loc *time.Location, moment int64) int64 {
	s := spanAt(loc, moment)
	latest := moment + s.offset
	for s.start > moment-2*daySeconds {
		s = spanAt(loc, s.start-1)
		latest = max(latest, s.end-1+s.offset)
	}
	return latest
}

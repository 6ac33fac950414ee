package host

import (
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// oldZones is how old zone data may be before the host is warned: governments
// change their clocks at a few months' notice, several of them each year.
const oldZones = 183 * 24 * time.Hour

// checkZones names the zone data in use, where it came from, and warns when it is
// old.
func checkZones(c *checkup, source, version string, now time.Time) {
	if source == "built in" {
		c.warn("zone data", "built into leanon by %s, because the system has none; it is as old as that Go is: install your system's tzdata", version)
		return
	}
	if version == "unknown" {
		version = "of unknown release"
	}
	latest := releasedBy(version, changedAt(source))
	switch {
	case latest.IsZero():
		c.warn("zone data", "%s from %s; how old it is cannot be told: keep your system's tzdata up to date", version, source)
	case now.Sub(latest) > oldZones:
		c.warn("zone data", "%s from %s is over six months old: update your system's tzdata, and start leanon again", version, source)
	default:
		c.ok("zone data", "%s from %s", version, source)
	}
}

// changedAt is when the zone data's files were made, as their package says; the
// zero time if that cannot be told.
func changedAt(dir string) time.Time {
	for _, name := range []string{"tzdata.zi", "+VERSION", filepath.Join("Europe", "London")} {
		if info, err := os.Stat(filepath.Join(dir, name)); err == nil {
			return info.ModTime()
		}
	}
	return time.Time{}
}

// releasedBy is the latest moment at which a release of IANA's can have come out;
// the zero time if nothing tells. There is no table of releases in leanon, which
// would be out of date first. What is known is the year in the name ("2026b"), and
// when the package's files were made: after the release, and within its year, or
// else the date says nothing (some systems set all dates to one).
func releasedBy(version string, changed time.Time) time.Time {
	year := 0
	if len(version) >= 4 {
		year, _ = strconv.Atoi(version[:4]) // 0 where it is no number
	}
	if year < 1993 { // the first release that was named so
		if changed.Year() < 1993 {
			return time.Time{}
		}
		return changed
	}
	end := time.Date(year+1, 1, 1, 0, 0, 0, 0, time.UTC)
	if changed.Year() == year && changed.Before(end) {
		return changed
	}
	return end
}

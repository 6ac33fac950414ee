package host

import (
	"os"
	"path/filepath"
	"strconv"
	"time"

	"leanon/machine"
)

// oldZones is how old zone data may be before check warns of it. Several governments
// change their clocks each year, at a few months' notice.
const oldZones = 183 * 24 * time.Hour

// checkZones prints which zone data is in use and where it is from, and warns if it is
// old.
func checkZones(c *checkup, source, version string, now time.Time) {
	if source == "built in" {
		c.warn("zone data", "built into leanon by %s, because the system has none; it is as old as that Go is: %s", version, machine.NewerZones)
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

// changedAt returns when the files of the zone data were made, as their package says, or
// the zero time if nothing says so.
func changedAt(dir string) time.Time {
	for _, name := range []string{"tzdata.zi", "+VERSION", filepath.Join("Europe", "London")} {
		if info, err := os.Stat(filepath.Join(dir, name)); err == nil {
			return info.ModTime()
		}
	}
	return time.Time{}
}

// releasedBy returns the latest moment at which a release of IANA's zone data can have
// come out, or the zero time if nothing tells. leanon has no table of releases, because
// that would be out of date first. It knows the year in the name ("2026b"), and when the
// package's files were made, which is after the release. If they were made in another
// year, the date says nothing: some systems give all files the same date.
func releasedBy(version string, changed time.Time) time.Time {
	year := 0
	if len(version) >= 4 {
		year, _ = strconv.Atoi(version[:4]) // 0 where it is no number
	}
	if year < 1993 { // the year of the first release with such a name
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

package clock

import (
	"archive/zip"
	"flag"
	"fmt"
	"go/build"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var everyZone = flag.Bool("every-zone", false, "check the clock at every change of every zone from 2000 to 2037, not at a sample")

// zoneNames lists IANA's names as the Go toolchain ships them, which knows
// links and old names too.
func zoneNames(t *testing.T) []string {
	t.Helper()
	archive, err := zip.OpenReader(filepath.Join(build.Default.GOROOT, "lib", "time", "zoneinfo.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	var names []string
	for _, file := range archive.File {
		if !strings.HasSuffix(file.Name, "/") {
			names = append(names, file.Name)
		}
	}
	if len(names) < 400 {
		t.Fatalf("zone names: got %d, want all of them", len(names))
	}
	return names
}

// changesOf lists the moments from 2000 to 2037 at which a zone's clock is changed.
func changesOf(loc *time.Location) []int64 {
	var changes []int64
	at := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).In(loc)
	for {
		_, end := at.ZoneBounds()
		if end.IsZero() || end.UTC().Year() > 2037 {
			return changes
		}
		_, before := end.Add(-time.Second).Zone()
		if _, after := end.Zone(); before != after {
			changes = append(changes, end.Unix())
		}
		at = end
	}
}

// witness is the record of somebody who watched a clock for some days: the local time,
// in minutes, at each minute of real time.
type witness struct {
	start  int64 // the first minute, in Unix seconds
	locals []int64
	low    int64   // the earliest local time seen
	seen   []int32 // for each local time from low on, the first minute that showed it, -1 for none
}

func watch(loc *time.Location, change int64) *witness {
	const days = 2
	w := &witness{start: change - days*daySeconds}
	for i := range int64(2 * days * 24 * 60) {
		at := time.Unix(w.start+i*60, 0).In(loc)
		year, month, day := at.Date()
		w.locals = append(w.locals, time.Date(year, month, day, at.Hour(), at.Minute(), 0, 0, time.UTC).Unix()/60)
	}
	w.low = slices.Min(w.locals)
	w.seen = make([]int32, slices.Max(w.locals)-w.low+1)
	for i := range w.seen {
		w.seen[i] = -1
	}
	for i, local := range w.locals {
		if w.seen[local-w.low] < 0 {
			w.seen[local-w.low] = int32(i)
		}
	}
	return w
}

// dates lists the dates that the witness saw from beginning to end, in days.
func (w *witness) dates() []int64 {
	var dates []int64
	for _, local := range w.locals {
		dates = append(dates, local/(24*60))
	}
	slices.Sort(dates)
	dates = slices.Compact(dates)
	return dates[1 : len(dates)-1]
}

// expected returns when a schedule happens on those dates. It follows the words of the
// rule for clock changes, without any arithmetic on offsets.
func (w *witness) expected(t *testing.T, s *schedule) []int64 {
	var moments []int64
	dates := w.dates()
	if s.realTime {
		for i, local := range w.locals {
			date := time.Unix(local*60, 0).UTC()
			if slices.Contains(dates, local/(24*60)) && slowDay(s, date) && s.hours&(1<<date.Hour()) != 0 && s.minutes&(1<<date.Minute()) != 0 {
				moments = append(moments, w.start+int64(i)*60)
			}
		}
		return moments
	}
	for _, date := range dates {
		if !slowDay(s, time.Unix(date*daySeconds, 0).UTC()) {
			continue
		}
		for m := range int64(24 * 60) {
			if s.hours&(1<<(m/60)) == 0 || s.minutes&(1<<(m%60)) == 0 {
				continue
			}
			local := date*24*60 + m
			i := int(w.seen[local-w.low])
			if i < 0 {
				i = slices.IndexFunc(w.locals, func(shown int64) bool { return shown > local })
			}
			if i < 0 {
				t.Fatalf("the witness saw nothing after %v", time.Unix(local*60, 0).UTC())
			}
			moments = append(moments, w.start+int64(i)*60)
		}
	}
	slices.Sort(moments)
	return slices.Compact(moments)
}

// schedulesNear lists daily, weekly, monthly and other schedules with times
// around the local times that a change skips or repeats.
func schedulesNear(before, after int64) []string {
	low, high := min(before, after), max(before, after)
	var exprs []string
	for _, local := range []int64{low - 60, low, low + 60, (low + high) / 2, high - 60, high, high + 60} {
		at := time.Unix(local, 0).UTC()
		daily := fmt.Sprintf("%d %d", at.Minute(), at.Hour())
		exprs = append(exprs, daily+" * * *")
		for _, date := range []time.Time{at, time.Unix(high, 0).UTC(), time.Unix(low, 0).UTC().AddDate(0, 0, -1)} {
			exprs = append(exprs, fmt.Sprintf("%s * * %d", daily, date.Weekday()), fmt.Sprintf("%s %d * *", daily, date.Day()))
		}
	}
	at := time.Unix(low, 0).UTC()
	return append(exprs,
		"0 0 * * *", "59 23 * * *", "0 9 * * *", "0,30 0,1,2,3,23 * * *", "7,37 0-23 * * *",
		"*/20 * * * *", "0 */2 * * *", fmt.Sprintf("*/15 %d * * *", at.Hour()), fmt.Sprintf("* %d * * %d", at.Hour(), at.Weekday()))
}

// checkChange compares Next with the witness at one change, asked from many moments.
func checkChange(t *testing.T, clock *Clock, zone string, loc *time.Location, change int64) {
	w := watch(loc, change)
	dates := w.dates()
	for _, expr := range schedulesNear(localAt(loc, change-60)+60, localAt(loc, change)) {
		s, err := clock.schedule(expr)
		if err != nil {
			t.Fatalf("%q: %v", expr, err)
		}
		want := w.expected(t, s)
		first := w.start + int64(w.seen[dates[0]*24*60-w.low])*60
		for _, asked := range append([]int64{first - 1, change - 1801, change - 1, change, change + 1799, change + 3600}, want...) {
			rest := want
			for len(rest) > 0 && rest[0] <= asked {
				rest = rest[1:]
			}
			if len(rest) == 0 {
				continue // the next one is later than the witness watched
			}
			got, err := clock.Next(expr, zone, time.Unix(asked, 0))
			if err != nil || got.Unix() != rest[0] {
				t.Errorf("%s in %s after %v: got %v, %v, want %v", expr, zone, time.Unix(asked, 0).In(loc), got, err, time.Unix(rest[0], 0).In(loc))
			}
		}
	}
}

// TestEveryTimeHappensOnceOnEveryDateOfEveryZone looks at the days around each
// kind of change: the first change of every shape (local time before and after, and
// weekday of it), then a sample. The flag -every-zone leaves none out.
func TestEveryTimeHappensOnceOnEveryDateOfEveryZone(t *testing.T) {
	t.Parallel()
	clock := New()
	type alike struct{ moment, before, after int64 }
	type shape struct{ before, after, shift int64 }
	changesSeen, shapesSeen, checked, all := map[alike]bool{}, map[shape]bool{}, 0, 0
	for _, zone := range zoneNames(t) {
		loc, err := clock.Zone(zone)
		if err != nil {
			t.Fatal(err)
		}
		for _, change := range changesOf(loc) {
			before, after := localAt(loc, change-1)+1, localAt(loc, change)
			this := alike{change, before, after}
			if changesSeen[this] && !*everyZone {
				continue // another zone's clock did exactly the same
			}
			changesSeen[this] = true
			all++
			like := shape{floorMod(before, daySeconds), floorMod(after, daySeconds), after - before}
			if shapesSeen[like] && all%97 != 0 && !*everyZone {
				continue
			}
			shapesSeen[like] = true
			checked++
			checkChange(t, clock, zone, loc, change)
			if t.Failed() {
				t.FailNow()
			}
		}
	}
	t.Logf("%d of %d different changes checked, %d shapes", checked, all, len(shapesSeen))
	if checked < 60 {
		t.Errorf("changes checked: got %d, want at least 60", checked)
	}
}

// TestDailyWeeklyAndMonthlyNeverLoseADate walks all years from 2000 to 2037 and
// wants one occurrence for each date that the calendar and the zone have.
func TestDailyWeeklyAndMonthlyNeverLoseADate(t *testing.T) {
	t.Parallel()
	clock := New()
	names := zoneNames(t)
	if !*everyZone {
		names = []string{"Africa/Cairo", "America/Nuuk", "America/Santiago", "Pacific/Apia"}
	}
	for _, zone := range names {
		loc, err := clock.Zone(zone)
		if err != nil {
			t.Fatal(err)
		}
		for _, expr := range []string{"30 2 * * *", "30 23 * * *", "0 0 * * 0", "0 9 * * 5", "0 0 1 * *", "30 2 29 * 0"} {
			s, err := clock.schedule(expr)
			if err != nil {
				t.Fatal(err)
			}
			want := 0
			for date := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC); date.Year() < 2038; date = date.AddDate(0, 0, 1) {
				if slowDay(s, date) && exists(loc, date) {
					want++
				}
			}
			got, last := 0, time.Date(2000, 1, 1, 0, 0, 0, 0, loc).Add(-time.Second)
			for end := time.Date(2038, 1, 1, 0, 0, 0, 0, loc); ; got++ {
				next, err := clock.Next(expr, zone, last)
				if err != nil || !next.After(last) {
					t.Fatalf("%s in %s after %v: got %v, %v, want later", expr, zone, last, next, err)
				}
				if !next.Before(end) {
					break
				}
				last = next
			}
			if got != want {
				t.Errorf("%s in %s from 2000 to 2037: got %d occurrences, want %d", expr, zone, got, want)
			}
		}
	}
}

// exists reports whether a clock in a zone shows a date at any quarter of an hour.
func exists(loc *time.Location, date time.Time) bool {
	noon := date.Add(12 * time.Hour)
	for quarter := range 4 * 72 {
		// Noon first: it settles nearly every date at once.
		offset := time.Duration((quarter+1)/2) * 15 * time.Minute
		if quarter%2 == 0 {
			offset = -offset
		}
		at := noon.Add(offset).In(loc)
		if at.Year() == date.Year() && at.YearDay() == date.YearDay() {
			return true
		}
	}
	return false
}

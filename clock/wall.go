package clock

import (
	"math"
	"time"
)

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

// wallAt returns what the clock shows at a moment.
func wallAt(loc *time.Location, moment int64) int64 {
	_, offset := time.Unix(moment, 0).In(loc).Zone()
	return moment + int64(offset)
}

// floorMod is the remainder that is never negative.
func floorMod(a, b int64) int64 { return (a%b + b) % b }

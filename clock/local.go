package clock

import (
	"math"
	"time"
)

// daySeconds is the length of a day on a clock that nobody changes. No zone was
// ever further than this from UTC: the record is Manila's 15:56 before 1844.
const daySeconds = 24 * 60 * 60

// span is a time, from start and before end, in which a zone's offset from UTC stays
// the same. A moment is in Unix seconds. A local time, what a clock on the wall shows,
// is in seconds since 1970-01-01 00:00 on that clock, so that local = moment + offset.
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
	// After the end of a zone's table, where its rule goes on, package time cuts spans
	// at the end of the UTC year and takes each year for 365 days: on 31 December of a
	// leap year it names a bound that has passed. The end of that day is the true cut,
	// and it keeps the loops over spans from standing still.
	if s.end <= moment {
		s.end = moment - floorMod(moment, daySeconds) + daySeconds
	}
	return s
}

// FirstMoment returns the first moment at which the clock of a zone shows a local time
// or a later one, in that zone and to the second: the first of two moments if the clock
// is set back over the local time, and the end of the gap if the clock skips it. The
// local time is the date and the time of day of an argument whose own location does not
// count.
func FirstMoment(loc *time.Location, local time.Time) time.Time {
	_, offset := local.Zone()
	return time.Unix(firstMoment(loc, local.Unix()+int64(offset)), 0).In(loc)
}

// firstMoment is FirstMoment in seconds. It never decreases as the local time grows; the
// rule for clock changes follows from that alone.
func firstMoment(loc *time.Location, local int64) int64 {
	for moment := local - daySeconds; ; {
		s := spanAt(loc, moment)
		if at := max(moment, local-s.offset); at < s.end {
			return at
		}
		moment = s.end
	}
}

// latestLocal returns the latest local time that the clock has shown up to a moment. It
// is later than what the clock shows at that moment if a local time comes for the second
// time then.
func latestLocal(loc *time.Location, moment int64) int64 {
	s := spanAt(loc, moment)
	latest := moment + s.offset
	for s.start > moment-2*daySeconds {
		s = spanAt(loc, s.start-1)
		latest = max(latest, s.end-1+s.offset)
	}
	return latest
}

// localAt returns the local time at a moment.
func localAt(loc *time.Location, moment int64) int64 {
	_, offset := time.Unix(moment, 0).In(loc).Zone()
	return moment + int64(offset)
}

// floorMod returns the remainder of a/b for a positive b; it is never negative.
func floorMod(a, b int64) int64 { return (a%b + b) % b }

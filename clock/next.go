package clock

import (
	"math/bits"
	"time"
)

// searchDays is how many days ahead an occurrence is looked for. The rarest one is 29
// February on a given day of the week, at most 40 years away (Sunday: 2088 to 2128).
const searchDays = 41 * 366

// nextByClock returns the first occurrence after a moment of a schedule that names
// times of day. Because firstMoment never decreases, the occurrences still to come are
// those of local times later than any that the clock has shown so far.
func (s *schedule) nextByClock(loc *time.Location, after int64) (int64, bool) {
	from := latestLocal(loc, after) + 1
	before := from + searchDays*daySeconds
	for {
		local, ok := s.firstLocal(from, before)
		if !ok {
			return 0, false
		}
		moment := firstMoment(loc, local)
		if localAt(loc, moment) == local {
			return moment, true
		}
		midnight := local - floorMod(local, daySeconds)
		if dawn := firstMoment(loc, midnight); localAt(loc, dawn) < midnight+daySeconds {
			return moment, true
		}
		from = midnight + daySeconds // the zone skipped this date
	}
}

// nextInRealTime returns the first moment after another at which the clock shows a
// matching time, whether or not it showed the same time before.
func (s *schedule) nextInRealTime(loc *time.Location, after int64) (int64, bool) {
	for moment, limit := after+1, after+searchDays*daySeconds; moment < limit; {
		at := spanAt(loc, moment)
		at.end = min(at.end, limit)
		if local, ok := s.firstLocal(moment+at.offset, at.end+at.offset); ok {
			return local - at.offset, true
		}
		moment = at.end
	}
	return 0, false
}

// firstLocal returns the earliest matching local time that is not before from, and
// whether it is before limit.
func (s *schedule) firstLocal(from, limit int64) (int64, bool) {
	minute := (from + 59 - floorMod(from+59, 60)) / 60
	minuteOfDay := int(floorMod(minute, 24*60))
	today := minute*60 - int64(minuteOfDay)*60
	date := time.Unix(today, 0).UTC()
	year, month, day := date.Year(), int(date.Month()), date.Day()
	first := today - int64(day-1)*daySeconds
	weekday := int(floorMod(int64(date.Weekday())-int64(day-1), 7))
	if at, ok := s.timeFrom(minuteOfDay); !ok || s.daysIn(month, 31, weekday)&(1<<day) == 0 {
		day, minuteOfDay = day+1, 0 // nothing is left of the day we begin in
	} else {
		minuteOfDay = at
	}
	for ; first < limit; day, minuteOfDay = 1, 0 {
		length := monthLength(month, leapYear(year))
		if days := s.daysIn(month, length, weekday) >> day << day; days != 0 {
			if found := bits.TrailingZeros64(days); found != day {
				day, minuteOfDay = found, 0
			}
			at, _ := s.timeFrom(minuteOfDay) // a schedule has a time in every day
			local := first + int64(day-1)*daySeconds + int64(at)*60
			return local, local < limit
		}
		first += int64(length) * daySeconds
		weekday = (weekday + length) % 7
		if month++; month > 12 {
			year, month = year+1, 1
		}
	}
	return 0, false
}

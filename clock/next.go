// Package scheduler says when: cron expressions in a time zone, under leanon's
// own rule for clock changes.
//
// An expression whose minute and hour are both restricted names times of day,
// and each happens exactly once on every local date: a time that the clock
// skips happens at the first moment after the gap (several that fall into one
// gap count once), a time that comes twice happens the first time only. A date
// that the zone itself skipped does not exist. An expression whose minute or
// hour begins with * follows elapsed time instead, as cronie does: repeated
// minutes come twice, skipped ones never. robfig/cron parses; it computes no
// time, because it loses days in which the clock changes.
package clock

import (
	"errors"
	"fmt"
	"math/bits"
	"sync"
	"time"
)

// searchDays is how far ahead an occurrence is looked for. The rarest one is 29
// February on a given day of the week, at most 40 years away (Sunday: 2088 to 2128).
const searchDays = 41 * 366

// maxSchedules bounds the parsed expressions that are kept: many times what a
// host's couples use, and well under a megabyte.
const maxSchedules = 1024

// Clock computes occurrences. It remembers zones and parsed expressions, which
// changes no answer, and may be used from many goroutines at once.
type Clock struct {
	mu        sync.RWMutex
	schedules map[string]*schedule
	zones     map[string]*time.Location
}

// New returns a Clock that remembers nothing yet.
func New() *Clock {
	return &Clock{schedules: map[string]*schedule{}, zones: map[string]*time.Location{}}
}

// Next returns the first occurrence of a cron expression in an IANA zone
// strictly after a moment of the years 1 to 9999, in that zone's location and
// to the second (product.md, Time). The error wraps ErrExpression or ErrZone
// when the person who chose them can mend it; ErrExpression also when the zone
// skips every single occurrence.
func (c *Clock) Next(expr, zone string, after time.Time) (time.Time, error) {
	s, err := c.schedule(expr)
	if err != nil {
		return time.Time{}, err
	}
	loc, err := c.Zone(zone)
	if err != nil {
		return time.Time{}, err
	}
	if year := after.UTC().Year(); year < 1 || year > 9999 {
		return time.Time{}, errors.New("next occurrence: only after the years 1 to 9999")
	}
	next := s.nextByClock
	if s.realTime {
		next = s.nextInRealTime
	}
	moment, ok := next(loc, after.Unix())
	if !ok {
		return time.Time{}, fmt.Errorf("%w: in this time zone the clock skips its every time", ErrExpression)
	}
	return time.Unix(moment, 0).In(loc), nil
}

// Times returns the next n occurrences strictly after a moment, earliest first,
// under the contract of Next; none when n is not positive.
func (c *Clock) Times(expr, zone string, from time.Time, n int) ([]time.Time, error) {
	var times []time.Time
	for len(times) < n {
		next, err := c.Next(expr, zone, from)
		if err != nil {
			return nil, err
		}
		times = append(times, next)
		from = next
	}
	return times, nil
}

// Zone returns the location of an IANA zone ("Europe/Paris", "UTC"), or an
// error that wraps ErrZone.
func (c *Clock) Zone(name string) (*time.Location, error) {
	c.mu.RLock()
	loc, ok := c.zones[name]
	c.mu.RUnlock()
	if ok {
		return loc, nil
	}
	loc, err := loadZone(name)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.zones[name] = loc
	return loc, nil
}

func (c *Clock) schedule(expr string) (*schedule, error) {
	c.mu.RLock()
	s, ok := c.schedules[expr]
	c.mu.RUnlock()
	if ok {
		return s, nil
	}
	s, err := parseSchedule(expr)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.schedules) >= maxSchedules {
		clear(c.schedules)
	}
	c.schedules[expr] = s
	return s, nil
}

// nextByClock returns the first occurrence after a moment of a schedule that
// names times of day. As firstMoment never decreases, the occurrences still to
// come are those of walls later than any the clock has shown so far.
func (s *schedule) nextByClock(loc *time.Location, after int64) (int64, bool) {
	from := latestWall(loc, after) + 1
	before := from + searchDays*daySeconds
	for {
		wall, ok := s.firstWall(from, before)
		if !ok {
			return 0, false
		}
		moment := firstMoment(loc, wall)
		if wallAt(loc, moment) == wall {
			return moment, true
		}
		midnight := wall - floorMod(wall, daySeconds)
		if dawn := firstMoment(loc, midnight); wallAt(loc, dawn) < midnight+daySeconds {
			return moment, true
		}
		from = midnight + daySeconds // the zone skipped this date
	}
}

// nextInRealTime returns the first moment after another at which the clock
// shows a matching time, whether or not it showed the same one before.
func (s *schedule) nextInRealTime(loc *time.Location, after int64) (int64, bool) {
	for moment, limit := after+1, after+searchDays*daySeconds; moment < limit; {
		at := spanAt(loc, moment)
		at.end = min(at.end, limit)
		if wall, ok := s.firstWall(moment+at.offset, at.end+at.offset); ok {
			return wall - at.offset, true
		}
		moment = at.end
	}
	return 0, false
}

// firstWall returns the earliest matching wall, from one and before another.
func (s *schedule) firstWall(from, before int64) (int64, bool) {
	minute := (from + 59 - floorMod(from+59, 60)) / 60
	clock := int(floorMod(minute, 24*60))
	today := minute*60 - int64(clock)*60
	date := time.Unix(today, 0).UTC()
	year, month, day := date.Year(), int(date.Month()), date.Day()
	first := today - int64(day-1)*daySeconds
	weekday := int(floorMod(int64(date.Weekday())-int64(day-1), 7))
	if at, ok := s.clockFrom(clock); !ok || s.daysIn(month, 31, weekday)&(1<<day) == 0 {
		day, clock = day+1, 0 // nothing is left of the day we begin in
	} else {
		clock = at
	}
	for ; first < before; day, clock = 1, 0 {
		length := monthLength(month, leapYear(year))
		if days := s.daysIn(month, length, weekday) >> day << day; days != 0 {
			if found := bits.TrailingZeros64(days); found != day {
				day, clock = found, 0
			}
			at, _ := s.clockFrom(clock) // a schedule has a time in every day
			wall := first + int64(day-1)*daySeconds + int64(at)*60
			return wall, wall < before
		}
		first += int64(length) * daySeconds
		weekday = (weekday + length) % 7
		if month++; month > 12 {
			year, month = year+1, 1
		}
	}
	return 0, false
}

// wallAt returns what the clock shows at a moment.
func wallAt(loc *time.Location, moment int64) int64 {
	_, offset := time.Unix(moment, 0).In(loc).Zone()
	return moment + int64(offset)
}

// floorMod is the remainder that is never negative.
func floorMod(a, b int64) int64 { return (a%b + b) % b }

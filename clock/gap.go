package clock

import (
	"math"
	"math/bits"
	"time"
)

// cycleYears is the Gregorian calendar's period: 400 years are a whole number
// of weeks, so dates and days of the week repeat together after them.
const cycleYears = 400

// Gap returns the shortest interval that ever lies between two occurrences of an
// expression, on a clock that nobody changes: an interval that only a clock change
// makes shorter does not count. It is computed from the times of day and the
// calendar's 14 kinds of year, once for an expression and in microseconds, and is exact
// even for the rarest dates. The error wraps ErrExpression.
func (c *Clock) Gap(expr string) (time.Duration, error) {
	s, err := c.schedule(expr)
	if err != nil {
		return 0, err
	}
	return s.gap, nil
}

func (s *schedule) shortestGap() time.Duration {
	shortest, first, last := s.gapInDay()
	overnight := 24*60 - last + first
	if shortest < overnight { // days can only be further apart than a night
		return time.Duration(shortest) * time.Minute
	}
	days := s.gapInDays()
	return min(time.Duration(shortest), time.Duration(days-1)*24*60+time.Duration(overnight)) * time.Minute
}

// gapInDay returns the shortest interval between two times of one day
// (math.MaxInt32 if there is one time only), the first and the last, in minutes.
func (s *schedule) gapInDay() (shortest, first, last int) {
	firstMinute, lastMinute := bits.TrailingZeros64(s.minutes), bits.Len64(s.minutes)-1
	shortest = closest(s.minutes)
	if hours := closest(s.hours); hours < math.MaxInt32 {
		shortest = min(shortest, hours*60-lastMinute+firstMinute)
	}
	first = bits.TrailingZeros64(s.hours)*60 + firstMinute
	last = (bits.Len64(s.hours)-1)*60 + lastMinute
	return shortest, first, last
}

// yearDays are the matching days of a kind of year, in days since 1 January.
type yearDays struct {
	any         bool
	first, last int
	shortest    int // between two matching days of the year
}

// gapInDays returns the shortest interval between two matching dates, in days.
func (s *schedule) gapInDays() int {
	var kinds [2][7]yearDays
	for weekday := range 7 {
		kinds[0][weekday] = s.year(false, weekday)
		kinds[1][weekday] = s.year(true, weekday)
	}
	shortest, sinceLast := math.MaxInt32, math.MaxInt32/2
	weekday := int(time.Saturday) // 1 January 2000
	// The second round closes the cycle: the last date of one, the first of the next.
	for year := range 2 * cycleYears {
		leap, length := 0, 365
		if leapYear(year) {
			leap, length = 1, 366
		}
		if days := kinds[leap][weekday]; days.any {
			shortest = min(shortest, days.shortest, sinceLast+days.first)
			sinceLast = -days.last
		}
		if shortest == 1 {
			return 1
		}
		sinceLast += length
		weekday = (weekday + length) % 7
	}
	return shortest
}

func (s *schedule) year(leap bool, weekday int) yearDays {
	y := yearDays{shortest: math.MaxInt32}
	newYear := 0
	for month := 1; month <= 12; month++ {
		length := monthLength(month, leap)
		if days := s.daysIn(month, length, weekday); days != 0 {
			first := newYear + bits.TrailingZeros64(days) - 1
			y.shortest = min(y.shortest, closest(days))
			if y.any {
				y.shortest = min(y.shortest, first-y.last)
			} else {
				y.any, y.first = true, first
			}
			y.last = newYear + bits.Len64(days) - 2
		}
		newYear += length
		weekday = (weekday + length) % 7
	}
	return y
}

// closest returns the shortest distance between two set bits, math.MaxInt32 if
// fewer than two are set.
func closest(set uint64) int {
	shortest := math.MaxInt32
	for rest := set & (set - 1); rest != 0; rest &= rest - 1 {
		next := bits.TrailingZeros64(rest)
		shortest = min(shortest, next-bits.Len64(set&(1<<next-1))+1)
	}
	return shortest
}

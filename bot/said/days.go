package said

import (
	"math/bits"
	"time"

	"leanon/library"
)

// Days is a set of days of the week: a bit for each, and Sunday is bit 0.
type Days int

// Sets of days.
const (
	AllDays     Days = 1<<7 - 1
	WorkingDays Days = 1<<time.Monday | 1<<time.Tuesday | 1<<time.Wednesday | 1<<time.Thursday | 1<<time.Friday
	FreeDays    Days = 1<<time.Saturday | 1<<time.Sunday
)

func (d Days) count() int { return bits.OnesCount(uint(d)) }

// day reads a day of the week.
func (p *parser) day() (time.Weekday, bool) {
	m, ok := p.takeThat(anyDay)
	day, _ := weekday(m)
	return day, ok
}

// days reads one day, several of one name, or a range of days, which may go over the end
// of the week. workdays says that Saturday may be one of them.
func (p *parser) days() (set Days, workdays, ok bool) {
	ok = p.try(func() bool {
		p.try(func() bool { _, ok := p.take(library.Every); return ok && p.isDay() }) // all Mondays
		for !p.isDay() && !p.has(library.Daily, library.Weekdays, library.Weekends, library.Workdays) {
			if _, ok := p.take(library.Aside, library.From, library.At, library.Every); !ok {
				break
			}
		}
		if m, ok := p.take(library.Daily, library.Weekdays, library.Weekends, library.Workdays); ok {
			workdays = m == library.Workdays
			set = map[library.Meaning]Days{library.Daily: AllDays, library.Weekends: FreeDays}[m]
			if set == 0 {
				set = WorkingDays
			}
			return true
		}
		if _, ok := p.take(library.Between); ok {
			first, ok := p.day()
			_, and := p.take(library.And)
			p.skip(library.Aside)
			last, more := p.day()
			set = span(first, last)
			return ok && and && more
		}
		first, ok := p.day()
		if ok {
			set = p.daysFrom(first)
		}
		return ok
	})
	return set, workdays, ok
}

// daysFrom reads on behind a day: "to Friday". Mon-Wed is a range, Mon-Wed-Fri a list.
func (p *parser) daysFrom(first time.Weekday) (set Days) {
	listed := []time.Weekday{first}
	for {
		var last time.Weekday
		hyphen := false
		ok := p.try(func() (ok bool) {
			if hyphen = p.mark("-"); !hyphen {
				if _, ok := p.take(library.Through); !ok || len(listed) > 1 {
					return false
				}
			}
			p.skip(library.Aside)
			last, ok = p.day()
			return ok
		})
		if ok && !hyphen {
			return span(first, last)
		}
		if !ok {
			break
		}
		listed = append(listed, last)
	}
	if len(listed) == 2 {
		return span(first, listed[1])
	}
	for _, day := range listed {
		set |= 1 << day
	}
	return set
}

// span returns the days from one to another.
func span(first, last time.Weekday) (set Days) {
	for day := first; ; day = (day + 1) % 7 {
		set |= 1 << day
		if day == last {
			return set
		}
	}
}

// unit reads a unit of a length.
func (p *parser) unit() (library.Meaning, bool) {
	return p.take(library.Minutes, library.Hours, library.Days, library.Weeks, library.Months, library.Years)
}

// interval reads how often something comes, other than on days of the week: "every other
// week", "twice a day", "monthly". It refuses what a week cannot say.
func (p *parser) interval(s *sentence) bool {
	if p.everyFew(s) || p.everyPart(s) {
		return true
	}
	return p.try(func() bool {
		for !p.has(library.Hourly, library.Monthly, library.Weekly) {
			if _, ok := p.take(library.Aside, library.At); !ok {
				break
			}
		}
		m, ok := p.take(library.EveryOther, library.Hourly, library.Monthly, library.Weekly)
		switch {
		case m == library.Weekly:
			s.timesAWeek = 1
		case ok:
			p.refuse(map[library.Meaning]Why{library.EveryOther: EveryOther, library.Hourly: Often, library.Monthly: DayOfMonth}[m])
		default:
			return p.occasions(s)
		}
		return true
	})
}

// everyFew reads "every 3 days", "every week", "every third Friday".
func (p *parser) everyFew(s *sentence) bool {
	return p.try(func() bool {
		if _, ok := p.take(library.Every); !ok {
			return false
		}
		p.skip(library.Aside)
		n, ok := p.count()
		if p.try(func() bool { p.skip(library.Aside, library.For); again, ok := p.count(); return ok && again == n }) {
			ok = true // de 3 em 3 dias
		}
		nth := false
		if _, nth = p.take(library.Nth); nth {
			n = 3
		} else if ok {
			if nth = p.mark("."); !nth {
				_, nth = p.take(library.Ordinal)
			}
		}
		unit, some := p.unit()
		if nth && !some {
			_, some = p.takeThat(anyDay)
			unit = library.Weeks
		}
		if !some {
			return false
		}
		p.every(s, max(n, 1), unit)
		return true
	})
}

// everyPart reads "every evening".
func (p *parser) everyPart(s *sentence) bool {
	return p.try(func() bool {
		if p.has(library.Morning, library.Afternoon, library.Evening, library.Night) {
			return false
		}
		if _, ok := p.take(library.Every); !ok {
			return false
		}
		m, ok := p.part()
		if ok {
			s.part, s.set = m, s.set|AllDays
		}
		return ok
	})
}

func (p *parser) every(s *sentence, n int, unit library.Meaning) {
	switch {
	case unit == library.Minutes || unit == library.Hours:
		p.refuse(Often)
	case unit == library.Months || unit == library.Years:
		p.refuse(DayOfMonth)
	case n == 2:
		p.refuse(EveryOther)
	case n > 2:
		p.refuse(EveryN)
	case unit == library.Weeks:
		s.timesAWeek = 1
	default:
		s.timesADay = 1
	}
}

// occasions reads "once a week", "3 times a day".
func (p *parser) occasions(s *sentence) bool {
	return p.try(func() bool {
		n := 1
		m, ok := p.take(library.Once, library.Twice)
		if !ok {
			if n, ok = p.count(); !ok || n == 0 {
				return false
			}
			if _, ok := p.take(library.Days); ok { // five days, of a week
				s.timesAWeek = n
				if n == 7 {
					s.timesAWeek, s.set = 0, AllDays
				}
				p.skip(library.Per, library.Aside, library.Every)
				p.take(library.Weeks)
				return true
			}
			if _, ok := p.take(library.Occasions); !ok {
				return false
			}
		} else if m == library.Twice {
			n = 2
		}
		unit, ok := p.unit()
		for !ok && p.try(func() bool { _, ok := p.take(library.Per, library.Aside, library.Every); return ok }) {
			unit, ok = p.unit()
		}
		switch unit {
		case library.Weeks:
			s.timesAWeek = n
		case library.Days:
			s.timesADay = n
		case library.Months, library.Years:
			p.refuse(DayOfMonth)
		default:
			return false
		}
		return ok
	})
}

package said

import (
	"leanon/library"
)

// dateInWeek refuses a date, and a day that only a month has: a rhythm is of days of the
// week.
func (p *parser) dateInWeek(first bool) {
	from := p.pos
	defer func() { p.pos = from }()
	if _, ok := p.take(library.Tomorrow, library.DayAfterTomorrow, library.Today, library.Tonight); ok && first {
		p.pos = from
		p.refuse(DateInWeek)
	}
	_, every := p.take(library.Every)
	p.skip(library.Aside, library.From, library.Every)
	if _, ok := p.take(library.Next); ok && first && (p.has(library.Weeks, library.Months, library.Weekends) || p.isDay()) {
		p.pos = from
		p.refuse(DateInWeek)
	}
	if p.try(func() bool { p.skip(library.At); return p.ofMonth(every) }) {
		return
	}
	if d, ok := p.date(true); ok && d.named != dayOnly {
		p.pos = from
		p.refuse(DateInWeek)
	} else if ok && !(every && p.isDay()) {
		p.pos = from
		p.refuse(p.numberedDay())
	}
}

// numberedDay is why a number of a day is refused: it may be that of a Sunday in its
// month.
func (p *parser) numberedDay() Why {
	from := p.pos
	defer func() { p.pos = from }()
	day, month := false, false
	for ; p.pos < len(p.of); p.pos++ {
		day, month = day || p.isDay(), month || p.has(library.Months)
	}
	if day && month {
		return NthOfMonth
	}
	return DayOfMonth
}

func (p *parser) isDay() bool {
	from := p.pos
	_, ok := p.day()
	p.pos = from
	return ok
}

// ofMonth refuses "the last Friday", "the first Monday of the month", "the 15th of every
// month".
func (p *parser) ofMonth(every bool) bool {
	from := p.pos
	_, last := p.take(library.Last)
	_, nth := p.take(library.First, library.Nth)
	n := 0
	if !last && !nth {
		var ok bool
		if n, _, ok = p.digits(2); !ok || n < 1 || n > 31 {
			return false
		}
		if nth = p.mark("."); !nth {
			_, nth = p.take(library.Ordinal)
		}
	}
	p.skip(library.Of, library.From, library.Aside)
	why := Why("")
	switch {
	case (last || nth && n <= 5) && p.isDay() && (!every || last || p.numberedDay() == NthOfMonth), last && p.has(library.Days, library.Weekdays, library.Workdays, library.Weekends):
		why = NthOfMonth
	case nth && !every && p.has(library.Days), p.monthFollows():
		why = p.numberedDay()
	default:
		return false
	}
	p.pos = from
	p.refuse(why)
	return true
}

// monthFollows reports whether "of every month" stands at pos, of which some words were
// skipped.
func (p *parser) monthFollows() bool {
	p.skip(library.Every, library.Per, library.Of, library.From, library.Aside, library.This)
	return p.has(library.Months)
}

package said

import (
	"time"

	"leanon/library"
)

// Dates are kept as midnight in UTC, where every day has 24 hours; clock.FirstMoment makes
// moments of them.

// date is what a text says of a day by its number.
type date struct {
	options []time.Time // more than one where day and month may stand in either order
	named   form
}

type form int

const (
	wholeDate form = iota
	dayOnly        // "the 24th"
)

// date reads a date: "2026-12-24", "24.12.", "24/12/2026", "24 Dec", "Dec 24th, 2026",
// "24 de diciembre", "the 24th". A date without a year is the next such day, today
// included. In a rhythm "20.30" is a time and no date.
func (p *parser) date(inRhythm bool) (d date, ok bool) {
	ok = p.try(func() bool {
		p.skip(library.Aside)
		if d, ok = p.isoDate(); ok {
			return true
		}
		if d, ok = p.monthFirst(); ok {
			return true
		}
		if d, ok = p.numbered(inRhythm); ok {
			return true
		}
		d, ok = p.dayFirstDate(inRhythm)
		return ok
	})
	return d, ok
}

func one(date time.Time) []time.Time { return []time.Time{date} }

// isoDate reads "2026-12-24", also with points or slashes.
func (p *parser) isoDate() (d date, ok bool) {
	ok = p.try(func() bool {
		year, text, ok := p.digits(4)
		if !ok || len(text) != 4 || !p.mark("-./") {
			return false
		}
		month, _, ok := p.digits(2)
		if !ok || !p.mark("-./") {
			return false
		}
		day, _, ok := p.digits(2)
		if ok {
			d = date{options: p.calendar(year, month, day)}
		}
		return ok
	})
	return d, ok
}

// calendar returns a date, and refuses one that no calendar has.
func (p *parser) calendar(year, month, day int) []time.Time {
	at, ok := calendarDate(year, month, day)
	if !ok {
		p.refuse(NoSuchDate)
	}
	return one(at)
}

// calendarDate returns a date, and whether there is one.
func calendarDate(year, month, day int) (time.Time, bool) {
	at := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return at, at.Day() == day && int(at.Month()) == month && day > 0
}

// month reads the name of a month.
func (p *parser) month() (int, bool) {
	m, ok := p.takeThat(func(m library.Meaning) bool { return monthOf(m) > 0 })
	return monthOf(m), ok
}

func monthOf(m library.Meaning) int {
	for month := time.January; month <= time.December; month++ {
		if m == library.Month(month) {
			return int(month)
		}
	}
	return 0
}

// monthFirst reads "Dec 24th, 2026".
func (p *parser) monthFirst() (d date, ok bool) {
	ok = p.try(func() bool {
		month, ok := p.month()
		if !ok {
			return false
		}
		p.skip(library.Aside)
		day, ok := p.dayNumber()
		if ok {
			d = date{options: p.withYear(month, day)}
		}
		return ok
	})
	return d, ok
}

// withYear reads the year behind day and month, if there is one, and returns the date.
func (p *parser) withYear(month, day int) []time.Time {
	from := p.pos
	p.mark(",")
	p.skip(library.Of)
	year, text, ok := p.digits(4)
	if ok && p.pos < len(p.of) && (p.of[p.pos].is(":") || p.has(library.OClock, library.AM, library.PM)) {
		ok = false
	}
	switch {
	case ok && len(text) == 4:
		return p.calendar(year, month, day)
	case ok && len(text) == 2 && p.pos == len(p.of):
		return p.calendar(2000+year, month, day)
	}
	p.pos = from
	return p.nextDate(month, day)
}

// nextDate returns the next day of a month, today included. The 29th of February may be
// some years away.
func (p *parser) nextDate(month, day int) []time.Time {
	today := p.today()
	for year := today.Year(); year <= today.Year()+8; year++ {
		if at, ok := calendarDate(year, month, day); ok && !at.Before(today) {
			return one(at)
		}
	}
	p.refuse(NoSuchDate)
	return one(today)
}

func (p *parser) today() time.Time {
	year, month, day := p.now.In(p.loc).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// numbered reads a date in figures: "24.12.", "24/12", "12/24/2026", "24-12-2026".
func (p *parser) numbered(inRhythm bool) (d date, ok bool) {
	ok = p.try(func() bool {
		a, _, ok := p.digits(2)
		if !ok || p.pos >= len(p.of) {
			return false
		}
		by := p.of[p.pos].text
		if !p.mark("./-") {
			return false
		}
		b, _, ok := p.digits(2)
		if !ok {
			return false
		}
		closed := false
		year := 0
		if p.pos < len(p.of) && p.of[p.pos].is(by) {
			from := p.pos
			p.mark(by)
			n, text, some := p.digits(4)
			switch {
			case some && len(text) == 4:
				year = n
			case some && len(text) == 2 && (p.pos == len(p.of) || !p.of[p.pos].is(":") && !p.has(library.OClock, library.AM, library.PM)):
				year = 2000 + n
			case by == ".":
				p.pos = from
				p.mark(by)
				year = p.yearBehind()
			default:
				return false
			}
			closed = true
		}
		if by == "-" && year == 0 && (inRhythm || p.pos < len(p.of)) || by == "." && !closed && (inRhythm || b > 12) {
			return false
		}
		d = date{options: p.ordered(a, b, year, by)}
		return true
	})
	return d, ok
}

// yearBehind reads a year of four figures behind "24.12."; 0 if there is none.
func (p *parser) yearBehind() int {
	from := p.pos
	if n, text, ok := p.digits(4); ok && len(text) == 4 && n > 1900 && n < 2200 {
		return n
	}
	p.pos = from
	return 0
}

// ordered returns the date of two figures of which one is the month.
func (p *parser) ordered(a, b, year int, by string) []time.Time {
	dated := func(day, month int) []time.Time {
		if year > 0 {
			return p.calendar(year, month, day)
		}
		return p.nextDate(month, day)
	}
	switch {
	case a > 12 || by == "." || p.dayFirst && b <= 12 || a == b:
		return dated(a, b)
	case b > 12:
		return dated(b, a)
	}
	return append(dated(a, b), dated(b, a)...)
}

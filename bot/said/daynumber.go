package said

import (
	"time"

	"leanon/library"
)

// dayNumber reads the number of a day with the end of an ordinal: "24.", "24th", "first".
func (p *parser) dayNumber() (int, bool) {
	if _, ok := p.take(library.First); ok {
		return 1, true
	}
	n, _, ok := p.digits(2)
	if !ok {
		if n, ok = p.ordinal(); !ok {
			n, ok = p.spelled()
		}
	}
	if !ok || n < 1 {
		return 0, false
	}
	if p.pos+1 >= len(p.of) || p.of[p.pos+1].kind != number || !p.of[p.pos+1].glued {
		p.mark(".")
	}
	p.take(library.Ordinal)
	return n, true
}

// dayFirstDate reads "24 Dec", "24. Dezember 2026", "24 de diciembre", "24-Dec" and, with
// the end of an ordinal or an article, "the 24th".
func (p *parser) dayFirstDate(inRhythm bool) (d date, ok bool) {
	ok = p.try(func() bool {
		from := p.pos
		day, ok := p.dayNumber()
		if !ok {
			return false
		}
		ordinal := p.pos > from+1
		if p.try(func() bool {
			p.skip(library.Of)
			p.mark("-/.")
			month, ok := p.month()
			if ok {
				p.mark("-/.")
				d = date{options: p.withYear(month, day)}
			}
			return ok
		}) {
			return true
		}
		if p.of[from].kind == word {
			ordinal = p.isOrdinal(from)
		}
		article := p.of[from].kind == number && p.articleBefore(from)
		if day > 31 || !ordinal && !article || inRhythm && p.isTime() {
			return false
		}
		d = date{options: p.nextNumber(day), named: dayOnly}
		return true
	})
	return d, ok
}

// articleBefore reports whether an article, or the like, stands before a number.
func (p *parser) articleBefore(at int) bool {
	from := p.pos
	defer func() { p.pos = from }()
	p.pos = at - 1
	if at == 0 || p.has(library.Every) || p.hasToken(at, library.At) {
		return false
	}
	_, ok := p.take(library.Aside)
	return ok && p.pos == at
}

// hasToken reports whether the tokens before a position, of which pos is the first, have a
// meaning together.
func (p *parser) hasToken(end int, m library.Meaning) bool {
	from := p.pos
	defer func() { p.pos = from }()
	_, ok := p.take(m)
	return ok && p.pos == end
}

// isOrdinal reports whether the word at a position is the number of a day as such: "the
// first".
func (p *parser) isOrdinal(at int) bool {
	from := p.pos
	defer func() { p.pos = from }()
	p.pos = at
	_, ok := p.ordinal()
	return ok || p.has(library.First)
}

// isTime reports whether what follows a number makes a time or a length of it.
func (p *parser) isTime() bool {
	return p.pos < len(p.of) && (p.of[p.pos].is(":") || p.has(library.OClock, library.HalfOClock, library.AM, library.PM, library.Hours, library.Minutes, library.Weeks, library.Days))
}

// nextNumber returns the next day after today that has a number in its month.
func (p *parser) nextNumber(day int) []time.Time {
	today := p.today()
	for months := range 12 {
		first := today.AddDate(0, months, 1-today.Day())
		if at, ok := calendarDate(first.Year(), int(first.Month()), day); ok && at.After(today) {
			return one(at)
		}
	}
	p.refuse(NoSuchDate)
	return one(today)
}

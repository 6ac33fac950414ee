package said

import (
	"time"

	"leanon/library"
)

// length reads "3 days", "a week", "in half an hour", "2 weeks from now".
func (p *parser) length() (found []local, ok bool) {
	before := p.before
	for {
		m, ok := p.take(library.For, library.Aside, library.Over, library.FromNow)
		if !ok {
			break
		}
		if m == library.For {
			before = m
		}
	}
	if before == library.For && p.try(func() bool { _, ok := p.take(library.Today); return ok && p.pos == len(p.of) }) {
		return []local{{date: p.today().AddDate(0, 0, 1)}}, true // for today
	}
	p.skip(library.Next)
	if _, ok := p.take(library.Fortnight); ok {
		p.skip(library.FromNow)
		return []local{{date: p.today().AddDate(0, 0, 14), away: true}}, true
	}
	if at, ok := p.halfLength(); ok {
		return []local{at}, true
	}
	if p.vagueLength() {
		return nil, false
	}
	figures := p.pos < len(p.of) && p.of[p.pos].kind == number
	n, ok := p.count()
	if !ok {
		return nil, false
	}
	clock := figures && before != library.For && p.has(library.OClock)
	unit, ok := p.unit()
	if !ok {
		return nil, false
	}
	if clock && unit == library.Hours && !p.isLength(n, before) {
		return nil, false // until 21h
	}
	p.skip(library.FromNow)
	return []local{p.away(n, unit)}, true
}

// isLength reports whether "3h" is a length of time. Where it may also be three o'clock,
// it is asked.
func (p *parser) isLength(n int, before library.Meaning) bool {
	switch {
	case p.twelve || n > 24:
		return true
	case before == "" && n <= 12:
		p.refuse(WhichTime)
	}
	return false
}

// halfLength reads "half an hour" and "half a year".
func (p *parser) halfLength() (at local, ok bool) {
	ok = p.try(func() bool {
		p.try(func() bool { n, ok := p.spelled(); return ok && n == 1 && p.has(library.Half) })
		if _, ok := p.take(library.Half); !ok {
			return false
		}
		p.try(func() bool { n, ok := p.spelled(); return ok && n == 1 })
		unit, ok := p.take(library.Hours, library.Years)
		at = p.away(6, library.Months)
		if unit == library.Hours {
			at = p.away(30, library.Minutes)
		}
		p.skip(library.FromNow)
		return ok
	})
	return at, ok
}

// vagueLength asks about "a few days" and "2-3 days".
func (p *parser) vagueLength() bool {
	from := p.pos
	if !p.try(func() bool {
		_, few := p.take(library.Few)
		if !few {
			n, ok := p.count()
			_, through := p.take(library.Through)
			if !ok || !through && !p.mark("-") {
				return false
			}
			if most, ok := p.count(); !ok || most <= n {
				return false
			}
		}
		_, ok := p.unit()
		return ok
	}) {
		return false
	}
	p.pos = from
	p.refuse(WhichDay)
	return true
}

// away returns the moment or the day that is so far away.
func (p *parser) away(n int, unit library.Meaning) local {
	at := local{away: true, tooLate: n > 1000}
	n = min(n, 1000)
	switch unit {
	case library.Minutes:
		at.exact = p.now.Add(time.Duration(n) * time.Minute)
	case library.Hours:
		at.exact = p.now.Add(time.Duration(n) * time.Hour)
	case library.Days:
		at.date = p.today().AddDate(0, 0, n)
	case library.Weeks:
		at.date = p.today().AddDate(0, 0, 7*n)
	case library.Months:
		at.date = monthsLater(p.today(), n)
	case library.Years:
		at.date = monthsLater(p.today(), 12*n)
	}
	return at
}

// monthsLater returns the same day n months later, or the last day of a shorter month.
func monthsLater(day time.Time, n int) time.Time {
	later := day.AddDate(0, n, 0)
	if later.Day() != day.Day() {
		later = later.AddDate(0, 0, -later.Day())
	}
	return later
}

package said

import (
	"time"

	"leanon/library"
)

// length reads "3 days", "a week", "in half an hour", "an hour and a half", "2 weeks from
// now".
func (p *parser) length() (found []local, ok bool) {
	before := p.leading()
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
	return p.counted(before)
}

// leading reads what stands before a length, and returns whether that is what makes it
// one, "in" and "for", or what stood before.
func (p *parser) leading() library.Meaning {
	before := p.before
	for {
		if _, ok := p.take(library.For); ok {
			before = library.For
		} else if _, ok := p.take(library.Aside, library.Over, library.FromNow); !ok {
			return before
		}
	}
}

// counted reads a length that is said by a number: "3 days", "two and a half hours". Where
// "3h" may be a length and three o'clock, it is both.
func (p *parser) counted(before library.Meaning) (found []local, ok bool) {
	from := p.pos
	figures := p.pos < len(p.of) && p.of[p.pos].kind == number
	n, half, ok := p.halves()
	if !ok {
		return nil, false
	}
	clock := before != library.For && p.has(library.OClock)
	unit, ok := p.unit()
	if !ok {
		return nil, false
	}
	if !half {
		_, half = p.take(library.AndHalf)
	}
	at, ok := p.away(n, unit), true
	if half {
		at, ok = p.awayAndHalf(n, unit)
	}
	clock = clock && unit == library.Hours && (figures || half) && !p.twelve && n <= 24
	switch {
	case !ok, clock && (before != "" || n > 12):
		return nil, false // until 21h
	case clock:
		return p.orClock(at, from), true
	}
	p.skip(library.FromNow)
	return []local{at}, true
}

// halves reads a number, and whether there is a half more: "two and a half", "1.5",
// "anderthalb".
func (p *parser) halves() (n int, half, ok bool) {
	if _, ok := p.take(library.OneAndHalf); ok {
		return 1, true, true
	}
	if n, ok = p.count(); !ok {
		return 0, false, false
	}
	half = p.try(func() bool {
		if !p.mark(".,") {
			return false
		}
		tenths, _, ok := p.digits(1)
		return ok && tenths == 5 && p.of[p.pos-1].glued
	})
	if !half {
		_, half = p.take(library.AndHalf)
	}
	return n, half, true
}

// orClock returns what was read from a position on as a length, and as the time of day that
// it may be as well.
func (p *parser) orClock(at local, from int) []local {
	end := p.pos
	p.pos = from
	t, ok := p.time()
	if !ok || p.pos != end {
		p.pos = end
		return []local{at}
	}
	return []local{at, {date: p.today(), times: []timeOfDay{t}, timed: true}}
}

// halfLength reads "half an hour" and "half a year".
func (p *parser) halfLength() (at local, ok bool) {
	ok = p.try(func() bool {
		p.try(func() bool { n, ok := p.spelled(); return ok && n == 1 && p.has(library.Half) })
		if _, ok := p.take(library.Half); !ok {
			return false
		}
		p.try(func() bool { n, ok := p.spelled(); return ok && n == 1 })
		p.mark("-") // demi-heure
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

// awayAndHalf returns what is half a unit further away; false for what nobody halves.
func (p *parser) awayAndHalf(n int, unit library.Meaning) (at local, ok bool) {
	switch unit {
	case library.Hours:
		at = p.away(n, unit)
		at.exact = at.exact.Add(30 * time.Minute)
	case library.Years:
		at = p.away(12*n+6, library.Months)
	}
	return at, unit == library.Hours || unit == library.Years
}

// monthsLater returns the same day n months later, or the last day of a shorter month.
func monthsLater(day time.Time, n int) time.Time {
	later := day.AddDate(0, n, 0)
	if later.Day() != day.Day() {
		later = later.AddDate(0, 0, -later.Day())
	}
	return later
}

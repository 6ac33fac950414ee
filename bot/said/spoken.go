package said

import (
	"leanon/library"
)

// behindNoon reads "midi et demi".
func (p *parser) behindNoon(t timeOfDay) timeOfDay {
	if shift, ok := p.shift(true); ok {
		t.minutes = (t.minutes + shift + wholeDay) % wholeDay
	}
	return t
}

// spokenTime reads "half past eight", "halb neun", "quarter to nine", "ten to nine".
func (p *parser) spokenTime() (t timeOfDay, ok bool) {
	ok = p.try(func() bool {
		m, ok := p.take(library.HalfPast, library.HalfBefore, library.QuarterPast, library.QuarterTo)
		shift := map[library.Meaning]int{library.HalfPast: 30, library.HalfBefore: -30, library.QuarterPast: 15, library.QuarterTo: -15}[m]
		if !ok {
			n, some := p.count()
			if !some || n < 1 || n > 29 || n%5 != 0 && !p.has(library.Minutes) {
				return false
			}
			p.skip(library.Minutes)
			if p.quiet && p.has(library.Through) {
				return false // "10 to 8" is from ten to eight
			}
			if m, ok = p.take(library.MinutesPast, library.MinutesTo); !ok {
				return false
			}
			if shift = n; m == library.MinutesTo {
				shift = -n
			}
		}
		p.skip(library.At, library.Aside)
		if _, half := p.take(library.HalfBefore); half { // fünf nach halb neun
			shift -= 30
		}
		hour, ok := p.hour()
		if !ok {
			return false
		}
		t = spoken(hour*60+shift, hour)
		return true
	})
	return t, ok
}

// spoken returns a time that was said with its hour.
func spoken(minutes, hour int) timeOfDay {
	return timeOfDay{minutes: (minutes + wholeDay) % wholeDay, unsure: hour >= 1 && hour <= 12}
}

// hour reads the hour of a time that is spoken.
func (p *parser) hour() (int, bool) {
	if m, ok := p.take(library.Noon, library.Midnight); ok {
		if m == library.Noon {
			return 12, true // not sure, as in "half past noon": nobody says so
		}
		return 0, true
	}
	n, ok := p.count()
	return n, ok && n <= 24
}

// behindHour reads what may follow an hour: "and a half", "y media", "moins le quart",
// "thirty".
func (p *parser) behindHour(t timeOfDay, spelled bool) timeOfDay {
	from := p.pos
	if m, ok := p.take(library.Noon, library.Midnight); ok && t.minutes == halfDay { // 12 noon
		return named(m)
	}
	p.pos = from
	if !spelled && t.minutes <= halfDay && p.maybeMinutes() {
		p.refuse(WhichTime)
	}
	_, sure := p.take(library.OClock)
	if !sure {
		p.take(library.HalfOClock)
	}
	if shift, ok := p.shift(spelled); ok {
		return spoken(t.minutes+shift, t.minutes/60)
	}
	p.pos = from
	t.unsure, t.bare = t.unsure && !sure, t.bare && !sure
	return t
}

// maybeMinutes reports whether "y 20" stands behind an hour: twenty past, or also at
// twenty.
func (p *parser) maybeMinutes() bool {
	from := p.pos
	defer func() { p.pos = from }()
	if _, ok := p.take(library.AndMinutes); !ok {
		return false
	}
	n, _, ok := p.digits(2)
	return ok && n > 12 && n <= 24 && !p.has(library.OClock) && (p.pos == len(p.of) || !p.of[p.pos].is(":") && !p.of[p.pos].is("."))
}

// shift reads the minutes before or after an hour.
func (p *parser) shift(spelled bool) (minutes int, ok bool) {
	if m, ok := p.take(library.AndHalf, library.AndQuarter, library.LessQuarter); ok {
		return map[library.Meaning]int{library.AndHalf: 30, library.AndQuarter: 15, library.LessQuarter: -15}[m], true
	}
	ok = p.try(func() bool {
		if _, less := p.take(library.Less); less {
			n, ok := p.count()
			minutes = -n
			return ok && n < 30
		}
		_, and := p.take(library.AndMinutes)
		if n, _, ok := p.digits(2); ok { // alle 20 e 30
			minutes = n
			return and && n > 24 && n < 60
		}
		n, ok := p.spelled()
		minutes = n
		return ok && n < 60 && (spelled || and) && (n >= 10 || and && n == 5)
	})
	return minutes, ok
}

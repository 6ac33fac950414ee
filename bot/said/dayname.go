package said

import (
	"time"

	"leanon/library"
)

// oneDay reads one day by its name, its date, or both: "tomorrow", "next Friday", "the
// weekend", "next week", "Monday, 2 January 2006". Several days are found where the text
// may mean several.
func (p *parser) oneDay() (found []local, ok bool) {
	from := p.pos
	inclusive := false
	if year, ok := p.year(); ok {
		return year, true
	}
	read := func() bool {
		if _, ok := p.take(library.Inclusive); ok {
			inclusive = true
		}
		if !p.has(library.DayAfterTomorrow) {
			if _, ok := p.take(library.After); ok && !p.weekendHere() {
				inclusive = true
			}
		}
		p.skip(library.Aside, library.At)
		found, ok = p.named()
		if !ok {
			found, ok = p.dayByName()
		}
		if !ok {
			var d date
			d, ok = p.date(false)
			for _, at := range d.options {
				found = append(found, local{date: at})
			}
		}
		if _, after := p.take(library.Inclusive); after {
			inclusive = true
		}
		return ok
	}
	if !read() {
		p.pos = from
		return nil, false
	}
	if inclusive {
		for i := range found {
			found[i].date = found[i].after()
		}
	}
	return found, true
}

// after returns the first day that is no longer part of what was named.
func (l local) after() time.Time {
	if l.behind.IsZero() {
		return l.date.AddDate(0, 0, 1)
	}
	return l.behind
}

// year reads a year that stands alone, for its first day.
func (p *parser) year() (found []local, ok bool) {
	from := p.pos
	n, text, ok := p.digits(4)
	if !ok || len(text) != 4 || p.pos < len(p.of) || n <= p.today().Year() || n >= 2100 {
		p.pos = from
		return nil, false
	}
	return []local{{date: time.Date(n, 1, 1, 0, 0, 0, 0, time.UTC)}}, true
}

// named reads a day that has a name of its own.
func (p *parser) named() ([]local, bool) {
	if p.has(library.Weekends) {
		return nil, false
	}
	today := p.today()
	from := p.pos
	m, ok := p.take(library.Yesterday, library.Tonight, library.DayAfterTomorrow, library.Tomorrow, library.Today, library.EndOf,
		library.WeekAfterNext, library.MonthEnd, library.YearEnd)
	switch {
	case m == library.Yesterday:
		p.pos = from
		p.refuse(Past)
		return nil, false
	case m == library.EndOf:
		return ended(p.endOf())
	case m == library.WeekAfterNext:
		monday := p.coming(time.Monday).AddDate(0, 0, 7)
		return []local{{date: monday, behind: monday.AddDate(0, 0, 7)}}, true
	case m == library.MonthEnd:
		return ended(p.unitAfter(library.Months), true)
	case m == library.YearEnd:
		return ended(p.unitAfter(library.Years), true)
	case ok:
		days := map[library.Meaning]int{library.DayAfterTomorrow: 2, library.Tomorrow: 1}[m]
		at := local{date: today.AddDate(0, 0, days), away: m == library.Tomorrow}
		if m == library.Tonight {
			at.named, at.times = m, []timeOfDay{{minutes: hourOf[library.Evening] * 60}}
		}
		return []local{at}, true
	}
	if found, ok := p.nextUnit(); ok {
		return found, true
	}
	return p.wholeMonth()
}

// wholeMonth reads the name of a month for its first day.
func (p *parser) wholeMonth() (found []local, ok bool) {
	ok = p.try(func() bool {
		day := p.isDay()
		month, ok := p.month()
		if ok && day && p.pos == len(p.of) {
			p.refuse(WhichDay) // mar: martes, marzo
		}
		if !ok || p.pos < len(p.of) && p.of[p.pos].kind == number && len(p.of[p.pos].text) < 4 {
			return false
		}
		first := p.firstOf(month)
		found = []local{{date: first, behind: first.AddDate(0, 1, 0)}}
		return p.pos == len(p.of)
	})
	return found, ok
}

// firstOf returns the first day of the next such month, or of that of the year that
// stands behind it.
func (p *parser) firstOf(month int) time.Time {
	p.skip(library.Of)
	if year, text, ok := p.digits(4); ok && len(text) == 4 {
		return time.Date(year, time.Month(month), 1, 0, 0, 0, 0, time.UTC)
	}
	at := time.Date(p.today().Year(), time.Month(month), 1, 0, 0, 0, 0, time.UTC)
	if !at.After(p.today()) {
		at = at.AddDate(1, 0, 0)
	}
	return at
}

// ended returns the end of a week, a month or a year, which is the day behind it already.
func ended(found []local, ok bool) ([]local, bool) {
	for i := range found {
		found[i].behind = found[i].date
	}
	return found, ok
}

// endOf reads "the end of the week": what follows it.
func (p *parser) endOf() ([]local, bool) {
	p.skip(library.Of, library.From, library.Aside, library.This)
	if month, ok := p.month(); ok {
		at := p.firstOf(month)
		if back := at.AddDate(-1, 1, 0); back.After(p.today()) {
			return []local{{date: back}}, true // of this month
		}
		return []local{{date: at.AddDate(0, 1, 0)}}, true
	}
	unit, ok := p.take(library.Weeks, library.Months, library.Years, library.Weekends)
	return p.unitAfter(unit), ok
}

// unitAfter returns the next week, month or year.
func (p *parser) unitAfter(unit library.Meaning) []local {
	today := p.today()
	switch unit {
	case library.Months:
		return []local{{date: today.AddDate(0, 1, 1-today.Day()), behind: today.AddDate(0, 2, 1-today.Day())}}
	case library.Years:
		return []local{{date: time.Date(today.Year()+1, 1, 1, 0, 0, 0, 0, time.UTC), behind: time.Date(today.Year()+2, 1, 1, 0, 0, 0, 0, time.UTC)}}
	}
	monday := p.coming(time.Monday)
	return []local{{date: monday, behind: monday.AddDate(0, 0, 7)}}
}

// nextUnit reads "next week", "la semaine prochaine", and a day of it: "next week Friday".
func (p *parser) nextUnit() ([]local, bool) {
	from := p.pos
	_, before := p.take(library.Next)
	unit, ok := p.take(library.Weeks, library.Months, library.Years)
	_, behind := p.take(library.NextBehind)
	if !ok || !before && !behind {
		p.pos = from
		return nil, false
	}
	found := p.unitAfter(unit)
	if unit == library.Weeks {
		p.try(func() bool {
			p.skip(library.Aside, library.At)
			day, ok := p.day()
			if ok {
				found = p.inNextWeek(day)
			}
			return ok
		})
	}
	return found, true
}

// inNextWeek returns a day of the week that begins on the coming Monday.
func (p *parser) inNextWeek(day time.Weekday) []local {
	return []local{{date: p.coming(time.Monday).AddDate(0, 0, int(day+6)%7)}}
}

// weekFrom reads "a week from Friday".
func (p *parser) weekFrom() ([]local, bool) {
	p.skip(library.For)
	if _, ok := p.take(library.WeekFrom); !ok {
		return nil, false
	}
	p.skip(library.Aside)
	day, ok := p.day()
	return []local{{date: p.coming(day).AddDate(0, 0, 7)}}, ok
}

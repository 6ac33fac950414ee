package said

import (
	"time"

	"leanon/library"
)

// weekendHere reports whether a weekend stands at pos: after it is Monday.
func (p *parser) weekendHere() bool {
	from := p.pos
	defer func() { p.pos = from }()
	p.skip(library.Aside)
	return p.has(library.Weekends)
}

// coming returns the next such day of the week, never today.
func (p *parser) coming(day time.Weekday) time.Time {
	today := p.today()
	return today.AddDate(0, 0, 1+int(day-today.Weekday()+6)%7)
}

// dayByName reads a day of the week or the weekend, and the date that may stand behind
// it, which must be such a day.
func (p *parser) dayByName() ([]local, bool) {
	from := p.pos
	_, last := p.take(library.Last)
	_, next := p.take(library.Next)
	_, this := p.take(library.This)
	p.skip(library.Aside)
	if last && p.isDay() {
		p.refuse(Past)
	}
	m, ok := p.takeThat(func(m library.Meaning) bool { return anyDay(m) || m == library.Weekends })
	if !ok {
		p.pos = from
		return nil, false
	}
	if _, behind := p.take(library.NextBehind); behind {
		next = true
	}
	if m == library.Weekends {
		return p.weekend(from, next), true
	}
	day, _ := weekday(m)
	if found, ok := p.dayOfWeek(day, from); ok || p.why != "" {
		return found, ok
	}
	if !next && !this {
		if dated, ok := p.dateBehind(day); ok || p.why != "" {
			return dated, ok
		}
	}
	return p.week(p.coming(day), next), true
}

// dayOfWeek reads what may stand behind a day of the week to say of which: "of next week",
// "in a week"; and refuses "last Friday".
func (p *parser) dayOfWeek(day time.Weekday, from int) (found []local, ok bool) {
	last := p.try(func() bool { _, ok := p.take(library.Last); return ok })
	if last {
		p.pos = from
		p.refuse(Past)
		return nil, false
	}
	if _, ok := p.take(library.WeekLater); ok {
		return []local{{date: p.coming(day).AddDate(0, 0, 7)}}, true
	}
	if _, ok := p.take(library.Fortnight); ok { // samedi en quinze
		return []local{{date: p.coming(day).AddDate(0, 0, 14)}}, true
	}
	if found, ok := p.numberBehind(day); ok || p.why != "" {
		return found, ok
	}
	ok = p.try(func() bool {
		p.skip(library.Of, library.From, library.Aside, library.At)
		_, before := p.take(library.Next)
		_, week := p.take(library.Weeks)
		_, behind := p.take(library.NextBehind)
		found = p.inNextWeek(day)
		return week && (before || behind)
	})
	return found, ok
}

// numberBehind reads the number of a day of the month behind its day of the week:
// "Monday 30". One that is also an hour is none.
func (p *parser) numberBehind(day time.Weekday) (found []local, ok bool) {
	from := p.pos
	ok = p.try(func() bool {
		p.mark(",")
		p.skip(library.Aside)
		n, _, ok := p.digits(2)
		p.mark(".")
		if !ok || n <= 24 || n > 31 || p.pos < len(p.of) {
			return false
		}
		found = []local{{date: p.nextNumber(n)[0]}}
		return true
	})
	if ok && found[0].date.Weekday() != day {
		p.pos = from
		p.refuse(WhichDay)
	}
	return found, ok
}

// week returns a coming day. "Next Friday" may be the one after it, unless the coming one
// is in next week or a week from today.
func (p *parser) week(coming time.Time, next bool) []local {
	untilMonday := p.coming(time.Monday)
	if next && coming.Before(untilMonday) && coming.Weekday() != p.today().Weekday() {
		return []local{{date: coming}, {date: coming.AddDate(0, 0, 7)}}
	}
	return []local{{date: coming}}
}

// weekend returns the coming Saturday; the Monday behind it for "over the weekend".
func (p *parser) weekend(from int, next bool) []local {
	if _, whole := p.take(library.Over); whole {
		return []local{{date: p.coming(time.Monday)}}
	}
	at := p.pos
	defer func() { p.pos = at }()
	for back := from - 1; back >= max(0, from-3); back-- {
		p.pos = back
		if _, ok := p.take(library.Over, library.After); ok {
			return []local{{date: p.coming(time.Monday)}}
		}
	}
	found := p.week(p.coming(time.Saturday), next)
	for i := range found {
		found[i].behind = found[i].date.AddDate(0, 0, 2)
	}
	if len(found) == 1 {
		found[0].named = library.Weekends
	}
	return found
}

// dateBehind reads the date behind a day of the week. If that is another day of the week,
// it is asked which is meant.
func (p *parser) dateBehind(day time.Weekday) (found []local, ok bool) {
	from := p.pos
	p.mark(",")
	p.skip(library.Aside, library.At)
	d, ok := p.date(false)
	if !ok {
		p.pos = from
		return nil, false
	}
	for _, at := range d.options {
		if at.Weekday() == day {
			found = append(found, local{date: at})
		}
	}
	if len(found) == 0 {
		p.pos = from
		p.refuse(WhichDay)
	}
	return found, len(found) > 0
}

package said

import (
	"time"

	"leanon/clock"
	"leanon/library"
)

// Moment is when something ends, or is meant.
type Moment struct {
	At   time.Time // in the person's zone; zero is no end
	Day  bool      // only the day was said, and At is its first moment
	Date time.Time // the local date, as midnight in UTC
	Away bool      // it was said by how far away it is: "3 days"
}

// The hours at which the parts of a day begin, for the end of a pause and for an answer.
var hourOf = map[library.Meaning]int{library.Morning: 8, library.Afternoon: 15, library.Evening: 18, library.Night: 22}

// local is a moment on the clock of where a person lives.
type local struct {
	date    time.Time
	times   []timeOfDay     // none if only the day was said
	exact   time.Time       // "in 3 hours"
	behind  time.Time       // the first day that is no longer part of it; zero for a day
	named   library.Meaning // Tonight or Weekends, where it was said so
	open    bool
	timed   bool // only a time was said: the next such moment
	away    bool
	tooLate bool // further away than can be reckoned
}

// moments reads a whole text as moments; several if it may mean several.
func (p *parser) moments() ([]local, bool) {
	if found, ok := p.afterColon(); ok {
		return found, true
	}
	for range 8 {
		from := p.pos
		found, ok := p.momentHere()
		if p.why != "" {
			return nil, false
		}
		if ok {
			return found, true
		}
		p.pos = from
		m, ok := p.take(library.Through, library.Over, library.For, library.Aside, library.From, library.At)
		if !ok {
			return nil, false
		}
		if m == library.Over && p.has(library.Today) {
			m = library.For
		}
		if m != library.Aside {
			p.before = m
		}
	}
	return nil, false
}

// afterColon reads what leanon suggests itself: "3 days: Saturday, 28 November 2026".
func (p *parser) afterColon() ([]local, bool) {
	for i, t := range p.of {
		if t.is(":") && i > 0 && p.of[i-1].kind == word {
			p.pos = i + 1
			if found, ok := p.dayThenTime(); ok && p.pos == len(p.of) {
				return found, true
			}
		}
	}
	p.pos, p.why = 0, ""
	return nil, false
}

// momentHere reads a moment from pos to the end of the text.
func (p *parser) momentHere() (found []local, ok bool) {
	from := p.pos
	if _, ok := p.take(library.Open); ok && p.pos == len(p.of) {
		return []local{{open: true}}, true
	}
	p.pos = from
	if p.bareDay() && !p.articleBefore(from) {
		n, _, _ := p.digits(2)
		p.asks = WhichDay // a day of the month, or days
		return []local{{date: p.nextNumber(n)[0]}}, true
	}
	for _, read := range []func() ([]local, bool){p.length, p.weekFrom, p.dayThenTime, p.timeThenDay, p.dayThenDate} {
		if found, ok := read(); ok && p.pos == len(p.of) || p.why != "" {
			return found, ok
		}
		p.pos = from
	}
	return nil, false
}

// bareDay reports whether the rest is a number that can be that of a day only.
func (p *parser) bareDay() bool {
	from := p.pos
	defer func() { p.pos = from }()
	n, _, ok := p.digits(2)
	return ok && n > 23 && n < 32 && p.pos == len(p.of)
}

// dayThenTime reads a day, and a time or a part of the day behind it: "Monday evening",
// "24 Dec at 18:00".
func (p *parser) dayThenTime() ([]local, bool) {
	found, ok := p.oneDay()
	if !ok || p.pos == len(p.of) {
		return found, ok
	}
	p.mark(",-")
	times, ok := p.timeOrPart()
	if !ok {
		return nil, false
	}
	return p.withTimes(found, times), true
}

// dayThenDate reads a day, and the date of the same day behind it, as answers have it:
// "tonight, Monday 30 November".
func (p *parser) dayThenDate() ([]local, bool) {
	found, ok := p.oneDay()
	if !ok || !p.mark(",") {
		return nil, false
	}
	again, ok := p.oneDay()
	if !ok || len(found) != 1 || len(again) != 1 || !found[0].date.Equal(again[0].date) {
		return nil, false
	}
	return found, true
}

// timeThenDay reads a time, and perhaps a day behind it: "8pm tomorrow", "22:00".
func (p *parser) timeThenDay() ([]local, bool) {
	this := p.has(library.This)
	times, ok := p.timeOrPart()
	if !ok {
		return nil, false
	}
	if p.pos == len(p.of) {
		return []local{{date: p.today(), times: times, timed: !this}}, true
	}
	if times[0].bare {
		return nil, false // "1 mar" is the first of March
	}
	p.mark(",")
	p.skip(library.At, library.Of)
	found, ok := p.oneDay()
	return p.withTimes(found, times), ok
}

func (p *parser) withTimes(found []local, times []timeOfDay) []local {
	for i := range found {
		if found[i].named == library.Tonight && times[0].unsure {
			times[0] = p.inPart(times[0], library.Evening)
		}
		found[i].times, found[i].named = times, ""
	}
	return found
}

// timeOrPart reads a time of day, or a part of the day for the hour at which it begins.
func (p *parser) timeOrPart() ([]timeOfDay, bool) {
	if t, ok := p.time(); ok && !t.year {
		return []timeOfDay{t}, true
	}
	if m, ok := p.part(); ok && p.why == "" {
		return []timeOfDay{{minutes: hourOf[m] * 60}}, true
	}
	return nil, false
}

// moment returns the moment that l is, for a time of day in minutes.
func (p *parser) moment(l local, minutes int) Moment {
	at := clock.FirstMoment(p.loc, l.date.Add(time.Duration(minutes)*time.Minute))
	if l.timed && !at.After(p.now) {
		l.date = l.date.AddDate(0, 0, 1)
		at = clock.FirstMoment(p.loc, l.date.Add(time.Duration(minutes)*time.Minute))
	}
	return Moment{At: at, Date: l.date, Away: l.away}
}

// options returns the moments that a local one may be.
func (p *parser) options(l local) []Moment {
	switch {
	case l.open:
		return []Moment{{}}
	case !l.exact.IsZero():
		year, month, day := l.exact.In(p.loc).Date()
		return []Moment{{At: l.exact.In(p.loc).Truncate(time.Minute), Date: time.Date(year, month, day, 0, 0, 0, 0, time.UTC), Away: true}}
	case len(l.times) == 0:
		m := p.moment(l, 0)
		m.Day = true
		return []Moment{m}
	}
	t := l.times[0]
	if !t.unsure {
		return []Moment{p.moment(l, t.minutes)}
	}
	return []Moment{p.moment(l, t.minutes%halfDay), p.moment(l, t.minutes%halfDay+halfDay)}
}

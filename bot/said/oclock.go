package said

import (
	"leanon/library"
)

// timeOfDay is a time of day in minutes since midnight. If it may be meant twelve hours
// earlier or later, it is unsure: "8", "half past eight".
type timeOfDay struct {
	minutes int
	unsure  bool
	full    bool // it is written so that all others are of the twenty-four-hour clock: 20:00, 08
	year    bool // it may be a year: 2030
	halved  bool // it is said in which half of the day: 8 pm
	bare    bool // only a number: "8"
}

const halfDay, wholeDay = 12 * 60, 24 * 60

// time reads a time of day: "20:00", "8 pm", "at half past eight in the evening",
// "20 Uhr 30", "2030", "noon".
func (p *parser) time() (t timeOfDay, ok bool) {
	ok = p.try(func() bool {
		p.skip(library.Aside)
		_, at := p.take(library.At)
		at = p.mark("@") || at
		p.skip(library.At, library.Aside)
		part, before := p.part()
		if before {
			p.mark(",")
			p.skip(library.At)
		}
		_, hours := p.take(library.OClock) // ore 8
		if t, ok = p.plainTime(); !ok {
			return false
		}
		t.unsure = t.unsure && !hours
		behind, after := p.half()
		switch {
		case after:
			t = p.inPart(t, behind)
		case before:
			t = p.inPart(t, part)
		}
		t.bare, t.year = t.bare && !at, t.year && !at && !t.halved
		return true
	})
	return t, ok && p.why == ""
}

// part reads a part of the day: "in the evening", "abends".
func (p *parser) part() (m library.Meaning, ok bool) {
	ok = p.try(func() bool {
		p.skip(library.At, library.Aside, library.From, library.Of, library.For, library.This, library.Per)
		m, ok = p.takeThat(isPart)
		return ok
	})
	return m, ok
}

// half reads what says in which half of the day a time is: "pm", "in the evening"; and
// o'clock before and behind it.
func (p *parser) half() (m library.Meaning, ok bool) {
	p.take(library.OClock, library.HalfOClock)
	if m, ok = p.part(); ok {
		return m, true
	}
	if m, ok = p.take(library.AM, library.PM); ok {
		p.part()
	}
	return m, ok
}

// inPart returns a time in a half or a part of the day. A time of the twenty-four-hour
// clock must agree with it.
func (p *parser) inPart(t timeOfDay, m library.Meaning) timeOfDay {
	hour := t.minutes / 60
	if hour >= 13 || t.minutes == 0 || hour == 0 && m == library.PM {
		if m == library.AM || m == library.PM {
			p.refuse(NoSuchTime) // 13 pm, 0 am
		}
		return t
	}
	if m == library.Evening && hour < 4 {
		return t // nobody's evening
	}
	if hour == 12 && (m == library.Evening || m == library.Night) {
		return timeOfDay{minutes: t.minutes - halfDay, halved: true}
	}
	t.minutes %= halfDay
	hour %= 12
	late := m == library.PM || m == library.Afternoon || m == library.Evening || m == library.Night && hour >= 5
	if late {
		t.minutes += halfDay
	}
	t.unsure, t.bare, t.halved = false, false, true
	return t
}

// plainTime reads a time of day without what says in which half of the day it is.
func (p *parser) plainTime() (timeOfDay, bool) {
	if m, ok := p.take(library.Noon, library.Midnight); ok {
		return p.behindNoon(named(m)), true
	}
	if t, ok := p.spokenTime(); ok {
		return t, true
	}
	from := p.pos
	if n, text, ok := p.digits(4); ok {
		if t, ok := p.figures(n, text); ok {
			return t, true
		}
		p.pos = from
		return timeOfDay{}, false
	}
	n, ok := p.spelled()
	if !ok || n > 24 {
		p.pos = from
		return timeOfDay{}, false
	}
	return p.behindHour(timeOfDay{minutes: n * 60, unsure: n <= 12, bare: true}, true), true
}

func named(m library.Meaning) timeOfDay {
	if m == library.Noon {
		return timeOfDay{minutes: halfDay}
	}
	return timeOfDay{}
}

// figures reads on behind the first figures of a time.
func (p *parser) figures(n int, text string) (timeOfDay, bool) {
	switch {
	case len(text) == 3 && text[0] == '0':
		return timeOfDay{}, false
	case len(text) >= 3: // 2030, 830
		if n/100 > 23 || n%100 > 59 {
			p.refuse(NoSuchTime)
		}
		year := n >= 2000 && n < 2100
		short := len(text) == 3 || text[0] != '0' && n/100 <= 12 && p.twelve
		return timeOfDay{minutes: n/100*60 + n%100, unsure: short, full: !short, year: year}, true
	case n > 24:
		if p.nothingElse() {
			p.refuse(NoSuchTime)
		}
		return timeOfDay{}, false
	}
	t := timeOfDay{minutes: n * 60, unsure: text[0] != '0' && n >= 1 && n <= 12, bare: true}
	t.full = n >= 13 || text[0] == '0'
	if minute, divided := p.minute(); divided {
		t.minutes += minute
		t.unsure, t.bare = t.unsure && p.twelve && len(text) == 1, false
	} else {
		t = p.behindHour(t, false)
	}
	if t.minutes == wholeDay && t.bare && !p.quiet && !p.nothingElse() {
		return t, false
	}
	if t.minutes > wholeDay || t.minutes == wholeDay && !p.quiet {
		p.refuse(NoSuchTime)
	}
	t.minutes %= wholeDay
	return t, true
}

// nothingElse reports whether a number that is no hour can be nothing else either.
func (p *parser) nothingElse() bool {
	return p.quiet || p.pos == len(p.of) || p.has(library.AM, library.PM, library.OClock) || p.of[p.pos].is(":")
}

// minute reads the minutes behind an hour in figures: ":30", ".30", "h30", " Uhr 30".
func (p *parser) minute() (minute int, ok bool) {
	ok = p.try(func() bool {
		colon := p.mark(":")
		divided := colon || p.mark(".")
		if !divided {
			if _, ok := p.take(library.OClock); !ok {
				return false
			}
		}
		at := p.pos
		n, text, ok := p.digits(2)
		if !ok {
			if minute, ok = p.spelled(); !ok || divided {
				return false
			}
			return minute < 60
		}
		if len(text) != 2 && (divided || p.of[at].glued) || !p.of[at].glued && divided && !colon {
			return false
		}
		if n > 59 {
			if divided || p.of[at].glued {
				p.refuse(NoSuchTime)
			}
			return false
		}
		minute = n
		if p.pos < len(p.of) && p.of[p.pos].is(":") && divided {
			p.refuse(Seconds)
		}
		p.skip(library.Minutes)
		if !divided && p.has(library.OClock) {
			return false // 9h 21h
		}
		return !divided || p.pos >= len(p.of) || !p.of[p.pos].is(".") || p.pos+1 >= len(p.of)
	})
	return minute, ok
}

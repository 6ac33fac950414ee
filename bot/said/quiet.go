package said

import (
	"fmt"
	"slices"

	"leanon/library"
)

// maxQuiet is how long quiet hours may be without being asked about, in minutes.
const maxQuiet = 14 * 60

// Span is quiet hours, from one time of day to another in minutes since midnight; Off is
// none.
type Span struct {
	From, To int
	Off      bool
}

// String returns quiet hours in the form of clock.ParseQuiet: "22:00-08:00", "" for none.
func (s Span) String() string {
	if s.Off {
		return ""
	}
	return fmt.Sprintf("%02d:%02d-%02d:%02d", s.From/60, s.From%60, s.To/60, s.To%60)
}

// Long reports whether the quiet hours are longer than most people's.
func (s Span) Long() bool { return !s.Off && s.minutes() > maxQuiet }

func (s Span) minutes() int { return (s.To - s.From + wholeDay) % wholeDay }

// Quiet reads quiet hours. Such as are longer than 14 hours are asked about. The error is
// an *Unread[Span].
func (l Listener) Quiet(text string) (Span, error) {
	return read(l, text, func(p *parser) { p.quiet = true }, func(p *parser) outcome[Span] {
		if _, ok := p.take(library.NoDays); ok && p.pos == len(p.of) {
			return outcome[Span]{options: []Span{{Off: true}}}
		}
		p.pos = 0
		p.oneEnd()
		from, to, ok := p.span()
		if !ok || p.why != "" {
			return refusal[Span](p)
		}
		return spans(from, to)
	})
}

// oneEnd refuses quiet hours of which only one end is said, and asks for the hours of a
// part of the day.
func (p *parser) oneEnd() {
	if p.try(func() bool { _, ok := p.part(); return ok && p.pos == len(p.of) }) {
		p.pos = 0
		p.refuse(WhichTime)
	}
	if p.try(func() bool {
		_, ok := p.take(library.Through, library.Over, library.After, library.MinutesPast)
		_, some := p.time()
		return ok && some && p.pos == len(p.of)
	}) {
		p.pos = 0
		p.refuse(NoEnd)
	}
	p.pos = 0
}

// span reads quiet hours from one time to another.
func (p *parser) span() (from, to timeOfDay, ok bool) {
	p.skip(library.Aside)
	_, between := p.take(library.Between)
	p.skip(library.From)
	if from, ok = p.time(); !ok {
		return from, to, false
	}
	if p.pos == len(p.of) {
		p.refuse(NoEnd)
		return from, to, false
	}
	if _, ok = p.take(library.Through); !ok && !p.mark("-") {
		if _, and := p.take(library.And); !and || !between {
			return from, to, false
		}
	}
	p.skip(library.Aside)
	if to, ok = p.time(); !ok || p.pos == len(p.of) {
		return from, to, ok
	}
	at := p.pos
	for p.mark(",;&+/") {
	}
	p.skip(library.And, library.From)
	if _, more := p.time(); more && at < p.pos {
		p.pos = at
		p.refuse(Several)
	}
	p.pos = at
	return from, to, false
}

// spans returns the quiet hours that two times may mean. Where one of them is not sure,
// what is not longer than most people's is meant.
func spans(from, to timeOfDay) (o outcome[Span]) {
	both := sure([]timeOfDay{from, to})
	from, to = both[0], both[1]
	var long []Span
	for _, a := range from.either() {
		for _, b := range to.either() {
			switch s := (Span{From: a, To: b}); {
			case a == b:
			case s.Long():
				long = append(long, s)
			default:
				o.options = append(o.options, s)
			}
		}
	}
	if len(o.options) == 2 && from.unsure && to.halved { // 2-4 pm
		slices.SortFunc(o.options, func(a, b Span) int { return a.minutes() - b.minutes() })
		o.options = o.options[:1]
	}
	switch {
	case len(o.options) > 1:
		o.why = HalfOfDay
	case len(o.options) == 0 && len(long) > 0:
		o.options, o.why = long, LongQuiet
		if less := (Span{From: (from.minutes + halfDay) % wholeDay, To: to.minutes}); from.minutes < halfDay && len(long) == 1 && !less.Long() && less.From != less.To {
			o.options = append(o.options, less)
		}
	case len(o.options) == 0:
		o.why = Same
	}
	return o
}

// either returns the minutes since midnight that a time may be.
func (t timeOfDay) either() []int {
	if !t.unsure {
		return []int{t.minutes}
	}
	return []int{t.minutes % halfDay, t.minutes%halfDay + halfDay}
}

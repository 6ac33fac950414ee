package said

import (
	"slices"
	"strings"
	"time"

	"leanon/library"
)

// Rhythm is what a person says about their days and times; either may be left out.
type Rhythm struct {
	Days  Days
	None  bool  // no questions at all
	Times []int // minutes since midnight, in order and each once
}

// Rhythm reads days and times from two fields, of which each may hold both and either may
// be empty. The error is an *Unread[Rhythm].
func (l Listener) Rhythm(days, times string) (Rhythm, error) {
	if strings.TrimSpace(days) == "" {
		r, err := l.sentence(times, false)
		if u, ok := err.(*Unread[Rhythm]); ok {
			u.InTimes = true
		}
		return r, err
	}
	inDays, err := l.sentence(days, true)
	if err == nil && inDays.None {
		return inDays, nil // whatever the times
	}
	if strings.TrimSpace(times) == "" {
		return inDays, err
	}
	first, why, what := possible(inDays, err)
	if len(first) == 0 {
		return Rhythm{}, &Unread[Rhythm]{Why: why, What: what}
	}
	inTimes, err := l.sentence(times, false)
	second, whyToo, what := possible(inTimes, err)
	if len(second) == 0 {
		return Rhythm{}, &Unread[Rhythm]{Why: whyToo, What: what, InTimes: true}
	}
	return joined(first, second, why, whyToo)
}

// possible returns what a text may mean, and why that is not certain.
func possible[T any](one T, err error) (options []T, why Why, what string) {
	if err == nil {
		return []T{one}, "", ""
	}
	u, _ := err.(*Unread[T])
	return u.Options, u.Why, u.What
}

// joined returns what two fields say together.
func joined(first, second []Rhythm, why, whyToo Why) (Rhythm, error) {
	var all []Rhythm
	for _, a := range first {
		for _, b := range second {
			if r, ok := a.with(b); ok {
				all = append(all, r)
			}
		}
	}
	if len(all) == 0 {
		return Rhythm{}, &Unread[Rhythm]{Why: Twice}
	}
	if len(all) > 1 {
		if why == "" {
			why = whyToo
		}
		return Rhythm{}, &Unread[Rhythm]{Why: why, Options: all}
	}
	return all[0], nil
}

// with returns what r and another say together; false if they disagree.
func (r Rhythm) with(other Rhythm) (Rhythm, bool) {
	if r.None || other.None {
		return r, r.None && other.None
	}
	switch {
	case r.Days == 0:
		r.Days = other.Days
	case other.Days != 0 && other.Days != r.Days:
		return r, false
	}
	switch {
	case len(r.Times) == 0:
		r.Times = other.Times
	case len(other.Times) > 0 && !slices.Equal(r.Times, other.Times):
		return r, false
	}
	return r, true
}

// sentence reads one field. In that for days a number alone is no time.
func (l Listener) sentence(text string, forDays bool) (Rhythm, error) {
	return read(l, text, func(p *parser) { p.loc = time.UTC }, func(p *parser) (o outcome[Rhythm]) {
		s, ok := p.rhythm()
		if ok && forDays && s.set == 0 && s.timesAWeek == 0 && !s.none && len(s.times) > 0 && s.times[0].bare {
			ok, p.far = false, 0
		}
		if ok && s.set == 0 && s.timesAWeek == 0 && !s.none && len(s.times) == 0 {
			ok, p.far = false, 0 // small words and commas alone: "the, the"
		}
		if !ok || p.why != "" {
			return refusal[Rhythm](p)
		}
		if s.none {
			return outcome[Rhythm]{options: []Rhythm{{None: true}}}
		}
		o.options, o.why = s.rhythms()
		return oneMinute(o)
	})
}

// rhythms returns what a sentence may mean, and why that is not certain.
func (s sentence) rhythms() (all []Rhythm, why Why) {
	days, times := s.dayOptions(), s.timeOptions()
	if len(days) > 1 {
		why = WhichDay
	}
	if len(times) > 1 {
		why = HalfOfDay
	}
	if len(days) == 0 {
		days = []Days{0}
	}
	if len(times) == 0 {
		times = [][]int{nil}
	}
	for _, d := range days {
		for _, t := range times {
			all = append(all, Rhythm{Days: d, Times: t})
		}
	}
	return all, why
}

// oneMinute leaves out times that differ in their minutes: one expression cannot say them.
func oneMinute(o outcome[Rhythm]) outcome[Rhythm] {
	o.options = slices.DeleteFunc(o.options, func(r Rhythm) bool {
		return slices.ContainsFunc(r.Times, func(t int) bool { return t%60 != r.Times[0]%60 })
	})
	if len(o.options) == 0 {
		o.why = Minutes
	}
	return o
}

func refusal[T any](p *parser) outcome[T] {
	if p.why != "" {
		return outcome[T]{why: p.why, what: p.unread()}
	}
	return outcome[T]{why: Unknown, what: p.unread()}
}

// Until reads until when something lasts: a moment that is after now and at most a year
// ahead, or the zero Moment for no end, which also "" is. The error is an *Unread[Moment].
func (l Listener) Until(text string, now time.Time, loc *time.Location) (Moment, error) {
	if strings.TrimSpace(text) == "" {
		return Moment{}, nil
	}
	return l.moment(text, now, loc, nil)
}

// When reads for when an answer is meant: as Until does, but "tonight" and "this weekend"
// are what the buttons of those names mean.
func (l Listener) When(text string, now time.Time, loc *time.Location) (Moment, error) {
	return l.moment(text, now, loc, func(named library.Meaning) (at time.Time) {
		switch named {
		case library.Tonight:
			return Tonight(now, loc)
		case library.Weekends:
			return Weekend(now, loc)
		}
		return at
	})
}

func (l Listener) moment(text string, now time.Time, loc *time.Location, button func(library.Meaning) time.Time) (Moment, error) {
	set := func(p *parser) { p.now, p.loc = now, loc }
	return read(l, text, set, func(p *parser) (o outcome[Moment]) {
		found, ok := p.moments()
		if !ok || p.why != "" {
			return refusal[Moment](p)
		}
		if len(found) > 1 {
			o.why = whichOf(found)
		}
		for _, at := range found {
			if button != nil && len(at.times) > 0 && at.times[0].unsure && !at.timed {
				at.times = nil // the day is certain
			}
			if len(at.times) > 0 && at.times[0].unsure && o.why == "" {
				o.why = HalfOfDay
			}
			options := p.options(at)
			if button != nil && at.named != "" {
				named := button(at.named)
				options = []Moment{{At: named, Date: DateIn(named, loc)}}
			}
			for _, m := range options {
				if !slices.ContainsFunc(o.options, func(known Moment) bool { return known.At.Equal(m.At) }) {
					o.options = append(o.options, m)
				}
			}
		}
		o = timely(o, now, loc, slices.ContainsFunc(found, func(l local) bool { return l.tooLate }))
		if o.why == "" && p.asks != "" {
			o.why = p.asks
		}
		return o
	})
}

// whichOf returns what is asked about several moments.
func whichOf(found []local) Why {
	switch {
	case !found[0].exact.IsZero():
		return HalfOfDay // in two hours, or at two
	case found[1].date.Sub(found[0].date) == 7*24*time.Hour:
		return WhichWeek
	}
	return DayMonth
}

// timely leaves out what is past or too far away, and refuses it if nothing else is left.
func timely(o outcome[Moment], now time.Time, loc *time.Location, tooLate bool) outcome[Moment] {
	year, month, day := now.In(loc).Date()
	most := time.Date(year+1, month, day, 0, 0, 0, 0, time.UTC)
	past, far := 0, 0
	o.options = slices.DeleteFunc(o.options, func(m Moment) bool {
		switch {
		case m.At.IsZero():
			return false
		case !m.At.After(now):
			past++
			return true
		case m.Date.After(most) || tooLate:
			far++
			return true
		}
		return false
	})
	switch {
	case len(o.options) > 1:
	case len(o.options) == 1:
		o.why = ""
	case past > 0:
		o.why = Past
	case far > 0:
		o.why = Far
	}
	return o
}

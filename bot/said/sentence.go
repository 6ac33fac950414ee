package said

import (
	"slices"

	"leanon/library"
)

// sentence is what a text says about a rhythm: which days, at what times, or both.
type sentence struct {
	set        Days
	workdays   bool // Saturday may be one of the days
	none       bool // no days at all
	daily      bool // the last days that were said were all of them
	times      []timeOfDay
	timesAWeek int // "twice a week", 0 if not said
	timesADay  int
	group      int             // how many times stand before the last days
	part       library.Meaning // "every evening"
	vague      bool            // a part of the day stands for a time
}

// The parts of a sentence.
const (
	days  = 1
	times = 2
)

// rhythm reads days and times in one text, the days before the times or behind them.
func (p *parser) rhythm() (s sentence, ok bool) {
	if p.try(func() bool { _, ok := p.take(library.NoDays); return ok && p.pos == len(p.of) }) {
		return sentence{none: true}, true
	}
	for p.pos = range p.of {
		if p.has(library.EveryOther) {
			p.refuse(EveryOther)
		}
	}
	p.pos = 0
	p.try(func() bool { _, ok := p.take(library.Aside); return ok && p.mark(",") && p.pos < len(p.of) }) // please, on Sundays
	was, groups, except, excepted := 0, 0, false, false
	if set, ok := p.initials(); ok {
		s.set, was, groups = set, days, 1
	}
	for p.pos == 0 || !p.end() {
		between := p.pos > 0 && p.between(was == days)
		if !between && p.onlyAside() {
			break
		}
		if _, ok := p.take(library.Except); ok {
			except, excepted = true, true
			continue
		}
		if was == days && s.set.count() == 2 && !between && p.try(p.monthFollows) {
			p.refuse(NthOfMonth) // a segunda sexta do mês
		}
		p.dateInWeek(was == 0)
		is := 0
		set, workdays, ok := p.days()
		if ok && !except && (set == AllDays) != s.daily && s.set != 0 {
			return s, false // "every day Tuesday"
		}
		s.daily = ok && set == AllDays
		switch {
		case ok && except:
			s.except(set)
			is = was
			if was == 0 {
				is = days
			}
		case ok:
			s.set, s.workdays, is = s.set|set, s.workdays || workdays, days
		case !except && p.interval(&s):
			is = days
		default:
			if was == times && !between && !s.lastTime().halved || !p.oneTime(&s) || was == times && !between && s.lastTime().bare {
				return s, false // only "8am 8pm" need nothing between them
			}
			is, except = times, false
		}
		if is != was {
			groups++
			if is == days {
				s.group = len(s.times)
			}
		}
		was = is
	}
	if groups > 2 && !s.sameTimes(was == times && groups%2 == 0) {
		p.pos = 0
		p.refuse(DifferentTimes)
	}
	if p.why == "" && excepted && s.set == 0 {
		return s, false
	}
	s.settle(p)
	return s, p.why == "" && p.pos == len(p.of)
}

// sameTimes reports whether days that were said apart have the same times, and leaves each
// once: "Mon at 20:00, Thu at 20:00".
func (s *sentence) sameTimes(whole bool) bool {
	n := len(s.times) - s.group
	if !whole || n == 0 || len(s.times)%n != 0 {
		return false
	}
	for i, t := range s.times {
		if t != s.times[i%n] {
			return false
		}
	}
	s.times = s.times[:n]
	return true
}

// lastTime returns the time that was read last.
func (s *sentence) lastTime() (t timeOfDay) {
	if len(s.times) > 0 {
		t = s.times[len(s.times)-1]
	}
	return t
}

// between reads what may stand between two parts of a sentence, and reports whether it
// was more than nothing.
func (p *parser) between(afterDays bool) bool {
	from := p.pos
	for p.mark(",;/&+|") || afterDays && p.mark(":-") {
	}
	p.skip(library.And)
	return p.pos > from
}

// onlyAside reads what stands at the end and says nothing: "only".
func (p *parser) onlyAside() bool {
	return p.pos > 0 && p.pos < len(p.of) && p.try(func() bool { p.skip(library.Aside); return p.pos == len(p.of) })
}

// oneTime reads a time, or a part of the day that stands for one.
func (p *parser) oneTime(s *sentence) bool {
	if t, ok := p.time(); ok {
		s.times = append(s.times, t)
		return true
	}
	if p.why != "" {
		return false
	}
	if m, ok := p.part(); ok && m != "" {
		s.vague = true
		return true
	}
	return false
}

// except takes days off those that were said, or off all.
func (s *sentence) except(set Days) {
	if s.set == 0 {
		s.set = AllDays
	}
	if s.workdays && set&(1<<6) != 0 {
		s.workdays = false
	}
	s.set &^= set
}

// settle completes what follows from the whole sentence, and asks for what is missing.
func (s *sentence) settle(p *parser) {
	if s.timesADay > 0 && s.set == 0 {
		s.set = AllDays
	}
	if s.part != "" {
		for i, t := range s.times {
			s.times[i] = p.inPart(t, s.part)
		}
		s.vague = true
	}
	switch {
	case p.why != "":
	case s.timesAWeek > 1 && s.set == 0, s.timesAWeek > 0 && s.set != 0 && s.set.count() != s.timesAWeek:
		p.refuse(WhichDay)
	case s.timesADay > 1 && len(s.times) != s.timesADay, s.timesADay == 1 && len(s.times) > 1, s.vague && len(s.times) == 0:
		p.refuse(WhichTime)
	}
	s.times = sure(s.times)
}

// sure settles times beside others: "8" beside "20" is in the morning.
func sure(times []timeOfDay) []timeOfDay {
	full := slices.ContainsFunc(times, func(t timeOfDay) bool { return t.full && !t.unsure })
	for i := range times {
		times[i].unsure = times[i].unsure && !full
	}
	return times
}

// dayOptions returns the sets of days that the sentence may mean; none if it says no days.
func (s sentence) dayOptions() []Days {
	switch {
	case s.set == 0 && s.timesAWeek == 1:
		return []Days{1 << 1, 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 0}
	case s.set == 0:
		return nil
	case s.workdays && s.set&(1<<6) == 0:
		return []Days{s.set, s.set | 1<<6}
	}
	return []Days{s.set}
}

// timeOptions returns the times in minutes since midnight that the sentence may mean, each
// in order and once; none if it says no time.
func (s sentence) timeOptions() [][]int {
	if len(s.times) == 0 {
		return nil
	}
	var options [][]int
	for _, later := range []int{0, halfDay} {
		var minutes []int
		for _, t := range s.times {
			if t.unsure {
				t.minutes = t.minutes%halfDay + later
			}
			minutes = append(minutes, t.minutes)
		}
		slices.Sort(minutes)
		options = append(options, slices.Compact(minutes))
	}
	if slices.Equal(options[0], options[1]) {
		return options[:1]
	}
	if slices.ContainsFunc(s.times, func(t timeOfDay) bool { return t.unsure && t.minutes == halfDay }) {
		slices.Reverse(options) // noon is likelier than midnight
	}
	return options
}

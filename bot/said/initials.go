package said

import (
	"slices"
	"strings"
	"time"

	"leanon/library"
)

// initials reads days of one letter: "M/W/F", "M-F", "MWF", "L M X J V". They stand at the
// beginning, and are at least two, in the order of a week.
func (p *parser) initials() (set Days, ok bool) {
	ok = p.try(func() bool {
		hyphens, letters := 0, ""
		for p.pos < len(p.of) && p.of[p.pos].kind != number {
			if letters != "" {
				if _, and := p.take(library.And); and {
					continue
				}
			}
			switch t := p.of[p.pos]; {
			case t.kind == word && len(t.text) == 1, t.kind == word && letters == "" && len(p.at()) == 0:
				letters += t.text
			case t.is("-"):
				hyphens++
			case t.kind != mark || !strings.Contains(",/&+", t.text):
				return false
			}
			p.goTo(p.pos + 1)
		}
		found := p.inWeek(letters, 0)
		if len(found) != 1 || len(letters) < 2 || hyphens > 0 && hyphens != len(letters)-1 {
			return false
		}
		days := found[0]
		if set = 0; hyphens == 1 {
			set = span(days[0], days[1])
			return true
		}
		for _, day := range days {
			set |= 1 << day
		}
		return true
	})
	return set, ok
}

// inWeek returns every way in which letters can be days that follow one another in a week,
// behind the last of which the number is given, from 1 for Monday to 7.
func (p *parser) inWeek(letters string, last int) (all [][]time.Weekday) {
	if letters == "" {
		return [][]time.Weekday{nil}
	}
	for n := last + 1; n <= 7; n++ {
		day := time.Weekday(n % 7)
		if !p.isInitial(letters[:1], day) {
			continue
		}
		for _, rest := range p.inWeek(letters[1:], n) {
			all = append(all, append([]time.Weekday{day}, rest...))
		}
	}
	return all
}

func (p *parser) isInitial(letter string, day time.Weekday) bool {
	return slices.ContainsFunc(p.lex, func(l *lexicon) bool { return slices.Contains(l.initials[letter], library.Day(day)) })
}

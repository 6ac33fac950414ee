package said

import (
	"slices"
	"strings"
	"time"

	"leanon/library"
)

// initials reads days of one letter, perhaps beside longer ones: "M/W/F", "M-F", "MWF",
// "T/Th", "L M X J V". They stand at the beginning, and are at least two, in the order of
// a week.
func (p *parser) initials() (set Days, ok bool) {
	ok = p.try(func() bool {
		hyphens, parts, short := 0, []string{}, false
		for p.pos < len(p.of) && p.of[p.pos].kind != number {
			if len(parts) > 0 {
				if _, and := p.take(library.And); and {
					continue
				}
			}
			switch t := p.of[p.pos]; {
			case t.kind == word && len(t.text) <= maxInitials:
				short = short || len(t.text) == 1 || len(p.at()) == 0
				parts = append(parts, t.text)
			case t.is("-"):
				hyphens++
			case t.kind != mark || !strings.Contains(",/&+", t.text):
				return false
			}
			p.goTo(p.pos + 1)
		}
		if !short {
			return false
		}
		found := p.inWeek(strings.Join(parts, "|"), 0)
		if len(found) != 1 || len(found[0]) < 2 || hyphens > 0 && hyphens != len(found[0])-1 {
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

// maxInitials is the longest word that is taken apart into days.
const maxInitials = 7

// inWeek returns every way in which a text can be days that follow one another in a week,
// each of one letter or a word, behind the last of which the number is given, from 1 for
// Monday to 7.
func (p *parser) inWeek(text string, last int) (all [][]time.Weekday) {
	text = strings.TrimPrefix(text, "|")
	if text == "" {
		return [][]time.Weekday{nil}
	}
	for n := last + 1; n <= 7; n++ {
		day := time.Weekday(n % 7)
		whole := len(text)
		if end := strings.IndexByte(text, '|'); end >= 0 {
			whole = end
		}
		for size := 1; size <= whole; size++ {
			if size > 2 && size < whole {
				continue // of a word that is taken apart, letters and their like only
			}
			if size == 1 && p.isInitial(text[:1], day) || size > 1 && p.lex.means(text[:size], func(m library.Meaning) bool { return m == library.Day(day) }) {
				for _, rest := range p.inWeek(text[size:], n) {
					all = append(all, append([]time.Weekday{day}, rest...))
				}
			}
		}
	}
	return all
}

func (p *parser) isInitial(letter string, day time.Weekday) bool {
	return slices.ContainsFunc(p.lex, func(l *lexicon) bool { return slices.Contains(l.initials[letter], library.Day(day)) })
}

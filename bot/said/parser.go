package said

import (
	"slices"
	"strings"
	"time"

	"leanon/library"
)

// parser reads the tokens of one text with the words of one lexicon, from left to right.
// A method that reads something returns false, and leaves pos where it was, if it does
// not stand there. What can be understood and cannot be done ends the reading at once:
// see refuse.
type parser struct {
	of     []token
	lex    vocabulary
	seen   [][]sense // by position; nil where nothing was looked up yet
	pos    int
	far    int // the furthest position that something was read up to
	why    Why // why the text is refused or asked about, "" while it is not
	reason int // the position at which that showed
	asks   Why // why it is asked about what was read, although it has one meaning only
	steps  int // how many look-ups there were

	now      time.Time
	loc      *time.Location
	dayFirst bool            // 3/4 is the third of April
	twelve   bool            // 8:30 may be in the evening
	quiet    bool            // quiet hours are read: they may end at 24:00
	before   library.Meaning // the last word that was skipped before a moment: until, for
}

// maxSteps bounds the work for one text. No text of maxTyped bytes that means anything
// comes near it.
const maxSteps = 5000

func newParser(of []token, lex vocabulary) *parser {
	p := &parser{lex: lex}
	for i := range of {
		p.of = append(p.of, p.divided(of, i)...)
	}
	p.seen = make([][]sense, len(p.of)+1)
	return p
}

// divided returns a token, or the two words that it is made of: German writes
// "Montagabend", "dreimal" and "zweieinhalb".
func (p *parser) divided(of []token, i int) []token {
	t := of[i]
	if t.kind != word || len(p.lex.senses(of[i:i+1], 0)) > 0 {
		return of[i : i+1]
	}
	for at := 3; at <= len(t.text)-3; at++ {
		first, second := token{word, t.text[:at], t.typed, t.glued}, token{word, t.text[at:], "", true}
		if at > 3 && p.lex.means(first.text, anyDay) && p.lex.means(second.text, isPart) ||
			p.lex.counts(first.text) && p.lex.means(second.text, joinsNumber) {
			return []token{first, second}
		}
	}
	return of[i : i+1]
}

func anyDay(m library.Meaning) bool { _, ok := weekday(m); return ok }

func joinsNumber(m library.Meaning) bool { return m == library.Occasions || m == library.AndHalf }

func isPart(m library.Meaning) bool {
	return m == library.Morning || m == library.Afternoon || m == library.Evening || m == library.Night
}

// end reports whether everything was read, or there is nothing more to read because the
// text is refused.
func (p *parser) end() bool { return p.why != "" || p.pos >= len(p.of) }

// refuse ends the reading. The first reason counts.
func (p *parser) refuse(why Why) {
	if p.why == "" {
		p.why, p.reason = why, p.pos
	}
}

// at returns the senses of the tokens at pos, the longest phrase first.
func (p *parser) at() []sense {
	if p.pos >= len(p.of) {
		return nil
	}
	if p.steps++; p.steps > maxSteps {
		p.refuse(Unknown)
		return nil
	}
	if p.seen[p.pos] == nil {
		p.seen[p.pos] = append(make([]sense, 0, 1), p.lex.senses(p.of, p.pos)...)
	}
	return p.seen[p.pos]
}

func (p *parser) goTo(pos int) {
	p.pos = pos
	p.far = max(p.far, pos)
}

// take reads the longest word or phrase with one of the meanings and returns it.
func (p *parser) take(among ...library.Meaning) (library.Meaning, bool) {
	return p.takeThat(func(m library.Meaning) bool { return slices.Contains(among, m) })
}

func (p *parser) takeThat(fits func(library.Meaning) bool) (library.Meaning, bool) {
	if p.end() {
		return "", false
	}
	for _, s := range p.at() {
		for _, m := range s.means {
			if fits(m) {
				p.goTo(s.end)
				return m, true
			}
		}
	}
	return "", false
}

// has reports whether a word or phrase with one of the meanings stands at pos.
func (p *parser) has(among ...library.Meaning) bool {
	from := p.pos
	_, ok := p.take(among...)
	p.pos = from
	return ok
}

// skip reads any number of words with one of the meanings.
func (p *parser) skip(among ...library.Meaning) {
	for {
		if _, ok := p.take(among...); !ok {
			return
		}
	}
}

// mark reads one of the marks.
func (p *parser) mark(among string) bool {
	if p.end() {
		return false
	}
	t := p.of[p.pos]
	if t.kind != mark && t.kind != dot || !strings.Contains(among, t.text) {
		return false
	}
	p.goTo(p.pos + 1)
	return true
}

// try reads with a function and goes back if that returns false.
func (p *parser) try(read func() bool) bool {
	from := p.pos
	if read() {
		return true
	}
	p.pos = from
	return false
}

// digits reads a number in figures of at most so many digits.
func (p *parser) digits(most int) (n int, text string, ok bool) {
	if p.end() {
		return 0, "", false
	}
	t := p.of[p.pos]
	if n, ok = figure(t); !ok || len(t.text) > most {
		return 0, "", false
	}
	p.goTo(p.pos + 1)
	return n, t.text, true
}

// spelled reads a number in words.
func (p *parser) spelled() (int, bool) {
	if p.end() {
		return 0, false
	}
	for _, s := range p.at() {
		if s.number > 0 {
			p.goTo(s.end)
			return s.number, true
		}
	}
	return 0, false
}

// ordinal reads a number of a day or a month in words: "fourth".
func (p *parser) ordinal() (int, bool) {
	if p.end() {
		return 0, false
	}
	for _, s := range p.at() {
		if s.ordinal > 0 {
			p.goTo(s.end)
			return s.ordinal, true
		}
	}
	return 0, false
}

// count reads a number in figures or in words.
func (p *parser) count() (int, bool) {
	if n, _, ok := p.digits(4); ok {
		return n, true
	}
	return p.spelled()
}

// unread returns the words of the text that stand where reading failed, or at which it
// showed that the text is refused.
func (p *parser) unread() string {
	from := p.far
	if p.why != "" && p.why != Unknown {
		from = p.reason
	}
	for from > 0 && from < len(p.of) && p.of[from].typed == "" {
		from--
	}
	var words []string
	for _, t := range p.of[min(from, len(p.of)):] {
		if t.typed != "" {
			words = append(words, t.typed)
		}
	}
	return strings.Join(words, " ")
}

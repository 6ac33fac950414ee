package library

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// line reads a line.
func (r lineReader) line(text string) (p phrase, err error) {
	for {
		cut := exceptionsPattern.FindStringSubmatch(text)
		if cut == nil {
			break
		}
		words, err := r.exceptions(cut[3])
		if err != nil {
			return p, err
		}
		if p.lifts == nil {
			p.lifts = &lifts{}
		}
		switch text = strings.TrimSpace(cut[1]); cut[2] {
		case "not":
			p.lifts.not = words
		case "after":
			p.lifts.after = words
		case "except":
			p.lifts.except = words
		}
	}
	marks := &marks{r, markPattern.FindAllString(text, -1)}
	p.parts, err = marks.sequence(true)
	if err != nil {
		return p, err
	}
	if len(marks.left) > 0 {
		return p, fmt.Errorf("has a %q in a wrong place", marks.left[0])
	}
	if !r.saysSomething(p.parts) || slices.ContainsFunc(r.firsts(p.parts), func(s sign) bool { return !s.isWord() }) {
		return p, errors.New("must begin with a whole word")
	}
	return p, nil
}

// saysSomething reports whether the parts are not all gaps and what may be nothing.
func (r lineReader) saysSomething(parts []sign) bool {
	for len(parts) > 0 {
		kind, _, rest := r.part(parts)
		if kind != gap && kind != perhaps {
			return true
		}
		parts = rest
	}
	return false
}

// exceptions reads the words in brackets at the end of a line.
func (r lineReader) exceptions(text string) (out phrases, err error) {
	list, closed := strings.CutSuffix(text, ")")
	for words := range strings.SplitSeq(list, ",") {
		var signs []sign
		for word := range strings.FieldsSeq(plainPhrase(words)) {
			signs = append(signs, r.number(word))
		}
		if !closed || len(signs) == 0 || strings.ContainsAny(words, "()|*?") {
			return nil, errors.New("must end with its exceptions in brackets: (not word, two words)")
		}
		out = out.add(signs)
	}
	return out, nil
}

// exceptionsPattern finds the last exceptions of a line.
var exceptionsPattern = regexp.MustCompile(`^(.*) \((not|after|except) (.*)$`)

var markPattern = regexp.MustCompile(`[()|?]|[^\s()|?]+`)

// marks reads the marks and words of a line, from left to right.
type marks struct {
	lineReader
	left []string
}

// next takes the next mark if it is the one given.
func (m *marks) next(mark string) bool {
	if len(m.left) == 0 || m.left[0] != mark {
		return false
	}
	m.left = m.left[1:]
	return true
}

// sequence reads up to a closing bracket or, inside of brackets, up to a |.
func (m *marks) sequence(outside bool) (out []sign, err error) {
	for len(m.left) > 0 && m.left[0] != ")" && m.left[0] != "|" {
		var of phrases
		if m.next("(") {
			of, err = m.choice()
		} else {
			of, err = m.words(outside)
		}
		if err != nil {
			return nil, err
		}
		switch optional := m.next("?"); {
		case optional:
			out = append(append(out, perhaps, sign(len(of))), of...)
		case len(of) == 1+int(of[0]): // a single one is no choice
			out = append(out, of[1:]...)
		default:
			out = append(append(out, choice, sign(len(of))), of...)
		}
	}
	return out, nil
}

// choice reads the phrases of brackets that were opened, and their end.
func (m *marks) choice() (of phrases, err error) {
	for {
		signs, err := m.sequence(false)
		if err != nil {
			return nil, err
		}
		if len(signs) == 0 {
			return nil, errors.New("has nothing in brackets, or beside a |")
		}
		of = of.add(signs)
		switch {
		case m.next("|"):
		case m.next(")"):
			return of, nil
		default:
			return nil, errors.New("has a bracket that stays open")
		}
	}
}

// words reads a word or the name of a list, and those that follow it with a | between.
func (m *marks) words(several bool) (of phrases, err error) {
	for {
		if len(m.left) == 0 {
			return nil, errors.New("has nothing beside a |")
		}
		signs, err := m.word(m.left[0])
		if err != nil {
			return nil, err
		}
		of = of.add(signs)
		m.left = m.left[1:]
		if !several || !m.next("|") {
			return of, nil
		}
	}
}

// word reads a gap, the name of a list, or one written word: "moi-même" is two that are
// compared.
func (m *marks) word(text string) (signs []sign, err error) {
	if text == ".." {
		return []sign{gap}, nil
	}
	if isList(text) {
		list, ok := m.lists[text]
		if !ok || len(m.book.lists[list-listSign]) == 0 {
			return nil, fmt.Errorf("uses the list %s, which does not stand above it", text)
		}
		return []sign{list}, nil
	}
	text, prefix := strings.CutSuffix(text, "*")
	for word := range strings.FieldsSeq(plainPhrase(text)) {
		signs = append(signs, m.number(word))
	}
	if len(signs) == 0 || strings.Contains(text, "*") {
		return nil, fmt.Errorf("has no word in %q", text)
	}
	if prefix {
		signs[len(signs)-1] += begins
	}
	return signs, nil
}

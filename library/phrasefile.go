package library

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"

	"leanon/config/strictyaml"
)

// A file of phrases has a map for every language. A key in small letters is a subject
// with its phrases, one a line. A key in CAPITALS is a list: in the lines below it, of
// the same language, its name stands for any of its phrases. A line has words and
//
//	a|b           either word
//	(a b|c)       either phrase; brackets may stand in brackets
//	a?  (a b)?    or nothing in its place
//	a*            every word that begins so; not as the first word
//	..            up to three other words of the same sentence
//	YOU           a phrase of the list YOU
//	(not a, b c)  at the end: not where one of these follows at once
//	(after a, b)  at the end: not where one of these stands just before
//	(except a, b) at the end: not where one of these stands inside

// maxPhraseLine is the length limit of a line, in characters.
const maxPhraseLine = 2000

// loadBook reads a file of phrases about the subjects given.
func (l *Library) loadBook(fsys fs.FS, file string, subjects ...string) (book, error) {
	type subjectLines = strictyaml.Entry[map[string][]strictyaml.Entry[string]]
	wrong := &faults{file: file}
	languages, err := decode[strictyaml.Entry[map[string]subjectLines]](fsys, file)
	if err != nil {
		return nil, err
	}
	read := book{}
	for _, key := range slices.Sorted(maps.Keys(languages.Value)) {
		if !l.speaks(key) {
			wrong.add(languages.At(key), "%q is no key of languages.yaml", key)
		}
		of := languages.Value[key]
		r := lineReader{lists: map[string][][]part{}, wrong: wrong}
		read[key] = map[string]subject{}
		byLine := func(a, b string) int { return of.At(a) - of.At(b) }
		for _, name := range slices.SortedFunc(maps.Keys(of.Value), byLine) {
			phrases := r.lines(of.Value[name])
			switch {
			case isList(name):
				for _, p := range phrases {
					r.lists[name] = append(r.lists[name], p.parts)
				}
			case slices.Contains(subjects, name):
				read[key][name] = subject{}
				for _, p := range phrases {
					read[key][name].add(p)
				}
			default:
				wrong.add(of.At(name), "unknown field %q", name)
			}
		}
	}
	return read, wrong.err()
}

// isList reports whether a word has the form of a list's name.
func isList(word string) bool {
	return len(word) > 1 && strings.Trim(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == ""
}

// lineReader reads the lines of one language.
type lineReader struct {
	lists map[string][][]part
	wrong *faults
}

// lines reads the lines of a subject or a list, and tells what is wrong with them.
func (r lineReader) lines(lines []strictyaml.Entry[string]) (out []phrase) {
	seen := map[string]bool{}
	for _, e := range lines {
		r.wrong.addFlaws(e.At, []flaw{{"the line", lineFlaw(e.Value, maxPhraseLine)}})
		p, err := r.line(e.Value)
		plain := strings.Join(strings.Fields(strings.Trim(strings.ToLower(e.Value), ".,!?")), " ")
		switch {
		case err != nil:
			r.wrong.add(e.Line, "the line %v", err)
		case seen[plain]:
			r.wrong.add(e.Line, "the line %q is there twice", plain)
		}
		seen[plain] = true
		out = append(out, p)
	}
	return out
}

// line reads a line.
func (r lineReader) line(text string) (p phrase, err error) {
	for {
		cut := exceptionsPattern.FindStringSubmatch(text)
		if cut == nil {
			break
		}
		words, err := exceptions(cut[3])
		if err != nil {
			return p, err
		}
		switch text = strings.TrimSpace(cut[1]); cut[2] {
		case "not":
			p.not = words
		case "after":
			p.after = words
		case "except":
			p.except = words
		}
	}
	signs := &signs{r, signPattern.FindAllString(text, -1)}
	p.parts, err = signs.sequence(true)
	switch {
	case err != nil:
		return p, err
	case len(signs.left) > 0:
		return p, fmt.Errorf("has a %q in a wrong place", signs.left[0])
	case !slices.ContainsFunc(p.parts, func(p part) bool { return !p.optional && !p.gap() }) || slices.ContainsFunc(firsts(p.parts), func(w part) bool { return w.gap() || w.begins }):
		return p, errors.New("must begin with a whole word")
	}
	return p, nil
}

// exceptions reads the words in brackets at the end of a line.
func exceptions(text string) (out [][]string, err error) {
	list, closed := strings.CutSuffix(text, ")")
	for words := range strings.SplitSeq(list, ",") {
		fields := strings.Fields(plainPhrase(words))
		if !closed || len(fields) == 0 || strings.ContainsAny(words, "()|*?") {
			return nil, errors.New("must end with its exceptions in brackets: (not word, two words)")
		}
		out = append(out, fields)
	}
	return out, nil
}

// exceptionsPattern finds the last exceptions of a line.
var exceptionsPattern = regexp.MustCompile(`^(.*) \((not|after|except) (.*)$`)

var signPattern = regexp.MustCompile(`[()|?]|[^\s()|?]+`)

// signs reads the signs and words of a line, from left to right.
type signs struct {
	lineReader
	left []string
}

// next takes the next sign if it is the one given.
func (s *signs) next(sign string) bool {
	if len(s.left) == 0 || s.left[0] != sign {
		return false
	}
	s.left = s.left[1:]
	return true
}

// sequence reads up to a closing bracket or, inside of brackets, up to a |.
func (s *signs) sequence(outside bool) (out []part, err error) {
	for len(s.left) > 0 && s.left[0] != ")" && s.left[0] != "|" {
		var p part
		if s.next("(") {
			p.of, err = s.choice()
		} else {
			p.of, err = s.words(outside)
		}
		if err != nil {
			return nil, err
		}
		p.optional = s.next("?")
		switch {
		case len(p.of) == 1 && !p.optional:
			out = append(out, p.of[0]...)
		default:
			out = append(out, p)
		}
	}
	return out, nil
}

// choice reads the phrases of brackets that were opened, and their end.
func (s *signs) choice() (of [][]part, err error) {
	for {
		parts, err := s.sequence(false)
		if err != nil {
			return nil, err
		}
		if len(parts) == 0 {
			return nil, errors.New("has nothing in brackets, or beside a |")
		}
		of = append(of, parts)
		switch {
		case s.next("|"):
		case s.next(")"):
			return of, nil
		default:
			return nil, errors.New("has a bracket that stays open")
		}
	}
}

// words reads a word or the name of a list, and those that follow it with a | between.
func (s *signs) words(several bool) (of [][]part, err error) {
	for {
		if len(s.left) == 0 {
			return nil, errors.New("has nothing beside a |")
		}
		more, err := s.word(s.left[0])
		if err != nil {
			return nil, err
		}
		of = append(of, more...)
		s.left = s.left[1:]
		if !several || !s.next("|") {
			return of, nil
		}
	}
}

// word reads a gap, the name of a list, or one written word: "moi-même" is two that are
// compared.
func (s *signs) word(text string) ([][]part, error) {
	if text == ".." {
		return [][]part{{{}}}, nil
	}
	if isList(text) {
		if len(s.lists[text]) == 0 {
			return nil, fmt.Errorf("uses the list %s, which does not stand above it", text)
		}
		return s.lists[text], nil
	}
	text, begins := strings.CutSuffix(text, "*")
	var out []part
	for word := range strings.FieldsSeq(plainPhrase(text)) {
		out = append(out, part{word: undrawn(word)})
	}
	if len(out) == 0 || strings.Contains(text, "*") {
		return nil, fmt.Errorf("has no word in %q", text)
	}
	out[len(out)-1].begins = begins
	return [][]part{out}, nil
}

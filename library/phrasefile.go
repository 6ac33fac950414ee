package library

import (
	"cmp"
	"io/fs"
	"maps"
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

// readBook reads a file of phrases about the subjects given.
func (l *Library) readBook(fsys fs.FS, file string, subjects ...string) (*book, error) {
	type subjectLines = strictyaml.Entry[map[string][]strictyaml.Entry[string]]
	wrong := &faults{file: file}
	languages, err := decode[strictyaml.Entry[map[string]subjectLines]](fsys, file)
	if err != nil {
		return nil, err
	}
	b, numbers := &book{}, map[string]sign{}
	for _, key := range slices.Sorted(maps.Keys(languages.Value)) {
		if !l.speaks(key) {
			wrong.add(languages.At(key), "%q is no key of languages.yaml", key)
		}
		of := languages.Value[key]
		r := lineReader{book: b, numbers: numbers, lists: map[string]sign{}, wrong: wrong}
		byLine := func(a, b string) int { return of.At(a) - of.At(b) }
		for _, name := range slices.SortedFunc(maps.Keys(of.Value), byLine) {
			read := r.lines(of.Value[name])
			switch {
			case isList(name):
				r.list(name, read)
			case slices.Contains(subjects, name):
				b.subjects = append(b.subjects, b.newSubject(key, name, read))
				if len(read) > maxWords {
					wrong.add(of.At(name), "there are more than %d lines", maxWords)
				}
			default:
				wrong.add(of.At(name), "unknown field %q", name)
			}
		}
	}
	for _, word := range slices.Sorted(maps.Keys(numbers)) {
		b.sorted = append(b.sorted, numbers[word])
	}
	if len(b.words) > maxWords || len(b.lists) > maxWords {
		wrong.add(1, "there are more than %d different words or lists", maxWords)
	}
	return b, wrong.err()
}

// newSubject returns phrases with the words that they may begin with.
func (b *book) newSubject(language, about string, all []phrase) subject {
	s := subject{language: language, about: about, phrases: all}
	for i, p := range all {
		for _, word := range b.firsts(p.parts) {
			s.firsts = append(s.firsts, first{word, uint16(i)})
		}
	}
	slices.SortFunc(s.firsts, func(a, b first) int { return cmp.Or(cmp.Compare(a.word, b.word), cmp.Compare(a.phrase, b.phrase)) })
	s.firsts = slices.Compact(s.firsts)
	return s
}

// isList reports whether a word has the form of a list's name.
func isList(word string) bool {
	return len(word) > 1 && strings.Trim(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == ""
}

// lineReader reads the lines of one language into a book.
type lineReader struct {
	*book
	numbers map[string]sign // of each word so far
	lists   map[string]sign // by name
	wrong   *faults
}

// list adds the phrases of a list.
func (r lineReader) list(name string, read []phrase) {
	var all phrases
	for _, p := range read {
		all = all.add(p.parts)
	}
	r.lists[name] = listSign + sign(min(len(r.book.lists), maxWords-1))
	r.book.lists = append(r.book.lists, all)
}

// number returns the sign of a word, in the form of plainPhrase.
func (r lineReader) number(word string) sign {
	word = undrawn(word)
	n, ok := r.numbers[word]
	if !ok {
		n = sign(min(len(r.words), maxWords-1))
		r.numbers[word] = n
		r.book.words = append(r.book.words, word)
	}
	return n
}

// lines reads the lines of a subject or a list, and tells what is wrong with them.
func (r lineReader) lines(lines []strictyaml.Entry[string]) (out []phrase) {
	seen := map[string]bool{}
	for _, e := range lines {
		if what := lineFlaw(e.Value, maxPhraseLine); what != "" {
			r.wrong.add(e.Line, "the line %s", what)
			continue // a sign can't say how many signs a longer one has
		}
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

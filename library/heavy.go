package library

import (
	"io/fs"
	"maps"
	"slices"
	"strings"

	"leanon/config/strictyaml"
)

// maxHeavyLine is the length limit of a line of heavy.yaml, in characters: a phrase and
// the words that make it harmless.
const maxHeavyLine = 200

// heavyPhrase is one phrase of heavy.yaml, in the form of plainPhrase and with a
// space at each end.
type heavyPhrase struct {
	words string
	not   []string // words that make it harmless if they follow, in that form and with a space at the end
}

// Heavy reports whether a text contains a phrase of heavy.yaml in English or in the
// language that its author said they write in (a key of languages.yaml), or in any
// language if they said none that is known. It looks only at the words given and keeps
// nothing.
func (l *Library) Heavy(text, said string) bool {
	plain := " " + plainPhrase(text) + " "
	for _, key := range l.heard(said, "") {
		for _, phrase := range l.heavy[key] {
			if phrase.stands(plain) {
				return true
			}
		}
	}
	return false
}

// stands reports whether the phrase stands in a text and is not followed by words that
// make it harmless. The text has the form of plainPhrase, with a space at each end.
func (p heavyPhrase) stands(plain string) bool {
	for {
		_, rest, found := strings.Cut(plain, p.words)
		if !found {
			return false
		}
		if !slices.ContainsFunc(p.not, func(word string) bool { return strings.HasPrefix(rest, word) }) {
			return true
		}
		plain = " " + rest
	}
}

// phraseOf reads one line: a phrase, and in brackets the words that make it harmless if
// they follow, such as "you hit me (not up, with)".
func phraseOf(line string) (p heavyPhrase, ok bool) {
	words, not, lifted := strings.Cut(line, " (not ")
	p.words = " " + plainPhrase(words) + " "
	if !lifted {
		return p, !strings.ContainsAny(line, "()")
	}
	list, ok := strings.CutSuffix(not, ")")
	for word := range strings.SplitSeq(list, ",") {
		if word = plainPhrase(word); word == "" {
			return p, false
		}
		p.not = append(p.not, word+" ")
	}
	return p, ok
}

// loadHeavy reads heavy.yaml.
func (l *Library) loadHeavy(fsys fs.FS) error {
	wrong := &faults{file: "heavy.yaml"}
	lists, err := decode[strictyaml.Entry[map[string][]strictyaml.Entry[string]]](fsys, wrong.file)
	if err != nil {
		return err
	}
	l.heavy = map[string][]heavyPhrase{}
	for _, key := range slices.Sorted(maps.Keys(lists.Value)) {
		if !l.speaks(key) {
			wrong.add(lists.At(key), "%q is no key of languages.yaml", key)
		}
		for _, e := range lists.Value[key] {
			words, _, _ := strings.Cut(e.Value, " (not ")
			wrong.addFlaws(e.At, []flaw{{"the phrase", lineFlaw(words, maxLabel)}, {"the line", lineFlaw(e.Value, maxHeavyLine)}})
			phrase, ok := phraseOf(e.Value)
			switch {
			case phrase.words == "  ":
				wrong.add(e.Line, "the phrase has no letters")
			case !ok:
				wrong.add(e.Line, "brackets must come last and read (not word, word)")
			case slices.ContainsFunc(l.heavy[key], func(p heavyPhrase) bool { return p.words == phrase.words }):
				wrong.add(e.Line, "the phrase %q is there twice", strings.TrimSpace(phrase.words))
			}
			l.heavy[key] = append(l.heavy[key], phrase)
		}
	}
	return wrong.err()
}

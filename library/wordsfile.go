package library

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/feature/plural"

	"leanon/config/strictyaml"
)

// This file reads what leanon itself says, words/en.yaml, whose head explains it to a
// translator, and the same in other languages. words/keys.txt has the other half of the contract: each key that the
// program says, with the places that it fills. A file that breaks the contract is
// refused with file and line.

// entry is one entry of a file of words, as it is written.
type entry struct {
	Key   string `yaml:"key"`
	Text  string `yaml:"text"`
	Zero  string `yaml:"zero"`
	One   string `yaml:"one"`
	Two   string `yaml:"two"`
	Few   string `yaml:"few"`
	Many  string `yaml:"many"`
	Other string `yaml:"other"`
	To    string `yaml:"to"`
	Voice string `yaml:"voice"`
	Max   int    `yaml:"max"`
	Note  string `yaml:"note"`
}

// formField is one form of an entry, with the field that it stands in.
type formField struct {
	form
	field string
}

// forms returns the forms that an entry has.
func (e entry) forms() []formField {
	return slices.DeleteFunc([]formField{{form{plural.Other, e.Text}, "text"}, {form{plural.Zero, e.Zero}, "zero"}, {form{plural.One, e.One}, "one"},
		{form{plural.Two, e.Two}, "two"}, {form{plural.Few, e.Few}, "few"}, {form{plural.Many, e.Many}, "many"}, {form{plural.Other, e.Other}, "other"}},
		func(f formField) bool { return f.text == "" })
}

// readWords reads the sentences of a language against words/keys.txt, and those of any but
// English against the English ones, which have the limits and who says them.
func (l *Library) readWords(fsys fs.FS, in *speech) error {
	keys, err := readKeys(fsys)
	if err != nil {
		return err
	}
	wrong := &faults{file: in.Key + ".yaml"}
	data, err := read(fsys, "words/"+wrong.file)
	if err != nil {
		return err
	}
	entries, err := strictyaml.Decode[[]strictyaml.Entry[entry]](data)
	if err != nil {
		return fmt.Errorf("%s:%w", wrong.file, err)
	}
	said := map[string]bool{}
	for _, e := range entries {
		places, known := keys[e.Value.Key]
		switch {
		case !known:
			wrong.add(e.At("key"), "the program says no sentence called %q", e.Value.Key)
			continue
		case said[e.Value.Key]:
			wrong.add(e.At("key"), "the key %q is used twice", e.Value.Key)
			continue
		}
		said[e.Value.Key] = true
		if in.Key != English {
			e.Value.source(wrong, e.At, l.speeches[0].sentence(e.Value.Key), in.Spoken)
		}
		in.sentences = append(in.sentences, e.Value.sentence(wrong, e.At, places, in.Tag))
	}
	slices.SortFunc(in.sentences, func(a, b sentence) int { return strings.Compare(a.key, b.key) })
	if in.Key == English {
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			if !said[key] {
				wrong.add(1, "the sentence %q is missing", key)
			}
		}
		return wrong.err()
	}
	if over := l.speech(in.Over); over.Key != English {
		for _, e := range entries {
			mine, theirs := in.sentence(e.Value.Key), over.sentence(e.Value.Key)
			if mine != nil && theirs != nil && mine.text == theirs.text && slices.Equal(mine.forms, theirs.forms) {
				wrong.add(e.At("key"), "%s %s", e.Value.Key, sameAs(over.Key))
			}
		}
	}
	return wrong.err()
}

// source takes what a sentence has of the English one: who says it, and its limit.
func (e *entry) source(wrong *faults, at func(string) int, english *sentence, in Spoken) {
	if e.To != "" || e.Voice != "" || e.Max != 0 {
		wrong.add(at("key"), "to, voice and max stand in en.yaml, and hold for every language")
	}
	if english == nil { // the English file is to blame
		return
	}
	if in.Formal && english.partners {
		wrong.add(at("key"), "%q is what partners say to each other, as close as they are: %s may not change it", e.Key, in.Key)
	}
	e.To, e.Max = "its reader", english.max
}

// readKeys reads words/keys.txt: the places of each key that the program says.
func readKeys(fsys fs.FS) (map[string][]string, error) {
	data, err := read(fsys, "words/keys.txt")
	if err != nil {
		return nil, err
	}
	keys := map[string][]string{}
	for line := range strings.Lines(strings.TrimPrefix(string(data), "\ufeff")) {
		if key := strings.Fields(line); len(key) > 0 && !strings.HasPrefix(line, "#") {
			keys[key[0]] = key[1:]
		}
	}
	return keys, nil
}

// sentence checks an entry and returns what it says.
func (e entry) sentence(wrong *faults, at func(string) int, places []string, tag string) sentence {
	s := sentence{key: e.Key, max: e.Max, partners: e.Voice == "reader" || e.Voice == "partner"}
	if e.To == "" {
		wrong.add(at("to"), "to is missing: who reads it")
	}
	if !slices.Contains([]string{"", "bot", "reader", "partner"}, e.Voice) {
		wrong.add(at("voice"), "voice must be bot, reader or partner")
	}
	if s.max == 0 {
		s.max = MaxMessage
	}
	if !slices.Contains([]int{MaxTitle, MaxButton, MaxOption, MaxMessage}, s.max) {
		wrong.add(at("max"), "max must be %d, %d, %d or %d", MaxTitle, MaxButton, MaxOption, MaxMessage)
	}
	forms := e.forms()
	if len(forms) == 0 {
		wrong.add(at("key"), "text is missing")
	}
	covered := map[plural.Form]bool{}
	for _, f := range forms {
		wrong.addFlaws(at, []flaw{{f.field, sentenceFlaw(f, places, s.max, tag)}})
		switch {
		case covered[f.of]:
			wrong.add(at(f.field), "text and other say the same thing twice")
		case f.of == plural.Other:
			s.text = f.text
		default:
			s.forms = append(s.forms, f.form)
		}
		covered[f.of] = true
	}
	if !covered[plural.Other] && len(forms) > 0 {
		wrong.add(at("key"), "other is missing: the form for any other number")
	}
	if e.Text == "" && len(forms) > 0 {
		for n := range 200 { // by then each form of a whole number was needed once (CLDR, plural rules)
			if !covered[pluralOf(tag, n)] {
				wrong.add(at("key"), "the form for the number %d is missing", n)
				break
			}
		}
	}
	return s
}

// aloneFor reports whether a form stands for one number alone in the language of a tag, so
// that it may say it in words: "a draft". None at all is not counted, although French and
// Portuguese take the form of one for it: "the 1st" is no day but one.
func (f formField) aloneFor(tag string) bool {
	numbers := 0
	for _, n := range manyNumbers {
		if pluralOf(tag, n) == f.of {
			numbers++
		}
	}
	return f.field != "text" && numbers == 1
}

// manyNumbers are enough for each form of a language to come twice, unless it stands for
// one number alone: Spanish has a form for millions.
var manyNumbers = append(oneTo(1000), 1_000_000, 2_000_000)

// oneTo returns the whole numbers from 1 on.
func oneTo(last int) (all []int) {
	for n := range last {
		all = append(all, n+1)
	}
	return all
}

// sentenceFlaw returns what is wrong with one form of a sentence in the language of a tag,
// "" if nothing is.
func sentenceFlaw(f formField, places []string, limit int, tag string) string {
	var filled []string
	bare := f.text
	for {
		before, rest, found := strings.Cut(bare, "{")
		if !found {
			break
		}
		name, after, closed := strings.Cut(rest, "}")
		switch {
		case !closed:
			return "has a { that is not closed"
		case !slices.Contains(places, name):
			return fmt.Sprintf("has the place {%s}, for which the program has nothing", name)
		}
		filled = append(filled, name)
		bare = before + after
	}
	for _, name := range places {
		if !slices.Contains(filled, name) && !(name == counted && f.aloneFor(tag)) {
			return fmt.Sprintf("has no place {%s}", name)
		}
	}
	oneLine := limit < MaxMessage
	switch {
	case len(filled) == 0 && unseen(bare):
		return "has nothing that can be seen"
	case !utf8.ValidString(bare) || strings.ContainsFunc(bare, func(r rune) bool { return unicode.IsControl(r) && (r != '\n' || oneLine) }):
		return "has line breaks or other control characters"
	case strings.TrimSpace(f.text) != f.text:
		return "has spaces around it"
	case utf8.RuneCountInString(bare)+len(filled) > limit:
		return fmt.Sprintf("is too long, at most %d characters with one for each place", limit)
	}
	return ""
}

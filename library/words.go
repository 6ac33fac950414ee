package library

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/feature/plural"
	xlanguage "golang.org/x/text/language"

	"leanon/config/strictyaml"
)

// This file reads what leanon itself says, words/en.yaml, whose head explains it to a
// translator. words/keys.txt has the other half of the contract: each key that the
// program says, with the places that it fills. A file that breaks the contract is
// refused with file and line before anything is said.

// Words are the sentences of one language, by key.
type Words struct {
	language  xlanguage.Tag
	sentences map[string]sentence
}

// sentence is one entry: its text, which is the form for any other number if it has
// several (CLDR, plural rules), and the limit of the place it stands in, in characters.
type sentence struct {
	text  string
	forms map[plural.Form]string // those for some numbers; nil for most sentences
	max   int
}

// The limits of the places that sentences stand in, in characters (Discord: component
// reference, message resource): a form's title and the label of a field; a button; an
// option, a placeholder and a command's description; a message.
const (
	MaxTitle   = 45
	MaxButton  = 80
	MaxOption  = 100
	MaxMessage = 2000
)

// counted is the place that chooses the form of a sentence that has several.
const counted = "n"

// Words returns the sentences of a language by its key in languages.yaml, and the
// English ones for a language that leanon does not speak.
func (l *Library) Words(string) *Words { return l.words }

// Say returns the sentence of a key with its places filled. places are names and values
// in turns: "name", "Ben". The place "n" is an int and chooses the form. A label that
// gets too long for its place is shortened inside its longest value, between two
// characters as people see them. Say panics if the program misspells a key, or a place
// that the sentence has.
func (w *Words) Say(key string, places ...any) string {
	s, ok := w.sentences[key]
	if !ok {
		panic("library: no sentence is called " + key)
	}
	values := make(map[string]string, len(places)/2)
	form := plural.Other
	for i := 0; i+1 < len(places); i += 2 {
		name := places[i].(string)
		switch v := places[i+1].(type) {
		case string:
			values[name] = v
		case int:
			values[name] = strconv.Itoa(v)
			if name == counted {
				form = plural.Cardinal.MatchPlural(w.language, v, 0, 0, 0, 0)
			}
		default:
			panic(fmt.Sprintf("library: the place %s of %s takes words or a whole number", name, key))
		}
	}
	text, ok := s.forms[form]
	if !ok {
		text = s.text
	}
	said := fill(key, text, values)
	if over := utf8.RuneCountInString(said) - s.max; over > 0 && s.max < MaxMessage {
		longest := ""
		for name, v := range values {
			if utf8.RuneCountInString(v) > utf8.RuneCountInString(values[longest]) || longest == "" {
				longest = name
			}
		}
		values[longest] = Clip(values[longest], utf8.RuneCountInString(values[longest])-over)
		said = fill(key, text, values)
	}
	return said
}

// fill puts values in the places of a text. It panics if a place has none.
func fill(key, text string, values map[string]string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, after, _ := strings.Cut(rest, "}")
		v, ok := values[name]
		if !ok {
			panic("library: nothing is said for the place " + name + " of " + key)
		}
		b.WriteString(v)
		text = after
	}
}

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

// form is one form of an entry, with the field that it stands in.
type form struct {
	field string
	text  string
	of    plural.Form
}

// forms returns the forms that an entry has.
func (e entry) forms() []form {
	return slices.DeleteFunc([]form{{"text", e.Text, plural.Other}, {"zero", e.Zero, plural.Zero}, {"one", e.One, plural.One},
		{"two", e.Two, plural.Two}, {"few", e.Few, plural.Few}, {"many", e.Many, plural.Many}, {"other", e.Other, plural.Other}},
		func(f form) bool { return f.text == "" })
}

// readWords reads words/en.yaml against words/keys.txt.
func (l *Library) readWords(fsys fs.FS) (*Words, error) {
	keys, err := readKeys(fsys)
	if err != nil {
		return nil, err
	}
	wrong := &faults{file: "en.yaml"}
	data, err := read(fsys, "words/en.yaml")
	if err != nil {
		return nil, err
	}
	entries, err := strictyaml.Decode[[]strictyaml.Entry[entry]](data)
	if err != nil {
		return nil, fmt.Errorf("%s:%w", wrong.file, err)
	}
	w := &Words{language: xlanguage.English, sentences: map[string]sentence{}}
	for _, e := range entries {
		places, known := keys[e.Value.Key]
		switch _, twice := w.sentences[e.Value.Key]; {
		case !known:
			wrong.add(e.At("key"), "the program says no sentence called %q", e.Value.Key)
			continue
		case twice:
			wrong.add(e.At("key"), "the key %q is used twice", e.Value.Key)
			continue
		}
		w.sentences[e.Value.Key] = e.Value.sentence(wrong, e.At, places, w.language)
	}
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		if _, said := w.sentences[key]; !said {
			wrong.add(1, "the sentence %q is missing", key)
		}
	}
	return w, wrong.err()
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
func (e entry) sentence(wrong *faults, at func(string) int, places []string, in xlanguage.Tag) sentence {
	s := sentence{max: e.Max}
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
		wrong.addFlaws(at, []flaw{{f.field, sentenceFlaw(f, places, s.max)}})
		switch {
		case covered[f.of]:
			wrong.add(at(f.field), "text and other say the same thing twice")
		case f.of == plural.Other:
			s.text = f.text
		case s.forms == nil:
			s.forms = map[plural.Form]string{f.of: f.text}
		default:
			s.forms[f.of] = f.text
		}
		covered[f.of] = true
	}
	if !covered[plural.Other] && len(forms) > 0 {
		wrong.add(at("key"), "other is missing: the form for any other number")
	}
	if e.Text == "" && len(forms) > 0 {
		for n := range 200 { // by then each form of a whole number was needed once (CLDR, plural rules)
			if !covered[plural.Cardinal.MatchPlural(in, n, 0, 0, 0, 0)] {
				wrong.add(at("key"), "the form for the number %d is missing", n)
				break
			}
		}
	}
	return s
}

// sentenceFlaw returns what is wrong with one form of a sentence, "" if nothing is.
func sentenceFlaw(f form, places []string, limit int) string {
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
		if !slices.Contains(filled, name) && !(name == counted && f.field != "text") {
			return fmt.Sprintf("has no place {%s}", name)
		}
	}
	oneLine := limit < MaxMessage
	switch {
	case !utf8.ValidString(bare) || strings.ContainsFunc(bare, func(r rune) bool { return unicode.IsControl(r) && (r != '\n' || oneLine) }):
		return "has line breaks or other control characters"
	case strings.TrimSpace(f.text) != f.text:
		return "has spaces around it"
	case utf8.RuneCountInString(bare)+len(filled) > limit:
		return fmt.Sprintf("is too long, at most %d characters with one for each place", limit)
	}
	return ""
}

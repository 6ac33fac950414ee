package library

import (
	"io/fs"
	"slices"
	"strings"
	"time"

	"leanon/config/strictyaml"
)

// english is listened for in whatever anybody types: leanon speaks it.
const english = "en"

// maxSpoken is how many languages a Discord select has room for beside "any of
// these".
const maxSpoken = maxOptions - 1

// Language is one that people may write in: heavy words, hints and the words of days
// and times are listened for in it.
type Language struct {
	Key  string // lasting: settings refer to it
	Name string // as the language calls itself
}

// Languages returns them in the order to show them, at most 24.
func (l *Library) Languages() []Language { return slices.Clone(l.languages) }

// speaks says whether key is one of the languages.
func (l *Library) speaks(key string) bool {
	return slices.ContainsFunc(l.languages, func(of Language) bool { return of.Key == key })
}

// heard are the languages to listen for in what somebody types: the one they said
// (a key of languages.yaml) and English. Where they said none, or one that has left
// the library, it is all of them, that of their locale first and English next: a
// Discord in English tells nothing about what its owner writes.
func (l *Library) heard(said, locale string) (keys []string) {
	if l.speaks(said) {
		return slices.Compact([]string{said, english})
	}
	if own := language(locale); l.speaks(own) {
		keys = append(keys, own)
	}
	if !slices.Contains(keys, english) {
		keys = append(keys, english)
	}
	for _, of := range l.languages {
		if !slices.Contains(keys, of.Key) {
			keys = append(keys, of.Key)
		}
	}
	return keys
}

// Meaning is what a word of days or times says; zero is nothing that is known.
type Meaning int

// The meanings. A day's is One(day).
const (
	Daily Meaning = iota + 8
	Weekdays
	Weekends
	NoDays
	From
	Through
	Aside
	And
	Noon
	Midnight
	Tomorrow
	At
	OClock
)

// One is the meaning of a word for one day of the week.
func One(day time.Weekday) Meaning { return Meaning(day) + 1 }

// Weekday is the day that a meaning is, false where it is none.
func (m Meaning) Weekday() (day time.Weekday, ok bool) {
	if m < One(time.Sunday) || m > One(time.Saturday) {
		return 0, false
	}
	return time.Weekday(m - 1), true
}

// Times are the words for days and times of day in the languages of one person.
type Times struct {
	words   map[string]Meaning
	of      map[Meaning][]string
	phrases []string
}

// timeWords are one language's words by meaning, in the order of the file.
type timeWords map[Meaning][]string

// Times returns the words of the language that somebody said they write in (a key
// of languages.yaml) and of English; of all languages where they said none that is
// known. Where one word means two things, the language they said counts, or that of
// locale, one of Discord's.
func (l *Library) Times(said, locale string) Times {
	t := Times{words: map[string]Meaning{}, of: map[Meaning][]string{}}
	for _, key := range l.heard(said, locale) {
		for m := One(time.Sunday); m <= OClock; m++ {
			for _, word := range l.times[key][m] {
				if strings.ContainsAny(word, " -") {
					t.phrases = append(t.phrases, word)
					word = whole(word)
				}
				if _, taken := t.words[word]; !taken {
					t.words[word] = m
				}
				t.of[m] = append(t.of[m], word)
			}
		}
	}
	// The longest first, so that none is mistaken for a part of it.
	slices.SortStableFunc(t.phrases, func(a, b string) int { return len(b) - len(a) })
	for _, words := range t.of {
		slices.SortStableFunc(words, func(a, b string) int { return len(b) - len(a) })
	}
	return t
}

// whole is a phrase of several words as one.
func whole(phrase string) string { return strings.NewReplacer(" ", "_", "-", "_").Replace(phrase) }

// Bind makes each phrase of several words in a text one word, which Means and Words
// know. The text is in small letters, with single spaces.
func (t Times) Bind(text string) string {
	text = " " + text + " "
	for _, phrase := range t.phrases {
		text = strings.ReplaceAll(text, " "+phrase+" ", " "+whole(phrase)+" ")
	}
	return strings.TrimSpace(text)
}

// Means is what a word says, in small letters. Days may be said in the plural.
func (t Times) Means(word string) Meaning {
	if m, ok := t.words[word]; ok {
		return m
	}
	m := t.words[strings.TrimSuffix(word, "s")]
	if _, day := m.Weekday(); day && len(word) > 3 {
		return m
	}
	return 0
}

// Words are all that mean m, the longest first.
func (t Times) Words(m Meaning) []string { return t.of[m] }

// loadLanguages reads languages.yaml.
func (l *Library) loadLanguages(fsys fs.FS) error {
	type fields struct {
		Key  string `yaml:"key"`
		Name string `yaml:"name"`

		Sunday    []string `yaml:"sunday"`
		Monday    []string `yaml:"monday"`
		Tuesday   []string `yaml:"tuesday"`
		Wednesday []string `yaml:"wednesday"`
		Thursday  []string `yaml:"thursday"`
		Friday    []string `yaml:"friday"`
		Saturday  []string `yaml:"saturday"`
		Daily     []string `yaml:"daily"`
		Weekdays  []string `yaml:"weekdays"`
		Weekends  []string `yaml:"weekends"`
		None      []string `yaml:"none"`
		From      []string `yaml:"from"`
		Through   []string `yaml:"through"`
		Aside     []string `yaml:"aside"`
		And       []string `yaml:"and"`
		Noon      []string `yaml:"noon"`
		Midnight  []string `yaml:"midnight"`
		Tomorrow  []string `yaml:"tomorrow"`
		At        []string `yaml:"at"`
		OClock    []string `yaml:"oclock"`
	}
	wrong := &faults{file: "languages.yaml"}
	entries, err := decode[[]strictyaml.Entry[fields]](fsys, wrong.file)
	if err != nil {
		return err
	}
	l.times = map[string]timeWords{}
	for _, e := range entries {
		f := e.Value
		wrong.addFlaws(e.At, []flaw{{"name", oneLine(f.Name, maxLabel)}})
		switch {
		case len(f.Key) != 2 || strings.Trim(f.Key, "abcdefghijklmnopqrstuvwxyz") != "":
			wrong.add(e.At("key"), "key must be the two small letters of a language")
		case l.speaks(f.Key):
			wrong.add(e.At("key"), "the key %q is used twice", f.Key)
		}
		l.languages = append(l.languages, Language{f.Key, f.Name})
		l.times[f.Key] = timeWords{
			One(time.Sunday): f.Sunday, One(time.Monday): f.Monday, One(time.Tuesday): f.Tuesday, One(time.Wednesday): f.Wednesday,
			One(time.Thursday): f.Thursday, One(time.Friday): f.Friday, One(time.Saturday): f.Saturday,
			Daily: f.Daily, Weekdays: f.Weekdays, Weekends: f.Weekends, NoDays: f.None, From: f.From, Through: f.Through,
			Aside: f.Aside, And: f.And, Noon: f.Noon, Midnight: f.Midnight, Tomorrow: f.Tomorrow, At: f.At, OClock: f.OClock,
		}
		wrong.addFlaws(e.At, l.times[f.Key].flaws())
	}
	switch {
	case !l.speaks(english):
		wrong.add(1, "English (key: en) is missing; it is listened for in everything")
	case len(l.languages) > maxSpoken:
		wrong.add(1, "there are %d languages; %d fit a select", len(l.languages), maxSpoken)
	}
	return wrong.err()
}

// flaws says which words cannot be found in a text, and which days have none.
func (w timeWords) flaws() (all []flaw) {
	for m := One(time.Sunday); m <= OClock; m++ {
		if day, ok := m.Weekday(); ok && len(w[m]) == 0 {
			all = append(all, flaw{strings.ToLower(day.String()), "has no words"})
		}
		for _, word := range w[m] {
			switch {
			case oneLine(word, maxLabel) != "":
				all = append(all, flaw{"a word", oneLine(word, maxLabel)})
			case strings.ToLower(word) != word || strings.ContainsAny(word, ",;/&+*_"):
				all = append(all, flaw{"a word", "must be in small letters, without commas and the like"})
			}
		}
	}
	return all
}

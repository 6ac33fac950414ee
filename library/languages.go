package library

import (
	"io/fs"
	"maps"
	"slices"
	"strings"

	"leanon/config/strictyaml"
)

// English is the language that is understood from everybody, because leanon speaks it.
const English = "en"

// maxLanguages is how many languages fit a Discord select beside "any of these".
const maxLanguages = maxOptions - 1

// Language is a language that people may write in: leanon understands serious words, what
// asks, hints and words about time in it.
type Language struct {
	Key  string // two letters of ISO 639-1; lasting: settings refer to it
	Name string // as the language calls itself
}

// Languages returns the languages in the order to show them, at most 24.
func (l *Library) Languages() []Language { return slices.Clone(l.languages) }

// speaks reports whether key is one of the languages.
func (l *Library) speaks(key string) bool {
	return slices.ContainsFunc(l.languages, func(of Language) bool { return of.Key == key })
}

// heard returns the languages in which somebody is understood: the one they said (a key
// of languages.yaml) and English. If they said none, or one that the library no longer
// has, it returns all: first that of their Discord locale, then English, then the others.
// A Discord in English is no reason to leave the others out.
func (l *Library) heard(said, locale string) (keys []string) {
	if l.speaks(said) {
		return slices.Compact([]string{said, English})
	}
	if own := language(locale); l.speaks(own) {
		keys = append(keys, own)
	}
	if !slices.Contains(keys, English) {
		keys = append(keys, English)
	}
	for _, of := range l.languages {
		if !slices.Contains(keys, of.Key) {
			keys = append(keys, of.Key)
		}
	}
	return keys
}

// words are the words of one key of languages.yaml: a list, or a single one.
type words []string

// UnmarshalYAML reads either form.
func (w *words) UnmarshalYAML(read func(any) error) error {
	var one string
	if read(&one) == nil {
		*w = words{one}
		return nil
	}
	return read((*[]string)(w))
}

// loadLanguages reads languages.yaml.
func (l *Library) loadLanguages(fsys fs.FS) error {
	wrong := &faults{file: "languages.yaml"}
	entries, err := decode[[]strictyaml.Entry[map[string]words]](fsys, wrong.file)
	if err != nil {
		return err
	}
	l.times = map[string]timeWords{}
	for _, e := range entries {
		of := Language{Key: strings.Join(e.Value["key"], " "), Name: strings.Join(e.Value["name"], " ")}
		wrong.addFlaws(e.At, []flaw{{"name", lineFlaw(of.Name, maxLabel)}})
		switch {
		case len(of.Key) != 2 || strings.Trim(of.Key, "abcdefghijklmnopqrstuvwxyz") != "":
			wrong.add(e.At("key"), "key must be the two small letters of a language")
		case l.speaks(of.Key):
			wrong.add(e.At("key"), "the key %q is used twice", of.Key)
		}
		l.languages = append(l.languages, of)
		l.times[of.Key] = loadTimeWords(wrong, e)
	}
	switch {
	case !l.speaks(English):
		wrong.add(1, "English (key: en) is missing; it is listened for in everything")
	case len(l.languages) > maxLanguages:
		wrong.add(1, "there are %d languages; %d fit a select", len(l.languages), maxLanguages)
	}
	return wrong.err()
}

// timeWords are one language's words by meaning, in the order of the file.
type timeWords map[Meaning]words

// loadTimeWords returns the words about time of a language's entry.
func loadTimeWords(wrong *faults, e strictyaml.Entry[map[string]words]) timeWords {
	times := timeWords{}
	for _, m := range append(meanings(), numberWords, ordinals, suggestions, figures) {
		times[m] = e.Value[string(m)]
		why := times[m].shownFlaw()
		if !m.shown() {
			why = times[m].flaw()
		}
		wrong.addFlaws(e.At, []flaw{{string(m), why}})
		if _, day := m.weekday(); day && len(times[m]) == 0 {
			wrong.add(e.At(string(m)), "%s has no words", m)
		}
	}
	for _, how := range times[figures] {
		if how != dayFirst && how != twelveHour {
			wrong.add(e.At(string(figures)), "figures takes %q and %q", dayFirst, twelveHour)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(e.Value)) {
		if _, known := times[Meaning(key)]; !known && key != "key" && key != "name" {
			wrong.add(e.At(key), "unknown field %q", key)
		}
	}
	return times
}

// flaw returns why one of the words cannot be found in a text, "" if all can.
func (w words) flaw() string {
	for _, word := range w {
		if strings.ToLower(word) != word {
			return "must have its words in small letters, without commas and the like"
		}
	}
	return w.shownFlaw()
}

// shownFlaw is flaw for words that are shown again and so may have capital letters.
func (w words) shownFlaw() string {
	for _, word := range w {
		if flaw := lineFlaw(word, maxLabel); flaw != "" {
			return "has a word that " + flaw
		}
		if strings.ContainsAny(word, ",;/&+*_") {
			return "must have its words without commas and the like"
		}
	}
	return ""
}

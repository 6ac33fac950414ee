package library

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	xlanguage "golang.org/x/text/language"

	"leanon/config/strictyaml"
)

// maxSpoken is how many letters a key has at most: settings are sealed at one length.
const maxSpoken = 9

// Spoken is a language that leanon speaks.
type Spoken struct {
	Key     string   // lasting: settings and consents refer to it; the first is English
	Name    string   // as the language calls itself
	Tag     string   // for plurals and for screen readers (RFC 5646)
	Locales []string // the Discord locales of its readers
	Over    string   // the key whose words hold where this one has none; "" for English
	Formal  bool     // it only speaks more formally to its reader than the one that it is over
	Facts   int      // the number of the text of its consent facts, from 1; one that is over another counts that one's raises too
}

// speech is all that leanon says in one language. What it has nothing for is said in the
// language that it is over.
type speech struct {
	Spoken
	sentences []sentence // in the order of their keys
	questions []asked    // in the order of their keys
	kinds     []labelled
	wants     []labelled

	receiver      []string
	byWant        []labelled
	underCommands string
}

// asked is a question in one language; plain is "" where text has no figure of speech.
type asked struct{ key, text, plain string }

// labelled is what one key is called, or the line that stands for it.
type labelled struct{ key, label string }

// Spoken returns the languages that leanon speaks, English first, in the order to show
// them. At most 25 fit a select of Discord.
func (l *Library) Spoken() []Spoken {
	all := make([]Spoken, 0, len(l.speeches))
	for _, s := range l.speeches {
		all = append(all, s.Spoken)
	}
	return all
}

// SpokenFor returns the key of the language that leanon speaks to somebody with a Discord
// locale ("pt-BR") or who writes in a language of languages.yaml ("pt"): the one that names
// the locale, or else the first of the same language. It is "" if leanon does not speak it.
func (l *Library) SpokenFor(locale string) string {
	if key := l.spokenAt(locale); key != "" {
		return key
	}
	for _, s := range l.speeches {
		if locale != "" && language(s.Tag) == language(locale) {
			return s.Key
		}
	}
	return ""
}

// spokenAt returns the key of the language that names a locale, "" if none does.
func (l *Library) spokenAt(locale string) string {
	for _, s := range l.speeches {
		if slices.ContainsFunc(s.Locales, func(of string) bool { return strings.EqualFold(of, locale) }) {
			return s.Key
		}
	}
	return ""
}

// speech returns what leanon says in a language, nil if it does not speak it.
func (l *Library) speech(key string) *speech {
	i := slices.IndexFunc(l.speeches, func(s *speech) bool { return s.Key == key })
	if i < 0 {
		return nil
	}
	return l.speeches[i]
}

// loadSpoken reads spoken.yaml.
func (l *Library) loadSpoken(fsys fs.FS) error {
	type spokenFields struct {
		Key     string   `yaml:"key"`
		Name    string   `yaml:"name"`
		Tag     string   `yaml:"tag"`
		Locales []string `yaml:"locales"`
		Over    string   `yaml:"over"`
		Formal  bool     `yaml:"formal"`
		Facts   int      `yaml:"facts"`
	}
	wrong := &faults{file: "spoken.yaml"}
	entries, err := decode[[]strictyaml.Entry[spokenFields]](fsys, wrong.file)
	if err != nil {
		return err
	}
	for _, e := range entries {
		s := Spoken(e.Value)
		_, err := xlanguage.Parse(s.Tag)
		switch {
		case len(l.speeches) == 0 && s.Key != English:
			wrong.add(e.At("key"), "the first must be English (key: en): it has words for everything")
		case strings.Trim(s.Key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-") != "" || s.Key == "" || len(s.Key) > maxSpoken:
			wrong.add(e.At("key"), "key must be at most %d letters and hyphens, such as de or de-formal", maxSpoken)
		case l.speech(s.Key) != nil:
			wrong.add(e.At("key"), "the key %q is used twice", s.Key)
		case err != nil:
			wrong.add(e.At("tag"), "%q is no tag of a language, such as de or pt-BR", s.Tag)
		case s.Facts < 0:
			wrong.add(e.At("facts"), "facts counts from 1")
		}
		wrong.addFlaws(e.At, []flaw{{"name", lineFlaw(s.Name, maxLabel)}})
		for i, locale := range s.Locales {
			of := l.spokenAt(locale)
			if slices.ContainsFunc(s.Locales[:i], func(named string) bool { return strings.EqualFold(named, locale) }) {
				of = s.Key
			}
			switch {
			case !localeLike(locale):
				wrong.add(e.At("locales"), "%q is not a locale such as de or en-GB", locale)
			case of != "":
				wrong.add(e.At("locales"), "the locale %q is that of %s already: its readers read one language", locale, of)
			}
		}
		if s.Over == "" && s.Key != English {
			s.Over = English
		}
		if s.Over != "" && l.speech(s.Over) == nil {
			wrong.add(e.At("over"), "%q does not stand above", s.Over)
			s.Over = English
		}
		s.Facts = max(s.Facts, 1)
		if s.Over != "" && s.Over != English { // its reader read sentences of both
			s.Facts += l.speech(s.Over).Facts - 1
		}
		l.speeches = append(l.speeches, &speech{Spoken: s})
	}
	if n := len(l.speeches); n > maxOptions {
		wrong.add(1, "there are %d languages; %d fit a select", n, maxOptions)
	}
	return wrong.err()
}

// loadSpeeches reads, of each language, what leanon says in it. English comes first: the
// others are held against it. Its questions, kinds and lines are those of questions.yaml,
// kinds.yaml and coaching.yaml.
func (l *Library) loadSpeeches(fsys fs.FS) (errs []error) {
	for _, s := range l.speeches {
		errs = append(errs, l.readWords(fsys, s))
		if s.Key == English || errs[0] != nil {
			continue
		}
		errs = append(errs, l.readAsked(fsys, s), l.readLabels(fsys, s), l.readLines(fsys, s))
	}
	return errs
}

// translation reads one file of a language, questions.*.yaml. ok is false if
// there is none: then all of it is said in the language that this one is over.
func translation[T any](fsys fs.FS, name string) (value T, ok bool, err error) {
	if _, err := fs.Stat(fsys, name); err != nil {
		return value, false, nil
	}
	value, err = decode[T](fsys, name)
	return value, err == nil, err
}

// sameAs is what is wrong with what an overlay only repeats.
func sameAs(over string) string {
	return fmt.Sprintf("says the same as %s, which holds anyway: leave it out", over)
}

package playground

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"leanon/config/strictyaml"
)

// Language is one of the languages of the page.
type Language struct {
	Key     string   `yaml:"key" json:"key"`
	Name    string   `yaml:"name" json:"name"` // as it calls itself
	Locales []string `yaml:"locales" json:"locales"`
	Dates   string   `yaml:"dates" json:"dates"` // whose dates and numbers are shown
}

// Languages returns the languages of the page, English first.
func Languages() []Language { return slices.Clone(languages()) }

var languages = sync.OnceValue(func() []Language {
	raw, err := pageFiles.ReadFile("page/words/languages.yaml")
	if err == nil {
		var all []Language
		if all, err = strictyaml.Decode[[]Language](raw); err == nil {
			return all
		}
	}
	panic("playground: page/words/languages.yaml: " + err.Error()) // it is part of the program
})

// Spoken returns the language of the page that suits best, English if none does. Each
// wish is a language ("es-AR"), or several as a browser lists them; the first that the
// page speaks counts.
func Spoken(wishes ...string) Language {
	for _, wish := range wishes {
		if l, ok := Speaks(wish); ok {
			return l
		}
	}
	return languages()[0]
}

// Speaks returns the language of the page that suits a wish, and whether any does. A way
// to speak that is no tag, such as de-formal, counts as its language.
func Speaks(wish string) (Language, bool) {
	all := languages()
	var tags []language.Tag
	for _, l := range all {
		tags = append(tags, language.Make(l.Key))
	}
	wanted, _, err := language.ParseAcceptLanguage(wish)
	if err != nil {
		bare, _, _ := strings.Cut(strings.ReplaceAll(wish, "_", "-"), "-")
		wanted, _, err = language.ParseAcceptLanguage(bare)
	}
	if err != nil || len(wanted) == 0 {
		return Language{}, false
	}
	_, i, sure := language.NewMatcher(tags).Match(wanted...)
	return all[i], sure >= language.Low
}

// Words are what is said in one language, by key.
type Words struct {
	Language Language
	texts    map[string]phrase
}

// phrase is one entry of a file of words: a text, or what is said for some numbers.
type phrase struct {
	Key   string `yaml:"key" json:"-"`
	Text  string `yaml:"text" json:"text,omitempty"`
	One   string `yaml:"one" json:"one,omitempty"`
	Few   string `yaml:"few" json:"few,omitempty"`
	Many  string `yaml:"many" json:"many,omitempty"`
	Other string `yaml:"other" json:"other,omitempty"`
	Note  string `yaml:"note" json:"-"`
}

// forms are the texts of a phrase by the categories of plurals (CLDR).
func (p phrase) forms() map[string]string {
	all := map[string]string{"text": p.Text, "one": p.One, "few": p.Few, "many": p.Many, "other": p.Other}
	maps.DeleteFunc(all, func(_, text string) bool { return text == "" })
	return all
}

// readWords reads the file of a language from each of the directories.
func readWords(of Language, from ...fs.FS) (Words, error) {
	w := Words{Language: of, texts: map[string]phrase{}}
	name := of.Key + ".yaml"
	for _, dir := range from {
		raw, err := fs.ReadFile(dir, name)
		if err != nil {
			return w, fmt.Errorf("read the words of the page: %w", err)
		}
		entries, err := strictyaml.Decode[[]strictyaml.Entry[phrase]](raw)
		if err != nil {
			return w, fmt.Errorf("%s:%w", name, err)
		}
		for _, e := range entries {
			if err := w.add(e.Value); err != nil {
				return w, fmt.Errorf("%s:%d: %w", name, e.Line, err)
			}
		}
	}
	return w, nil
}

func (w Words) add(p phrase) error {
	_, twice := w.texts[p.Key]
	has := p.forms()
	switch {
	case p.Key == "":
		return errors.New("key is missing")
	case twice:
		return fmt.Errorf("the key %s is used twice", p.Key)
	case p.Text != "" && len(has) > 1:
		return errors.New("text and forms for numbers say the same thing twice")
	case p.Text == "" && p.Other == "":
		return errors.New("text is missing, or other: what is said for any other number")
	}
	w.texts[p.Key] = p
	return nil
}

// Say returns the sentence of a key with its places filled: "name", "Ben", in turns. A
// number in the place "n" chooses its form. A place that is not given and has the name of
// a key is filled by what that says. A key that the words do not have is said as it is, so
// that whoever has no words of their own can give labels in place of keys.
func (w Words) Say(key string, places ...string) string {
	p, known := w.texts[key]
	if !known {
		return key
	}
	text, fill := p.Text, []string{}
	for _, name := range w.Places(key) { // the label of something else on the page
		if label, is := w.texts[name]; is && !slices.Contains(places, name) {
			fill = append(fill, "{"+name+"}", label.Text)
		}
	}
	for i := 0; i+1 < len(places); i += 2 {
		if n, err := strconv.Atoi(places[i+1]); places[i] == "n" && p.Text == "" && err == nil {
			text = p.forNumber(w.Language, n)
		}
		fill = append(fill, "{"+places[i]+"}", places[i+1])
	}
	return strings.NewReplacer(fill...).Replace(text)
}

// Places returns the names of the places of a sentence.
func (w Words) Places(key string) []string {
	names := placesOf(w.texts[key])
	for i := range names {
		names[i] = strings.Trim(names[i], "{}")
	}
	return names
}

func (p phrase) forNumber(in Language, n int) string {
	category := plural.Cardinal.MatchPlural(language.Make(in.Key), n, 0, 0, 0, 0)
	name := map[plural.Form]string{plural.One: "one", plural.Few: "few", plural.Many: "many"}[category]
	if text, has := p.forms()[name]; has {
		return text
	}
	return p.Other
}

// places are what stands in braces in a text.
var places = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\{[^{}]*\}`) })

// Differs returns what these words have otherwise than others: a key too many or missing,
// or other places. It is empty for words that can stand in for them.
func (w Words) Differs(from Words) (faults []string) {
	for _, key := range slices.Sorted(maps.Keys(from.texts)) {
		if _, has := w.texts[key]; !has {
			faults = append(faults, key+" is missing")
		}
	}
	for _, key := range slices.Sorted(maps.Keys(w.texts)) {
		model, has := from.texts[key]
		if !has {
			faults = append(faults, key+" is not said anywhere")
			continue
		}
		for form, text := range w.texts[key].forms() {
			want := placesOf(model)
			got := placesIn(text)
			if form == "one" { // it may say the number in words
				got, want = slices.DeleteFunc(got, isNumber), slices.DeleteFunc(slices.Clone(want), isNumber)
			}
			if !slices.Equal(got, want) {
				faults = append(faults, fmt.Sprintf("%s has the places %v, want %v", key, got, want))
			}
		}
	}
	return faults
}

func isNumber(place string) bool { return place == "{n}" }

func placesIn(text string) []string {
	return slices.Compact(slices.Sorted(slices.Values(places().FindAllString(text, -1))))
}

func placesOf(p phrase) []string {
	if p.Text != "" {
		return placesIn(p.Text)
	}
	return placesIn(p.Other)
}

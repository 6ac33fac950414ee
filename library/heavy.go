package library

import (
	"io/fs"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// Heavy says whether a text holds one of the phrases of heavy.yaml, in the language
// of locale (a key of languages.yaml or a locale of Discord's) or in English; in
// any language where locale is "". It looks only at the words given and keeps
// nothing.
func (l *Library) Heavy(text, locale string) bool {
	plain := " " + bare(text) + " "
	for _, key := range l.heard(locale) {
		for _, phrase := range l.heavy[key] {
			if strings.Contains(plain, phrase) {
				return true
			}
		}
	}
	return false
}

// bare is a text's letters and digits in small letters and without accents, word by
// word with one space between. An apostrophe and what cannot be seen part no words.
func bare(text string) string {
	words := strings.FieldsFunc(strings.Map(func(r rune) rune {
		switch {
		case r == '\'' || r == '’' || r == '`' || r == '´' || unicode.In(r, unicode.Mn, unicode.Cf):
			return -1
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return unaccented(unicode.ToLower(r))
		}
		return ' '
	}, compose(text)), unicode.IsSpace)
	return strings.Join(words, " ")
}

// compose puts a vowel and the two dots that some keyboards send apart together,
// as phrases have them.
func compose(text string) string {
	return strings.NewReplacer("a\u0308", "ä", "o\u0308", "ö", "u\u0308", "ü", "A\u0308", "Ä", "O\u0308", "Ö", "U\u0308", "Ü").Replace(text)
}

// unaccented is a small letter without the accent that people in a hurry leave out.
// The two dots of German stay: they make another word.
func unaccented(r rune) rune {
	switch r {
	case 'á', 'à', 'â', 'ã':
		return 'a'
	case 'é', 'è', 'ê', 'ë':
		return 'e'
	case 'í', 'ì', 'î', 'ï':
		return 'i'
	case 'ó', 'ò', 'ô', 'õ':
		return 'o'
	case 'ú', 'ù', 'û':
		return 'u'
	case 'ñ':
		return 'n'
	case 'ç':
		return 'c'
	}
	return r
}

// loadHeavy reads heavy.yaml.
func (l *Library) loadHeavy(fsys fs.FS) error {
	wrong := &faults{file: "heavy.yaml"}
	lists, err := decode[entry[map[string][]entry[string]]](fsys, wrong.file)
	if err != nil {
		return err
	}
	l.heavy = map[string][]string{}
	for _, key := range slices.Sorted(maps.Keys(lists.value)) {
		if !l.speaks(key) {
			wrong.add(lists.at(key), "%q is no key of languages.yaml", key)
		}
		for _, e := range lists.value[key] {
			wrong.addFlaws(e.at, []flaw{{"the phrase", oneLine(e.value, maxLabel)}})
			phrase := " " + bare(e.value) + " "
			switch {
			case phrase == "  ":
				wrong.add(e.line, "the phrase has no letters")
			case slices.Contains(l.heavy[key], phrase):
				wrong.add(e.line, "the phrase %q is there twice", strings.TrimSpace(phrase))
			}
			l.heavy[key] = append(l.heavy[key], phrase)
		}
	}
	return wrong.err()
}

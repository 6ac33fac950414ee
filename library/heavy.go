package library

import (
	"io/fs"
	"strings"
	"unicode"
)

// Heavy says whether a text holds one of the phrases of heavy.yaml, in whichever
// language. It looks only at the words given and keeps nothing.
func (l *Library) Heavy(text string) bool {
	plain := " " + bare(text) + " "
	for _, phrase := range l.heavy {
		if strings.Contains(plain, phrase) {
			return true
		}
	}
	return false
}

// bare is a text's letters and digits in small letters, word by word with one
// space between. An apostrophe and what cannot be seen part no words.
func bare(text string) string {
	words := strings.FieldsFunc(strings.Map(func(r rune) rune {
		switch {
		case r == '\'' || r == '’' || r == '`' || r == '´' || unicode.In(r, unicode.Mn, unicode.Cf):
			return -1
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
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

// loadHeavy reads heavy.yaml.
func (l *Library) loadHeavy(fsys fs.FS) error {
	wrong := &faults{file: "heavy.yaml"}
	lists, err := decode[struct {
		English []entry[string] `yaml:"en"`
		German  []entry[string] `yaml:"de"`
	}](fsys, wrong.file)
	if err != nil {
		return err
	}
	there := map[string]bool{}
	for _, phrases := range [][]entry[string]{lists.English, lists.German} {
		for _, e := range phrases {
			wrong.addFlaws(e.at, []flaw{{"the phrase", oneLine(e.value, maxLabel)}})
			phrase := bare(e.value)
			switch {
			case phrase == "":
				wrong.add(e.line, "the phrase has no letters")
			case there[phrase]:
				wrong.add(e.line, "the phrase %q is there twice", phrase)
			}
			there[phrase] = true
			l.heavy = append(l.heavy, " "+phrase+" ")
		}
	}
	return wrong.err()
}

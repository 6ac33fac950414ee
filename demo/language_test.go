package demo

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"leanon/library"
	"leanon/playground"
)

func TestEveryLanguageOfTheDemoSaysTheSame(t *testing.T) {
	t.Parallel()
	english, err := playground.ReadWords(playground.Languages()[0], ownWords())
	if err != nil {
		t.Fatal(err)
	}
	if files, err := fs.Glob(ownWords(), "*"); err != nil || len(files) != len(playground.Languages()) {
		t.Errorf("got %q, %v, want a file for each language of the page", files, err)
	}
	for _, language := range playground.Languages() {
		words, err := playground.ReadWords(language, ownWords())
		if err != nil {
			t.Error(err)
			continue
		}
		for _, fault := range words.Differs(english) {
			t.Errorf("%s: %s", language.Key, fault)
		}
	}
}

// What stands in the braces of a hint is a person, a label of the page, or the name of a
// button of the menu.
func TestEveryHintHasWordsAndKnowsItsButtons(t *testing.T) {
	t.Parallel()
	words, err := playground.ReadWords(playground.Languages()[0], ownWords())
	if err != nil {
		t.Fatal(err)
	}
	b := newPhrasebook() // panics where a step asks for a sentence that nobody says
	for _, s := range b.steps {
		if words.Say(s.hint) == s.hint {
			t.Errorf("no words are called %s", s.hint)
		}
		names := slices.Concat(s.buttons, []string{s.theirs})
		for _, name := range words.Places(s.hint) {
			if name != "me" && name != "other" && words.Say(name) == name {
				names = append(names, name)
			}
		}
		for _, name := range strings.Split(strings.Join(names, "|"), "|") {
			if name != "" {
				b.library.Words(library.English).Pieces("button." + name) // panics if there is none
			}
		}
	}
}

func TestTheDemoSpeaksAsTheTerminalDoes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lang, environ, want string
	}{
		{"", "", "en"}, {"", "LANG=es_MX.UTF-8", "es"}, {"", "LANG=de_DE.UTF-8 LC_MESSAGES=fr_FR", "fr"}, {"", "LC_MESSAGES=fr_FR LC_ALL=pt_BR.UTF-8", "pt-BR"},
		{"", "LC_ALL= LANG=de_AT@euro", "de"}, {"", "LC_ALL=C LANG=es_ES", "en"}, {"", "LANG=C.UTF-8", "en"}, {"", "LANG=ja_JP", "en"},
		{"es", "LANG=de_DE", "es"}, {"es-AR", "", "es"},
		{"de-formal", "", "de"}, {"fr-formal", "LANG=de_DE", "fr"}, {"pt_BR", "", "pt-BR"}, {"en", "LANG=de_DE", "en"},
	} {
		if got, err := (Command{Lang: c.lang}).language(strings.Fields(c.environ)); got.Key != c.want || err != nil {
			t.Errorf("--lang %q with %s: got %s, %v, want %s", c.lang, c.environ, got.Key, err, c.want)
		}
	}
	for _, lang := range []string{"xx", "ja", "x", ";;"} {
		want := lang + " is no language that the demo speaks; there are en, de, fr, es, pt-BR"
		if _, err := (Command{Lang: lang}).language(nil); err == nil || err.Error() != want {
			t.Errorf("--lang %q: got %v, want %s", lang, err, want)
		}
	}
}

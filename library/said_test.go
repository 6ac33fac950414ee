package library_test

import (
	"os"
	"strings"
	"testing"

	"leanon/library"
)

// said reads testdata/said: the sentences of a language by section.
func said(t *testing.T, language string) map[string][]string {
	t.Helper()
	text, err := os.ReadFile("testdata/said/" + language + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	sections, name := map[string][]string{}, ""
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if section, ok := strings.CutPrefix(line, "== "); ok {
			name = section
		} else if line != "" && !strings.HasPrefix(line, "#") {
			sections[name] = append(sections[name], line)
		}
	}
	return sections
}

// Each section says what must be found in its sentences, and how many there are at least.
func TestWhatPeopleSayIsHeardAsTheyMeanIt(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	onHinting := map[string]string{"en": "This may be read", "de": "Das kann wie", "fr": "Cela peut se lire", "es": "Esto puede leerse", "pt": "Isto pode", "it": "Questo può"}
	for _, section := range []struct {
		name  string
		least int
		heard func(text, said string) bool
	}{
		{"fear", 25, func(text, said string) bool { s := l.Serious(text, said); return s.Found && s.Fear }},
		{"serious", 15, func(text, said string) bool { s := l.Serious(text, said); return s.Found && !s.Fear }},
		{"everyday", 60, func(text, said string) bool { return l.Serious(text, said) == library.Seriousness{} }},
		{"commands", 20, l.Commands},
		{"freely", 20, func(text, said string) bool { return !l.Commands(text, said) }},
		{"asking", 20, func(text, said string) bool { return !l.Tells(text, "", "", said) }},
		{"telling", 20, func(text, said string) bool { return l.Tells(text, "", "", said) }},
		{"hinting", 10, func(text, said string) bool {
			hint, _ := l.Hint(text, said)
			for _, begin := range onHinting {
				if strings.HasPrefix(hint, begin) {
					return true
				}
			}
			return false
		}},
		{"plain", 10, func(text, said string) bool { hint, _ := l.Hint(text, said); return hint == "" }},
	} {
		t.Run(section.name, func(t *testing.T) {
			t.Parallel()
			for _, language := range l.Languages() {
				sentences := said(t, language.Key)[section.name]
				if len(sentences) < section.least {
					t.Errorf("%s: got %d sentences, want at least %d", language.Key, len(sentences), section.least)
				}
				for _, said := range []string{"", language.Key} {
					for _, text := range sentences {
						if !section.heard(text, said) {
							t.Errorf("%q, said %q: not heard as %s", text, said, section.name)
						}
					}
				}
			}
		})
	}
}

package library_test

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"leanon/library"
)

// touched matches a place of a sentence that a letter or an apostrophe touches: {name}'s,
// or {name}s, which is the same in German.
var touched = regexp.MustCompile(`\{[a-z]+\}['’\p{L}]|\p{L}\{`)

// written is a text of a file of words as the loader reads it.
func written(line string) (text string, ok bool) {
	for _, field := range []string{"text", "zero", "one", "two", "few", "many", "other"} {
		if text, ok = strings.CutPrefix(strings.TrimSpace(line), field+": "); ok {
			break
		}
	}
	if inner, single := strings.CutPrefix(text, "'"); single {
		text = strings.ReplaceAll(strings.TrimSuffix(inner, "'"), "''", "'")
	} else if inner, double := strings.CutPrefix(text, `"`); double {
		text = strings.TrimSuffix(inner, `"`)
	}
	return text, ok
}

func TestNoSentenceOfAnyLanguageInflectsAName(t *testing.T) {
	t.Parallel()
	paths, err := fs.Glob(library.Embedded(), "words/*.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatalf("files of words: %v, %v", paths, err)
	}
	texts := 0
	for _, path := range paths {
		data, err := fs.ReadFile(library.Embedded(), path)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(data), "\n") {
			text, ok := written(line)
			if !ok {
				continue
			}
			texts++
			if touched.MatchString(text) {
				t.Errorf("%s:%d: a letter or an apostrophe touches what is filled in: %s", path, i+1, text)
			}
		}
	}
	if texts < 400 {
		t.Errorf("looked at %d texts, want all of them", texts)
	}
	for line, want := range map[string]bool{
		"  text: '{name}''s note'": true, `  text: "{name}’s note"`: true, "  other: '{n} Notizen von {name}s Hand'": true, "  text: 'To {name}'": false, "  text: '{name}: {words}'": false,
	} {
		text, _ := written(line)
		if got := touched.MatchString(text); got != want {
			t.Errorf("%q inflects a name: got %v, want %v", line, got, want)
		}
	}
}

package library_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"leanon/library"
)

// wordsOf loads the shipped library with these keys and words.
func wordsOf(t *testing.T, keys, english string) (*library.Library, error) {
	t.Helper()
	all := files(t)
	all["words/keys.txt"] = &fstest.MapFile{Data: []byte(keys)}
	all["words/en.yaml"] = &fstest.MapFile{Data: []byte(english)}
	return library.Load(all)
}

func TestWordsThatBreakTheContractAreRefusedWithTheirLine(t *testing.T) {
	t.Parallel()
	const head = "- key: hello\n  to: anybody\n"
	for name, c := range map[string]struct{ keys, words, want string }{
		"an unknown key":           {"hello\n", head + "  text: Hello.\n- key: helo\n  to: anybody\n  text: Hello.\n", `en.yaml:4: the program says no sentence called "helo"`},
		"a missing key":            {"hello\nbye\n", head + "  text: Hello.\n", `en.yaml:1: the sentence "bye" is missing`},
		"a key used twice":         {"hello\n", head + "  text: Hello.\n" + head + "  text: Hi.\n", `en.yaml:4: the key "hello" is used twice`},
		"a missing place":          {"hello name\n", head + "  text: Hello.\n", "en.yaml:3: text has no place {name}"},
		"an unknown place":         {"hello\n", head + "  text: Hello, {name}.\n", "en.yaml:3: text has the place {name}"},
		"an open place":            {"hello name\n", head + "  text: Hello, {name.\n", "en.yaml:3: text has a { that is not closed"},
		"a text over its limit":    {"hello\n", head + "  max: 45\n  text: " + strings.Repeat("a", 46) + "\n", "en.yaml:4: text is too long, at most 45 characters"},
		"a limit that is none":     {"hello\n", head + "  max: 50\n  text: Hello.\n", "en.yaml:3: max must be 45, 80, 100 or 2000"},
		"a label of two lines":     {"hello\n", head + "  max: 80\n  text: \"Hello\\nthere\"\n", "en.yaml:4: text has line breaks"},
		"spaces around it":         {"hello\n", head + "  text: ' Hello.'\n", "en.yaml:3: text has spaces around it"},
		"no text":                  {"hello\n", head, "en.yaml:1: text is missing"},
		"nobody to read it":        {"hello\n", "- key: hello\n  text: Hello.\n", "en.yaml:1: to is missing"},
		"a voice that is none":     {"hello\n", head + "  voice: choir\n  text: Hello.\n", "en.yaml:3: voice must be bot, reader or partner"},
		"others without one":       {"hello n\n", head + "  other: \"{n} hellos.\"\n", "en.yaml:1: the form for the number 1 is missing"},
		"numbers without others":   {"hello n\n", head + "  one: One hello.\n", "en.yaml:1: other is missing"},
		"others without numbers":   {"hello n\n", head + "  other: Hellos.\n  text: Hello.\n", "en.yaml:4: text has no place {n}"},
		"a field that is none":     {"hello\n", head + "  texts: Hello.\n", "en.yaml:3:"},
		"a plural without a place": {"hello n name\n", head + "  one: One hello.\n  other: \"{n} hellos, {name}.\"\n", "en.yaml:3: one has no place {name}"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := wordsOf(t, c.keys, c.words); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want one with %q", err, c.want)
			}
		})
	}
}

func TestASentenceIsSaidWithItsPlacesAndNumbers(t *testing.T) {
	t.Parallel()
	l, err := wordsOf(t, "drafts n\nto name words\nsend name\n",
		"- key: drafts\n  to: anybody\n  one: One draft.\n  other: \"{n} drafts.\"\n"+
			"- key: to\n  to: anybody\n  text: \"{name}: {words} ({name})\"\n"+
			"- key: send\n  to: anybody\n  max: 45\n  text: Send to {name}, please\n")
	if err != nil {
		t.Fatal(err)
	}
	w := l.Words("")
	for got, want := range map[string]string{
		w.Say("drafts", "n", 0):                            "0 drafts.",
		w.Say("drafts", "n", 1):                            "One draft.",
		w.Say("drafts", "n", 2):                            "2 drafts.",
		w.Say("to", "name", "{words}", "words", "{n}"):     "{words}: {n} ({words})", // what fills a place is never read as one
		w.Say("send", "name", "Ben"):                       "Send to Ben, please",
		w.Say("send", "name", strings.Repeat("b", 40)):     "Send to " + strings.Repeat("b", 28) + "…, please",
		w.Say("send", "name", strings.Repeat("👩‍👩‍👧", 40)): "Send to " + strings.Repeat("👩‍👩‍👧", 5) + "…, please",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		if n := utf8.RuneCountInString(got); n > 45 {
			t.Errorf("%q has %d characters", got, n)
		}
	}
}

func TestTextIsCutBetweenWhatPeopleSeeAsCharacters(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		n    int
		want string
	}{
		{"hello", 5, "hello"},
		{"hello!", 5, "hell…"},
		{"zoe\u0308y", 4, "zo…"}, // e and its dots are one
		{"ab👩‍👩‍👧", 4, "ab…"},    // a family is five
		{"🏴󠁧󠁢󠁳󠁣󠁴󠁿x", 7, "…"},     // a flag of seven
		{"नमस्ते", 4, "नम…"},     // a vowel sign stays with its letter
		{"hello", 1, "…"}, {"hello", 0, ""}, {"hello", -3, ""}, {"", 0, ""},
	} {
		if got := library.Clip(c.text, c.n); got != c.want {
			t.Errorf("%q to %d: got %q, want %q", c.text, c.n, got, c.want)
		}
	}
}

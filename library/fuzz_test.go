package library_test

import (
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"leanon/library"
)

// FuzzQuestionsFile looks for files that break the loader, or that pass its checks
// against the rules. A file that loads must hold only questions that may be asked.
func FuzzQuestionsFile(f *testing.F) {
	const good = "- {key: q, text: What now?, tag: self, depth: 1, about: us, why: x}\n"
	for _, seed := range []string{
		good,
		strings.Repeat(good, 60),
		"- key: q\n  text: >\n    What\n    now?\n  tag: self\n",
		"- &a {key: q}\n- *a\n- {<<: *a}\n",
		"? [a, b]\n: - c\n",
		"- \"\\u0000\"\n",
		"%YAML 1.2\n---\n- !!str q\n...\n---\n",
		"\ufeff- key: \xff\n",
	} {
		f.Add(seed)
	}
	rest := smallest(f)
	located := regexp.MustCompile(`^questions\.yaml:[0-9]+: `)
	f.Fuzz(func(t *testing.T, text string) {
		all := fstest.MapFS{}
		for name, file := range rest {
			all[name] = file
		}
		all["questions.yaml"] = &fstest.MapFile{Data: []byte(text)}
		l, err := library.Load(all)
		if err != nil {
			if !located.MatchString(err.Error()) {
				t.Errorf("got %q, want file and line in front", err)
			}
			return
		}
		keys := map[string]bool{}
		for _, q := range l.Questions() {
			if keys[q.Key] || q.Key == "" || !strings.HasSuffix(q.Text, "?") || utf8.RuneCountInString(q.Text) > 300 ||
				strings.ContainsAny(q.Text, "\r\n") || q.Depth < 1 || q.Depth > 3 {
				t.Errorf("loaded %+v", q)
			}
			keys[q.Key] = true
		}
		if len(keys) < 60 {
			t.Errorf("loaded only %d questions", len(keys))
		}
	})
}

// FuzzHint looks for words that break the hints, and for a hint that depends on
// anything but the words.
func FuzzHint(f *testing.F) {
	for _, seed := range []string{"", "you always", "Du hast nie", "you\u2019re   never", "\xff you never \xff", "ſhould you ſhould"} {
		f.Add(seed, "en-US")
		f.Add(seed, "de")
	}
	l := shipped(f)
	f.Fuzz(func(t *testing.T, words, locale string) {
		got, ok := l.Hint(words, locale)
		if ok != (got != "") || utf8.RuneCountInString(got) > 200 {
			t.Errorf("Hint(%q, %q): got %q, %v", words, locale, got, ok)
		}
		if again, _ := l.Hint(words, locale); again != got {
			t.Errorf("Hint(%q, %q): got %q, then %q", words, locale, got, again)
		}
		if _, padded := l.Hint("  "+words+"\n", locale); padded != ok {
			t.Errorf("Hint(%q): got %v, with spaces around %v", words, ok, padded)
		}
	})
}

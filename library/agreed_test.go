package library_test

import (
	"testing"
	"testing/fstest"

	"leanon/library"
)

// withFacts loads the small library with two sentences of facts and one beside them, in
// the languages given.
func withFacts(t *testing.T, spoken string, words map[string]string) *library.Library {
	t.Helper()
	all := smallest(t, "languages.yaml", "kinds.yaml", "coaching.yaml", "asking.yaml")
	all["words/keys.txt"] = &fstest.MapFile{Data: []byte("facts.send\nruns.both\nhello\n")}
	all["words/en.yaml"] = &fstest.MapFile{Data: []byte("- {key: facts.send, to: anybody, text: You send}\n" +
		"- {key: runs.both, to: anybody, text: Both run it}\n- {key: hello, to: anybody, text: Hello}\n")}
	all["spoken.yaml"] = &fstest.MapFile{Data: []byte("- {key: en, name: English, tag: en, facts: 3}\n" + spoken)}
	for key, text := range words {
		all["words/"+key+".yaml"] = &fstest.MapFile{Data: []byte(text)}
	}
	l, err := library.Load(all)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestWhoReadTwoLanguagesAtOnceAgreedToBoth(t *testing.T) {
	t.Parallel()
	const send, both = "- {key: facts.send, text: Du sendest}\n", "- {key: runs.both, text: Beide betreiben es}\n"
	const formal = "- {key: facts.send, text: Sie senden}\n"
	for name, c := range map[string]struct {
		de, over   int // `facts` in spoken.yaml
		deWords    string
		overWords  string
		language   string // that of the facts that a reader of the overlay reads
		text       int
		send, both string
	}{
		"as it was":                  {1, 1, send + both, formal, "de-formal", 1, "Sie senden", "Beide betreiben es"},
		"the base is corrected":      {2, 1, send + both, formal, "de-formal", 2, "Sie senden", "Beide betreiben es"},
		"the overlay is corrected":   {1, 2, send + both, formal, "de-formal", 2, "Sie senden", "Beide betreiben es"},
		"both are":                   {2, 2, send + both, formal, "de-formal", 3, "Sie senden", "Beide betreiben es"},
		"only both have all":         {1, 1, both, formal, "de-formal", 1, "Sie senden", "Beide betreiben es"},
		"an overlay with none":       {2, 1, send + both, "[]", "de-formal", 2, "Du sendest", "Beide betreiben es"},
		"a sentence is missing":      {1, 1, send, formal, "en", 3, "You send", "Both run it"},
		"a language that has hardly": {1, 1, "- {key: hello, text: Hallo}\n", "[]", "en", 3, "You send", "Both run it"},
	} {
		l := withFacts(t, "- {key: de, name: Deutsch, tag: de, facts: "+string(rune('0'+c.de))+"}\n"+
			"- {key: de-formal, name: Deutsch (Sie), tag: de, over: de, formal: true, facts: "+string(rune('0'+c.over))+"}\n",
			map[string]string{"de": c.deWords, "de-formal": c.overWords})
		w := l.Words("de-formal")
		if language, text := w.Facts(); language != c.language || text != c.text {
			t.Errorf("%s: got %s %d, want %s %d", name, language, text, c.language, c.text)
		}
		if send, both := w.Say("facts.send"), w.Say("runs.both"); send != c.send || both != c.both {
			t.Errorf("%s: got %q and %q, want %q and %q", name, send, both, c.send, c.both)
		}
	}
	l := withFacts(t, "- {key: de, name: Deutsch, tag: de}\n", map[string]string{"de": send + both})
	for key, want := range map[string]int{"de": 1, "en": 3, "tlh": 3} { // a raised English text is no matter of who reads another
		if _, text := l.Words(key).Facts(); text != want {
			t.Errorf("%s: got the text %d, want %d", key, text, want)
		}
	}
}

func TestEachShippedLanguageHasAllOfTheFacts(t *testing.T) {
	t.Parallel()
	for _, of := range library.Default().Spoken() {
		if language, _ := library.Default().Words(of.Key).Facts(); language != of.Key {
			t.Errorf("the facts of %s are said in %s", of.Key, language)
		}
	}
}

package playground

import (
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func TestEveryLanguageOfThePageSaysTheSame(t *testing.T) {
	t.Parallel()
	english, err := ReadWords(Languages()[0], nil)
	if err != nil {
		t.Fatal(err)
	}
	files, err := fs.Glob(pageFiles, "page/words/*.yaml")
	if err != nil || len(files) != len(Languages())+1 {
		t.Errorf("got %q, %v, want a file for each of %d languages, and their list", files, err, len(Languages()))
	}
	for _, language := range Languages() {
		words, err := ReadWords(language, nil)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, fault := range words.Differs(english) {
			t.Errorf("%s: %s", language.Key, fault)
		}
		if language.Key == "en" {
			continue
		}
		for key, p := range words.texts {
			if same := p.Text; same != "" && same == english.texts[key].Text && strings.Contains(strings.Trim(places().ReplaceAllString(same, ""), ".:(… )"), " ") {
				t.Errorf("%s: %s is as in English: %q", language.Key, key, same)
			}
		}
	}
}

// Each sentence is said somewhere, and the page asks for none that is not there.
func TestThePageAndItsWordsKnowEachOther(t *testing.T) {
	t.Parallel()
	english, err := ReadWords(Languages()[0], nil)
	if err != nil {
		t.Fatal(err)
	}
	var sources strings.Builder
	for _, dir := range []fs.FS{pageFiles} {
		files, err := fs.Glob(dir, "page/*.*")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			raw, err := fs.ReadFile(dir, name)
			if err != nil {
				t.Fatal(err)
			}
			sources.Write(raw)
		}
	}
	asked := regexp.MustCompile("(?:say|parts|Say)\\(?[ (]?[\"`]([a-z][a-z.-]*)[\"`]")
	seen := 0
	for _, m := range asked.FindAllStringSubmatch(sources.String(), -1) {
		seen++
		if _, has := english.texts[m[1]]; !has {
			t.Errorf("the page says %q, which has no words", m[1])
		}
	}
	if seen < 70 {
		t.Errorf("got %d sentences in the files of the page: this test sees nothing", seen)
	}
	// Said by the server, or put together of a beginning and a rest.
	others := regexp.MustCompile(`^(error|refused|drawer\.(unread|rows|log)$|wait|process|bot|time\.(in|ago)|message\.(reply|edit|delete))`)
	for _, key := range slices.Sorted(maps.Keys(english.texts)) {
		if !others.MatchString(key) && !regexp.MustCompile("[\"`]"+regexp.QuoteMeta(key)+"[\"`]").MatchString(sources.String()) {
			t.Errorf("nobody says %s", key)
		}
	}
}

func TestAFileOfWordsIsReadStrictly(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"- key: a\n  text: b\n- key: a\n  text: c\n": "en.yaml:3: the key a is used twice",
		"- key: a\n":                                   "en.yaml:1: text is missing",
		"- text: a\n":                                  "en.yaml:1: key is missing",
		"- key: a\n  one: b\n":                         "en.yaml:1: text is missing, or other",
		"- key: a\n  text: b\n  other: c\n":            "en.yaml:1: text and forms",
		"- key: a\n  txet: b\n":                        "en.yaml:2:",
		"- key: error.down\n  text: 'of every page'\n": "en.yaml:1: the key error.down is used twice",
	} {
		_, err := ReadWords(Languages()[0], fstest.MapFS{"en.yaml": {Data: []byte(text)}})
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}

func TestWordsAreSaidWithTheirPlacesAndNumbers(t *testing.T) {
	t.Parallel()
	own := fstest.MapFS{"fr.yaml": {Data: []byte("- key: rows\n  one: '{n} ligne'\n  other: '{n} lignes'\n- key: press\n  text: 'Appuie sur {rows-of}, {name}'\n- key: rows-of\n  text: Lignes\n")}}
	words, err := ReadWords(Spoken("fr-CA"), own)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ got, want string }{
		{words.Say("rows", "n", "0"), "0 ligne"}, {words.Say("rows", "n", "1"), "1 ligne"}, {words.Say("rows", "n", "2"), "2 lignes"},
		{words.Say("press", "name", "{rows-of}"), "Appuie sur Lignes, {rows-of}"}, // what is filled in is no place
		{words.Say("A label of one's own"), "A label of one's own"},
		{words.Say("cancel"), "Annuler"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestTheLanguageThatSuitsBestIsSpoken(t *testing.T) {
	t.Parallel()
	for wish, want := range map[string]string{
		"": "en", "es": "es", "es-AR": "es", "es-ES,es;q=0.9,en;q=0.8": "es", "pt-PT": "pt-BR", "pt": "pt-BR", "de-AT": "de", "fr-CA,fr;q=0.9": "fr",
		"ja": "en", "ja,de;q=0.5": "de", "en-US": "en", "zz-nonsense-???": "en", "C": "en", "gsw": "de",
	} {
		if got := Spoken(wish).Key; got != want {
			t.Errorf("%q: got %s, want %s", wish, got, want)
		}
	}
	if got := Spoken("ja", "fr", "de").Key; got != "fr" {
		t.Errorf("got %s, want the first wish that is spoken", got)
	}
}

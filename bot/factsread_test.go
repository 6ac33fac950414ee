package bot

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"leanon/library"
	"leanon/store"
)

// shippedWith is the shipped library with some files changed.
func shippedWith(t *testing.T, change func(files map[string]string)) *library.Library {
	t.Helper()
	texts := map[string]string{}
	err := fs.WalkDir(library.Embedded(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(library.Embedded(), name)
		texts[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	change(texts)
	files := fstest.MapFS{}
	for name, text := range texts {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	l, err := library.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// correctedFacts is the shipped library with `facts: 2` for some languages.
func correctedFacts(t *testing.T, keys ...string) *library.Library {
	t.Helper()
	return shippedWith(t, func(files map[string]string) {
		for _, key := range keys {
			files["spoken.yaml"] = strings.Replace(files["spoken.yaml"], "- key: "+key+"\n", "- key: "+key+"\n  facts: 2\n", 1)
		}
	})
}

// asked lists who is to be asked now whether they still agree.
func (g *stage) asked() (all []string) {
	g.Helper()
	if err := g.store.AskAgainIfFactsChanged(g.Context(), ConsentVersion, g.bot.FactsTexts(), g.now); err != nil {
		g.Fatal(err)
	}
	for _, person := range g.column(`SELECT person FROM notices WHERE kind = 'consent' AND due_at <= ` + fmt.Sprint(g.now.Unix()) + ` ORDER BY person`) {
		all = append(all, g.names[person])
	}
	return all
}

// TestACorrectedTextAsksWhoReadAPartOfIt lets Anabel read formal German, of which some facts
// are those of German, and Benedict French.
func TestACorrectedTextAsksWhoReadAPartOfIt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		corrected []string
		want      []string
	}{
		"nothing":              {nil, nil},
		"the language below":   {[]string{"de"}, []string{"Anabel"}},
		"the variant itself":   {[]string{"de-formal"}, []string{"Anabel"}},
		"another variant":      {[]string{"fr-formal"}, nil},
		"a language of nobody": {[]string{"en", "es"}, nil},
		"both":                 {[]string{"de", "fr"}, []string{"Anabel", "Benedict"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := newStage(t)
			formal := "de-formal"
			if _, err := g.store.Set(t.Context(), anabel, store.Settings{Reads: &formal}); err != nil {
				t.Fatal(err)
			}
			g.locales[benedict] = "fr"
			g.command(anabel, "pair", "partner", benedict)
			g.uses(anabel, "send-invite")
			g.uses(benedict, "accept-facts")
			g.uses(benedict, "agree")
			g.bot.Library = correctedFacts(t, c.corrected...)
			if got := g.asked(); !slices.Equal(got, c.want) {
				t.Errorf("got %v asked, want %v", got, c.want)
			}
		})
	}
}

// TestFactsThatALanguageHasInPartAreReadAndAgreedToInEnglish holds for a language that was
// begun.
func TestFactsThatALanguageHasInPartAreReadAndAgreedToInEnglish(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	b.Library = shippedWith(t, func(files map[string]string) {
		before, entry, _ := strings.Cut(files["words/de.yaml"], "- key: facts.adults\n")
		_, after, _ := strings.Cut(entry, "\n- key:")
		files["words/de.yaml"] = before + "- key:" + after
	})
	if got, want := b.in("de").consentFacts("Ben", Host{}, 0), b.in("en").consentFacts("Ben", Host{}, 0); got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if got, want := fmt.Sprint(b.in("de").factsShown()), fmt.Sprint(b.in("en").factsShown()); got != want {
		t.Errorf("the button says %s, want %s", got, want)
	}
	if _, hold := b.factsRead(request{args: []string{fmt.Sprint(ConsentVersion), "de", "1"}}, 0); hold {
		t.Error("German facts of before hold, which are not shown any more")
	}
	if got, want := b.in("de-formal").consentFacts("Ben", Host{}, 0), scribe(t, Host{}).in("de-formal").consentFacts("Ben", Host{}, 0); got != want {
		t.Errorf("the variant has all of its own: got %q\nwant %q", got, want)
	}
}

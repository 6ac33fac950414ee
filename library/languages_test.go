package library_test

import (
	"maps"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"leanon/config/strictyaml"
	"leanon/library"
)

func TestEachPersonIsHeardInTheLanguageTheySaidAndInEnglishElseInAll(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	for _, c := range []struct {
		text, said string
		want       bool
	}{
		{"Parfois j’ai envie de mourir", "fr", true},
		{"j'ai peur de toi", "fr", true},
		{"il m'a violée", "fr", true},
		{"tu m'as frappe", "fr", true}, // accents are left out in a hurry
		{"mettre fin a mes jours", "fr", true},
		{"A veces quiero morirme", "es", true},
		{"tengo miedo de ti", "es", true},
		{"ojala estuviera muerta", "es", true},
		{"no quiero seguir viviendo así", "es", true},
		{"Ich habe Angst vor dir", "de", true},
		{"I want to die", "fr", true}, // English is always understood
		{"I want to die", "ja", true},
		{"I want to die", "en", true},
		{"j'ai peur de toi", "de", false},
		{"Ich habe Angst vor dir", "en", false},
		{"Ich habe Angst vor dir", "", true},    // all are understood if they said none
		{"Ich habe Angst vor dir", "tlh", true}, // an unknown language counts as none
		{"tengo miedo de ti", "", true},

		{"le violon me manque, et toi aussi", "fr", false},
		{"je meurs d'envie de te voir", "fr", false},
		{"on se bat pour nous", "fr", false},
		{"me muero de ganas de verte", "es", false},
		{"ese color no me pega", "es", false},
		{"el violín de mi padre", "es", false},
	} {
		if got := l.Serious(c.text, c.said).Found; got != c.want {
			t.Errorf("Serious(%q, %q): got %v, want %v", c.text, c.said, got, c.want)
		}
	}
}

func TestEveryLanguageThatIsOfferedHasAllItsLists(t *testing.T) {
	t.Parallel()
	file, err := strictyaml.Parse(files(t)["languages.yaml"].Data)
	if err != nil {
		t.Fatal(err)
	}
	var keys, wanted []string // wanted is what English has
	for i, language := range file.Items {
		has := map[string]bool{}
		for _, list := range language.Items {
			has[list.Key] = list.Text != "" || len(list.Items) > 0
			switch list.Key {
			case "key":
				keys = append(keys, list.Text)
			case "figures", "next", "next_behind", "minutes_to", "ordinal", "ordinals", "half_oclock", "half_past", "half_before", "quarter_past", "quarter_to", "minutes_past",
				"and_half", "and_quarter", "from_now", "fortnight", "week_later", "week_from", "week_after_next":
				// some languages say it behind, in another way, or have no word for it
			default:
				if i == 0 {
					wanted = append(wanted, list.Key)
				}
			}
		}
		for _, key := range wanted {
			if !has[key] {
				t.Errorf("%s has no words for %s", keys[i], key)
			}
		}
	}
	if len(wanted) < 40 {
		t.Errorf("English has words for %q, want more", wanted)
	}
	if want := []string{"en", "de", "fr", "es", "pt", "it"}; !slices.Equal(keys, want) {
		t.Errorf("languages: got %q, want %q", keys, want)
	}
}

// FuzzLanguagesFile looks for files that break the loader, or that pass it and leave
// somebody without the words of a day.
func FuzzLanguagesFile(f *testing.F) {
	for _, seed := range []string{
		"[{key: en, name: n, sunday: [a], monday: [b], tuesday: [c], wednesday: [d], thursday: [e], friday: [f], saturday: [g]}]\n",
		"- key: en\n  sunday: ['', \"a b\", 'x_y']\n", "- &a {key: en}\n- *a\n", "en: []\n", "[]\n", "\ufeff- !!str\n",
	} {
		f.Add(seed)
	}
	all := files(f)
	f.Fuzz(func(t *testing.T, text string) {
		broken := maps.Clone(all)
		broken["languages.yaml"] = &fstest.MapFile{Data: []byte(text)}
		l, err := library.Load(broken)
		if err != nil {
			return
		}
		for _, of := range l.Languages() {
			times := l.TimeWords(of.Key)
			for day := time.Sunday; day <= time.Saturday; day++ {
				if len(times.Words[library.Day(day)]) == 0 {
					t.Errorf("%s has no words for %v", of.Key, day)
				}
			}
		}
	})
}

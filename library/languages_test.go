package library_test

import (
	"maps"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"leanon/library"
)

func TestEachPersonIsHeardInTheirOwnLanguageAndInEnglish(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	for _, c := range []struct {
		text, locale string
		want         bool
	}{
		{"Parfois j’ai envie de mourir", "fr", true},
		{"j'ai peur de toi", "fr", true},
		{"il m'a violée", "fr", true},
		{"tu m'as frappe", "fr", true}, // accents are left out in a hurry
		{"mettre fin a mes jours", "fr", true},
		{"A veces quiero morirme", "es-ES", true},
		{"tengo miedo de ti", "es-419", true},
		{"ojala estuviera muerta", "es", true},
		{"no quiero seguir viviendo así", "es-ES", true},
		{"Ich habe Angst vor dir", "de", true},
		{"I want to die", "fr", true}, // English is heard always
		{"I want to die", "ja", true},
		{"I want to die", "en-GB", true},
		{"j'ai peur de toi", "de", false},
		{"Ich habe Angst vor dir", "en-US", false},
		{"Ich habe Angst vor dir", "", true}, // where nothing tells, all are
		{"tengo miedo de ti", "", true},

		{"le violon me manque, et toi aussi", "fr", false},
		{"je meurs d'envie de te voir", "fr", false},
		{"on se bat pour nous", "fr", false},
		{"me muero de ganas de verte", "es-ES", false},
		{"ese color no me pega", "es-ES", false},
		{"el violín de mi padre", "es-ES", false},
	} {
		if got := l.Heavy(c.text, c.locale); got != c.want {
			t.Errorf("Heavy(%q, %q): got %v, want %v", c.text, c.locale, got, c.want)
		}
	}
}

func TestEveryLanguageThatIsOfferedHasAllItsLists(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	var keys []string
	for _, of := range l.Languages() {
		keys = append(keys, of.Key)
		times := l.Times(of.Key)
		for day := time.Sunday; day <= time.Saturday; day++ {
			if len(times.Words(library.One(day))) < 3 {
				t.Errorf("%s: %v has the words %q, want its own beside the English ones", of.Name, day, times.Words(library.One(day)))
			}
		}
		for m := library.Daily; m <= library.OClock; m++ {
			if len(times.Words(m)) == 0 {
				t.Errorf("%s: meaning %d has no words", of.Name, m)
			}
		}
	}
	if want := []string{"en", "de", "fr", "es"}; !slices.Equal(keys, want) {
		t.Errorf("languages: got %q, want %q", keys, want)
	}
}

func TestAWordOfTwoLanguagesMeansWhatItMeansInOnesOwn(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	for _, c := range []struct {
		word, locale string
		want         library.Meaning
	}{
		{"do", "de", library.One(time.Thursday)},
		{"do", "es-ES", library.One(time.Sunday)},
		{"ma", "fr", library.One(time.Tuesday)},
		{"so", "de", library.One(time.Sunday)},
		{"so", "fr", 0},
		{"montag", "en-US", 0},
		{"mondays", "fr", library.One(time.Monday)},
		{"mercredis", "fr", library.One(time.Wednesday)},
		{"bus", "de", 0},
	} {
		if got := l.Times(c.locale).Means(c.word); got != c.want {
			t.Errorf("%q in %s: got %d, want %d", c.word, c.locale, got, c.want)
		}
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
			times := l.Times(of.Key)
			for day := time.Sunday; day <= time.Saturday; day++ {
				if len(times.Words(library.One(day))) == 0 {
					t.Errorf("%s has no words for %v", of.Key, day)
				}
			}
			times.Means(times.Bind(text))
		}
	})
}

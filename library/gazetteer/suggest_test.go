package gazetteer

import (
	"slices"
	"strings"
	"testing"
)

func TestSuggestionsAreRankedByWhatWasTypedThenByPopulation(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		typed, locale string
		order         []string // beginnings of suggestions
	}{
		{"port", "en-GB", []string{"Portsmouth, England", "Port Harcourt", "Porto Alegre"}},
		{"portland", "en-US", []string{"Portland, Oregon", "Portland, Maine"}},
		{"port", "en-US", []string{"Portland, Oregon, United States", "Portsmouth, Virginia"}},
		{"san fr", "", []string{"San Francisco, California"}},
		{"munch", "", []string{"Munich"}},
		{"delhi", "", []string{"Delhi, India", "New Delhi"}},
		{"ulm", "", []string{"Ulm, Baden", "Neu-Ulm"}},
		{"valencia", "es-ES", []string{"Valencia, Spain", "Valencia, Carabobo"}},
		{"valencia", "es-419", []string{"Valencia, Carabobo", "Valencia, Spain"}},
		{"aires", "", []string{"Buenos Aires"}},
		{"portland, ore", "", []string{"Portland, Oregon"}},
		{"europe/ber", "", []string{"Berlin (Europe/Berlin)"}},
		{"saint pet", "", []string{"Saint Petersburg, Russia", "St. Petersburg, Florida"}},
		{"Ft Wor", "", []string{"Fort Worth"}},
		{"est", "en-US", []string{"New York City", "Toronto"}},
		{"lon", "en-US", []string{"London, England", "Long Beach", "Londrina"}},
		{"lon", "de", []string{"London, England", "Londrina"}},
		{"par", "de", []string{"Paris, Île-de-France", "Paranaque"}},
		{"new y", "", []string{"New York City", "Yavné"}},
		{"san jo", "es-419", []string{"San José, Costa Rica", "Cúcuta"}},
		{"paris, t", "en-US", []string{"Paris, Texas", "Paris, Tennessee", "Paris, Île-de-France"}},
		{"vic", "en-GB", []string{"Victoria", "Hong Kong"}},
		{"münch", "de", []string{"Munich, Bavaria"}},
	} {
		got := Suggest(c.typed, Person{Locale: c.locale}, 25)
		last := -1
		for _, name := range c.order {
			at := slices.IndexFunc(got, func(p Place) bool { return strings.HasPrefix(p.Name, name) })
			if at <= last {
				t.Errorf("%q in %q: got %q at %d, want it after %d: %v", c.typed, c.locale, name, at, last, got)
			}
			last = at
		}
	}
}

func TestNothingTypedOffersADozenAcrossTheWorld(t *testing.T) {
	t.Parallel()
	for _, typed := range []string{"", "  "} {
		zones := map[string]bool{}
		got := Suggest(typed, Person{Locale: "de"}, 25)
		for _, p := range got {
			area, _, _ := strings.Cut(p.Zone, "/")
			zones[area] = true
		}
		if len(got) != 12 || len(zones) < 5 {
			t.Errorf("%q: got %d places in %d areas, want 12 in at least 5: %v", typed, len(got), len(zones), got)
		}
	}
	if got := Suggest("", Person{}, 3); len(got) != 3 {
		t.Errorf("got %v, want the 3 asked for", got)
	}
	for _, n := range []int{0, -1} {
		if got := Suggest("paris", Person{}, n); len(got) != 0 {
			t.Errorf("at most %d: got %v, want none", n, got)
		}
	}
}

// FuzzFind looks for what breaks the gazetteer, for a place that is not understood as it
// was offered, and for a wrong zone.
func FuzzFind(f *testing.F) {
	for _, seed := range []string{
		"", "munich", "st. p", "Łódź", "ẞ", "ﬃ", "a\u0301\u0301\u0301", "\xff", "(/)", "İ", "１", "Portland, Oregon", "Paris France", "UTC+5:30", "EST", "a,b,c", "Ulm · 12:04", "(Europe/Berlin)", "+", "GMT+14",
	} {
		f.Add(seed, "en-US", "America/Toronto", 25)
	}
	f.Fuzz(func(t *testing.T, typed, locale, zoneName string, n int) {
		who := Person{Locale: locale, Zone: zoneName}
		found, sure := Find(typed, who)
		if sure && len(found) != 1 || len(found) > most {
			t.Errorf("Find(%q): got %v, sure %v", typed, found, sure)
		}
		offered := Suggest(typed, who, n)
		if len(offered) > max(0, n) {
			t.Errorf("Suggest(%q, %d): got %d", typed, n, len(offered))
		}
		for _, p := range slices.Concat(found, offered[:min(3, len(offered))]) {
			again, sure := Find(p.Name, Person{})
			if p.Name == "" || p.Zone == "" || len([]rune(p.Name)) > 100 || sure && again[0].Zone != p.Zone {
				t.Errorf("Find(%q): got %+v, which is understood as %v, %v", typed, p, again, sure)
			}
		}
	})
}

// The longest and worst inputs are bounded by what they may look up, so no clock is
// needed to see that they are not slow.
func TestWhatIsLookedUpIsBoundedWhateverIsTyped(t *testing.T) {
	for name, typed := range map[string]string{
		"one letter": "a", "long": strings.Repeat("ä", 200), "many words": strings.Repeat("a ", 200), "many commas": strings.Repeat("san,", 100), "eight words": "santa maria de la santa maria de san",
		"a misspelling": "abcdefghijklmnopqrstuvwx", "a state": "Georgia", "saints": strings.Repeat("st ", 130), "countries": strings.Repeat("Georgia,", 50), "an offset": "UTC+1",
	} {
		if got := testing.AllocsPerRun(3, func() { Find(typed, Person{Locale: "en-US"}); Suggest(typed, Person{Locale: "en-US"}, 25) }); got > 20_000 {
			t.Errorf("%s: got %.0f allocations, want at most 20,000", name, got)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	for name, typed := range map[string]string{
		"name": "Munich", "state": "Portland, Oregon", "apart": "Portland OR", "letters": "EST", "country": "Georgia", "misspelt": "Barcelonna", "long": strings.Repeat("san ", 100), "commas": strings.Repeat("san,", 100), "none": strings.Repeat("x", 400),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Find(typed, Person{Locale: "en-US"})
			}
		})
	}
}

func BenchmarkSuggest(b *testing.B) {
	for name, typed := range map[string]string{"nothing": "", "letter": "s", "word": "san", "name": "Munich", "long": strings.Repeat("ä ", 130)} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Suggest(typed, Person{Locale: "en-US"}, 25)
			}
		})
	}
}

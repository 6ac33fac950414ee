package library_test

import (
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the zones must exist on a machine without zone data, too

	"leanon/library"
)

func TestEveryCanonicalZoneIsOfferedUnderItsName(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	zones := lines(t, "canonical-zones.txt")
	if len(zones) != 418 {
		t.Fatalf("got %d canonical zones, want the 418 of tzdata 2025b", len(zones))
	}
	for _, zone := range zones {
		got := l.Cities(zone, 1)
		if len(got) != 1 || got[0].Zone != zone {
			t.Errorf("Cities(%s): got %v, want the zone itself first", zone, got)
		}
	}
}

func TestEveryPlaceHasAZoneThatExists(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	seen := map[library.City]bool{}
	for _, letter := range "abcdefghijklmnopqrstuvwxyz" {
		for _, c := range l.Cities(string(letter), 1<<20) {
			if seen[c] {
				continue
			}
			seen[c] = true
			if _, err := time.LoadLocation(c.Zone); err != nil {
				t.Errorf("%s: %v", c.Name, err)
			}
			if !strings.HasSuffix(c.Name, " ("+c.Zone+")") || len([]rune(c.Name)) > 100 {
				t.Errorf("got name %q for %s, want at most 100 characters with the zone at the end", c.Name, c.Zone)
			}
		}
	}
	if len(seen) < 418+400 {
		t.Errorf("got %d places, want the 418 of the zones and 400 more", len(seen))
	}
}

func TestPlacesAreFoundAsPeopleTypeThem(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	for _, c := range []struct{ typed, first, zone string }{
		{"Munich", "Munich", "Europe/Berlin"},
		{"munch", "München", "Europe/Berlin"},
		{"MÜNCHEN", "München", "Europe/Berlin"},
		{"mu\u0308nchen", "München", "Europe/Berlin"}, // decomposed, as Apple keyboards may send it
		{"san fr", "San Francisco", "America/Los_Angeles"},
		{"mumbai", "Mumbai", "Asia/Kolkata"},
		{"beijing", "Beijing", "Asia/Shanghai"},
		{"saint petersburg", "Saint Petersburg", "Europe/Moscow"},
		{"st. petersburg", "Saint Petersburg", "Europe/Moscow"},
		{"sao paulo", "São Paulo", "America/Sao_Paulo"},
		{"São P", "São Paulo", "America/Sao_Paulo"},
		{"lodz", "Łódź", "Europe/Warsaw"},
		{"Łódź", "Łódź", "Europe/Warsaw"},
		{"tromso", "Tromsø", "Europe/Oslo"},
		{"izmir", "İzmir", "Europe/Istanbul"},
		{"xian", "Xi'an", "Asia/Shanghai"},
		{"st johns", "St. John's", "America/St_Johns"},
		{"port au prince", "Port-au-Prince", "America/Port-au-Prince"},
		{"  paris ", "Paris", "Europe/Paris"},
		{"york", "York", "Europe/London"}, // exact goes before a word's beginning
		{"new york", "New York", "America/New_York"},
		{"America/New_York", "New York", "America/New_York"},
		{"europe/ber", "Berlin", "Europe/Berlin"},
		{"Munich (Europe/Berlin)", "Munich", "Europe/Berlin"},
		{"Germany", "Germany", "Europe/Berlin"},
		{"buenos", "Buenos Aires", "America/Argentina/Buenos_Aires"},
		{"aires", "Buenos Aires", "America/Argentina/Buenos_Aires"},
		{"argentina/ush", "Ushuaia", "America/Argentina/Ushuaia"},
		{"utc", "UTC", "Etc/UTC"},
	} {
		t.Run(c.typed, func(t *testing.T) {
			t.Parallel()
			got := l.Cities(c.typed, 25)
			want := library.City{Name: c.first + " (" + c.zone + ")", Zone: c.zone}
			if len(got) == 0 || got[0] != want {
				t.Errorf("Cities(%q): got %v, want %v first", c.typed, got, want)
			}
		})
	}
}

func TestBeginningsComeBeforeWordsAndWordsBeforeTheRest(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	for _, c := range []struct {
		typed string
		order []string // beginnings of suggestions
	}{
		{"port", []string{"Port Louis", "Portland (", "Portugal", "St. Peter Port"}},
		{"delhi", []string{"Delhi (", "New Delhi ("}},
		{"city", []string{"Belize City (", "Mexico City ("}},
		{"or", []string{"Oran (", "Orlando", "Port Moresby"}},
		{"eli", []string{"Port Elizabeth", "Belize (", "St. Helier"}},
		{"paul", []string{"Saint Paul", "São Paulo"}},
	} {
		t.Run(c.typed, func(t *testing.T) {
			t.Parallel()
			last := -1
			got := l.Cities(c.typed, 500)
			for _, name := range c.order {
				at := slices.IndexFunc(got, func(city library.City) bool { return strings.HasPrefix(city.Name, name) })
				if at <= last {
					t.Errorf("Cities(%q): got %q at %d, want it after %d: %v", c.typed, name, at, last, got)
				}
				last = at
			}
		})
	}
}

func TestNothingTypedOffersADozenAcrossTheWorld(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	for _, typed := range []string{"", "  "} {
		got := l.Cities(typed, 25)
		areas := map[string]bool{}
		for _, c := range got {
			area, _, _ := strings.Cut(c.Zone, "/")
			areas[area] = true
		}
		if len(got) != 12 || len(areas) < 5 {
			t.Errorf("Cities(%q): got %d places in %d areas, want 12 in at least 5: %v", typed, len(got), len(areas), got)
		}
	}
	if got := l.Cities("", 3); len(got) != 3 {
		t.Errorf("got %d places, want the 3 asked for", len(got))
	}
}

func TestWhatNoPlaceIsCalledFindsNone(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	for _, typed := range []string{"qqq", "...", "()", strings.Repeat("a", 5000), "\xff\xfe"} {
		if got := l.Cities(typed, 25); len(got) != 0 {
			t.Errorf("Cities(%q): got %v, want none", typed, got)
		}
	}
	for _, n := range []int{0, -1} {
		if got := l.Cities("paris", n); len(got) != 0 {
			t.Errorf("at most %d: got %v, want none", n, got)
		}
	}
}

func BenchmarkCities(b *testing.B) {
	l := shipped(b)
	for _, typed := range []string{"", "s", "munich", "an", strings.Repeat("ä ", 130)} {
		b.Run(typed[:min(len(typed), 6)], func(b *testing.B) {
			for b.Loop() {
				l.Cities(typed, 25)
			}
		})
	}
}

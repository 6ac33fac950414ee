package gazetteer

import (
	"strings"
	"testing"
)

func TestCitiesAreCalledAsInEachLanguage(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ zone, language, want string }{
		{"Europe/Vienna", "de", "Wien"}, {"Europe/Vienna", "es", "Viena"}, {"Europe/Vienna", "en", "Vienna"}, {"Europe/Vienna", "ja", "Vienna"},
		{"Europe/Paris", "fr", "Paris"}, {"America/New_York", "pt", "Nova York"}, {"US/Eastern", "es", "Nueva York"}, {"America/Aruba", "de", "Oranjestad"},
		{"UTC", "de", "UTC"}, {"Etc/GMT+5", "fr", "UTC-5"}, {"Nowhere/At_All", "de", "Nowhere/At_All"}, {"", "de", ""},
	} {
		if got := CityIn(tt.zone, tt.language); got != tt.want {
			t.Errorf("CityIn(%q, %q): got %q, want %q", tt.zone, tt.language, got, tt.want)
		}
	}
}

// TestWhatIsCalledOtherwiseIsUnderstoodBack types in the names that are shown for a zone, as
// the form of the city does.
func TestWhatIsCalledOtherwiseIsUnderstoodBack(t *testing.T) {
	t.Parallel()
	for line := range strings.Lines(cityNames) {
		zone, _, _ := strings.Cut(line, "\t")
		for _, language := range []string{"de", "es", "fr", "pt"} {
			typed := CityIn(zone, language) + " (" + zone + ")"
			if found, sure := Find(typed, Person{}); !sure || found[0].Zone != zone {
				t.Errorf("%q: got %v, %v, want %s", typed, found, sure, zone)
			}
		}
	}
	for line := range strings.Lines(townNames) {
		names := strings.Split(strings.TrimSpace(line), "\t")
		town, country, _ := strings.Cut(names[0], ", ")
		of, sure := Find(names[0], Person{})
		if !sure || !strings.HasPrefix(of[0].Name, town+", ") || !strings.HasSuffix(of[0].Name, ", "+country) {
			t.Errorf("%s: got %v, %v", names[0], of, sure)
			continue
		}
		for _, name := range names[1:] {
			language, name, _ := strings.Cut(name, ":")
			typed := of[0].Called(language)
			if found, sure := Find(typed, Person{}); !strings.HasPrefix(typed, name+", ") || len(found) == 0 || found[0] != of[0] {
				t.Errorf("%q for %s: got %v, %v", typed, names[0], found, sure)
			}
		}
	}
	if n := len(cityNames); n > 60_000 {
		t.Errorf("citynames.txt has %d bytes: it lies in the program", n)
	}
}

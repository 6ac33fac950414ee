package gazetteer

import (
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the zones must exist on a machine without zone data, too
)

func TestAPlaceThatIsCalledExactlyThisIsTaken(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]Place{
		"Ulm": {"Ulm, Baden-Württemberg, Germany", "Europe/Berlin", false}, "Como": {"Como, Lombardy, Italy", "Europe/Rome", false},
		"munich": {"Munich, Bavaria, Germany", "Europe/Berlin", false}, "München": {"Munich, Bavaria, Germany", "Europe/Berlin", false},
		"mu\u0308nchen": {"Munich, Bavaria, Germany", "Europe/Berlin", false}, "MUENCHEN": {"Munich, Bavaria, Germany", "Europe/Berlin", false},
		"roma": {"Rome, Lazio, Italy", "Europe/Rome", false}, "Rom": {"Rome, Lazio, Italy", "Europe/Rome", false}, "Londres": {"London, England, United Kingdom", "Europe/London", false},
		"Москва": {"Moscow, Russia", "Europe/Moscow", false}, "東京": {"Tokyo, Japan", "Asia/Tokyo", false}, "서울": {"Seoul, South Korea", "Asia/Seoul", false},
		"القاهرة": {"Cairo, Egypt", "Africa/Cairo", false}, "Köln": {"Köln, North Rhine-Westphalia, Germany", "Europe/Berlin", false}, "cologne": {"Köln, North Rhine-Westphalia, Germany", "Europe/Berlin", false},
		"Lissabon": {"Lisbon, Portugal", "Europe/Lisbon", false}, "Varsovie": {"Warsaw, Mazovia, Poland", "Europe/Warsaw", false}, "Nova Iorque": {"New York City, New York, United States", "America/New_York", false},
		"New York": {"New York City, New York, United States", "America/New_York", false}, "NYC": {"New York City, New York, United States", "America/New_York", false},
		"st petersburg": {"Saint Petersburg, Russia", "Europe/Moscow", false}, "Ft Worth": {"Fort Worth, Texas, United States", "America/Chicago", false},
		"Bombay": {"Mumbai, Maharashtra, India", "Asia/Kolkata", false}, "sao paulo": {"São Paulo, Brazil", "America/Sao_Paulo", false}, "lodz": {"Łódź, Łódź Voivodeship, Poland", "Europe/Warsaw", false},
		"Xi'an": {"Xi’an, Shaanxi, China", "Asia/Shanghai", false}, "xian": {"Xi’an, Shaanxi, China", "Asia/Shanghai", false}, "frankfurt": {"Frankfurt am Main, Hesse, Germany", "Europe/Berlin", false},
		"Singapore": {"Singapore", "Asia/Singapore", false}, "  ulm ": {"Ulm, Baden-Württemberg, Germany", "Europe/Berlin", false},
	} {
		if got, sure := Find(typed, Person{}); !sure || got[0] != want {
			t.Errorf("%q: got %v, sure %v, want %v", typed, got[:min(3, len(got))], sure, want)
		}
	}
}

func TestACityIsTakenWithItsStateOrCountryBehindIt(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"Paris, France": "Europe/Paris", "Paris France": "Europe/Paris", "paris, tx": "America/Chicago", "Portland, Oregon": "America/Los_Angeles", "Portland OR": "America/Los_Angeles",
		"Portland, OR 97201": "America/Los_Angeles", "portland or usa": "America/Los_Angeles", "Portland, Oregon, United States · 12:04": "America/Los_Angeles", "Portland Maine": "America/New_York",
		"London, Ontario": "America/Toronto", "London, ON, Canada": "America/Toronto", "London UK": "Europe/London", "London, Angleterre": "Europe/London", "St. Louis, Missouri": "America/Chicago",
		"Saint Louis MO": "America/Chicago", "Valencia, España": "Europe/Madrid", "Valencia, Venezuela": "America/Caracas", "München, Bayern": "Europe/Berlin", "Munich, Allemagne": "Europe/Berlin",
		"Cordoba, Argentina": "America/Argentina/Cordoba", "Birmingham, Alabama": "America/Chicago", "Birmingham England": "Europe/London", "Washington, D.C.": "America/New_York", "Athens, Georgia": "America/New_York",
		"Wien, Österreich": "Europe/Vienna", "Sydney NSW": "Australia/Sydney", "Vancouver, BC": "America/Vancouver", "São José, SC, Brasil": "America/Sao_Paulo", "Москва, Россия": "Europe/Moscow",
		"Frankfurt am Main": "Europe/Berlin", "Frankfurt, Deutschland": "Europe/Berlin", "San Jose, Costa Rica": "America/Costa_Rica", "San Jose CA": "America/Los_Angeles", "Munich (Europe/Berlin)": "Europe/Berlin",
	} {
		if got, sure := Find(typed, Person{}); !sure || got[0].Zone != want {
			t.Errorf("%q: got %v, sure %v, want %s", typed, got[:min(3, len(got))], sure, want)
		}
	}
}

func TestWhatIsNotCertainIsAskedWithTheRightOneAmongTheChoices(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"Portland": "America/Los_Angeles", "York": "Europe/London", "Birmingham": "America/Chicago", "San Jose": "America/Costa_Rica", "Valencia": "Europe/Madrid", "Washington": "America/New_York",
		"Georgia": "Asia/Tbilisi", "Texas": "America/Denver", "Germany": "Europe/Berlin", "Deutschland": "Europe/Berlin", "Brasil": "America/Manaus", "Iceland": "Atlantic/Reykjavik", "Kazakhstan": "Asia/Almaty",
		"Barcelon": "Europe/Madrid", "Pariss": "Europe/Paris", "berln": "Europe/Berlin", "Londno": "Europe/London", "newyork": "America/New_York", "aires": "America/Argentina/Buenos_Aires",
		"Portland, Narnia": "America/Los_Angeles", "LA": "America/Los_Angeles", "Dallas, United States": "America/Los_Angeles", "Springfield": "America/Chicago", "Stuttgart 70173": "Europe/Berlin",
	} {
		got, sure := Find(typed, Person{})
		if sure || !slices.ContainsFunc(got, func(p Place) bool { return p.Zone == want }) {
			t.Errorf("%q: got %v, sure %v, want a choice with %s", typed, got, sure, want)
		}
	}
}

func TestANamesakeIsAskedForWhenSomethingSpeaksForIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		typed string
		who   Person
		sure  bool
	}{
		{"London", Person{}, true},
		{"London", Person{Locale: "en-GB"}, true},
		{"London", Person{Locale: "en-US", Zone: "America/Toronto"}, false},
		{"London", Person{Locale: "en-US", Zone: "America/Vancouver"}, false},
		{"London", Person{Locale: "en-US", Zone: "Europe/London"}, true},
		{"Santiago", Person{Locale: "es-ES", Zone: "Europe/Madrid"}, false}, // de Compostela
		{"Santiago", Person{Locale: "en-US", Zone: "America/Santiago"}, true},
		{"Santiago", Person{}, true},
		{"Paris", Person{Locale: "en-US"}, false},
		{"Paris", Person{Locale: "fr"}, true},
		{"Paris", Person{Locale: "en-US", Zone: "Europe/Paris"}, true},
		{"Paris, France", Person{Locale: "en-US", Zone: "America/Chicago"}, true},
		{"Ulm", Person{Locale: "en-US", Zone: "America/Chicago"}, true},
	} {
		got, sure := Find(c.typed, c.who)
		if sure != c.sure || sure && got[0].Zone != map[string]string{"London": "Europe/London", "Ulm": "Europe/Berlin", "Santiago": "America/Santiago"}[c.typed] && !strings.HasPrefix(c.typed, "Paris") {
			t.Errorf("%q, %+v: got %v, sure %v, want sure %v", c.typed, c.who, got, sure, c.sure)
		}
		if !sure && len(got) < 2 {
			t.Errorf("%q, %+v: got %v, want both to choose from", c.typed, c.who, got)
		}
	}
}

func TestLettersAndOffsetsOfferTheZonesTheyMayMean(t *testing.T) {
	t.Parallel()
	for typed, first := range map[string]string{
		"EST": "America/New_York", "edt": "America/New_York", "MST": "America/Denver", "CST": "America/Chicago", "PST": "America/Los_Angeles", "CET": "Europe/Berlin", "CEST": "Europe/Berlin",
		"MEZ": "Europe/Berlin", "IST": "Europe/Dublin", "MSK": "Europe/Moscow", "BST": "Europe/London", "AEST": "Australia/Sydney", "Eastern Time": "America/New_York", "Pacific Standard Time": "America/Los_Angeles",
		"UTC+5:30": "Asia/Kolkata", "UTC+1": "Europe/Berlin", "GMT-3": "America/Santiago", "gmt +9": "Asia/Tokyo", "+02:00": "Europe/Berlin", "UTC−5": "America/New_York", "UTC+5.5": "Asia/Kolkata", "+0545": "Asia/Kathmandu",
	} {
		got, sure := Find(typed, Person{})
		if sure || len(got) == 0 {
			t.Errorf("%q: got %v, sure %v, want a choice", typed, got, sure)
		} else if got[0].Zone != first {
			t.Errorf("%q: got %v, want %s first", typed, got, first)
		}
		if fixed := slices.IndexFunc(got, func(p Place) bool { return p.Fixed }); fixed == 0 {
			t.Errorf("%q: got %v, want an offset that never changes behind the places", typed, got)
		}
	}
	if got, _ := Find("CET", Person{Locale: "fr"}); got[0].Zone != "Europe/Paris" {
		t.Errorf("CET in French: got %v, want Paris first", got)
	}
}

func TestAZoneIsTakenByAnyNameItEverHad(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"Europe/Berlin": "Europe/Berlin", "europe/berlin": "Europe/Berlin", "EUROPE/KYIV": "Europe/Kyiv", "Europe/Kiev": "Europe/Kyiv", "US/Eastern": "America/New_York", "us/pacific": "America/Los_Angeles",
		"Asia/Calcutta": "Asia/Kolkata", "America/New York": "America/New_York", "America/Buenos_Aires": "America/Argentina/Buenos_Aires", "UTC": "UTC", "utc": "UTC", "GMT": "Etc/GMT", "Etc/UTC": "UTC",
		"Etc/GMT+5": "Etc/GMT+5", "Etc/GMT-5": "Etc/GMT-5", "Atlantic/Reykjavik": "Atlantic/Reykjavik",
	} {
		if got, sure := Find(typed, Person{}); !sure || got[0].Zone != want {
			t.Errorf("%q: got %v, sure %v, want %s", typed, got, sure, want)
		}
	}
	for _, typed := range []string{"Mars/Olympus", "../etc/passwd", "Europe/", "/", "UTC+25", "GMT+", "+", "Würzburgs Nachbar", "qqq", "...", "", " ", "\xff\xfe", strings.Repeat("a", 5000)} {
		if got, sure := Find(typed, Person{}); sure || len(got) > 0 {
			t.Errorf("%q: got %v, sure %v, want nothing", typed, got, sure)
		}
	}
}

func TestEveryZoneExistsAndIsNamedByItsCity(t *testing.T) {
	t.Parallel()
	for i := range count(sectionZones, zoneLength) {
		name := zone(i).name()
		if _, err := time.LoadLocation(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got, sure := Find(name, Person{}); !sure || got[0].Zone != zone(i).place().Zone {
			t.Errorf("%s: got %v, sure %v, want itself", name, got, sure)
		}
	}
	for name, want := range map[string]string{
		"Europe/Kyiv": "Kyiv", "America/Sao_Paulo": "São Paulo", "Asia/Kolkata": "Kolkata", "America/Argentina/Buenos_Aires": "Buenos Aires", "UTC": "UTC", "Etc/UTC": "UTC", "Etc/GMT": "GMT", "Etc/GMT+5": "UTC-5", "Mars/Olympus": "Mars/Olympus", "Europe/Zurich": "Zürich",
	} {
		if got := City(name); got != want {
			t.Errorf("City(%s): got %q, want %q", name, got, want)
		}
	}
}

// What it weighs: at most two megabytes in the program, and nothing beside it, before and
// after it was used.
func TestTheGazetteerIsSmallAndTakesNoMemoryAtRest(t *testing.T) {
	if len(places) > 2_000_000 {
		t.Errorf("got %d bytes, want at most 2,000,000", len(places))
	}
	held := func() uint64 {
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := held()
	for _, typed := range []string{"Paris", "Portland OR", "an", "EST", "Germany", "zzzz"} {
		Find(typed, Person{Locale: "de"})
		Suggest(typed, Person{Locale: "de"}, 25)
	}
	if after := held(); after > before+1<<20 {
		t.Errorf("got %d bytes more on the heap after looking up, want none that last", after-before)
	}
}

package library_test

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"leanon/library"
)

// countries joins the names of the countries of resources.
func countries(all []library.Resources) string {
	var names []string
	for _, r := range all {
		names = append(names, r.Country)
	}
	return strings.Join(names, "; ")
}

func TestAZonePointsToTheCountryThatKeepsItsTime(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	for zone, want := range map[string]struct{ country, holds string }{
		"Europe/Berlin": {"Deutschland", "116 016"}, "Europe/Vienna": {"Österreich", "0800 222 555"}, "Europe/Vaduz": {"Liechtenstein", "380 02 03"}, "Europe/Zurich": {"Schweiz, Suisse", "143"},
		"Europe/Paris": {"France", "3114"}, "America/Martinique": {"France d’outre-mer", "3919"}, "Europe/Luxembourg": {"Luxembourg", "45 45 45"}, "Europe/Madrid": {"España", "024"}, "Atlantic/Canary": {"España", "016"},
		"America/Sao_Paulo": {"Brasil", "188"}, "America/Manaus": {"Brasil", "180"}, "Europe/Warsaw": {"Polska", "800 120 002"},
		"Europe/Stockholm": {"Sverige", "90101"}, "Europe/Istanbul": {"Türkiye", "183"}, "Europe/Kyiv": {"Україна", "15-47"},
		"America/New_York": {"United States", "1-800-799-7233"}, "America/Indiana/Knox": {"United States", "988, call or text"},
		"America/Toronto": {"Canada", "9-8-8, call or text"}, "Europe/London": {"United Kingdom", "0808 2000 247"}, "Europe/Dublin": {"Ireland", "1800 341 900"},
		"Australia/Perth": {"Australia", "1800 737 732"}, "Pacific/Auckland": {"New Zealand", "1737, call or text"},
		"America/Argentina/Ushuaia": {"Argentina", "144"}, "America/Tijuana": {"México", "800 911 2000"}, "America/Bogota": {"Colombia", "155"},
		"Pacific/Easter": {"Chile", "1455"}, "America/Lima": {"Perú", "113"}, "America/Montevideo": {"Uruguay", "0800 0767"}, "America/Guayaquil": {"Ecuador", "171"}, "Europe/Helsinki": {"European Union", "112"},
		"Asia/Tokyo": {"", ""}, "": {"", ""}, "Europe": {"", ""}, "Australia": {"", ""},
	} {
		got := l.ResourcesIn(zone)
		if countries(got) != want.country {
			t.Errorf("%s: got %q, want %q", zone, countries(got), want.country)
		}
		if want.holds != "" && !strings.Contains(strings.Join(got[0].Contacts, "; "), want.holds) {
			t.Errorf("%s: got %q, want %q among them", zone, got[0].Contacts, want.holds)
		}
	}
}

func TestALanguagePointsToEachCountryWhereItMayBeSpoken(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	for locale, want := range map[string]string{
		"en-US": "United States; Canada", "en-GB": "United Kingdom; Ireland; Australia; New Zealand", "de": "Deutschland; Österreich; Schweiz, Suisse",
		"fr": "France; Belgique, België; Schweiz, Suisse", "es-ES": "España", "es-419": "México; Argentina", "es": "España; México; Argentina", "pt-BR": "Brasil", "uk": "Україна",
		"tr": "Türkiye", "pl": "Polska", "sv-SE": "Sverige", "el": "European Union", "ja": "", "": "",
	} {
		if got := countries(l.ResourcesFor(locale)); got != want {
			t.Errorf("%q: got %q, want %q", locale, got, want)
		}
	}
}

func TestEachZoneOfACountryIsOneThatPeopleCanChoose(t *testing.T) {
	t.Parallel()
	text, err := fs.ReadFile(library.Embedded(), "help.yaml")
	if err != nil {
		t.Fatal(err)
	}
	zones := lines(t, "canonical-zones.txt")
	named := regexp.MustCompile(`(?:Africa|America|Asia|Atlantic|Australia|Europe|Pacific)/[A-Za-z_/*-]+`).FindAllString(string(text), -1)
	if len(named) < 100 {
		t.Fatalf("found %d zones, want those of all countries", len(named))
	}
	for _, zone := range named {
		begins, many := strings.CutSuffix(zone, "*")
		if !slices.ContainsFunc(zones, func(z string) bool { return z == zone || many && strings.HasPrefix(z, begins) }) {
			t.Errorf("help.yaml names %s, which is no zone", zone)
		}
	}
}

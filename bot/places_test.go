package bot

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"leanon/discord/talk"
	"leanon/library/gazetteer"
	"leanon/store"
)

// typing is a request of somebody whose client is in a language, and who has named a zone
// before, or has one that nobody named.
func typing(b *Bot, locale, zone string, said bool) request {
	return request{Request: talk.Request{Locale: locale}, reader: b.reader(store.Partner{Zone: zone, ZoneSaid: said}, nil), now: time.Unix(1e9, 0)}
}

func TestAPlaceIsTakenAsPeopleSayIt(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	for typed, want := range map[string]string{
		"Ulm": "Europe/Berlin", " munich ": "Europe/Berlin", "Europe/Kyiv": "Europe/Kyiv", "London (Europe/London)": "Europe/London",
		"utc": "UTC", "America/New York": "America/New_York", "Würzburgs Nachbar": "", "Mars/Olympus": "", "": "", "../etc/passwd": "",
	} {
		got := ""
		found, sure := b.placesFor(typing(b, "en-US", "", false), typed)
		if sure {
			got = found[0].Zone
		} else if len(found) > 0 {
			t.Errorf("%q: got %v to choose from, want it certain or nothing", typed, found)
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", typed, got, want)
		}
	}
}

func TestOnlyTheZoneThatAPersonHasNamedSpeaksForANamesake(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	for name, c := range map[string]struct {
		r    request
		sure bool
	}{
		"nothing said":            {typing(b, "en-US", "", false), true},
		"a zone that they named":  {typing(b, "en-US", "America/Toronto", true), false},
		"a zone that nobody said": {typing(b, "en-US", "America/Toronto", false), true},
	} {
		if found, sure := b.placesFor(c.r, "London"); sure != c.sure || sure && found[0].Zone != "Europe/London" {
			t.Errorf("%s: got %v, sure %v, want sure %v", name, found, sure, c.sure)
		}
	}
}

func TestASuggestionTellsTheTimeThereAndIsUnderstoodAsItReads(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	for _, typed := range []string{"", "port", "Portland", "san", "s", "EST", "UTC+5:30", "Springfield", "Georgia", "santa cruz", "europe/"} {
		r := typing(b, "en-US", "", false)
		r.Options = map[string]string{"zone": typed}
		choices := b.completeZone(r).Choices
		if len(choices) == 0 || len(choices) > 25 {
			t.Errorf("%q: got %d choices", typed, len(choices))
		}
		for _, c := range choices {
			chosen, sure := gazetteer.Find(c.Value, gazetteer.Person{})
			if !sure || utf8.RuneCountInString(c.Value) > 100 || utf8.RuneCountInString(c.Name) > 100 {
				t.Errorf("%q: got %+v, understood as %v, %v", typed, c, chosen, sure)
				continue
			}
			loc, err := b.Clock.Zone(chosen[0].Zone)
			if err != nil || !strings.HasSuffix(c.Name, " · "+r.now.In(loc).Format("15:04")) {
				t.Errorf("%q: got %+v, want the time in %s at its end", typed, c, chosen[0].Zone)
			}
			if again, _ := gazetteer.Find(c.Name, gazetteer.Person{}); len(again) == 0 || again[0].Zone != chosen[0].Zone && !strings.Contains(c.Value, "(") {
				t.Errorf("%q typed without choosing: got %v, want %v", c.Name, again, chosen)
			}
		}
	}
}

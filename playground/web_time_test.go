package playground

import (
	"slices"
	"testing"
	"time"
)

// timed is one moment that the page shows.
type timed struct {
	Off         int64 // milliseconds from now
	Style, Zone string
	Words       any // as the browser reads them
}

// browserWords are the words of a language as the browser reads them.
func browserWords(t *testing.T, language string) any {
	t.Helper()
	words, err := ReadWords(Spoken(language), nil)
	if err != nil {
		t.Fatal(err)
	}
	return words.forBrowser()
}

// shown returns what the page shows of each moment.
func shown(t *testing.T, moments []timed) (texts []string) {
	t.Helper()
	inNode(t, []string{"time.js", "words.js"}, `
import { format, heading } from "./time.js";
import { Words } from "./words.js";
import { readFileSync } from "node:fs";
const now = 1795464000000;
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map((s) => {
  const view = { zone: s.Zone, now: () => now, words: new Words(s.Words) };
  return s.Style === "heading" ? heading(now + s.Off, view) : format(now + s.Off, s.Style, view);
})));
`, moments, &texts)
	return texts
}

func TestThePageRoundsRelativeTimesToTheNearest(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	cases := []struct {
		off  time.Duration
		want string
	}{
		{0, "now"}, {time.Second, "in 1 second"}, {-30 * time.Second, "30 seconds ago"}, {44 * time.Second, "in 44 seconds"},
		{45 * time.Second, "in a minute"}, {-89 * time.Second, "a minute ago"}, {90 * time.Second, "in 2 minutes"}, {44 * time.Minute, "in 44 minutes"},
		{45 * time.Minute, "in an hour"}, {-89 * time.Minute, "an hour ago"}, {5*time.Hour + 58*time.Minute, "in 6 hours"}, {21 * time.Hour, "in 21 hours"},
		{22 * time.Hour, "in a day"}, {-35 * time.Hour, "a day ago"}, {36 * time.Hour, "in 2 days"}, {47 * time.Hour, "in 2 days"}, {25 * day, "in 25 days"},
		{26 * day, "in a month"}, {-45 * day, "a month ago"}, {46 * day, "in 2 months"}, {300 * day, "in 10 months"},
		{330 * day, "in a year"}, {-800 * day, "2 years ago"},
	}
	var moments []timed
	var want []string
	for _, c := range cases {
		moments, want = append(moments, timed{c.off.Milliseconds(), "R", "UTC", browserWords(t, "en")}), append(want, c.want)
	}
	if got := shown(t, moments); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestThePageShowsTimesAsDiscordDoesInAPersonsOwnZoneAndLanguage(t *testing.T) {
	t.Parallel()
	cases := []struct {
		language, style, zone string
		off                   time.Duration
		want                  string
	}{
		{"en", "t", "Europe/Paris", 0, "21:00"}, {"en", "T", "America/New_York", 0, "15:00:00"}, {"en", "d", "UTC", 0, "23/11/2026"},
		{"en", "D", "UTC", 0, "23 November 2026"}, {"en", "f", "Europe/Paris", 0, "23 November 2026 at 21:00"},
		{"en", "s", "UTC", 0, "23/11/2026, 20:00"}, {"en", "S", "UTC", 0, "23/11/2026, 20:00:00"},
		{"en", "F", "Asia/Tokyo", 0, "Tuesday, 24 November 2026 at 05:00"},
		{"en", "heading", "UTC", -time.Hour, "Today at 19:00"}, {"en", "heading", "UTC", -24 * time.Hour, "Yesterday at 20:00"},

		{"de", "D", "UTC", 0, "23. November 2026"}, {"de", "R", "UTC", -time.Minute, "vor einer Minute"}, {"de", "R", "UTC", 48 * time.Hour, "in 2 Tagen"},
		{"de", "heading", "UTC", 0, "heute um 20:00"},
		{"fr", "D", "UTC", 0, "23 novembre 2026"}, {"fr", "R", "UTC", -time.Hour, "il y a une heure"}, {"fr", "R", "UTC", 2 * time.Hour, "dans 2 heures"},
		{"es", "D", "UTC", 0, "23 de noviembre de 2026"}, {"es", "t", "Europe/Paris", 0, "21:00"}, {"es", "R", "UTC", -2 * time.Hour, "hace 2 horas"},
		{"es", "heading", "UTC", -24 * time.Hour, "Ayer a las 20:00"},
		{"pt-BR", "D", "UTC", 0, "23 de novembro de 2026"}, {"pt-BR", "R", "UTC", time.Hour, "em uma hora"},
	}
	var moments []timed
	var want []string
	for _, c := range cases {
		moments, want = append(moments, timed{c.off.Milliseconds(), c.style, c.zone, browserWords(t, c.language)}), append(want, c.want)
	}
	if got := shown(t, moments); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

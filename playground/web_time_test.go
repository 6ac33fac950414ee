package playground

import (
	"slices"
	"testing"
	"time"
)

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
	var offs []int64
	var want []string
	for _, c := range cases {
		offs, want = append(offs, c.off.Milliseconds()), append(want, c.want)
	}
	var got []string
	inNode(t, "time.js", `
import { format } from "./page.mjs";
import { readFileSync } from "node:fs";
const now = 1795464000000;
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map((off) => format(now + off, "R", "UTC", now))));
`, offs, &got)
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestThePageShowsTimesAsDiscordDoesInAPersonsOwnZone(t *testing.T) {
	t.Parallel()
	type shown struct{ Style, Zone string }
	cases := []struct {
		shown
		want string
	}{
		{shown{"t", "Europe/Paris"}, "21:00"}, {shown{"T", "America/New_York"}, "15:00:00"}, {shown{"d", "UTC"}, "23/11/2026"},
		{shown{"D", "UTC"}, "23 November 2026"}, {shown{"f", "Europe/Paris"}, "23 November 2026 at 21:00"},
		{shown{"s", "UTC"}, "23/11/2026, 20:00"}, {shown{"S", "UTC"}, "23/11/2026, 20:00:00"},
		{shown{"F", "Asia/Tokyo"}, "Tuesday, 24 November 2026 at 05:00"},
	}
	var given []shown
	var want []string
	for _, c := range cases {
		given, want = append(given, c.shown), append(want, c.want)
	}
	var got []string
	inNode(t, "time.js", `
import { format } from "./page.mjs";
import { readFileSync } from "node:fs";
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map((s) => format(1795464000000, s.Style, s.Zone))));
`, given, &got)
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

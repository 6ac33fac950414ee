package bot

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leanon/bot/said"
	"leanon/library"
)

// clockIn returns the moment at which the clock of a zone shows a local time.
func clockIn(t *testing.T, zone, local string) time.Time {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", local, loc)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// parseUntil returns the moment until which something lasts, zero for no end.
func parseUntil(l said.Listener, text string, now time.Time, loc *time.Location) (time.Time, error) {
	if isOpen(text) {
		return time.Time{}, nil
	}
	m, err := l.Until(text, now, loc)
	return m.At, err
}

// whyUntil returns why the end of a pause was not taken, "" if it was.
func whyUntil(err error) said.Why {
	var not *said.Unread[said.Moment]
	if errors.As(err, &not) {
		return not.Why
	}
	return ""
}

func TestUntilIsADayThatPeopleName(t *testing.T) {
	t.Parallel()
	words := everyWord(t)
	now := clockIn(t, "Europe/Paris", "2026-11-25 21:30") // a Wednesday
	for _, tt := range []struct{ text, want string }{
		{"tomorrow", "2026-11-26"},
		{"until tomorrow", "2026-11-26"},
		{"bis morgen", "2026-11-26"},
		{"day after tomorrow", "2026-11-27"},
		{"übermorgen", "2026-11-27"},
		{"Friday", "2026-11-27"},
		{"bis Freitag", "2026-11-27"},
		{"wednesday", "2026-12-02"},
		{"mi", "2026-12-02"},
		{"tuesday", "2026-12-01"},
		{"the weekend", "2026-11-28"},
		{"next week", "2026-11-30"},
		{"next month", "2026-12-01"},
		{"3 days", "2026-11-28"},
		{"for 3 days", "2026-11-28"},
		{"in drei Tagen", "2026-11-28"},
		{"3d", "2026-11-28"},
		{"a week", "2026-12-02"},
		{"eine Woche", "2026-12-02"},
		{"2 weeks", "2026-12-09"},
		{"a month", "2026-12-25"},
		{"one year", "2027-11-25"},
		{"365 days", "2027-11-25"},
		{"2026-12-24", "2026-12-24"},
		{"2027-11-25", "2027-11-25"},
		{"24.12.", "2026-12-24"},
		{"12/24", "2026-12-24"},
		{"24.", "2026-12-24"},
		{"24.12", "2026-12-24"},
		{"24.12.2026", "2026-12-24"},
		{"24.12.26", "2026-12-24"},
		{"24 Dec", "2026-12-24"},
		{"Dec 24", "2026-12-24"},
		{"Dec 24th, 2026", "2026-12-24"},
		{"24. Dezember", "2026-12-24"},
		{"24 december 2026", "2026-12-24"},
		{"1 Mar", "2027-03-01"},
		{"1. März", "2027-03-01"},
		{"24.11.", "2027-11-24"},
		{"4 Dec", "2026-12-04"},
		{"Dec 4", "2026-12-04"},
		{"4.12.", "2026-12-04"},
	} {
		got, err := parseUntil(words, tt.text, now, now.Location())
		if err != nil || got.Format("2006-01-02 15:04:05") != tt.want+" 00:00:00" {
			t.Errorf("parseUntil(%q): got %v, %v, want the beginning of %s", tt.text, got, err, tt.want)
		}
	}
	for _, text := range []string{"", " ", "open", "Open"} {
		if got, err := parseUntil(words, text, now, now.Location()); err != nil || !got.IsZero() {
			t.Errorf("parseUntil(%q): got %v, %v, want no end", text, got, err)
		}
	}
}

func TestUntilIsUnderstoodInTheWritersLanguageAndInEnglish(t *testing.T) {
	t.Parallel()
	now := clockIn(t, "Europe/Paris", "2026-11-25 21:30") // a Wednesday
	for _, tt := range []struct{ said, text, want string }{
		{"fr", "vendredi", "2026-11-27"},
		{"fr", "jusqu’à vendredi", "2026-11-27"},
		{"fr", "jusqu'à demain", "2026-11-26"},
		{"fr", "lundi prochain", "2026-11-30"},
		{"fr", "le week-end", "2026-11-28"},
		{"fr", "la semaine prochaine", "2026-11-30"},
		{"fr", "semaine prochaine", "2026-11-30"},
		{"fr", "pendant trois jours", "2026-11-28"},
		{"fr", "dans une semaine", "2026-12-02"},
		{"fr", "un mois", "2026-12-25"},
		{"fr", "jusqu'au 24 décembre", "2026-12-24"},
		{"fr", "1er mars", "2027-03-01"},
		{"es", "hasta el 24 de diciembre", "2026-12-24"},
		{"es", "24 de diciembre de 2026", "2026-12-24"},
		{"es", "hasta el viernes", "2026-11-27"},
		{"es", "mañana", "2026-11-26"},
		{"es", "fin de semana", "2026-11-28"},
		{"es", "dos semanas", "2026-12-09"},
		{"es", "la próxima semana", "2026-11-30"},
		{"es", "do", "2026-11-29"},
		{"de", "do", "2026-11-26"},
		{"de", "bis Freitag", "2026-11-27"},
		{"de", "until friday", "2026-11-27"},
		{"en", "Freitag", ""}, // another language was said
		{"fr", "viernes", ""},
		{"", "viernes", "2026-11-27"},
		{"", "vendredi", "2026-11-27"},
		{"", "a week", "2026-12-02"},
		{"", "until a week", "2026-12-02"},
	} {
		got, err := parseUntil(wordsOf(t, tt.said), tt.text, now, now.Location())
		if tt.want == "" {
			if err == nil {
				t.Errorf("parseUntil(%s: %q): got %v, want it asked for", tt.said, tt.text, got)
			}
		} else if err != nil || got.Format(time.DateOnly) != tt.want {
			t.Errorf("parseUntil(%s: %q): got %v, %v, want %s", tt.said, tt.text, got, err, tt.want)
		}
	}
}

func TestAMonthEndsWithAShorterMonth(t *testing.T) {
	t.Parallel()
	words := everyWord(t)
	for _, tt := range []struct{ today, text, want string }{
		{"2027-01-31", "a month", "2027-02-28"},
		{"2028-01-31", "a month", "2028-02-29"},
		{"2026-10-31", "1 month", "2026-11-30"},
		{"2026-12-15", "2 months", "2027-02-15"},
		{"2028-02-29", "a year", "2029-02-28"},
		{"2027-03-01", "29 Feb", "2028-02-29"},
	} {
		now := clockIn(t, "Europe/Paris", tt.today+" 12:00")
		got, err := parseUntil(words, tt.text, now, now.Location())
		if err != nil || got.Format(time.DateOnly) != tt.want {
			t.Errorf("parseUntil(%q) on %s: got %v, %v, want %s", tt.text, tt.today, got, err, tt.want)
		}
	}
}

func TestUntilRefusesThePastTheFarAndTheUnknownWithOneKindLine(t *testing.T) {
	t.Parallel()
	words := everyWord(t)
	now := clockIn(t, "Europe/Paris", "2026-11-25 00:00")
	for _, tt := range []struct {
		text string
		want said.Why
	}{
		{"2026-11-25", said.Past},
		{"25.11.", said.Past},
		{"2026-11-24", said.Past},
		{"24 Dec 2025", said.Past},
		{"0 days", said.Past},
		{"2027-11-26", said.Far},
		{"366 days", said.Far},
		{"13 months", said.Far},
		{"24.12.2028", said.Far},
		{"yesterday", said.Past},
		{"soon", said.Unknown},
		{"30 Feb", said.NoSuchDate},
		{"29 Feb", said.Far},
		{"31.11.", said.NoSuchDate},
		{"0.12.", said.NoSuchDate},
		{"24.13.", said.NoSuchDate},
		{"next fri", said.WhichWeek},
		{"24", said.WhichDay},
		{"2026-02-30", said.NoSuchDate},
		{"-3 days", said.Unknown},
		{"99999999999999999999 days", said.Unknown},
		{"3 fortnights", said.Unknown},
		{"24 Dec 2026 or so", said.Unknown},
		{"24 Dec 99999", said.Unknown},
		{strings.Repeat("a ", 500), said.Unknown},
	} {
		got, err := parseUntil(words, tt.text, now, now.Location())
		if whyUntil(err) != tt.want {
			t.Errorf("parseUntil(%.40q): got %v, %v, want %q", tt.text, got, err, tt.want)
		}
	}
}

func TestADayBeginsAtItsFirstMoment(t *testing.T) {
	t.Parallel()
	words := everyWord(t)
	for _, tt := range []struct{ zone, now, text, want string }{
		{"Africa/Cairo", "2026-04-23 20:00", "tomorrow", "2026-04-24T01:00:00+03:00"},
		{"America/Havana", "2026-10-31 20:00", "tomorrow", "2026-11-01T00:00:00-04:00"},
		{"America/Nuuk", "2026-03-28 20:00", "tomorrow", "2026-03-29T00:00:00-01:00"},
		{"America/Santiago", "2026-09-05 20:00", "tomorrow", "2026-09-06T01:00:00-03:00"},
		{"Pacific/Apia", "2011-12-29 20:00", "tomorrow", "2011-12-31T00:00:00+14:00"},
		{"Asia/Tokyo", "2026-11-25 00:00", "tomorrow", "2026-11-26T00:00:00+09:00"},
	} {
		now := clockIn(t, tt.zone, tt.now)
		got, err := parseUntil(words, tt.text, now.UTC(), now.Location())
		if err != nil || got.Format(time.RFC3339) != tt.want {
			t.Errorf("%s in %s at %s: got %v, %v, want %s", tt.text, tt.zone, tt.now, got, err, tt.want)
		}
	}
}

func TestUntilSuggestsDaysThatItUnderstands(t *testing.T) {
	t.Parallel()
	words, english := everyWord(t), scribe(t, Host{}).in("")
	now := clockIn(t, "Europe/Paris", "2026-11-25 21:30")
	usual := "Until I end it=open|Tomorrow: Thursday, 26 November 2026=2026-11-26|Monday, 30 November 2026=2026-11-30|" +
		"A week: Wednesday, 2 December 2026=2026-12-02|2 weeks: Wednesday, 9 December 2026=2026-12-09|A month: Friday, 25 December 2026=2026-12-25"
	for _, tt := range []struct{ typed, want string }{
		{"", usual},
		{"until", usual},
		{"for ", usual},
		{"zzz", ""},
		{"until zzz", ""},
		{"2026-02-30", ""},
		{"until 30.2.", ""},
		{"2020-01-01", ""},
		{"2028-01-01", ""},
		{"today", ""},
		{"fr", "Friday, 27 November 2026=2026-11-27"},
		{"to", "Tomorrow: Thursday, 26 November 2026=2026-11-26"},
		{"t", "Tomorrow: Thursday, 26 November 2026=2026-11-26|Tuesday, 1 December 2026=2026-12-01"},
		{"3", "3 days: Saturday, 28 November 2026=2026-11-28|3 weeks: Wednesday, 16 December 2026=2026-12-16|3 months: Thursday, 25 February 2027=2027-02-25"},
		{"24.12.", "Thursday, 24 December 2026=2026-12-24"},
		{"until 24 Dec", "Thursday, 24 December 2026=2026-12-24"},
		{"monday ev", "Monday, 30 November 2026, 18:00=2026-11-30 18:00"},
		{"24", "24 days: Saturday, 19 December 2026=2026-12-19|24 weeks: Wednesday, 12 May 2027=2027-05-12|Thursday, 24 December 2026=2026-12-24"},
	} {
		var got []string
		for _, c := range english.untilChoices(words, tt.typed, now, now.Location()) {
			got = append(got, c.Name+"="+c.Value)
		}
		if g := strings.Join(got, "|"); g != tt.want {
			t.Errorf("untilChoices(%q)\ngot  %s\nwant %s", tt.typed, g, tt.want)
		}
	}
}

func TestEverySuggestionIsTakenBackAsTheSameDay(t *testing.T) {
	t.Parallel()
	words, english := everyWord(t), scribe(t, Host{}).in("")
	zones := []string{"Europe/Paris", "Africa/Cairo", "America/Nuuk", "America/Havana", "Pacific/Apia", "Australia/Lord_Howe", "America/Santiago"}
	rapid.Check(t, func(r *rapid.T) {
		now := time.Unix(rapid.Int64Range(1262304000, 2145916800).Draw(r, "now"), 0)
		loc, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(r, "zone"))
		if err != nil {
			r.Fatal(err)
		}
		typed := rapid.SampledFrom([]string{"", "1", "12", "t", "weekend", "next month", "1.3.", "so", "until"}).Draw(r, "typed")
		choices := english.untilChoices(words, typed, now, loc)
		least, most := 1, 6
		if typed == "1.3." && now.In(loc).Month() == time.March && now.In(loc).Day() == 1 {
			least, most = 0, 0 // today has begun: that is past
		}
		if len(choices) < least || len(choices) > most {
			r.Fatalf("untilChoices(%q): got %d, want %d to %d", typed, len(choices), least, most)
		}
		for _, c := range choices {
			until, err := parseUntil(words, c.Value, now, loc)
			if err != nil || c.Value != openEnd && !until.After(now) || len(c.Name) > 100 {
				r.Fatalf("%+v at %v: got %v, %v, want a later day", c, now, until, err)
			}
			if minute := until.Add(-time.Minute).In(loc); c.Value != openEnd && minute.Format(time.DateOnly) >= c.Value {
				r.Fatalf("%+v: got %v, want the first moment of the day", c, until)
			}
		}
		for _, choice := range []string{"tonight", "tomorrow", "weekend"} {
			got := momentOf(choice, now, loc)
			if got.Before(now) {
				r.Fatalf("%s at %v: got %v, want it not passed", choice, now, got)
			}
			if choice == "tonight" && !dateIn(got, loc).Equal(dateIn(now, loc)) {
				r.Fatalf("tonight at %v: got %v, want the same date", now.In(loc), got)
			}
		}
	})
}

func FuzzParseUntil(f *testing.F) {
	words := everyWord(f)
	lib := library.Default()
	english := speaker{lib.Words("")}
	for _, text := range []string{"tomorrow", "3 days", "ein Monat", "24.12.2026", "Dec 24th, 2026", "2026-12-24", "..", "0x1 days"} {
		f.Add(text)
	}
	now := time.Date(2026, 11, 25, 20, 30, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		for _, c := range english.untilChoices(words, text, now, time.UTC) {
			if len([]rune(c.Name)) > 100 || len(c.Value) > 100 {
				t.Fatalf("untilChoices(%q): got %+v, want at most 100 characters each", text, c)
			}
		}
		got, err := parseUntil(words, text, now, time.UTC)
		if err != nil && whyUntil(err) == "" {
			t.Fatalf("parseUntil(%q): got %v, want a reason", text, err)
		}
		if !got.IsZero() && (!got.After(now) || got.After(now.AddDate(1, 0, 0))) {
			t.Fatalf("parseUntil(%q): got %v, want within a year", text, got)
		}
	})
}

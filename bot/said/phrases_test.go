package said_test

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"leanon/bot/said"
	"leanon/library"
)

// What testdata/phrases.txt has at least: in all, and of every language.
const (
	leastPhrases  = 1800
	leastLanguage = 90
)

// saidPhrase is a line of testdata/phrases.txt.
type saidPhrase struct {
	line                             int
	language, field, phrase, meaning string
	now                              time.Time
}

// fields are the fields of testdata/phrases.txt.
func fields() []string { return []string{"days", "time", "rhythm", "until", "quiet", "own-time"} }

// saidPhrases reads testdata/phrases.txt.
func saidPhrases(t *testing.T) (all []saidPhrase) {
	t.Helper()
	text, err := os.ReadFile("testdata/phrases.txt")
	if err != nil {
		t.Fatal(err)
	}
	var now time.Time
	for i, line := range strings.Split(string(text), "\n") {
		columns := strings.Split(line, "|")
		for i, column := range columns {
			columns[i] = strings.Trim(column, " ")
		}
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "now "):
			if now, err = nowOf(line); err != nil {
				t.Fatalf("line %d: %v", i+1, err)
			}
		case len(columns) != 4 || now.IsZero() || !slices.Contains(fields(), columns[1]) || columns[3] == "":
			t.Fatalf("line %d: got %q, want language | field | phrase | meaning below a now", i+1, line)
		default:
			phrase := columns[2]
			if strings.HasPrefix(phrase, `"`) {
				if phrase, err = strconv.Unquote(phrase); err != nil {
					t.Fatalf("line %d: %v", i+1, err)
				}
			}
			all = append(all, saidPhrase{i + 1, columns[0], columns[1], phrase, columns[3], now})
		}
	}
	return all
}

// nowOf reads a line "now 2026-11-26 19:07 Europe/Berlin".
func nowOf(line string) (time.Time, error) {
	words := strings.Fields(line)
	if len(words) != 4 {
		return time.Time{}, fmt.Errorf("got %q, want now, a date, a time and a zone", line)
	}
	loc, err := time.LoadLocation(words[3])
	if err != nil {
		return time.Time{}, err
	}
	return time.ParseInLocation("2006-01-02 15:04", words[1]+" "+words[2], loc)
}

// withHours writes a meaning with the hours at which the parts of a day begin.
var withHours = strings.NewReplacer(" morning", " 08:00", " afternoon", " 15:00", " evening", " 18:00", " night", " 22:00")

func TestPhrasesMeanWhatWhoeverSpeaksTheLanguageMeans(t *testing.T) {
	t.Parallel()
	reader := said.New(library.Default())
	for _, p := range saidPhrases(t) {
		t.Run(strconv.Itoa(p.line), func(t *testing.T) {
			t.Parallel()
			language, locale, _ := strings.Cut(strings.TrimPrefix(p.language, "any"), " ")
			for _, got := range understood(reader.For(language, locale), p) {
				if want := withHours.Replace(p.meaning); got != want {
					t.Errorf("%s, %s %q: got %q, want %q", p.language, p.field, p.phrase, got, want)
				}
			}
		})
	}
}

func TestThePhrasesAreMany(t *testing.T) {
	t.Parallel()
	all, of, in := saidPhrases(t), map[string]int{}, map[string]int{}
	once := map[string]bool{}
	for _, p := range all {
		of[p.language]++
		in[p.language+" "+p.field]++
		key := fmt.Sprint(p.language, p.field, p.phrase, p.now)
		if once[key] {
			t.Errorf("line %d: %q stands there already", p.line, p.phrase)
		}
		once[key] = true
	}
	if len(all) < leastPhrases {
		t.Errorf("got %d phrases, want at least %d", len(all), leastPhrases)
	}
	for _, language := range library.Default().Languages() {
		if n := of[language.Key]; n < leastLanguage {
			t.Errorf("%s: got %d phrases, want at least %d", language.Name, n, leastLanguage)
		}
		for _, field := range fields() {
			if in[language.Key+" "+field] == 0 {
				t.Errorf("%s: got no phrase for %s", language.Name, field)
			}
		}
	}
}

// understood returns what a listener makes of a phrase, as testdata/phrases.txt says it,
// once for every field that it may stand in.
func understood(l said.Listener, p saidPhrase) []string {
	switch p.field {
	case "days":
		return []string{sayRhythm(l.Rhythm(p.phrase, ""))}
	case "time":
		return []string{sayRhythm(l.Rhythm("", p.phrase))}
	case "rhythm":
		return []string{sayRhythm(l.Rhythm(p.phrase, "")), sayRhythm(l.Rhythm("", p.phrase))}
	case "until":
		return []string{sayMoment(l.Until(p.phrase, p.now, p.now.Location()))}
	case "quiet":
		return []string{sayQuiet(l.Quiet(p.phrase))}
	}
	return []string{sayOwnTime(l.When(p.phrase, p.now, p.now.Location()))}
}

// sayOwnTime says when an answer is meant. Nobody is asked about that: where only the
// hour is not certain, the day is left; any other doubt leaves the words alone.
func sayOwnTime(m said.Moment, err error) string {
	var unread *said.Unread[said.Moment]
	switch {
	case errors.As(err, &unread) && unread.Why == said.HalfOfDay && sameDate(unread.Options):
		return unread.Options[0].Date.Format(time.DateOnly)
	case err != nil || m.At.IsZero():
		return "words"
	}
	return sayMoment(m, nil)
}

// sameDate reports whether all moments are on one date.
func sameDate(all []said.Moment) bool {
	for _, m := range all {
		if !m.Date.Equal(all[0].Date) {
			return false
		}
	}
	return len(all) > 0
}

// sayUnread says why something was not understood. Who is asked which of two things they
// mean has both to choose from.
func sayUnread[T any](u *said.Unread[T]) string {
	which := []said.Why{said.HalfOfDay, said.WhichWeek, said.DayMonth, said.Language}
	switch {
	case slices.Contains(which, u.Why) && len(u.Options) < 2:
		return "asked: " + string(u.Why) + ", with nothing to choose from"
	case u.Why.Asked():
		return "asked: " + string(u.Why)
	}
	return "no: " + string(u.Why)
}

func sayRhythm(r said.Rhythm, err error) string {
	var unread *said.Unread[said.Rhythm]
	switch {
	case errors.As(err, &unread):
		return sayUnread(unread)
	case r.None:
		return "none"
	}
	var words []string
	for n := range 7 {
		if day := time.Weekday((n + 1) % 7); r.Days&(1<<day) != 0 {
			words = append(words, day.String()[:3])
		}
	}
	if len(words) == 7 {
		words = []string{"every day"}
	}
	for _, minutes := range r.Times {
		words = append(words, fmt.Sprintf("%02d:%02d", minutes/60, minutes%60))
	}
	return strings.Join(words, " ")
}

func sayMoment(m said.Moment, err error) string {
	var unread *said.Unread[said.Moment]
	switch {
	case errors.As(err, &unread):
		return sayUnread(unread)
	case m.At.IsZero():
		return "open"
	case m.Day:
		return m.Date.Format(time.DateOnly)
	}
	return m.At.Format("2006-01-02 15:04")
}

func sayQuiet(s said.Span, err error) string {
	var unread *said.Unread[said.Span]
	switch {
	case errors.As(err, &unread):
		return sayUnread(unread)
	case s.Off:
		return "off"
	}
	return s.String()
}

package said_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"leanon/bot/said"
	"leanon/library"
)

// What holds for whatever is typed: nothing is taken that no clock or calendar has, and
// what is not taken has a reason.

const wholeDay = 24 * 60 // in minutes

func flawOfRhythm(r said.Rhythm) string {
	sorted := slices.Compact(slices.Sorted(slices.Values(r.Times)))
	switch {
	case r.None && (r.Days != 0 || len(r.Times) > 0):
		return "no questions, and when they come"
	case !r.None && r.Days == 0 && len(r.Times) == 0:
		return "nothing"
	case r.Days&^said.AllDays != 0:
		return "a day that no week has"
	case !slices.Equal(sorted, r.Times):
		return "times out of order or twice"
	case len(sorted) > 0 && (sorted[0] < 0 || sorted[len(sorted)-1] >= wholeDay):
		return "a time that no day has"
	}
	return ""
}

func flawOfMoment(m said.Moment, now time.Time) string {
	year, month, day := now.Date()
	switch {
	case m.At.IsZero():
		return ""
	case !m.At.After(now):
		return "a moment that is past"
	case m.Date.After(time.Date(year+1, month, day, 0, 0, 0, 0, time.UTC)):
		return "a day more than a year away"
	case m.At.Format(time.DateOnly) != m.Date.Format(time.DateOnly):
		return "a moment on another day than its own"
	}
	return ""
}

func flawOfQuiet(s said.Span) string {
	switch {
	case s.Off:
		return ""
	case s.From < 0 || s.From >= wholeDay || s.To < 0 || s.To >= wholeDay:
		return "a time that no day has"
	case s.From == s.To:
		return "hours that begin when they end"
	}
	return ""
}

// flawOf returns what is wrong with what was read, or with what is offered in its place.
func flawOf[T any](read T, err error, flaw func(T) string) string {
	if err == nil {
		return flaw(read)
	}
	var unread *said.Unread[T]
	if !errors.As(err, &unread) || unread.Why == "" {
		return "no reason: " + err.Error()
	}
	for _, option := range unread.Options {
		if found := flaw(option); found != "" {
			return "offered: " + found
		}
	}
	return ""
}

// flawOfText returns what is wrong with what a listener makes of a text anywhere.
func flawOfText(l said.Listener, text string, now time.Time) string {
	moment := func(m said.Moment) string { return flawOfMoment(m, now) }
	days, errDays := l.Rhythm(text, "")
	times, errTimes := l.Rhythm("", text)
	both, errBoth := l.Rhythm(text, text)
	until, errUntil := l.Until(text, now, now.Location())
	when, errWhen := l.When(text, now, now.Location())
	quiet, errQuiet := l.Quiet(text)
	for where, flaw := range map[string]string{
		"days": flawOf(days, errDays, flawOfRhythm), "times": flawOf(times, errTimes, flawOfRhythm), "both": flawOf(both, errBoth, flawOfRhythm),
		"until": flawOf(until, errUntil, moment), "when": flawOf(when, errWhen, moment), "quiet": flawOf(quiet, errQuiet, flawOfQuiet),
	} {
		if flaw != "" {
			return where + ": " + flaw
		}
	}
	if errQuiet == nil && quiet.Long() {
		return "quiet: long hours that nobody was asked about"
	}
	return ""
}

// longest returns texts as long as Discord lets anybody type, that give a reader most to
// do: each is the beginning of many things.
func longest() (all []string) {
	for _, part := range []string{
		"8 ", "8:", "8,", "1.1.", "Mon-", "mon to ", "every other ", "a ", "1 ", "half ", "in ", "to 8 to ", "e 8 e meia ", "der ", "-", "'", ".", "(", "é", "８", "@",
		"last first second ", "mo di mi do fr sa so ", "M", "lu ma me je ", "24/12/2026 ", "half past quarter to ", "until after through ", "zwanzig Uhr zwanzig ",
	} {
		all = append(all, strings.Repeat(part, 400/len(part)), strings.Repeat(part, 200/len(part)))
	}
	return all
}

func TestNothingThatIsTypedIsTakenForWhatCannotBe(t *testing.T) {
	t.Parallel()
	reader := said.New(library.Default())
	now, err := nowOf("now 2026-03-28 23:30 Europe/Berlin") // an hour later, one is skipped
	if err != nil {
		t.Fatal(err)
	}
	texts := longest()
	for _, p := range saidPhrases(t) {
		texts = append(texts, p.phrase)
	}
	for _, language := range []string{"", "de", "it"} {
		l := reader.For(language, "")
		for _, text := range texts {
			if flaw := flawOfText(l, text, now); flaw != "" {
				t.Errorf("%s, %.60q: got %s", language, text, flaw)
			}
		}
	}
}

func FuzzListener(f *testing.F) {
	for _, text := range longest() {
		f.Add(text, "")
	}
	for i, text := range []string{"Mon, Wed, Fri at 8pm", "jeden Tag außer Sonntag um halb neun abends", "le lundi 30 à 20 h", "de 22 a 8", "até segunda ordem", "dalle 22 alle 8", "24/12", "2-3 days"} {
		f.Add(text, []string{"en", "de", "fr", "es", "pt", "it", "", "en"}[i])
	}
	reader := said.New(library.Default())
	now := time.Date(2026, 11, 26, 19, 7, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text, language string) {
		if flaw := flawOfText(reader.For(language, ""), text, now); flaw != "" {
			t.Fatalf("%s, %q: got %s", language, text, flaw)
		}
	})
}

// Somebody types and waits: 400 bytes are read in less than 5 ms.
func BenchmarkListener(b *testing.B) {
	l := said.New(library.Default()).For("", "")
	now := time.Date(2026, 11, 26, 19, 7, 0, 0, time.UTC)
	texts := longest()
	for b.Loop() {
		for _, text := range texts {
			_, _ = l.Rhythm(text, "")
			_, _ = l.Until(text, now, time.UTC)
			_, _ = l.Quiet(text)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(3*b.N*len(texts)), "µs/text")
}

// BenchmarkSlowestText reads what takes longest: "a" means something in five languages.
func BenchmarkSlowestText(b *testing.B) {
	l := said.New(library.Default()).For("", "")
	text := strings.Repeat("a ", 100)
	for b.Loop() {
		_, _ = l.Until(text, time.Date(2026, 11, 26, 19, 7, 0, 0, time.UTC), time.UTC)
	}
}

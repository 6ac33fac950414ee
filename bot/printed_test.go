package bot

import (
	"slices"
	"strings"
	"testing"
	"time"

	"leanon/bot/said"
	"leanon/library"
)

// What leanon prints about time, and what Discord makes of a timestamp, is what people
// copy and what they learn to write. Whoever types it is understood, in their language.

// everyListener returns who listens to each language, by its key; "" is nobody's own.
func everyListener() map[string]said.Listener {
	lib := library.Default()
	reader, all := said.New(lib), map[string]said.Listener{}
	for _, language := range append(lib.Languages(), library.Language{}) {
		all[language.Key] = reader.For(language.Key, "")
	}
	return all
}

func TestEveryRhythmThatIsPrintedIsReadBack(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	for language, l := range everyListener() {
		for set := said.Days(1); set <= said.AllDays; set++ {
			times := []int{int(set) % 24 * 60, (int(set)%24 + int(set)%7) % 24 * 60}
			slices.Sort(times)
			times = slices.Compact(times)
			expr := cronAt(set, times)
			checkRhythm(t, l, language, set, times, b.in("").coming(expr), "")
			checkRhythm(t, l, language, set, times, "", b.in("").coming(expr))
			checkRhythm(t, l, language, set, times, b.in("").weekdays(set), b.in("").timesOfDay(times))
		}
		for minutes := range 24 * 60 {
			checkRhythm(t, l, language, 0, []int{minutes}, "", b.in("").timesOfDay([]int{minutes}))
		}
	}
}

func checkRhythm(t *testing.T, l said.Listener, language string, set said.Days, minutes []int, days, times string) {
	t.Helper()
	got, err := l.Rhythm(days, times)
	if err != nil || got.Days != set || !slices.Equal(got.Times, minutes) {
		t.Errorf("%s: Rhythm(%q, %q): got %v, %v, want %b at %d", language, days, times, got, err, set, minutes)
	}
}

func TestQuietHoursThatArePrintedAreReadBack(t *testing.T) {
	t.Parallel()
	for language, l := range everyListener() {
		for from := 0; from < 24*60; from += 30 {
			for length := 30; length <= 14*60; length += 30 {
				span := said.Span{From: from, To: (from + length) % (24 * 60)}
				if got, err := l.Quiet(span.String()); err != nil || got != span {
					t.Errorf("%s: Quiet(%q): got %v, %v, want it unchanged", language, span, got, err)
				}
			}
		}
	}
}

// inFull returns how a language writes a day of the week or a month in full.
func inFull(words library.TimeWords, m library.Meaning) string {
	return slices.MaxFunc(words.Words[m], func(a, b string) int { return len(a) - len(b) })
}

// shown returns how Discord shows a moment to somebody who uses it in a language.
func shown(words library.TimeWords, language string, at time.Time) []string {
	form := map[string]string{
		"de": "DAY, D. MONTH Y um T|D. MONTH Y",
		"fr": "DAY D MONTH Y à T|DAY D MONTH Y T|D MONTH Y",
		"es": "DAY, D de MONTH de Y, T|D de MONTH de Y",
		"pt": "DAY, D de MONTH de Y às T|D de MONTH de Y",
		"it": "DAY D MONTH Y alle ore T|DAY D MONTH Y T|D MONTH Y",
	}[language]
	all := []string{
		at.Format("Monday, 2 January 2006 15:04"), at.Format("Monday, 2 January 2006 at 15:04"), at.Format("Monday, January 2, 2006 at 3:04 PM"),
		at.Format("Monday, January 2, 2006 3:04\u202fPM"), at.Format("2 January 2006"), at.Format("January 2, 2006"),
	}
	if form == "" {
		return all
	}
	day, month := inFull(words, library.Day(at.Weekday())), inFull(words, library.Month(at.Month()))
	for one := range strings.SplitSeq(form, "|") {
		all = append(all, strings.NewReplacer("DAY", day, "MONTH", month, "D", at.Format("2"), "Y", at.Format("2006"), "T", at.Format("15:04")).Replace(one))
	}
	return all
}

func TestEveryDateThatIsPrintedIsReadBack(t *testing.T) {
	t.Parallel()
	lib, b := library.Default(), scribe(t, Host{})
	now := clockIn(t, "Europe/Berlin", "2026-11-26 19:07")
	for language, l := range everyListener() {
		for ahead := 1; ahead < 365; ahead++ {
			at := time.Date(2026, 11, 26+ahead, ahead%24, ahead*7%60, 0, 0, now.Location())
			texts := []string{
				b.in("").moment(said.Moment{At: at, Day: true}), b.in("").moment(said.Moment{At: at}), at.Format("2006-01-02"), at.Format("2006-01-02 15:04"),
				at.Format("Monday, 2 January, 15:04"), at.Format("Monday 2 January, 15:04"), at.Format("Monday 2 January"), at.Format("2 Jan 2006"),
			}
			for _, text := range append(texts, shown(lib.TimeWords(language), language, at)...) {
				got, err := l.Until(text, now, now.Location())
				want := at
				if got.Day {
					want = time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, at.Location())
				}
				timed := strings.Contains(text, ":")
				if err != nil || got.Day == timed || timed && !got.At.Equal(want) || !timed && got.Date.Format(time.DateOnly) != at.Format(time.DateOnly) {
					t.Errorf("%s: Until(%q): got %v, %v, want %v", language, text, got, err, want)
				}
			}
		}
	}
}

func TestEveryEndThatIsSuggestedIsReadBack(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	for day := range 14 {
		now := clockIn(t, "Europe/Berlin", "2026-11-26 19:07").AddDate(0, 0, day)
		for language, l := range everyListener() {
			for _, typed := range []string{"", "1", "3", "10", "t", "m", "s", "v", "l", "e", "d", "w", "u"} {
				choices := b.in("").untilChoices(l, typed, now, now.Location())
				if typed == "" && len(choices) < 4 {
					t.Errorf("%s: got %d choices for nothing typed, want some", language, len(choices))
				}
				for _, c := range choices {
					if c.Value == openEnd {
						continue
					}
					value, err := l.Until(c.Value, now, now.Location())
					name, errName := l.Until(c.Name, now, now.Location())
					if err != nil || errName != nil || !value.At.Equal(name.At) {
						t.Errorf("%s on %s: %+v: got %v, %v and %v, %v, want the same", language, now.Weekday(), c, value, err, name, errName)
					}
				}
			}
		}
	}
}

func TestWhenAnAnswerIsMeantIsReadBack(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	now := clockIn(t, "Europe/Berlin", "2026-11-26 09:00")
	for language, l := range everyListener() {
		for _, choice := range []string{"tonight", "tomorrow", "weekend"} {
			at := momentOf(choice, now, now.Location())
			text := b.in("").say("time."+choice, "date", at.Format("Monday 2 January"))
			if got := ownMoment(l, text, now, now.Location()); dateIn(got, now.Location()) != dateIn(at, now.Location()) {
				t.Errorf("%s: %q: got %v, want the day of %v", language, text, got, at)
			}
		}
	}
}

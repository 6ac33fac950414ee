package bot

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"leanon/clock"
	"leanon/discord/talk"
	"leanon/library"
)

// openEnd is the value of the suggestion for no end; Discord takes no empty one.
const openEnd = "open"

// parseUntil reads until when something lasts. It returns the first moment of a local day
// that is after today and at most a year ahead, or the zero time for no end ("" and
// openEnd). A length ("3 days") counts dates from today on. The error is unread.
func parseUntil(words library.Times, text string, now time.Time, loc *time.Location) (time.Time, error) {
	if len(text) > maxTimeWords {
		return time.Time{}, unread("until")
	}
	text = plainUntil(text)
	if text == "" || text == openEnd {
		return time.Time{}, nil
	}
	today := dateIn(now, loc)
	date, ok := dayOf(words, text, today)
	for rest, more := withoutAside(words, text); !ok && more; rest, more = withoutAside(words, rest) {
		date, ok = dayOf(words, rest, today)
	}
	switch {
	case !ok:
		return time.Time{}, unread("until")
	case !date.After(today):
		return time.Time{}, unread("past")
	case date.After(today.AddDate(1, 0, 0)):
		return time.Time{}, unread("far")
	}
	return clock.FirstMoment(loc, date), nil
}

// dayOf reads a day: by its name, by a length from today, or by its date.
func dayOf(words library.Times, text string, today time.Time) (time.Time, bool) {
	if date, ok := dayOfWords(words, text, today); ok {
		return date, true
	}
	if date, ok := dayAfterLength(words, text, today); ok {
		return date, true
	}
	return dayOfDate(words, text, today)
}

// untilChoices suggests up to six ends for what a person has typed so far, with values
// that parseUntil takes. It suggests none if nothing fits: Enter takes the first one, and
// an impossible date must not become a pause without an end.
func (s speaker) untilChoices(words library.Times, typed string, now time.Time, loc *time.Location) []talk.Choice {
	usual := []string{openEnd, "tomorrow", "monday", "a week", "2 weeks", "a month"}
	typed = plainUntil(typed)
	for rest, more := withoutAside(words, typed); more; rest, more = withoutAside(words, typed) {
		if _, ok := dayOf(words, typed, dateIn(now, loc)); ok {
			break
		}
		typed = rest
	}
	if typed == "" {
		return s.suggestUntil(words, usual, now, loc)
	}
	tries := []string{typed}
	if n, err := strconv.Atoi(typed); err == nil {
		tries = []string{fmt.Sprintf("%d days", n), fmt.Sprintf("%d weeks", n), fmt.Sprintf("%d months", n)}
	}
	for day := range 7 {
		usual = append(usual, strings.ToLower(time.Weekday(day).String()))
	}
	for _, text := range usual {
		if strings.HasPrefix(text, typed) {
			tries = append(tries, text)
		}
	}
	found := s.suggestUntil(words, tries, now, loc)
	if _, aside := withoutAside(words, typed+" "); len(found) == 0 && aside { // "until", and the day is still to come
		return s.suggestUntil(words, usual, now, loc)
	}
	return found
}

// suggestUntil returns choices for those of the texts that parseUntil takes, each day
// once and at most six.
func (s speaker) suggestUntil(words library.Times, texts []string, now time.Time, loc *time.Location) []talk.Choice {
	const most = 6
	var choices []talk.Choice
	suggested := map[string]bool{}
	for _, text := range texts {
		until, err := parseUntil(words, text, now, loc)
		if err != nil || len(choices) == most {
			continue
		}
		choice := talk.Choice{Name: s.say("until.open"), Value: openEnd}
		if !until.IsZero() {
			choice.Name, choice.Value = until.Format("Monday, 2 January 2006"), until.Format(time.DateOnly)
			if _, length := dayAfterLength(words, text, dateIn(now, loc)); length || text == "tomorrow" {
				choice.Name = s.say("until.day", "said", strings.ToUpper(text[:1])+text[1:], "date", choice.Name)
			}
		}
		if !suggested[choice.Value] {
			suggested[choice.Value] = true
			choices = append(choices, choice)
		}
	}
	return choices
}

// plainUntil writes a text as library/languages.yaml has its words: in small letters,
// with single spaces and straight apostrophes, and without commas.
func plainUntil(text string) string {
	text = strings.NewReplacer(",", " ", "’", "'").Replace(strings.ToLower(text))
	return strings.Join(strings.Fields(text), " ")
}

// withoutAside returns a text without its first word or phrase, and whether that was one
// that changes nothing before a day: "until", "for", "on". Some of these mean something
// elsewhere ("a week"), so that callers read the whole text first.
func withoutAside(words library.Times, text string) (rest string, ok bool) {
	for _, text := range []string{text, words.Bind(text)} {
		first, rest, more := strings.Cut(text, " ")
		for _, m := range []library.Meaning{library.Through, library.Aside, library.From, library.At, library.For} {
			if more && slices.Contains(words.Words(m), first) {
				return rest, true
			}
		}
	}
	return "", false
}

// dayOfWords reads the name of a day: "tomorrow", a day of the week (the next one, never
// today), "next week" (its Monday), "next month" (its first day), "weekend" (the next
// Saturday).
func dayOfWords(words library.Times, text string, today time.Time) (time.Time, bool) {
	next := func(day time.Weekday) time.Time {
		return today.AddDate(0, 0, 1+int(day-today.Weekday()+6)%7)
	}
	switch words.Date(text) {
	case library.DayAfterTomorrow:
		return today.AddDate(0, 0, 2), true
	case library.NextWeek:
		return next(time.Monday), true
	case library.NextMonth:
		return today.AddDate(0, 1, 1-today.Day()), true
	}
	for _, word := range words.Words(library.Next) {
		text = strings.TrimPrefix(text, word+" ")
	}
	for _, word := range words.Words(library.NextBehind) {
		text = strings.TrimSuffix(text, " "+word)
	}
	switch m := words.Means(words.Bind(text)); m {
	case library.Tomorrow:
		return today.AddDate(0, 0, 1), true
	case library.Weekends:
		return next(time.Saturday), true
	default:
		day, ok := m.Weekday()
		return next(day), ok
	}
}

// dayAfterLength reads a length of time: "3 days", "a week", "ein Monat".
func dayAfterLength(words library.Times, text string, today time.Time) (time.Time, bool) {
	many, unit, ok := strings.Cut(text, " ")
	if !ok {
		digits := len(text) - len(strings.TrimLeft(text, "0123456789"))
		many, unit = text[:digits], text[digits:]
	}
	n, err := strconv.Atoi(many)
	if named, found := words.Number(many); found {
		n, err = named, nil
	}
	if err != nil || n < 0 || n > 1000 {
		return time.Time{}, false
	}
	switch words.Unit(unit) {
	case library.Days:
		return today.AddDate(0, 0, n), true
	case library.Weeks:
		return today.AddDate(0, 0, 7*n), true
	case library.Months:
		return monthsLater(today, n), true
	case library.Years:
		return monthsLater(today, 12*n), true
	}
	return time.Time{}, false
}

// monthsLater returns the same day n months later, or the last day of a shorter month.
func monthsLater(day time.Time, n int) time.Time {
	later := day.AddDate(0, n, 0)
	if later.Day() != day.Day() {
		later = later.AddDate(0, 0, -later.Day())
	}
	return later
}

// dateIn returns the local date of a moment. Dates and local times are kept as the same
// time in UTC, where every day has 24 hours; clock.FirstMoment makes them moments.
func dateIn(t time.Time, loc *time.Location) time.Time {
	year, month, day := t.In(loc).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

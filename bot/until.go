package bot

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"leanon/discord/talk"
)

// What is understood, said when something was not.
const (
	sayKnownUntil = `I understand "tomorrow", "Friday", "3 days", "2 weeks", "a month" or a date like 2026-12-24 or 24 Dec. Left empty, it lasts until you end it.`
	sayUntilPast  = "That day has begun already. Say a later one, or leave it empty: then it lasts until you end it."
	sayUntilFar   = "That is more than a year away. Say an earlier day, or leave it empty: then it lasts until you end it."
)

// openEnd is what parseUntil takes for "no end"; a suggestion cannot be empty.
const openEnd = "open"

// parseUntil reads until when something lasts, in English or German: the first
// moment of a local day after now and at most a year ahead; the zero time for
// no end. A length ("3 days") counts dates from today on. The error is sayable.
func parseUntil(text string, now time.Time, loc *time.Location) (time.Time, error) {
	if len(text) > longestRhythmWords {
		return time.Time{}, sayable{sayKnownUntil}
	}
	words := untilWords(text)
	if words == "" || words == openEnd {
		return time.Time{}, nil
	}
	today := dateIn(now, loc)
	date, ok := dayOfWords(words, today)
	if !ok {
		date, ok = dayAfterLength(words, today)
	}
	if !ok {
		date, ok = dayOfDate(words, today)
	}
	switch {
	case !ok:
		return time.Time{}, sayable{sayKnownUntil}
	case !date.After(today):
		return time.Time{}, sayable{sayUntilPast}
	case date.After(today.AddDate(1, 0, 0)):
		return time.Time{}, sayable{sayUntilFar}
	}
	return firstMomentOf(date, loc), nil
}

// untilChoices suggests up to six ends for what a person has typed so far, with
// values that parseUntil takes.
func untilChoices(typed string, now time.Time, loc *time.Location) []talk.Choice {
	usual := []string{openEnd, "tomorrow", "monday", "a week", "2 weeks", "a month"}
	words := untilWords(typed)
	if words == "" {
		return suggestUntil(usual, now, loc)
	}
	tries := []string{words}
	if n, err := strconv.Atoi(words); err == nil {
		tries = []string{fmt.Sprintf("%d days", n), fmt.Sprintf("%d weeks", n), fmt.Sprintf("%d months", n)}
	}
	for day := range 7 {
		usual = append(usual, strings.ToLower(time.Weekday(day).String()))
	}
	for _, text := range usual {
		if strings.HasPrefix(text, words) {
			tries = append(tries, text)
		}
	}
	if found := suggestUntil(tries, now, loc); len(found) > 0 {
		return found
	}
	return suggestUntil(usual, now, loc)
}

// suggestUntil turns those of the texts that parseUntil takes into choices,
// each day once.
func suggestUntil(texts []string, now time.Time, loc *time.Location) []talk.Choice {
	const most = 6
	var choices []talk.Choice
	suggested := map[string]bool{}
	for _, text := range texts {
		until, err := parseUntil(text, now, loc)
		if err != nil || len(choices) == most {
			continue
		}
		choice := talk.Choice{Name: "Until I end it", Value: openEnd}
		if !until.IsZero() {
			choice.Name, choice.Value = until.Format("Monday, 2 January 2006"), until.Format(time.DateOnly)
			if _, length := dayAfterLength(text, dateIn(now, loc)); length || text == "tomorrow" {
				choice.Name = strings.ToUpper(text[:1]) + text[1:] + ": " + choice.Name
			}
		}
		if !suggested[choice.Value] {
			suggested[choice.Value] = true
			choices = append(choices, choice)
		}
	}
	return choices
}

// timeNamed is the moment that an answer's button names: "tonight" is 20:00, or
// in two hours once that has passed; "tomorrow" is 18:00; "weekend" is Saturday
// 11:00, during a weekend the next of Saturday 11:00, Sunday 11:00 and Sunday
// 18:00, all local. Anything else is the zero time.
func timeNamed(choice string, now time.Time, loc *time.Location) time.Time {
	today := dateIn(now, loc)
	switch choice {
	case "tonight":
		if eight := firstMomentOf(today.Add(20*time.Hour), loc); eight.After(now) {
			return eight
		}
		return now.Add(2 * time.Hour).In(loc)
	case "tomorrow":
		return firstMomentOf(today.AddDate(0, 0, 1).Add(18*time.Hour), loc)
	case "weekend":
		saturday := today.AddDate(0, 0, int(time.Saturday-today.Weekday()))
		if today.Weekday() == time.Sunday {
			saturday = today.AddDate(0, 0, -1)
		}
		for _, hours := range []time.Duration{11, 24 + 11, 24 + 18, 7*24 + 11} {
			if at := firstMomentOf(saturday.Add(hours*time.Hour), loc); at.After(now) {
				return at
			}
		}
	}
	return time.Time{}
}

// untilWords strips what says nothing: case, doubled spaces, leading words.
func untilWords(text string) string {
	words := strings.Fields(strings.ToLower(strings.ReplaceAll(text, ",", " ")))
	for len(words) > 1 {
		switch words[0] {
		case "until", "till", "for", "in", "on", "the", "bis", "zum", "für", "am":
			words = words[1:]
			continue
		}
		break
	}
	return strings.Join(words, " ")
}

// dayOfWords reads a named day: "tomorrow", a day of the week (the next one,
// never today), "next week" (its Monday), "weekend" (the next Saturday).
func dayOfWords(words string, today time.Time) (time.Time, bool) {
	next := func(day time.Weekday) time.Time {
		return today.AddDate(0, 0, 1+int(day-today.Weekday()+6)%7)
	}
	switch words {
	case "tomorrow", "morgen":
		return today.AddDate(0, 0, 1), true
	case "day after tomorrow", "übermorgen":
		return today.AddDate(0, 0, 2), true
	case "next week", "nächste woche":
		return next(time.Monday), true
	case "next month", "nächsten monat":
		return today.AddDate(0, 1, 1-today.Day()), true
	case "weekend", "wochenende":
		return next(time.Saturday), true
	}
	for _, word := range []string{"next ", "this ", "nächsten ", "kommenden "} {
		words = strings.TrimPrefix(words, word)
	}
	day, ok := weekdayOf(words)
	return next(day), ok
}

// weekdayOf reads the name of one day in lower case, short, long or plural.
func weekdayOf(word string) (time.Weekday, bool) {
	if len(word) > 3 {
		word = strings.TrimSuffix(word, "s")
	}
	switch word {
	case "su", "sun", "sunday", "so", "sonntag":
		return time.Sunday, true
	case "mo", "mon", "monday", "montag":
		return time.Monday, true
	case "tu", "tue", "tuesday", "di", "dienstag":
		return time.Tuesday, true
	case "we", "wed", "wednesday", "mi", "mittwoch":
		return time.Wednesday, true
	case "th", "thu", "thur", "thursday", "do", "donnerstag":
		return time.Thursday, true
	case "fr", "fri", "friday", "freitag":
		return time.Friday, true
	case "sa", "sat", "saturday", "samstag", "sonnabend":
		return time.Saturday, true
	}
	return 0, false
}

// dayAfterLength reads a length of time: "3 days", "a week", "ein Monat".
func dayAfterLength(words string, today time.Time) (time.Time, bool) {
	many, unit, ok := strings.Cut(words, " ")
	if !ok {
		digits := len(words) - len(strings.TrimLeft(words, "0123456789"))
		many, unit = words[:digits], words[digits:]
	}
	n, err := strconv.Atoi(many)
	if named, found := smallNumber(many); found {
		n, err = named, nil
	}
	if err != nil || n < 0 || n > 1000 {
		return time.Time{}, false
	}
	switch unit {
	case "d", "day", "days", "tag", "tage", "tagen":
		return today.AddDate(0, 0, n), true
	case "w", "week", "weeks", "woche", "wochen":
		return today.AddDate(0, 0, 7*n), true
	case "month", "months", "monat", "monate", "monaten":
		return monthsLater(today, n), true
	case "year", "jahr":
		return monthsLater(today, 12*n), true
	}
	return time.Time{}, false
}

// monthsLater is the same day n months on, or the last of a shorter month.
func monthsLater(day time.Time, n int) time.Time {
	later := day.AddDate(0, n, 0)
	if later.Day() != day.Day() {
		later = later.AddDate(0, 0, -later.Day())
	}
	return later
}

func smallNumber(word string) (int, bool) {
	switch word {
	case "a", "an", "one", "ein", "eine", "einen", "einem", "einer":
		return 1, true
	case "two", "zwei":
		return 2, true
	case "three", "drei":
		return 3, true
	case "four", "vier":
		return 4, true
	case "six", "sechs":
		return 6, true
	}
	return 0, false
}

// dateIn is the local date of a moment. Dates and walls, what a clock on the
// wall shows, are kept as that time in UTC, where every day has 24 hours.
func dateIn(t time.Time, loc *time.Location) time.Time {
	year, month, day := t.In(loc).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// firstMomentOf is the first moment at which a local clock shows this wall: the
// first of two where the clock is set back, the end of the gap where it is
// skipped.
func firstMomentOf(wall time.Time, loc *time.Location) time.Time {
	shows := func(t time.Time) time.Duration {
		_, offset := t.Zone()
		return t.Sub(wall) + time.Duration(offset)*time.Second
	}
	year, month, day := wall.Date()
	t := time.Date(year, month, day, wall.Hour(), wall.Minute(), 0, 0, loc)
	start, end := t.ZoneBounds()
	switch late := shows(t); {
	case late < 0: // package time answers from before the gap
		return end
	case late > 0: // or from after it
		return start
	case start.IsZero():
		return t
	}
	_, offset := t.Zone()
	_, before := start.Add(-time.Second).Zone()
	if earlier := t.Add(time.Duration(offset-before) * time.Second); before > offset && earlier.Before(start) {
		return earlier
	}
	return t
}

package bot

import (
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"time"

	"leanon/library"
)

// What is understood, said when something was not.
const (
	sayKnownDays   = `I understand days like "Mon, Wed, Fri", "weekdays", "weekends", "daily" or "none".`
	sayKnownClocks = `I understand times like "20:00", "8pm" or "noon", and several as "8:00, 20:00".`
	saySameMinutes = `Several times a day work when they share their minutes, like "8:00, 20:00" or "8:30, 20:30".`
)

// Sets of days of the week have a bit for each, Sunday being bit 0.
const (
	allDays     = 1<<7 - 1
	workingDays = 1<<time.Monday | 1<<time.Tuesday | 1<<time.Wednesday | 1<<time.Thursday | 1<<time.Friday
	freeDays    = 1<<time.Saturday | 1<<time.Sunday
)

// longestRhythmWords bounds what is read as days or times, in bytes.
const longestRhythmWords = 200

// cronOf turns the days and the times of day that a person typed, in the languages
// of the words, into a cron expression; "" when the days are "none", whatever the
// times. The error is sayable.
func cronOf(words library.Times, days, clock string) (string, error) {
	set, ok := daysOfWords(words, days)
	if !ok {
		return "", sayable{sayKnownDays}
	}
	if set == 0 {
		return "", nil
	}
	clocks, ok := clocksOfWords(words, clock)
	if !ok {
		return "", sayable{sayKnownClocks}
	}
	var hours []string
	for _, minutes := range clocks {
		if minutes%60 != clocks[0]%60 {
			return "", sayable{saySameMinutes}
		}
		hours = append(hours, strconv.Itoa(minutes/60))
	}
	return fmt.Sprintf("%d %s * * %s", clocks[0]%60, strings.Join(hours, ","), cronDays(set)), nil
}

// sayRhythm says a cron expression in plain words ("Mon, Wed, Fri at 20:00")
// where cronOf understands them back, else as it is. "" is no check-ins.
func sayRhythm(expr string) string {
	if expr == "" {
		return "no check-ins"
	}
	days, clock, ok := rhythmParts(expr)
	if !ok {
		return "cron `" + strings.ReplaceAll(expr, "`", "'") + "`"
	}
	return days + " at " + clock
}

// rhythmParts returns the days and the times of an expression in words that
// cronOf takes, so that one of the two can be changed alone.
func rhythmParts(expr string) (days, clock string, ok bool) {
	fields := strings.Split(expr, " ")
	if len(fields) != 5 || fields[2] != "*" || fields[3] != "*" {
		return "", "", false
	}
	minute, ok := shortNumber(fields[0], 59)
	if !ok {
		return "", "", false
	}
	var clocks []int
	for _, text := range strings.Split(fields[1], ",") {
		hour, ok := shortNumber(text, 23)
		if !ok {
			return "", "", false
		}
		clocks = append(clocks, hour*60+minute)
	}
	set, ok := daysOfCron(fields[4])
	if !ok {
		return "", "", false
	}
	return sayWeekdays(set), sayClocks(clocks), true
}

// daysOfWords reads days of the week. The set is empty for "none".
func daysOfWords(words library.Times, text string) (set int, ok bool) {
	if len(text) > longestRhythmWords {
		return 0, false
	}
	text = strings.ToLower(text)
	text = strings.NewReplacer("–", "-", "—", "-", ",", " ", ";", " ", "/", " ", "&", " ", "+", " ", ".", " ", "*", " ").Replace(text)
	text = words.Bind(strings.Join(strings.Fields(text), " "))
	if words.Means(text) == library.NoDays {
		return 0, true
	}
	text = strings.ReplaceAll(betweens(words, text), " - ", "-")
	for _, word := range strings.Fields(text) {
		days, ok := daysOfWord(words, word)
		if !ok {
			return 0, false
		}
		set |= days
	}
	return set, set != 0
}

// betweens writes what stands between two days or times as a hyphen.
func betweens(words library.Times, text string) string {
	for _, word := range words.Words(library.Through) {
		text = strings.ReplaceAll(text, " "+word+" ", "-")
	}
	return text
}

// daysOfWord reads one word: a name of several days, a day, or a range, which
// may go round the weekend; none where it says nothing beside days.
func daysOfWord(words library.Times, word string) (set int, ok bool) {
	switch words.Means(word) {
	case library.Daily:
		return allDays, true
	case library.Weekdays:
		return workingDays, true
	case library.Weekends:
		return freeDays, true
	case library.Aside, library.And, library.From:
		return 0, true
	}
	from, to, ranged := strings.Cut(word, "-")
	first, ok := words.Means(from).Weekday()
	if !ok {
		return 0, false
	}
	if !ranged {
		return 1 << first, true
	}
	last, ok := words.Means(to).Weekday()
	if !ok {
		return 0, false
	}
	for day := first; ; day = (day + 1) % 7 {
		set |= 1 << day
		if day == last {
			return set, true
		}
	}
}

// clocksOfWords reads one or several times of day, in minutes since midnight,
// in order and each once.
func clocksOfWords(words library.Times, text string) ([]int, bool) {
	if len(text) > longestRhythmWords {
		return nil, false
	}
	text = words.Bind(strings.Join(strings.Fields(strings.ToLower(text)), " "))
	text = strings.NewReplacer("&", ",", "+", ",", ";", ",").Replace(text)
	for _, and := range words.Words(library.And) {
		text = strings.ReplaceAll(text, " "+and+" ", ",")
	}
	var clocks []int
	for _, item := range strings.Split(text, ",") {
		minutes, ok := clockOfWords(words, item)
		if !ok {
			return nil, false
		}
		clocks = append(clocks, minutes)
	}
	slices.Sort(clocks)
	return slices.Compact(clocks), true
}

// cronDays writes a set of days as cron's day-of-week field.
func cronDays(set int) string {
	switch set {
	case allDays:
		return "*"
	case workingDays:
		return "1-5"
	}
	var days []string
	for rest := uint(set); rest != 0; rest &= rest - 1 {
		days = append(days, strconv.Itoa(bits.TrailingZeros(rest)))
	}
	return strings.Join(days, ",")
}

// daysOfCron reads a day-of-week field of numbers, lists and ranges.
func daysOfCron(field string) (set int, ok bool) {
	if field == "*" {
		return allDays, true
	}
	for _, item := range strings.Split(field, ",") {
		low, high, ranged := strings.Cut(item, "-")
		if !ranged {
			high = low
		}
		first, okFirst := shortNumber(low, 7)
		last, okLast := shortNumber(high, 7)
		if !okFirst || !okLast || first > last {
			return 0, false
		}
		for day := first; day <= last; day++ {
			set |= 1 << (day % 7)
		}
	}
	return set, true
}

func sayWeekdays(set int) string {
	switch set {
	case allDays:
		return "daily"
	case workingDays:
		return "weekdays"
	case freeDays:
		return "weekends"
	}
	var names []string
	for n := range 7 {
		if day := time.Weekday((n + 1) % 7); set&(1<<day) != 0 { // weeks are read from Monday on
			names = append(names, day.String()[:3])
		}
	}
	return strings.Join(names, ", ")
}

func sayClocks(clocks []int) string {
	slices.Sort(clocks)
	var texts []string
	for _, minutes := range slices.Compact(clocks) {
		texts = append(texts, sayClock(minutes))
	}
	if last := len(texts) - 1; last > 0 {
		return strings.Join(texts[:last], ", ") + " and " + texts[last]
	}
	return texts[0]
}

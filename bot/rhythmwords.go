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

// What a person reads whose words for days or times are not understood.
const (
	sayKnownDays   = `I understand days like "Mon, Wed, Fri", "weekdays", "weekends", "daily" or "none".`
	sayKnownTimes  = `I understand times like "20:00", "8pm" or "noon", and several as "8:00, 20:00".`
	saySameMinutes = `Several times a day work when they share their minutes, like "8:00, 20:00" or "8:30, 20:30".`
)

// Sets of days of the week; a set has a bit for each day, and Sunday is bit 0.
const (
	allDays     = 1<<7 - 1
	workingDays = 1<<time.Monday | 1<<time.Tuesday | 1<<time.Wednesday | 1<<time.Thursday | 1<<time.Friday
	freeDays    = 1<<time.Saturday | 1<<time.Sunday
)

// maxTimeWords is the longest text that is read as days or times, in bytes.
const maxTimeWords = 200

// cronOf returns the cron expression for the days and the times of day that a person
// typed; "" if the days are "none", whatever the times. The error is sayable.
func cronOf(words library.Times, days, times string) (string, error) {
	set, ok := daysOfWords(words, days)
	if !ok {
		return "", sayable{sayKnownDays}
	}
	if set == 0 {
		return "", nil
	}
	minutes, ok := timesOfWords(words, times)
	if !ok {
		return "", sayable{sayKnownTimes}
	}
	var hours []string
	for _, m := range minutes {
		if m%60 != minutes[0]%60 {
			return "", sayable{saySameMinutes}
		}
		hours = append(hours, strconv.Itoa(m/60))
	}
	return fmt.Sprintf("%d %s * * %s", minutes[0]%60, strings.Join(hours, ","), cronDays(set)), nil
}

// sayRhythm writes a cron expression in plain words ("Mon, Wed, Fri at 20:00") if cronOf
// understands them back, else as it is. "" is no check-ins.
func sayRhythm(expr string) string {
	if expr == "" {
		return "no check-ins"
	}
	days, times, ok := rhythmParts(expr)
	if !ok {
		return "cron `" + strings.ReplaceAll(expr, "`", "'") + "`"
	}
	return days + " at " + times
}

// rhythmParts returns the days and the times of an expression in words that cronOf takes,
// so that one of the two can be changed alone. It is false if words cannot say it.
func rhythmParts(expr string) (days, times string, ok bool) {
	fields := strings.Split(expr, " ")
	if len(fields) != 5 || fields[2] != "*" || fields[3] != "*" {
		return "", "", false
	}
	minute, ok := shortNumber(fields[0], 59)
	if !ok {
		return "", "", false
	}
	var minutes []int
	for _, text := range strings.Split(fields[1], ",") {
		hour, ok := shortNumber(text, 23)
		if !ok {
			return "", "", false
		}
		minutes = append(minutes, hour*60+minute)
	}
	set, ok := daysOfCron(fields[4])
	if !ok {
		return "", "", false
	}
	return sayWeekdays(set), sayTimesOfDay(minutes), true
}

// daysOfWords reads days of the week. The set is empty for "none", and ok is false if a
// word is not understood.
func daysOfWords(words library.Times, text string) (set int, ok bool) {
	if len(text) > maxTimeWords {
		return 0, false
	}
	text = strings.ToLower(text)
	text = strings.NewReplacer("–", "-", "—", "-", ",", " ", ";", " ", "/", " ", "&", " ", "+", " ", ".", " ", "*", " ").Replace(text)
	text = words.Bind(strings.Join(strings.Fields(text), " "))
	if words.Means(text) == library.NoDays {
		return 0, true
	}
	text = strings.ReplaceAll(hyphenated(words, text), " - ", "-")
	for _, word := range strings.Fields(text) {
		days, ok := daysOfWord(words, word)
		if !ok {
			return 0, false
		}
		set |= days
	}
	return set, set != 0
}

// hyphenated returns a text with a hyphen for every word that stands between two days or
// times.
func hyphenated(words library.Times, text string) string {
	for _, word := range words.Words(library.Through) {
		text = strings.ReplaceAll(text, " "+word+" ", "-")
	}
	return text
}

// daysOfWord reads one word: a name of several days, a day, or a range, which may include
// the end of the week. The set is empty for a word that changes nothing beside days.
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

// timesOfWords reads one or several times of day and returns them in minutes since
// midnight, in order and each once.
func timesOfWords(words library.Times, text string) ([]int, bool) {
	if len(text) > maxTimeWords {
		return nil, false
	}
	text = words.Bind(strings.Join(strings.Fields(strings.ToLower(text)), " "))
	text = strings.NewReplacer("&", ",", "+", ",", ";", ",").Replace(text)
	for _, and := range words.Words(library.And) {
		text = strings.ReplaceAll(text, " "+and+" ", ",")
	}
	var times []int
	for _, item := range strings.Split(text, ",") {
		minutes, ok := timeOfWords(words, item)
		if !ok {
			return nil, false
		}
		times = append(times, minutes)
	}
	slices.Sort(times)
	return slices.Compact(times), true
}

// cronDays returns cron's day-of-week field for a set of days.
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

// daysOfCron reads a day-of-week field of cron that has only numbers, lists and ranges.
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

// sayWeekdays writes a set of days in words that daysOfWords reads.
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

// sayTimesOfDay writes times in minutes since midnight as words that timesOfWords reads.
func sayTimesOfDay(times []int) string {
	slices.Sort(times)
	var texts []string
	for _, minutes := range slices.Compact(times) {
		texts = append(texts, sayTime(minutes))
	}
	if last := len(texts) - 1; last > 0 {
		return strings.Join(texts[:last], ", ") + " and " + texts[last]
	}
	return texts[0]
}

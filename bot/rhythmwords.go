package bot

import (
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"time"
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

// cronOf turns the days and the times of day that a person typed, in English or
// German, into a cron expression; "" when the days are "none", whatever the
// times. The error is sayable.
func cronOf(days, clock string) (string, error) {
	set, ok := daysOfWords(days)
	if !ok {
		return "", sayable{sayKnownDays}
	}
	if set == 0 {
		return "", nil
	}
	clocks, ok := clocksOfWords(clock)
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
func daysOfWords(text string) (set int, ok bool) {
	if len(text) > longestRhythmWords {
		return 0, false
	}
	text = strings.ToLower(text)
	text = strings.NewReplacer("–", "-", "—", "-", ",", " ", ";", " ", "/", " ", "&", " ", "+", " ", ".", " ", "*", " ").Replace(text)
	text = strings.Join(strings.Fields(text), " ")
	text = strings.NewReplacer(" bis ", "-", " to ", "-", " through ", "-", " - ", "-").Replace(text)
	switch text {
	case "none", "no", "never", "off", "nothing", "no check-ins", "no checkins", "no questions", "keine", "nie", "aus", "keine fragen":
		return 0, true
	}
	for _, word := range strings.Fields(text) {
		switch word {
		case "on", "and", "every", "each", "the", "am", "und", "jeden", "jede", "alle":
			continue
		}
		days, ok := daysOfWord(word)
		if !ok {
			return 0, false
		}
		set |= days
	}
	return set, set != 0
}

// daysOfWord reads one word: a name of several days, a day, or a range, which
// may go round the weekend.
func daysOfWord(word string) (set int, ok bool) {
	switch word {
	case "daily", "day", "days", "everyday", "all", "täglich", "taeglich", "tag", "tage":
		return allDays, true
	case "weekdays", "weekday", "workdays", "workday", "werktags", "werktage", "werktag", "wochentags", "wochentage":
		return workingDays, true
	case "weekends", "weekend", "wochenende", "wochenenden", "wochenends":
		return freeDays, true
	}
	from, to, ranged := strings.Cut(word, "-")
	first, ok := weekdayOf(from)
	if !ok || !ranged {
		return 1 << first, ok
	}
	last, ok := weekdayOf(to)
	for day := first; ; day = (day + 1) % 7 {
		set |= 1 << day
		if day == last {
			return set, ok
		}
	}
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

// clocksOfWords reads one or several times of day, in minutes since midnight,
// in order and each once.
func clocksOfWords(text string) ([]int, bool) {
	if len(text) > longestRhythmWords {
		return nil, false
	}
	text = strings.Join(strings.Fields(strings.ToLower(text)), " ")
	text = strings.NewReplacer(" and ", ",", " und ", ",", "&", ",", "+", ",", ";", ",").Replace(text)
	var clocks []int
	for _, item := range strings.Split(text, ",") {
		minutes, ok := clockOfWords(item)
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

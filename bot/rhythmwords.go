package bot

import (
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"time"

	"leanon/clock"
	"leanon/library"
)

// unread is the error of words that are not understood, or mean nothing that can be: the
// end of the key of the sentence that says what is.
type unread string

func (e unread) Error() string { return "not understood: " + string(e) }

// unreadText returns what a person reads whose words, or cron expression, are not
// understood; "" for any other error.
func (s speaker) unreadText(err error) string {
	var words unread
	var cron clock.BadExpression
	switch {
	case errors.As(err, &words):
		return s.say("unread." + string(words))
	case errors.As(err, &cron):
		return s.say("unread.cron." + string(cron.Why))
	}
	return ""
}

// Sets of days of the week; a set has a bit for each day, and Sunday is bit 0.
const (
	allDays     = 1<<7 - 1
	workingDays = 1<<time.Monday | 1<<time.Tuesday | 1<<time.Wednesday | 1<<time.Thursday | 1<<time.Friday
	freeDays    = 1<<time.Saturday | 1<<time.Sunday
)

// maxTimeWords is the longest text that is read as days or times, in bytes.
const maxTimeWords = 200

// cronOf returns the cron expression for the days and the times of day that a person
// typed; "" if the days are "none", whatever the times. The error is unread.
func cronOf(words library.Times, days, times string) (string, error) {
	set, ok := daysOfWords(words, days)
	if !ok {
		return "", unread("days")
	}
	if set == 0 {
		return "", nil
	}
	minutes, ok := timesOfWords(words, times)
	if !ok {
		return "", unread("times")
	}
	return cronAt(set, minutes)
}

// cronAt returns the cron expression for a set of days and times in minutes since
// midnight. The error is unread.
func cronAt(set int, times []int) (string, error) {
	var hours []string
	for _, m := range times {
		if m%60 != times[0]%60 {
			return "", unread("minutes")
		}
		hours = append(hours, strconv.Itoa(m/60))
	}
	return fmt.Sprintf("%d %s * * %s", times[0]%60, strings.Join(hours, ","), cronDays(set)), nil
}

// coming says when the questions of a rhythm come, to stand in a sentence: in plain words
// ("on Monday, Wednesday and Friday at 20:00") if cronOf understands them back, else as an expression.
func (s speaker) coming(expr string) string {
	set, times, ok := rhythmOf(expr)
	if !ok {
		return s.say("rhythm.when.cron", "cron", strings.ReplaceAll(expr, "`", "'"))
	}
	if set == allDays {
		return s.say("rhythm.when", "days", s.weekdays(set), "times", s.timesOfDay(times))
	}
	return s.say("rhythm.when.on", "days", s.weekdays(set), "times", s.timesOfDay(times))
}

// rhythmOf returns the days and the times of an expression, so that one of the two can be
// changed alone. It is false if words cannot say it.
func rhythmOf(expr string) (set int, times []int, ok bool) {
	fields := strings.Split(expr, " ")
	if len(fields) != 5 || fields[2] != "*" || fields[3] != "*" {
		return 0, nil, false
	}
	minute, ok := shortNumber(fields[0], 59)
	if !ok {
		return 0, nil, false
	}
	for _, text := range strings.Split(fields[1], ",") {
		hour, ok := shortNumber(text, 23)
		if !ok {
			return 0, nil, false
		}
		times = append(times, hour*60+minute)
	}
	slices.Sort(times)
	set, ok = daysOfCron(fields[4])
	return set, slices.Compact(times), ok
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

// weekdays writes a set of days in words that daysOfWords reads.
func (s speaker) weekdays(set int) string {
	switch set {
	case allDays:
		return s.say("rhythm.days.every")
	case workingDays:
		return s.say("rhythm.days.work")
	case freeDays:
		return s.say("rhythm.days.free")
	}
	var names []string
	for n := range 7 {
		if day := time.Weekday((n + 1) % 7); set&(1<<day) != 0 { // weeks are read from Monday on
			names = append(names, s.say("rhythm.day."+strings.ToLower(day.String()[:3])))
		}
	}
	return s.joined(names)
}

// timesOfDay writes times in minutes since midnight as words that timesOfWords reads.
func (s speaker) timesOfDay(times []int) string {
	var texts []string
	for _, minutes := range times {
		texts = append(texts, sayTime(minutes))
	}
	return s.joined(texts)
}

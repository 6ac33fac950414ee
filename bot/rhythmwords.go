package bot

import (
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"time"

	"leanon/bot/said"
	"leanon/clock"
)

// cronText returns what a person reads whose cron expression is not understood; "" for any
// other error.
func (s speaker) cronText(err error) string {
	var cron clock.BadExpression
	if errors.As(err, &cron) {
		return s.say("unread.cron." + string(cron.Why))
	}
	return ""
}

// cronAt returns the cron expression for a set of days and times in minutes since
// midnight, which share the minute of their hour.
func cronAt(set said.Days, times []int) string {
	var hours []string
	for _, m := range times {
		hours = append(hours, strconv.Itoa(m/60))
	}
	return fmt.Sprintf("%d %s * * %s", times[0]%60, strings.Join(hours, ","), cronDays(set))
}

// coming says when the questions of a rhythm come, to stand in a sentence: in plain words
// ("on Monday, Wednesday and Friday at 20:00") if they are understood back, else as an expression.
func (s speaker) coming(expr string) string {
	set, times, ok := rhythmOf(expr)
	if !ok {
		return s.say("rhythm.when.cron", "cron", strings.ReplaceAll(expr, "`", "'"))
	}
	if set == said.AllDays {
		return s.say("rhythm.when", "days", s.weekdays(set), "times", s.timesOfDay(times))
	}
	return s.say("rhythm.when.on", "days", s.weekdays(set), "times", s.timesOfDay(times))
}

// rhythmOf returns the days and the times of an expression, so that one of the two can be
// changed alone. It is false if words cannot say it.
func rhythmOf(expr string) (set said.Days, times []int, ok bool) {
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

// cronDays returns cron's day-of-week field for a set of days.
func cronDays(set said.Days) string {
	switch set {
	case said.AllDays:
		return "*"
	case said.WorkingDays:
		return "1-5"
	}
	var days []string
	for rest := uint(set); rest != 0; rest &= rest - 1 {
		days = append(days, strconv.Itoa(bits.TrailingZeros(rest)))
	}
	return strings.Join(days, ",")
}

// daysOfCron reads a day-of-week field of cron that has only numbers, lists and ranges.
func daysOfCron(field string) (set said.Days, ok bool) {
	if field == "*" {
		return said.AllDays, true
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

// weekdays writes a set of days in words that are understood back.
func (s speaker) weekdays(set said.Days) string {
	switch set {
	case said.AllDays:
		return s.say("rhythm.days.every")
	case said.WorkingDays:
		return s.say("rhythm.days.work")
	case said.FreeDays:
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

// timesOfDay writes times in minutes since midnight as words that are understood back.
func (s speaker) timesOfDay(times []int) string {
	var texts []string
	for _, minutes := range times {
		texts = append(texts, sayTime(minutes))
	}
	return s.joined(texts)
}

// sayTime writes minutes since midnight as "20:00".
func sayTime(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

// shortNumber reads a number of one or two digits that is not more than most.
func shortNumber(text string, most int) (int, bool) {
	n, err := strconv.ParseUint(text, 10, 8)
	return int(n), err == nil && len(text) <= 2 && int(n) <= most
}

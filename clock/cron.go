package clock

import (
	"math/bits"
	"strconv"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// maxExpression is the longest expression taken, in bytes. Every list that a
// person would write fits; robfig/cron itself has no limit.
const maxExpression = 200

// field is one of the five fields: what is wrong if its text is, what people call it, its
// bounds, its names (names[i] stands for min+i) and an example of each form.
type field struct {
	why      Why
	name     string
	min, max int
	names    []string
	forms    string
}

func fields() [5]field {
	return [5]field{
		{why: Minute, name: "minute", max: 59, forms: "lists (0,30), ranges (0-15) and steps (*/15)"},
		{why: Hour, name: "hour", max: 23, forms: "lists (8,20), ranges (8-20) and steps (*/2)"},
		{why: DayOfMonth, name: "day of the month", min: 1, max: 31, forms: "lists (1,15), ranges (1-7) and steps (*/2)"},
		{why: Month, name: "month", min: 1, max: 12, forms: "names (jan-dec), lists (3,9), ranges (3-6) and steps (*/3)",
			names: []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}},
		{why: DayOfWeek, name: "day of the week", max: 7, forms: "names (sun-sat), lists (1,3,5), ranges (1-5) and steps (*/2), Sunday being 0 or 7",
			names: []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}},
	}
}

func (f field) refusal() error {
	return refuse(f.why, "the %s takes %d to %d, *, %s", f.name, f.min, f.max, f.forms)
}

// schedule is a valid expression: a bit for each minute, hour, day of the
// month, month and day of the week (Sunday is bit 0) that it names.
type schedule struct {
	minutes, hours, dom, months, dow uint64

	// eitherDay: both day fields are restricted, so either is enough. A field
	// that begins with * is unrestricted, also */2 (Vixie cron).
	eitherDay bool
	// realTime: minute or hour begins with *, so the schedule follows elapsed
	// time and not the clock on the wall (cronie's MIN_STAR and HR_STAR).
	realTime bool

	gap time.Duration // what Clock.Gap returns, worked out once
}

// parseSchedule parses an expression. It refuses what a standard crontab does not
// take, and what robfig/cron takes silently or panics on: shortcuts, TZ= prefixes,
// "?", "0/15", "+5", empty list items, days that no month has. Its own decisions:
// only spaces and tabs separate fields; a number has at most two digits ("07" but not
// "007"); a step is at most the number of values of its field; FRI-SUN and 5-7 reach
// Sunday, and no other range goes round the end.
func parseSchedule(expr string) (*schedule, error) {
	parts, err := splitFields(expr)
	if err != nil {
		return nil, err
	}
	for i, f := range fields() {
		if parts[i], err = f.check(parts[i]); err != nil {
			return nil, err
		}
	}
	parser := cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow)
	parsed, err := parser.Parse(strings.Join(parts, " "))
	if err != nil {
		return nil, refuse(NotFiveFields, "it takes five standard cron fields, like 0 20 * * 1,3,5")
	}
	spec, ok := parsed.(*cron.SpecSchedule)
	if !ok {
		return nil, refuse(NotFiveFields, "it takes five standard cron fields, like 0 20 * * 1,3,5")
	}
	star := func(i int) bool { return parts[i][0] == '*' }
	s := &schedule{
		minutes:   spec.Minute & (1<<60 - 1),
		hours:     spec.Hour & (1<<24 - 1),
		dom:       spec.Dom & (1<<32 - 1),
		months:    spec.Month & (1<<13 - 1),
		dow:       spec.Dow & (1<<7 - 1),
		eitherDay: !star(2) && !star(4),
		realTime:  star(0) || star(1),
	}
	if !s.fires() {
		return nil, refuse(NoSuchDay, "none of its months has such a day")
	}
	s.gap = s.shortestGap()
	return s, nil
}

// splitFields returns the five fields of an expression, each with at least one byte
// and with allowed bytes only.
func splitFields(expr string) ([]string, error) {
	if len(expr) > maxExpression {
		return nil, refuse(TooLong, "it takes at most %d characters", maxExpression)
	}
	if strings.Contains(expr, "=") {
		return nil, refuse(NamesZone, "the time zone has a place of its own, the expression takes five fields only")
	}
	if strings.Contains(expr, "@") {
		return nil, refuse(Shortcut, "it takes five fields and no @ shortcut, like 0 20 * * * for every day at 20:00")
	}
	for i := range len(expr) {
		if c := expr[i]; !isDigit(c) && !isLetter(c) && !strings.ContainsRune("*,-/ \t", rune(c)) {
			return nil, refuse(Characters, "it takes digits, English names of months and days, and * , - / with spaces between the five fields")
		}
	}
	parts := strings.Fields(expr)
	if len(parts) != 5 {
		return nil, refuse(NotFiveFields, "it takes exactly five fields (minute, hour, day of the month, month, day of the week), like 0 20 * * 1,3,5")
	}
	return parts, nil
}

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// check refuses a malformed field. It returns the field as robfig/cron reads
// it: the same, but for days of the week, where that parser knows no 7.
func (f field) check(text string) (string, error) {
	items := strings.Split(text, ",")
	for i, item := range items {
		first, last, step, ok := f.item(item)
		if !ok {
			return "", f.refusal()
		}
		if f.max == 7 && item[0] != '*' {
			items[i] = weekdays(first, last, step)
		}
	}
	return strings.Join(items, ","), nil
}

// item reads one item of a list: *, a value or a range; * and a range may have a step.
func (f field) item(text string) (first, last, step int, ok bool) {
	span, stride, stepped := strings.Cut(text, "/")
	step = 1
	if stepped {
		if step, ok = number(stride); !ok || step < 1 || step > f.values() {
			return 0, 0, 0, false
		}
	}
	if span == "*" {
		return f.min, f.max, step, true
	}
	low, high, ranged := strings.Cut(span, "-")
	if first, ok = f.value(low); !ok {
		return 0, 0, 0, false
	}
	if !ranged {
		return first, first, step, !stepped
	}
	if last, ok = f.value(high); !ok {
		return 0, 0, 0, false
	}
	if strings.EqualFold(high, "sun") && first > 0 {
		last = 7
	}
	return first, last, step, first <= last
}

// values is how many different values the field has; Sunday counts once.
func (f field) values() int {
	if f.max == 7 {
		return 7
	}
	return f.max - f.min + 1
}

func (f field) value(text string) (int, bool) {
	for i, name := range f.names {
		if strings.EqualFold(text, name) {
			return f.min + i, true
		}
	}
	n, ok := number(text)
	return n, ok && f.min <= n && n <= f.max
}

// number reads one or two digits, so it cannot overflow.
func number(text string) (int, bool) {
	if len(text) < 1 || len(text) > 2 {
		return 0, false
	}
	n := 0
	for i := range len(text) {
		if !isDigit(text[i]) {
			return 0, false
		}
		n = n*10 + int(text[i]-'0')
	}
	return n, true
}

// weekdays lists the days first to last, Sunday being 0.
func weekdays(first, last, step int) string {
	var days []string
	for d := first; d <= last; d += step {
		days = append(days, strconv.Itoa(d%7))
	}
	return strings.Join(days, ",")
}

// fires reports whether any date matches at all. In the Gregorian calendar every
// date falls on every day of the week sooner or later, so a schedule is empty only if
// none of its months has such a day.
func (s *schedule) fires() bool {
	if s.eitherDay {
		return true
	}
	for month := 1; month <= 12; month++ {
		if s.months&(1<<month) != 0 && s.dom&daysUpTo(monthLength(month, true)) != 0 {
			return true
		}
	}
	return false
}

// daysIn returns a bit for each matching day of a month that has that length and
// begins on that day of the week; bit 1 is the first of the month.
func (s *schedule) daysIn(month, length, firstWeekday int) uint64 {
	if s.months&(1<<month) == 0 {
		return 0
	}
	const everyWeek = 1<<1 | 1<<8 | 1<<15 | 1<<22 | 1<<29
	week := (s.dow>>firstWeekday | s.dow<<(7-firstWeekday)) & 0x7f
	weekly := week * everyWeek
	if s.eitherDay {
		return (s.dom | weekly) & daysUpTo(length)
	}
	return s.dom & weekly & daysUpTo(length)
}

// timeFrom returns the earliest matching minute of the day not before m.
func (s *schedule) timeFrom(m int) (int, bool) {
	h := m / 60
	if s.hours&(1<<h) != 0 {
		if rest := s.minutes >> (m % 60); rest != 0 {
			return m + bits.TrailingZeros64(rest), true
		}
	}
	if rest := s.hours >> (h + 1); rest != 0 {
		return (h+1+bits.TrailingZeros64(rest))*60 + bits.TrailingZeros64(s.minutes), true
	}
	return 0, false
}

func daysUpTo(length int) uint64 { return 1<<(length+1) - 2 }

func monthLength(month int, leap bool) int {
	switch {
	case month == 2 && leap:
		return 29
	case month == 2:
		return 28
	case month == 4 || month == 6 || month == 9 || month == 11:
		return 30
	}
	return 31
}

func leapYear(year int) bool {
	return year%4 == 0 && (year%100 != 0 || year%400 == 0)
}

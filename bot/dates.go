package bot

import (
	"strings"
	"time"
)

// Dates read as they stand in a sentence of the reader's language (CLDR, dates): the names
// of weekdays and months, and how they are put together, are words of the library. Where
// Discord shows a date, it does so in the language of the reader's device.

// sayDay says a date that reads the same to everybody: "Monday 2 January".
func (s speaker) sayDay(t time.Time) string {
	return s.say("date.day", "weekday", s.weekday(t), "n", t.Day(), "month", s.month(t))
}

// sayDate says a date with its year: "Monday, 2 January 2006".
func (s speaker) sayDate(t time.Time) string {
	return s.say("date.full", "weekday", s.weekday(t), "n", t.Day(), "month", s.month(t), "year", t.Format("2006"))
}

// sayMoment says a moment of the last or the next days: "Monday, 2 January, 15:04".
func (s speaker) sayMoment(t time.Time) string {
	return s.say("date.moment", "weekday", s.weekday(t), "n", t.Day(), "month", s.month(t), "time", t.Format(clockTime))
}

// labelMoment is sayMoment for a label: "Monday 2 January, 15:04".
func (s speaker) labelMoment(t time.Time) string {
	return s.say("date.label", "weekday", s.weekday(t), "n", t.Day(), "month", s.month(t), "time", t.Format(clockTime))
}

// sayExactly says a moment for a file: "Mon 2 January 2006, 15:04 UTC".
func (s speaker) sayExactly(t time.Time) string {
	weekday := s.say("date.weekday-short." + named(t.Weekday().String()))
	return s.say("date.exact", "weekday", weekday, "n", t.Day(), "month", s.month(t), "year", t.Format("2006"), "time", t.Format(clockTime), "zone", t.Format("MST"))
}

// shortDate says a date behind a name: "2 Jan 2006".
func (s speaker) shortDate(t time.Time) string {
	return s.say("date.short", "n", t.Day(), "month", s.say("date.month-short."+named(t.Month().String())), "year", t.Format("2006"))
}

func (s speaker) weekday(t time.Time) string {
	return s.say("date.weekday." + named(t.Weekday().String()))
}

func (s speaker) month(t time.Time) string { return s.say("date.month." + named(t.Month().String())) }

// named is the end of the key of a weekday or a month.
func named(english string) string { return strings.ToLower(english[:3]) }

// clockTime is how a time of day is said in every language.
const clockTime = "15:04"

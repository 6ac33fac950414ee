package library

import (
	"slices"
	"time"
)

// Meaning is what a word or a phrase means about time: the key of languages.yaml under
// which it stands. "" is no meaning.
type Meaning string

// The meanings; languages.yaml explains each. Those of a day of the week, of a month and
// of a number are Day, Month and Number.
const (
	// Which days.
	Daily      Meaning = "daily"
	Weekdays   Meaning = "weekdays"
	Workdays   Meaning = "workdays"
	Weekends   Meaning = "weekends"
	NoDays     Meaning = "none"
	Every      Meaning = "every"
	EveryOther Meaning = "every_other"
	Weekly     Meaning = "weekly"
	Monthly    Meaning = "monthly"
	Hourly     Meaning = "hourly"
	Once       Meaning = "once"
	Twice      Meaning = "twice"
	Occasions  Meaning = "occasions"
	Per        Meaning = "per"
	Except     Meaning = "except"
	Last       Meaning = "last"
	First      Meaning = "first"
	Nth        Meaning = "nth"

	// What stands between and beside.
	From    Meaning = "from"
	Through Meaning = "through"
	Between Meaning = "between"
	Aside   Meaning = "aside"
	And     Meaning = "and"
	At      Meaning = "at"

	// Times of day.
	Noon        Meaning = "noon"
	Midnight    Meaning = "midnight"
	OClock      Meaning = "oclock"
	HalfOClock  Meaning = "half_oclock"
	AM          Meaning = "am"
	PM          Meaning = "pm"
	Morning     Meaning = "morning"
	Afternoon   Meaning = "afternoon"
	Evening     Meaning = "evening"
	Night       Meaning = "night"
	HalfPast    Meaning = "half_past"
	HalfBefore  Meaning = "half_before"
	QuarterPast Meaning = "quarter_past"
	QuarterTo   Meaning = "quarter_to"
	MinutesPast Meaning = "minutes_past"
	MinutesTo   Meaning = "minutes_to"
	AndHalf     Meaning = "and_half"
	OneAndHalf  Meaning = "one_and_half"
	AndQuarter  Meaning = "and_quarter"
	LessQuarter Meaning = "less_quarter"
	Less        Meaning = "less"
	AndMinutes  Meaning = "and_minutes"

	// Dates and lengths.
	Yesterday        Meaning = "yesterday"
	Today            Meaning = "today"
	Tonight          Meaning = "tonight"
	Tomorrow         Meaning = "tomorrow"
	DayAfterTomorrow Meaning = "day_after_tomorrow"
	Open             Meaning = "open"
	Next             Meaning = "next"
	NextBehind       Meaning = "next_behind"
	This             Meaning = "this"
	For              Meaning = "for"
	Over             Meaning = "over"
	After            Meaning = "after"
	Inclusive        Meaning = "inclusive"
	EndOf            Meaning = "end_of"
	FromNow          Meaning = "from_now"
	Half             Meaning = "half"
	Few              Meaning = "few"
	WeekLater        Meaning = "week_later"
	WeekFrom         Meaning = "week_from"
	WeekAfterNext    Meaning = "week_after_next"
	MonthEnd         Meaning = "month_end"
	YearEnd          Meaning = "year_end"
	Fortnight        Meaning = "fortnight"
	Minutes          Meaning = "minutes"
	Hours            Meaning = "hours"
	Days             Meaning = "days"
	Weeks            Meaning = "weeks"
	Months           Meaning = "months"
	Years            Meaning = "years"
	Ordinal          Meaning = "ordinal"
	Of               Meaning = "of"
)

// Day returns the meaning of the words for a day of the week.
func Day(day time.Weekday) Meaning {
	return [...]Meaning{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}[day]
}

// weekday returns the day of the week that m means, and whether it means one.
func (m Meaning) weekday() (day time.Weekday, ok bool) {
	for day := time.Sunday; day <= time.Saturday; day++ {
		if m == Day(day) {
			return day, true
		}
	}
	return 0, false
}

// Month returns the meaning of the words for a month.
func Month(month time.Month) Meaning {
	return [...]Meaning{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}[month-1]
}

// OfDates returns the meanings of dates and lengths, whose words are understood in every
// language, also in one that a person is not listened to in.
func OfDates() []Meaning {
	all := []Meaning{DayAfterTomorrow, Next, NextBehind, This, For, Over, After, Inclusive, EndOf, FromNow, Half, AndHalf, OneAndHalf, Fortnight, Few,
		WeekLater, WeekFrom, WeekAfterNext, MonthEnd, YearEnd,
		Minutes, Hours, Days, Weeks, Months, Years, Ordinal, Of, First}
	for month := time.January; month <= time.December; month++ {
		all = append(all, Month(month))
	}
	return all
}

// meanings returns all meanings that languages.yaml has words for.
func meanings() []Meaning {
	all := []Meaning{
		Daily, Weekdays, Workdays, Weekends, NoDays, Every, EveryOther, Weekly, Monthly, Hourly, Once, Twice, Occasions, Per, Except, Last, Nth,
		From, Through, Between, Aside, And, At,
		Noon, Midnight, OClock, HalfOClock, AM, PM, Morning, Afternoon, Evening, Night, HalfPast, HalfBefore, QuarterPast, QuarterTo,
		MinutesPast, MinutesTo, AndQuarter, LessQuarter, Less, AndMinutes, Yesterday, Today, Tonight, Tomorrow, Open,
	}
	for day := time.Sunday; day <= time.Saturday; day++ {
		all = append(all, Day(day))
	}
	return append(all, OfDates()...)
}

// Keys of languages.yaml that have no words to be found as they stand: the words for 1,
// 2, 3 and so on, ends of a pause to suggest, and how a language writes in figures.
const (
	numberWords Meaning = "numbers"
	ordinals    Meaning = "ordinals"
	suggestions Meaning = "suggest"
	figures     Meaning = "figures"
)

// The values of figures.
const (
	dayFirst   = "day first"
	twelveHour = "twelve hours"
)

// shown reports whether words of a meaning are suggested to people, and so stand as their
// language writes them.
func (m Meaning) shown() bool {
	return m == suggestions || slices.Contains(Units(), m)
}

// Units returns the meanings of the units of a length, the shortest first.
func Units() []Meaning { return []Meaning{Minutes, Hours, Days, Weeks, Months, Years} }

// TimeWords are the words about time of one language.
type TimeWords struct {
	Words    map[Meaning][]string // words and phrases by meaning, as the file has them
	Numbers  []string             // the words for 1, 2, 3 and so on; "|" stands between two for one number
	Ordinals []string             // the words for 1st, 2nd, 3rd and so on, likewise
	Suggest  []string             // ends of a pause to suggest, the most usual first
	DayFirst bool                 // 3/4 is the third of April
	Twelve   bool                 // 8:30 may be in the evening
}

// TimeWords returns the words about time of a language, by its key.
func (l *Library) TimeWords(key string) TimeWords {
	has := l.times[key]
	t := TimeWords{Words: map[Meaning][]string{}, Numbers: has[numberWords], Ordinals: has[ordinals], Suggest: has[suggestions],
		DayFirst: slices.Contains(has[figures], dayFirst), Twelve: slices.Contains(has[figures], twelveHour)}
	for _, m := range meanings() {
		t.Words[m] = has[m]
	}
	return t
}

// Heard returns the keys of the languages that words about time are understood in from
// somebody who said that they write in a language: that one and English, or all if they
// said no known one. The language they said comes first, then that of their Discord
// locale. Dates and lengths are understood in the others as well.
func (l *Library) Heard(said, locale string) (heard, others []string) {
	heard = l.heard(said, locale)
	others = slices.DeleteFunc(l.heard("", locale), func(key string) bool { return slices.Contains(heard, key) })
	return heard, others
}

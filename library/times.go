package library

import (
	"slices"
	"strings"
	"time"
)

// Meaning is what a word or a phrase means about time: the key of languages.yaml under
// which it stands. "" is no meaning.
type Meaning string

// The meanings, by kind; languages.yaml explains each. Those of a day of the week
// and of a month are Day and Month.
const (
	// Words for days of the week and times of day.
	Daily    Meaning = "daily"
	Weekdays Meaning = "weekdays"
	Weekends Meaning = "weekends"
	NoDays   Meaning = "none"
	From     Meaning = "from"
	Through  Meaning = "through"
	Aside    Meaning = "aside"
	And      Meaning = "and"
	Noon     Meaning = "noon"
	Midnight Meaning = "midnight"
	Tomorrow Meaning = "tomorrow"
	At       Meaning = "at"
	OClock   Meaning = "oclock"

	// Phrases for one date.
	DayAfterTomorrow Meaning = "day_after_tomorrow"
	NextWeek         Meaning = "next_week"
	NextMonth        Meaning = "next_month"

	// Units of a length.
	Days   Meaning = "days"
	Weeks  Meaning = "weeks"
	Months Meaning = "months"
	Years  Meaning = "years"

	// Words around a date or a length, which do not change it.
	For        Meaning = "for"
	Next       Meaning = "next"
	NextBehind Meaning = "next_behind"
	Ordinal    Meaning = "ordinal"
	Of         Meaning = "of"
)

// Day returns the meaning of the words for a day of the week.
func Day(day time.Weekday) Meaning { return Meaning(strings.ToLower(day.String())) }

// Weekday returns the day of the week that m means, and whether it means one.
func (m Meaning) Weekday() (day time.Weekday, ok bool) {
	for day := time.Sunday; day <= time.Saturday; day++ {
		if m == Day(day) {
			return day, true
		}
	}
	return 0, false
}

// Month returns the meaning of the words for a month.
func Month(month time.Month) Meaning { return Meaning(strings.ToLower(month.String())) }

// numbers returns the numbers that languages.yaml has words for.
func numbers() map[Meaning]int {
	return map[Meaning]int{"one": 1, "two": 2, "three": 3, "four": 4, "six": 6}
}

// The kinds of meanings. A word may have one meaning of each kind: "an" is a number
// in English and a unit in French.
const (
	dayKind = iota // days of the week and times of day
	dateKind
	unitKind
	monthKind
	numberKind
	aroundKind
	kinds
)

// meanings returns all meanings by kind. If a word of one language stands under two of
// the same kind, the first counts.
func meanings() (of [kinds][]Meaning) {
	for day := time.Sunday; day <= time.Saturday; day++ {
		of[dayKind] = append(of[dayKind], Day(day))
	}
	of[dayKind] = append(of[dayKind], Daily, Weekdays, Weekends, NoDays, From, Through, Aside, And, Noon, Midnight, Tomorrow, At, OClock)
	of[dateKind] = []Meaning{DayAfterTomorrow, NextWeek, NextMonth}
	of[unitKind] = []Meaning{Days, Weeks, Months, Years}
	for month := time.January; month <= time.December; month++ {
		of[monthKind] = append(of[monthKind], Month(month))
	}
	for number := range numbers() {
		of[numberKind] = append(of[numberKind], number)
	}
	of[aroundKind] = []Meaning{For, Next, NextBehind, Ordinal, Of}
	return of
}

// Times holds the words about time that leanon understands from one person. It never
// changes, so many goroutines may use it at once.
type Times struct {
	means   [kinds]map[string]Meaning // by word or phrase
	words   map[Meaning][]string      // the longest first
	phrases []string                  // of several words, for days and times of day; the longest first
}

// Times returns the words about time for somebody who said that they write in a language
// (a key of languages.yaml). They are understood in that language and in English; dates
// and lengths are understood in every language, and everything is if they said no known
// language. If one word means two things, the language they said counts, then that of
// their Discord locale, then the order of languages.yaml.
func (l *Library) Times(said, locale string) Times {
	heard, all := l.heard(said, locale), l.heard("", locale)
	all = slices.DeleteFunc(all, func(key string) bool { return slices.Contains(heard, key) })
	all = slices.Concat(heard, all)
	t := Times{words: map[Meaning][]string{}}
	for kind, meanings := range meanings() {
		t.means[kind] = map[string]Meaning{}
		keys := all
		if kind == dayKind {
			keys = heard
		}
		for _, key := range keys {
			for _, m := range meanings {
				t.add(kind, m, l.times[key][m])
			}
		}
	}
	// The longest comes first, so that a part of it is not found in its place.
	longest := func(a, b string) int { return len(b) - len(a) }
	slices.SortStableFunc(t.phrases, longest)
	for _, words := range t.words {
		slices.SortStableFunc(words, longest)
	}
	return t
}

// add adds one language's words for a meaning. A word that has a meaning of this kind
// keeps it.
func (t *Times) add(kind int, m Meaning, words []string) {
	for _, word := range words {
		if kind == dayKind && strings.ContainsAny(word, " -") {
			t.phrases = append(t.phrases, word)
			word = bound(word)
		}
		if _, taken := t.means[kind][word]; !taken {
			t.means[kind][word] = m
		}
		t.words[m] = append(t.words[m], word)
	}
}

// bound returns a phrase of several words as one word.
func bound(phrase string) string { return strings.NewReplacer(" ", "_", "-", "_").Replace(phrase) }

// Bind returns a text, in small letters and with single spaces, in which every phrase for
// days of the week and times of day is one word, as Means and Words have it.
func (t Times) Bind(text string) string {
	text = " " + text + " "
	for _, phrase := range t.phrases {
		text = strings.ReplaceAll(text, " "+phrase+" ", " "+bound(phrase)+" ")
	}
	return strings.TrimSpace(text)
}

// Means returns what a word of a text that Bind returned means about days of the week and
// times of day, "" if nothing. Days may be in the plural.
func (t Times) Means(word string) Meaning {
	if m, ok := t.means[dayKind][word]; ok {
		return m
	}
	m := t.means[dayKind][strings.TrimSuffix(word, "s")]
	if _, day := m.Weekday(); day && len(word) > 3 {
		return m
	}
	return ""
}

// Date returns what a phrase in small letters means as a date, "" if nothing.
func (t Times) Date(phrase string) Meaning { return t.means[dateKind][phrase] }

// Unit returns the unit of a length that a word in small letters means, "" if none.
func (t Times) Unit(word string) Meaning { return t.means[unitKind][word] }

// Month returns the month that a word in small letters names, and whether it names one.
func (t Times) Month(word string) (time.Month, bool) {
	at := slices.Index(meanings()[monthKind], t.means[monthKind][word])
	return time.January + time.Month(at), at >= 0
}

// Number returns the number that a word in small letters means, and whether it means one.
func (t Times) Number(word string) (int, bool) {
	n, ok := numbers()[t.means[numberKind][word]]
	return n, ok
}

// Words returns all words and phrases that mean m, the longest first; those for days of
// the week and times of day have the form that Bind gives them.
func (t Times) Words(m Meaning) []string { return t.words[m] }

package library

import (
	"slices"
	"strings"
	"time"
)

// Meaning is what a word or a phrase of languages.yaml says about time: the key
// under which it stands there. "" is nothing that is known.
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

// Day is the meaning of a word for one day of the week.
func Day(day time.Weekday) Meaning { return Meaning(strings.ToLower(day.String())) }

// Weekday is the day that a meaning is, false where it is none.
func (m Meaning) Weekday() (day time.Weekday, ok bool) {
	for day := time.Sunday; day <= time.Saturday; day++ {
		if m == Day(day) {
			return day, true
		}
	}
	return 0, false
}

// Month is the meaning of a month's name.
func Month(month time.Month) Meaning { return Meaning(strings.ToLower(month.String())) }

// numbers are the numbers that languages.yaml has in words.
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

// meanings returns all meanings by kind. Where a word of one language stands under
// two of a kind, the first one counts.
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

// Times are the words about time that one person is understood in.
type Times struct {
	means   [kinds]map[string]Meaning // by word or phrase
	words   map[Meaning][]string      // the longest first
	phrases []string                  // of several words, for days and times of day; the longest first
}

// Times returns the words about time for somebody who said that they write in a
// language (a key of languages.yaml). Days of the week and times of day are those of
// that language and of English, dates and lengths those of all languages; where they
// said no language that is known, everything is in all languages. Where one word
// means two things, the language they said counts, or that of locale, one of
// Discord's.
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
	// The longest first, so that none is mistaken for a part of it.
	longest := func(a, b string) int { return len(b) - len(a) }
	slices.SortStableFunc(t.phrases, longest)
	for _, words := range t.words {
		slices.SortStableFunc(words, longest)
	}
	return t
}

// add adds one language's words for a meaning; words that are there keep theirs.
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

// bound is a phrase of several words as one.
func bound(phrase string) string { return strings.NewReplacer(" ", "_", "-", "_").Replace(phrase) }

// Bind makes each phrase for days and times of day in a text one word, which Means
// and Words know. The text is in small letters, with single spaces.
func (t Times) Bind(text string) string {
	text = " " + text + " "
	for _, phrase := range t.phrases {
		text = strings.ReplaceAll(text, " "+phrase+" ", " "+bound(phrase)+" ")
	}
	return strings.TrimSpace(text)
}

// Means is what a word for days of the week or times of day says, in small letters
// and after Bind; "" where it is none. Days may be said in the plural.
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

// Date is what a phrase for one date says, in small letters; "" where it is none.
func (t Times) Date(phrase string) Meaning { return t.means[dateKind][phrase] }

// Unit is the unit of a length that a word says, in small letters; "" where it is
// none.
func (t Times) Unit(word string) Meaning { return t.means[unitKind][word] }

// Month is the month that a word names, in small letters; false where it names none.
func (t Times) Month(word string) (time.Month, bool) {
	at := slices.Index(meanings()[monthKind], t.means[monthKind][word])
	return time.January + time.Month(at), at >= 0
}

// Number is the number that a word says, in small letters; false where it says none.
func (t Times) Number(word string) (int, bool) {
	n, ok := numbers()[t.means[numberKind][word]]
	return n, ok
}

// Words are all that mean m, the longest first; those for days of the week and times
// of day as Bind leaves them.
func (t Times) Words(m Meaning) []string { return t.words[m] }

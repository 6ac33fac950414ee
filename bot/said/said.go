// Package said reads what people say about time: days, times of day, dates, lengths of
// time and quiet hours, in the languages that leanon listens for.
//
// Read Reader and Listener below first: a Listener reads for one person, whose language
// decides where a word means two things. text.go divides what was typed, words.go finds
// the words of library/languages.yaml in it, parser.go walks through it; oclock.go reads
// times, days.go and sentence.go rhythms, date.go, dayname.go and moment.go dates. What
// is not certain is asked, never guessed; what cannot be done is refused by name: both are
// an Unread. No word of any language stands in the code, and nothing that knows a couple,
// the store or Discord goes in; what the time is now is always an argument.
package said

import (
	"slices"
	"strings"

	"leanon/library"
)

// maxTyped is the longest text that is read, in bytes.
const maxTyped = 200

// Why is why a text was not taken: it is refused, or its writer is asked what it means.
type Why string

// What is asked.
const (
	HalfOfDay Why = "half-of-day" // 8 in the morning, or in the evening
	WhichWeek Why = "which-week"  // next Friday
	DayMonth  Why = "day-month"   // 5/12
	WhichDay  Why = "which-day"   // once a week; Monday the 3rd, which is a Tuesday
	WhichTime Why = "which-time"  // twice a day; in the evening
	LongQuiet Why = "long-quiet"  // more than 14 hours
	Language  Why = "language"    // a word means different things in two languages
)

// What is refused.
const (
	Unknown        Why = "unknown" // some of it is not understood
	Empty          Why = "empty"
	EveryOther     Why = "every-other"  // every other week
	EveryN         Why = "every-n"      // every 3 days
	Often          Why = "often"        // every 2 hours
	NthOfMonth     Why = "nth-of-month" // the last Friday of the month
	DayOfMonth     Why = "day-of-month" // the 15th
	DateInWeek     Why = "date"         // one day, in a rhythm
	DifferentTimes Why = "different-times"
	Minutes        Why = "minutes" // 8:00 and 20:30, which one expression cannot say
	Seconds        Why = "seconds"
	NoSuchTime     Why = "no-such-time"
	NoSuchDate     Why = "no-such-date"
	Past           Why = "past"
	Far            Why = "far"  // more than a year away
	Same           Why = "same" // quiet hours from 22 to 22
	NoEnd          Why = "no-end"
	Several        Why = "several" // quiet hours twice a day
	Twice          Why = "twice"   // days in both fields, and not the same
)

// Asked reports whether the writer is asked; else the text is refused.
func (w Why) Asked() bool {
	return slices.Contains([]Why{HalfOfDay, WhichWeek, DayMonth, WhichDay, WhichTime, LongQuiet, Language}, w)
}

// Unread is the error of a text that was not taken.
type Unread[T any] struct {
	Why     Why
	What    string // the words of the text at which that showed, "" if it is all of it
	InTimes bool   // it showed in the second of two fields
	Options []T    // what it may mean, where that can be chosen from
}

// Error does not repeat what was typed.
func (e *Unread[T]) Error() string { return "not read: " + string(e.Why) }

// Reader has the words of all languages. It never changes after New, so that many
// goroutines may use it at once.
type Reader struct {
	from  *library.Library
	full  map[string]*lexicon // by language
	dates map[string]*lexicon // only what is understood in every language
	words map[string]library.TimeWords

	written map[string]map[string]string // units that a language writes with a capital letter
}

// New returns a Reader of the words of a library.
func New(from *library.Library) *Reader {
	r := &Reader{from: from, full: map[string]*lexicon{}, dates: map[string]*lexicon{}, words: map[string]library.TimeWords{}, written: map[string]map[string]string{}}
	ofDates := map[library.Meaning]bool{}
	for _, m := range library.OfDates() {
		ofDates[m] = true
	}
	for _, of := range from.Languages() {
		words := from.TimeWords(of.Key)
		r.words[of.Key], r.written[of.Key] = words, writtenUnits(words)
		full := newLexicon()
		full.include(words)
		r.full[of.Key], r.dates[of.Key] = full, full.ofDates(ofDates)
	}
	return r
}

// Listener reads what one person says.
type Listener struct {
	reader   *Reader
	heard    []string // languages, the most likely first
	others   []string // languages of which only dates and lengths are understood
	said     bool     // the first of heard is the one that the person said
	reads    string   // the language that the person reads, "" if nobody said so
	settled  bool     // the first of heard is the person's own for certain
	dayFirst bool
	twelve   bool
}

// For returns the Listener for somebody who said that they write in a language, "" if
// they said none, with the locale of their Discord.
func (r *Reader) For(said, locale string) Listener {
	heard, others := r.from.Heard(said, locale)
	own, _, _ := strings.Cut(locale, "-")
	l := Listener{reader: r, heard: heard, others: others}
	l.said = heard[0] == said
	l.settled = l.said || heard[0] == own
	if l.settled {
		l.dayFirst, l.twelve = r.words[heard[0]].DayFirst, r.words[heard[0]].Twelve
	}
	return l
}

// Also returns a Listener that understands one more language, and suggests in it: that in
// which a person reads what it says, and what stands in its fields.
func (l Listener) Also(key string) Listener {
	if i := slices.Index(l.others, key); i >= 0 {
		l.heard = append(slices.Clip(l.heard), key)
		l.others = slices.Delete(slices.Clone(l.others), i, i+1)
	}
	if slices.Contains(l.heard, key) {
		l.reads = key
	}
	return l
}

// lexicons returns the words of each language by itself, the most likely first, and how
// many of them are of languages that are listened for.
func (l Listener) lexicons() []*lexicon {
	var all []*lexicon
	for _, key := range l.heard {
		all = append(all, l.reader.full[key])
	}
	for _, key := range l.others {
		all = append(all, l.reader.dates[key])
	}
	return all
}

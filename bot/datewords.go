package bot

import (
	"strconv"
	"strings"
	"time"

	"leanon/library"
)

// dayOfDate reads a date: "2026-12-24", "24.12.", "24.12.2026", "24 Dec", "Dec 24th 2026",
// "24. Dezember", "24 de diciembre". A date without a year is the next such day, today
// included.
func dayOfDate(words library.Times, text string, today time.Time) (time.Time, bool) {
	if date, err := time.Parse(time.DateOnly, text); err == nil {
		return date, true
	}
	for _, of := range words.Words(library.Of) {
		text = strings.ReplaceAll(text, " "+of+" ", " ")
	}
	parts := strings.Fields(text)
	if len(parts) == 1 {
		parts = strings.Split(strings.TrimSuffix(text, "."), ".")
		if len(parts) < 2 {
			return time.Time{}, false
		}
	} else if _, ok := shortNumber(dayDigits(words, parts[0]), 31); !ok {
		parts[0], parts[1] = parts[1], parts[0]
	}
	if len(parts) > 3 {
		return time.Time{}, false
	}
	day, okDay := shortNumber(dayDigits(words, parts[0]), 31)
	month, okMonth := monthOf(words, parts[1])
	if !okDay || !okMonth {
		return time.Time{}, false
	}
	if len(parts) == 3 {
		year, err := strconv.ParseUint(parts[2], 10, 16)
		if len(parts[2]) == 2 {
			year += 2000
		} else if len(parts[2]) != 4 {
			return time.Time{}, false
		}
		date, ok := calendarDate(int(year), month, day)
		return date, ok && err == nil
	}
	date, ok := calendarDate(today.Year(), month, day)
	if !ok || date.Before(today) {
		date, ok = calendarDate(today.Year()+1, month, day)
	}
	return date, ok
}

// dayDigits returns the number of a day without the end of an ordinal: "24.", "24th".
func dayDigits(words library.Times, word string) string {
	for _, end := range append([]string{"."}, words.Words(library.Ordinal)...) {
		if digits, found := strings.CutSuffix(word, end); found {
			return digits
		}
	}
	return word
}

// monthOf reads a month's number or its name, in small letters.
func monthOf(words library.Times, word string) (time.Month, bool) {
	if n, ok := shortNumber(word, 12); ok {
		return time.Month(n), n > 0
	}
	return words.Month(word)
}

// calendarDate returns a date, and whether its month has such a day.
func calendarDate(year int, month time.Month, day int) (time.Time, bool) {
	date := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	return date, date.Day() == day && day > 0
}

package bot

import (
	"strconv"
	"strings"
	"time"
)

// dayOfDate reads a date: "2026-12-24", "24.12.", "24.12.2026", "24 Dec",
// "Dec 24th 2026", "24. Dezember", "24 de diciembre". Without a year it is the next one.
func dayOfDate(words string, today time.Time) (time.Time, bool) {
	if date, err := time.Parse(time.DateOnly, words); err == nil {
		return date, true
	}
	parts := strings.Fields(strings.ReplaceAll(words, " de ", " "))
	if len(parts) == 1 {
		parts = strings.Split(strings.TrimSuffix(words, "."), ".")
		if len(parts) < 2 {
			return time.Time{}, false
		}
	} else if _, ok := shortNumber(dayDigits(parts[0]), 31); !ok {
		parts[0], parts[1] = parts[1], parts[0]
	}
	if len(parts) > 3 {
		return time.Time{}, false
	}
	day, okDay := shortNumber(dayDigits(parts[0]), 31)
	month, okMonth := monthOf(parts[1])
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

// dayDigits strips what ordinals end in: "24.", "24th".
func dayDigits(word string) string {
	for _, end := range []string{".", "st", "nd", "rd", "th", "er"} {
		if digits, found := strings.CutSuffix(word, end); found {
			return digits
		}
	}
	return word
}

// monthOf reads a month's number or its name, short or long, in lower case.
func monthOf(word string) (time.Month, bool) {
	if n, ok := shortNumber(word, 12); ok {
		return time.Month(n), n > 0
	}
	for month := time.January; month <= time.December; month++ {
		if name := strings.ToLower(month.String()); word == name || word == name[:3] {
			return month, true
		}
	}
	switch word {
	case "januar", "jän", "janvier", "enero":
		return time.January, true
	case "februar", "février", "fevrier", "febrero":
		return time.February, true
	case "märz", "mär", "mars", "marzo":
		return time.March, true
	case "avril", "abril":
		return time.April, true
	case "mai", "mayo":
		return time.May, true
	case "juni", "juin", "junio":
		return time.June, true
	case "juli", "juillet", "julio":
		return time.July, true
	case "août", "aout", "agosto":
		return time.August, true
	case "sept", "septembre", "septiembre":
		return time.September, true
	case "oktober", "okt", "octobre", "octubre":
		return time.October, true
	case "novembre", "noviembre":
		return time.November, true
	case "dezember", "dez", "décembre", "decembre", "diciembre":
		return time.December, true
	}
	return 0, false
}

// calendarDate refuses days that the month does not have.
func calendarDate(year int, month time.Month, day int) (time.Time, bool) {
	date := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	return date, date.Day() == day && day > 0
}

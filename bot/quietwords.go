package bot

import (
	"fmt"
	"strconv"
	"strings"

	"leanon/library"
)

// parseQuiet reads the quiet hours that a person typed and returns them in the form of
// clock.ParseQuiet: "22:00-08:00", or "" for none, which a person has to say with a word
// such as "off". The error is unread.
func parseQuiet(words library.Times, text string) (string, error) {
	if len(text) > maxTimeWords {
		return "", unread("quiet")
	}
	text = words.Bind(strings.Join(strings.Fields(strings.ToLower(text)), " "))
	if words.Means(text) == library.NoDays {
		return "", nil
	}
	for _, from := range words.Words(library.From) {
		text = strings.TrimPrefix(text, from+" ")
	}
	text = strings.NewReplacer("–", "-", "—", "-").Replace(hyphenated(words, text))
	begin, end, ok := strings.Cut(text, "-")
	from, okFrom := endOfQuiet(words, begin)
	to, okTo := endOfQuiet(words, end)
	if !ok || !okFrom || !okTo {
		return "", unread("quiet")
	}
	if from == to {
		return "", unread("quiet-same")
	}
	return sayTime(from) + "-" + sayTime(to), nil
}

// endOfQuiet reads a time of day at which quiet hours begin or end; other than a
// check-in's time it may be 24:00, which is midnight.
func endOfQuiet(words library.Times, text string) (minutes int, ok bool) {
	hour := strings.TrimSpace(text)
	for _, oclock := range words.Words(library.OClock) {
		hour = strings.TrimSpace(strings.TrimSuffix(hour, oclock))
	}
	switch hour {
	case "24", "24:00", "24.00":
		return 0, true
	}
	return timeOfWords(words, text)
}

// timeOfWords reads one time of day and returns it in minutes since midnight: "20:00",
// "20.00", "8pm", "8:30 p.m.", "20 Uhr 30", "20h30", "noon", or only an hour, from 0 to 23.
// Figures, am, pm and h are the same in every language.
func timeOfWords(words library.Times, text string) (minutes int, ok bool) {
	text = strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(text), "a.m.", "am"), "p.m.", "pm")
	text = strings.TrimSpace(text)
	for _, at := range words.Words(library.At) {
		text = strings.TrimPrefix(text, at+" ")
	}
	switch words.Means(text) {
	case library.Noon:
		return 12 * 60, true
	case library.Midnight:
		return 0, true
	}
	half := ""
	for _, word := range append([]string{"am", "pm"}, words.Words(library.OClock)...) {
		if rest, found := strings.CutSuffix(text, word); found {
			text, half = strings.TrimSpace(rest), word
			break
		}
	}
	for _, oclock := range words.Words(library.OClock) {
		text = strings.Replace(text, " "+oclock+" ", ":", 1)
	}
	text = strings.Map(func(r rune) rune {
		if r == '.' || r == 'h' {
			return ':'
		}
		return r
	}, text)
	hourText, minuteText, divided := strings.Cut(text, ":")
	hour, okHour := shortNumber(hourText, 23)
	minute, okMinute := shortNumber(minuteText, 59)
	if !okHour || divided && (!okMinute || len(minuteText) != 2) {
		return 0, false
	}
	if half == "am" || half == "pm" {
		if hour < 1 || hour > 12 {
			return 0, false
		}
		hour %= 12
		if half == "pm" {
			hour += 12
		}
	}
	return hour*60 + minute, true
}

// sayTime writes minutes since midnight as "20:00".
func sayTime(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

// shortNumber reads a number of one or two digits that is not more than most.
func shortNumber(text string, most int) (int, bool) {
	n, err := strconv.ParseUint(text, 10, 8)
	return int(n), err == nil && len(text) <= 2 && int(n) <= most
}

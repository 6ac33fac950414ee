package bot

import (
	"fmt"
	"strconv"
	"strings"

	"leanon/library"
)

const sayKnownQuiet = `I understand quiet hours like "22:00-08:00", "10pm to 8am" or "off".`

// parseQuiet turns the quiet hours that a person typed, in the languages of the
// words, into the form that the store keeps: "22:00-08:00", "" for none, which has to
// be said. The error is sayable.
func parseQuiet(words library.Times, text string) (string, error) {
	if len(text) > longestRhythmWords {
		return "", sayable{sayKnownQuiet}
	}
	text = words.Bind(strings.Join(strings.Fields(strings.ToLower(text)), " "))
	if words.Means(text) == library.NoDays {
		return "", nil
	}
	for _, from := range words.Words(library.From) {
		text = strings.TrimPrefix(text, from+" ")
	}
	text = strings.NewReplacer("–", "-", "—", "-").Replace(betweens(words, text))
	begin, end, ok := strings.Cut(text, "-")
	from, okFrom := quietClock(words, begin)
	to, okTo := quietClock(words, end)
	if !ok || !okFrom || !okTo {
		return "", sayable{sayKnownQuiet}
	}
	if from == to {
		return "", sayable{`Quiet hours need a beginning and another end, like "22:00-08:00"; "off" turns them off.`}
	}
	return sayClock(from) + "-" + sayClock(to), nil
}

// quietClock reads a time of day; 24:00, which is nobody's check-in time, is
// midnight here.
func quietClock(words library.Times, text string) (minutes int, ok bool) {
	hour := strings.TrimSpace(text)
	for _, oclock := range words.Words(library.OClock) {
		hour = strings.TrimSpace(strings.TrimSuffix(hour, oclock))
	}
	switch hour {
	case "24", "24:00", "24.00":
		return 0, true
	}
	return clockOfWords(words, text)
}

// clockOfWords reads one time of day, in minutes since midnight: "20:00",
// "20.00", "8pm", "8:30 p.m.", "20 Uhr 30", "20h30", "noon", or a bare hour of
// the 24-hour clock.
func clockOfWords(words library.Times, text string) (minutes int, ok bool) {
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

func sayClock(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

// shortNumber reads one or two digits.
func shortNumber(text string, most int) (int, bool) {
	n, err := strconv.ParseUint(text, 10, 8)
	return int(n), err == nil && len(text) <= 2 && int(n) <= most
}

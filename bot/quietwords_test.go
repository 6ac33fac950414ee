package bot

import (
	"errors"
	"strings"
	"testing"

	"leanon/bot/said"
)

// parseQuiet returns quiet hours as the store keeps them.
func parseQuiet(l said.Listener, text string) (string, error) {
	meant, err := l.Quiet(text)
	return meant.String(), err
}

func TestQuietHoursAreUnderstood(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{"22-8", "22:00-08:00"},
		{"22:00-08:00", "22:00-08:00"},
		{"22:00 – 08:00", "22:00-08:00"},
		{"10pm to 8am", "22:00-08:00"},
		{"from 10:30 p.m. until 8 a.m.", "22:30-08:00"},
		{"von 22 Uhr bis 8 Uhr", "22:00-08:00"},
		{"22.30 bis 7.15", "22:30-07:15"},
		{"13:00-14:30", "13:00-14:30"},
		{"22-24", "22:00-00:00"},
		{"midnight to noon", "00:00-12:00"},
		{"off", ""},
		{"None", ""},
		{"aus", ""},
	} {
		got, err := parseQuiet(everyWord(t), tt.text)
		if err != nil || got != tt.want {
			t.Errorf("parseQuiet(%q): got %q, %v, want %q", tt.text, got, err, tt.want)
		}
		if again, err := parseQuiet(everyWord(t), got); got != "" && (err != nil || again != got) {
			t.Errorf("parseQuiet(%q): got %q, %v, want it unchanged", got, again, err)
		}
	}
}

func TestQuietHoursThatAreNotUnderstoodGetOneKindLine(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "  ", "\n\u3000", "22", "22-", "-8", "22-8-10", "22:60-8", "25-8", "night", "22:00-22:00", "10pm to 22", "0-24", "22 8", "22-8 23-9", strings.Repeat("2", 201),
	} {
		got, err := parseQuiet(everyWord(t), text)
		var not *said.Unread[said.Span]
		if line := inEnglish("unread.quiet"); !errors.As(err, &not) || !strings.Contains(line, `"22:00-08:00"`) || strings.Contains(line, "\n") {
			t.Errorf("parseQuiet(%.40q): got %q, %v, want one line with an example", text, got, err)
		}
	}
}

func FuzzParseQuiet(f *testing.F) {
	f.Add("22-8")
	f.Add("10pm to 8am")
	f.Add("von 22 Uhr bis 8 Uhr")
	words := everyWord(f)
	f.Fuzz(func(t *testing.T, text string) {
		got, err := parseQuiet(words, text)
		if err != nil || got == "" {
			return
		}
		if again, err := parseQuiet(words, got); err != nil || again != got || len(got) != len("22:00-08:00") {
			t.Fatalf("parseQuiet(%q) is %q: parsed again got %q, %v, want it unchanged", text, got, again, err)
		}
	})
}

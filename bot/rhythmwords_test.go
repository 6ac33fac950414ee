package bot

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"leanon/library"
)

// everyWord returns the words of all languages.
func everyWord(t testing.TB) library.Times {
	t.Helper()
	l, err := library.Default()
	if err != nil {
		t.Fatal(err)
	}
	return l.Times("", "")
}

func TestDaysAndTimesBecomeARhythm(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ days, clock, want string }{
		{"Mon, Wed, Fri", "20:00", "0 20 * * 1,3,5"},
		{"monday wednesday", "8pm", "0 20 * * 1,3"},
		{"Fridays and Mondays", "8:30 pm", "30 20 * * 1,5"},
		{"every Tuesday & Thursday", "at 8.30 p.m.", "30 20 * * 2,4"},
		{"weekdays", "noon", "0 12 * * 1-5"},
		{"Mon-Fri", "7:05", "5 7 * * 1-5"},
		{"mon to fri", "07:05", "5 7 * * 1-5"},
		{"Fri - Mon", "0:00", "0 0 * * 0,1,5,6"},
		{"weekends", "12am", "0 0 * * 0,6"},
		{"sat/sun", "12 pm", "0 12 * * 0,6"},
		{"daily", "20", "0 20 * * *"},
		{"every day", "8 o'clock", "0 8 * * *"},
		{"Mon Tue Wed Thu Fri Sat Sun", "midnight", "0 0 * * *"},
		{"sun-sat", "23:59", "59 23 * * *"},
		{"Mo, Di", "20 Uhr", "0 20 * * 1,2"},
		{"Mo, Mi und Fr", "um 20.00", "0 20 * * 1,3,5"},
		{"Montag bis Freitag", "20 Uhr 30", "30 20 * * 1-5"},
		{"jeden Dienstag", "20h30", "30 20 * * 2"},
		{"So., Sa.", "mittags", "0 12 * * 0,6"},
		{"Täglich", "18 UHR", "0 18 * * *"},
		{"WERKTAGS", "Mitternacht", "0 0 * * 1-5"},
		{"am Wochenende", "9 h", "0 9 * * 0,6"},
		{"donnerstags", "9", "0 9 * * 4"},
		{"daily", "20:00, 8:00", "0 8,20 * * *"},
		{"daily", "8 und 20 Uhr", "0 8,20 * * *"},
		{"daily", "8:30 and 8.30pm and 20:30", "30 8,20 * * *"},
		{"none", "20:00", ""},
		{"None", "", ""},
		{"no check-ins", "what?", ""},
		{"keine", "", ""},
	} {
		if got, err := cronOf(everyWord(t), tt.days, tt.clock); err != nil || got != tt.want {
			t.Errorf("cronOf(%q, %q): got %q, %v, want %q", tt.days, tt.clock, got, err, tt.want)
		}
	}
}

func TestDaysAndTimesThatAreNotUnderstoodGetOneKindLine(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ days, clock, want string }{
		{"", "20:00", sayKnownDays},
		{"every", "20:00", sayKnownDays},
		{"someday", "20:00", sayKnownDays},
		{"every other day", "20:00", sayKnownDays},
		{"every 2 days", "20:00", sayKnownDays},
		{"none, Mon", "20:00", sayKnownDays},
		{"daily except Sunday", "20:00", sayKnownDays},
		{"Mon-", "20:00", sayKnownDays},
		{"-Mon", "20:00", sayKnownDays},
		{"Mon-Wed-Fri", "20:00", sayKnownDays},
		{strings.Repeat("Mon ", 100), "20:00", sayKnownDays},
		{"daily", "", sayKnownTimes},
		{"daily", "evening", sayKnownTimes},
		{"daily", "24:00", sayKnownTimes},
		{"daily", "25", sayKnownTimes},
		{"daily", "8:60", sayKnownTimes},
		{"daily", "8:5", sayKnownTimes},
		{"daily", "8:", sayKnownTimes},
		{"daily", ":30", sayKnownTimes},
		{"daily", "+8", sayKnownTimes},
		{"daily", "-8", sayKnownTimes},
		{"daily", "008", sayKnownTimes},
		{"daily", "13pm", sayKnownTimes},
		{"daily", "0am", sayKnownTimes},
		{"daily", "8:00:00", sayKnownTimes},
		{"daily", "8:00,", sayKnownTimes},
		{"daily", "8,30", sayKnownTimes},
		{"daily", "20:00 Uhr Uhr", sayKnownTimes},
		{"daily", strings.Repeat("8,", 200), sayKnownTimes},
		{"daily", "8:00, 20:30", saySameMinutes},
	} {
		got, err := cronOf(everyWord(t), tt.days, tt.clock)
		var said sayable
		if !errors.As(err, &said) || said.text != tt.want || strings.Contains(said.text, "\n") {
			t.Errorf("cronOf(%.40q, %.40q): got %q, %v, want %q", tt.days, tt.clock, got, err, tt.want)
		}
	}
}

func TestARhythmIsSaidInPlainWords(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ expr, want string }{
		{"", "no check-ins"},
		{"0 20 * * 1,3,5", "Mon, Wed, Fri at 20:00"},
		{"0 8 * * *", "daily at 08:00"},
		{"0 18 * * 0", "Sun at 18:00"},
		{"0 18 * * 7", "Sun at 18:00"},
		{"5 7 * * 1-5", "weekdays at 07:05"},
		{"5 7 * * 1,2,3,4,5", "weekdays at 07:05"},
		{"0 9 * * 6-7", "weekends at 09:00"},
		{"0 9 * * 0,1,5,6", "Mon, Fri, Sat, Sun at 09:00"},
		{"0 20,8 * * *", "daily at 08:00 and 20:00"},
		{"30 8,14,20 * * 2", "Tue at 08:30, 14:30 and 20:30"},
		{"*/15 * * * *", "cron `*/15 * * * *`"},
		{"0 8-20/2 * * *", "cron `0 8-20/2 * * *`"},
		{"0 20 1 * *", "cron `0 20 1 * *`"},
		{"0 20 * 3 *", "cron `0 20 * 3 *`"},
		{"0 20 * * mon", "cron `0 20 * * mon`"},
		{"0 20 * * 5-1", "cron `0 20 * * 5-1`"},
		{"61 20 * * *", "cron `61 20 * * *`"},
		{"0 20 * *", "cron `0 20 * *`"},
		{"`rm`", "cron `'rm'`"},
	} {
		if got := sayRhythm(tt.expr); got != tt.want {
			t.Errorf("sayRhythm(%q): got %q, want %q", tt.expr, got, tt.want)
		}
	}
}

func TestWhatARhythmSaysIsUnderstoodBack(t *testing.T) {
	t.Parallel()
	words := everyWord(t)
	rapid.Check(t, func(t *rapid.T) {
		days := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"Mo", "tuesday", "Wed", "do", "Freitag", "Sa", "sun", "Mon-Wed", "weekends"}), 1, 7).Draw(t, "days"), ", ")
		minute := rapid.IntRange(0, 59).Draw(t, "minute")
		var clocks []string
		for _, hour := range rapid.SliceOfN(rapid.IntRange(0, 23), 1, 5).Draw(t, "hours") {
			clocks = append(clocks, sayTime(hour*60+minute))
		}
		expr, err := cronOf(words, days, strings.Join(clocks, ", "))
		if err != nil {
			t.Fatalf("cronOf(%q, %q): got %v, want no error", days, clocks, err)
		}
		saidDays, saidClock, ok := rhythmParts(expr)
		if !ok || sayRhythm(expr) != saidDays+" at "+saidClock {
			t.Fatalf("sayRhythm(%q): got %q, want plain words", expr, sayRhythm(expr))
		}
		if again, err := cronOf(words, saidDays, saidClock); err != nil || again != expr {
			t.Fatalf("cronOf(%q, %q): got %q, %v, want %q", saidDays, saidClock, again, err, expr)
		}
	})
}

func FuzzRhythmWords(f *testing.F) {
	f.Add("Mon, Wed, Fri", "20:00")
	f.Add("Montag bis Freitag", "8 und 20 Uhr")
	f.Add("none", "8:30 p.m.")
	f.Add("0 20 * * 1-5", "`")
	words := everyWord(f)
	f.Fuzz(func(t *testing.T, days, clock string) {
		if said := sayRhythm(days); strings.Count(said, "`") > 2 || said == "" {
			t.Fatalf("sayRhythm(%q): got %q, want words or one piece of code", days, said)
		}
		expr, err := cronOf(words, days, clock)
		var own sayable
		if err != nil && !errors.As(err, &own) {
			t.Fatalf("cronOf(%q, %q): got %v, want a sayable error", days, clock, err)
		}
		if err != nil || expr == "" {
			return
		}
		saidDays, saidClock, ok := rhythmParts(expr)
		if again, err := cronOf(words, saidDays, saidClock); !ok || err != nil || again != expr {
			t.Fatalf("%q said as %q %q: got %q, %v, want it back", expr, saidDays, saidClock, again, err)
		}
	})
}

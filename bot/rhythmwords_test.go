package bot

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"leanon/bot/said"
	"leanon/clock"
	"leanon/library"
)

// everyWord hears somebody who said no language.
func everyWord(t testing.TB) said.Listener {
	t.Helper()
	return said.New(library.Default()).For("", "")
}

// cronOf returns the expression for what somebody without a rhythm types.
func cronOf(l said.Listener, days, times string) (string, error) {
	meant, err := l.Rhythm(days, times)
	if err != nil {
		return "", err
	}
	cron, missing := completed(meant, "")
	if missing != "" {
		return "", unread(missing)
	}
	return cron, nil
}

// whyOf returns why a rhythm was not taken, "" if it was.
func whyOf(err error) said.Why {
	var not *said.Unread[said.Rhythm]
	if errors.As(err, &not) {
		return not.Why
	}
	return ""
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
		{"daily except Sunday", "20", "0 20 * * 1,2,3,4,5,6"},
		{"Mon-Wed-Fri", "20:00", "0 20 * * 1,3,5"},
		{"every day", "8 o'clock in the morning", "0 8 * * *"},
		{"Mon Tue Wed Thu Fri Sat Sun", "midnight", "0 0 * * *"},
		{"sun-sat", "23:59", "59 23 * * *"},
		{"Mo, Di", "20 Uhr", "0 20 * * 1,2"},
		{"Mo, Mi und Fr", "um 20.00", "0 20 * * 1,3,5"},
		{"Montag bis Freitag", "20 Uhr 30", "30 20 * * 1-5"},
		{"jeden Dienstag", "20h30", "30 20 * * 2"},
		{"So., Sa.", "mittags", "0 12 * * 0,6"},
		{"Täglich", "18 UHR", "0 18 * * *"},
		{"WOCHENTAGS", "Mitternacht", "0 0 * * 1-5"},
		{"am Wochenende", "9 h", "0 9 * * 0,6"},
		{"donnerstags", "09", "0 9 * * 4"},
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
	for _, tt := range []struct {
		days, clock string
		want        said.Why
	}{
		{"every", "20:00", said.Unknown},
		{"someday", "20:00", said.Unknown},
		{"every other day", "20:00", said.EveryOther},
		{"every 2 days", "20:00", said.EveryOther},
		{"none, Mon", "20:00", said.Unknown},
		{"Mon-", "20:00", said.Unknown},
		{"-Mon", "20:00", said.Unknown},
		{strings.Repeat("Mon ", 100), "20:00", said.Unknown},
		{"daily", "evening", said.WhichTime},
		{"daily", "24:00", said.NoSuchTime},
		{"daily", "25", said.NoSuchTime},
		{"daily", "8:60", said.NoSuchTime},
		{"daily", "8:5", said.Unknown},
		{"daily", "8:", said.Unknown},
		{"daily", ":30", said.Unknown},
		{"daily", "+8", said.Unknown},
		{"daily", "-8", said.Unknown},
		{"daily", "008", said.Unknown},
		{"daily", "13pm", said.NoSuchTime},
		{"daily", "0am", said.NoSuchTime},
		{"daily", "8:00:00", said.Seconds},
		{"daily", "8:00,", said.Unknown},
		{"daily", "8,30", said.NoSuchTime},
		{"daily", "20:00 Uhr Uhr", said.Unknown},
		{"daily", strings.Repeat("8,", 200), said.Unknown},
		{"daily", "8:00, 20:30", said.Minutes},
	} {
		got, err := cronOf(everyWord(t), tt.days, tt.clock)
		if whyOf(err) != tt.want {
			t.Errorf("cronOf(%.40q, %.40q): got %q, %v, want %q", tt.days, tt.clock, got, err, tt.want)
		}
	}
}

func TestARhythmIsSaidInPlainWords(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	for _, tt := range []struct{ expr, want string }{
		{"0 20 * * 1,3,5", "on Monday, Wednesday and Friday at 20:00"},
		{"0 8 * * *", "daily at 08:00"},
		{"0 18 * * 0", "on Sunday at 18:00"},
		{"0 18 * * 7", "on Sunday at 18:00"},
		{"5 7 * * 1-5", "on weekdays at 07:05"},
		{"5 7 * * 1,2,3,4,5", "on weekdays at 07:05"},
		{"0 9 * * 6-7", "on weekends at 09:00"},
		{"0 9 * * 0,1,5,6", "on Monday, Friday, Saturday and Sunday at 09:00"},
		{"0 20,8 * * *", "daily at 08:00 and 20:00"},
		{"30 8,14,20 * * 2", "on Tuesday at 08:30, 14:30 and 20:30"},
		{"*/15 * * * *", "by cron `*/15 * * * *`"},
		{"0 8-20/2 * * *", "by cron `0 8-20/2 * * *`"},
		{"0 20 1 * *", "by cron `0 20 1 * *`"},
		{"0 20 * 3 *", "by cron `0 20 * 3 *`"},
		{"0 20 * * mon", "by cron `0 20 * * mon`"},
		{"0 20 * * 5-1", "by cron `0 20 * * 5-1`"},
		{"61 20 * * *", "by cron `61 20 * * *`"},
		{"0 20 * *", "by cron `0 20 * *`"},
		{"`rm`", "by cron `'rm'`"},
	} {
		if got := b.in("").coming(tt.expr); got != tt.want {
			t.Errorf("coming(%q): got %q, want %q", tt.expr, got, tt.want)
		}
	}
}

func TestWhatARhythmSaysIsUnderstoodBack(t *testing.T) {
	t.Parallel()
	words, b := everyWord(t), scribe(t, Host{})
	rapid.Check(t, func(t *rapid.T) {
		days := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"Mo", "tuesday", "Wed", "don", "Freitag", "Sa", "sun", "Mon-Wed", "weekends"}), 1, 7).Draw(t, "days"), ", ")
		minute := rapid.IntRange(0, 59).Draw(t, "minute")
		var clocks []string
		for _, hour := range rapid.SliceOfN(rapid.IntRange(0, 23), 1, 5).Draw(t, "hours") {
			clocks = append(clocks, sayTime(hour*60+minute))
		}
		expr, err := cronOf(words, days, strings.Join(clocks, ", "))
		if err != nil {
			t.Fatalf("cronOf(%q, %q): got %v, want no error", days, clocks, err)
		}
		set, minutes, ok := rhythmOf(expr)
		if !ok {
			t.Fatalf("coming(%q): got %q, want plain words", expr, b.in("").coming(expr))
		}
		saidDays, saidClock := b.in("").weekdays(set), b.in("").timesOfDay(minutes)
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
	lib := library.Default()
	english := speaker{lib.Words("")}
	f.Fuzz(func(t *testing.T, days, clock string) {
		if said := english.coming(days); strings.Count(said, "`") > 2 || said == "" {
			t.Fatalf("coming(%q): got %q, want words or one piece of code", days, said)
		}
		expr, err := cronOf(words, days, clock)
		if err != nil && whyOf(err) == "" && !errors.Is(err, unread("no-days")) {
			t.Fatalf("cronOf(%q, %q): got %v, want a reason", days, clock, err)
		}
		if err != nil || expr == "" {
			return
		}
		set, minutes, ok := rhythmOf(expr)
		if !ok {
			t.Fatalf("%q cannot be said", expr)
		}
		saidDays, saidClock := english.weekdays(set), english.timesOfDay(minutes)
		if again, err := cronOf(words, saidDays, saidClock); err != nil || again != expr {
			t.Fatalf("%q said as %q %q: got %q, %v, want it back", expr, saidDays, saidClock, again, err)
		}
	})
}

func TestEverythingThatIsWrongWithAnExpressionIsSaid(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	for expr, want := range map[string]string{
		"61 0 * * *": "the minute", "0 24 * * *": "the hour", "0 0 32 * *": "the day of the month", "0 0 * 13 *": "the month", "0 0 * * 8": "the day of the week",
		"0 0 *": "exactly five fields", "@daily": "no @ shortcut", "TZ=UTC 0 0 * * *": "zone:", "bänana": "English names",
		"0" + strings.Repeat(",0", 100) + " 0 * * *": "at most 200 characters", "0 0 30 2 *": "no question would ever come",
	} {
		_, err := b.Clock.Gap(expr)
		if got := b.in("").cronText(err); !strings.Contains(got, want) || strings.Contains(got, "nana") {
			t.Errorf("%.20s: got %q, want %q in it", expr, got, want)
		}
	}
	if got := b.in("").cronText(clock.BadExpression{Why: clock.Skipped}); !strings.Contains(got, "skips that time") {
		t.Errorf("a time that the clock skips: got %q", got)
	}
}

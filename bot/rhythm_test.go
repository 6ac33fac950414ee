package bot

import (
	"strings"
	"testing"
	"time"

	"leanon/store"
)

// cronFrom returns the expression for what somebody with a rhythm types.
func cronFrom(t *testing.T, days, times, present string) (string, error) {
	t.Helper()
	meant, err := everyWord(t).Rhythm(days, times)
	if err != nil {
		return "", err
	}
	cron, missing := completed(meant, present)
	if missing != "" {
		return "", unread(missing)
	}
	return cron, nil
}

func TestDaysAndTimeMayBeSaidAlone(t *testing.T) {
	t.Parallel()
	const present = "30 21 * * 1,3,5"
	for name, c := range map[string]struct{ days, clock, present, want string }{
		"both":                       {"daily", "8:00", present, "0 8 * * *"},
		"days keep the time":         {"Sat, Sun", "", present, "30 21 * * 0,6"},
		"a time keeps the days":      {"", "7 pm", present, "0 19 * * 1,3,5"},
		"days where there was none":  {"weekdays", "", "", "0 20 * * 1-5"},
		"none":                       {"none", "", present, ""},
		"none with a time":           {"none", "20:00", present, ""},
		"none over an expression":    {"none", "", "0 20 */2 * *", ""},
		"both over an expression":    {"Mon", "20:00", "0 20 */2 * *", "0 20 * * 1"},
		"several times keep the day": {"", "8:00, 20:00", present, "0 8,20 * * 1,3,5"},
		"days keep several times":    {"daily", "", "0 8,20 * * 1", "0 8,20 * * *"},
	} {
		got, err := cronFrom(t, c.days, c.clock, c.present)
		if err != nil || got != c.want {
			t.Errorf("%s: got %q, %v, want %q", name, got, err, c.want)
		}
	}
}

// unread is what a rhythm lacks, as the end of the key of the sentence that says so.
type unread string

func (e unread) Error() string { return "not understood: " + string(e) }

func TestARhythmIsNeverGuessed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		days, clock, present string
		want                 string
	}{
		"a time over an expression": {"", "20:00", "0 20 */2 * *", unread("no-days").Error()},
		"days over an expression":   {"Mon", "", "*/15 * * * *", unread("no-times").Error()},
		"a time where was none":     {"", "20:00", "", unread("no-days").Error()},
		"a word that is no day":     {"someday", "", "0 20 * * 1", "not read: unknown"},
		"a word that is no time":    {"", "soon", "0 20 * * 1", "not read: unknown"},
	} {
		got, err := cronFrom(t, c.days, c.clock, c.present)
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: got %q, %v, want %v", name, got, err, c.want)
		}
	}
}

func TestTheShortestIntervalIsSaidInWords(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	for d, want := range map[time.Duration]string{
		time.Minute: "at least a minute between", 30 * time.Minute: "at least 30 minutes between", time.Hour: "at least an hour between",
		90 * time.Minute: "at least 90 minutes between", 24 * time.Hour: "at least 24 hours between", time.Second: "at least a minute between",
	} {
		if got := b.in("").tooOften(d); !strings.Contains(got, want) {
			t.Errorf("%v: got %q, want %q in it", d, got, want)
		}
	}
}

func TestATimeInsideOnesOwnQuietHoursGetsAWarning(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	p := store.Partner{Zone: "Europe/Paris", Quiet: "22:00-08:00"}
	late := time.Date(2026, 11, 23, 22, 0, 0, 0, time.UTC) // 23:00 in Paris
	early := late.Add(-2 * time.Hour)                      // 21:00 in Paris
	if got := b.sayWithinQuiet(reader{me: p, speaker: b.in("")}, []time.Time{early, late}); !strings.Contains(bare(got), "inside your quiet hours") {
		t.Errorf("at 23:00: got %q, want a warning", got)
	}
	if got := b.sayWithinQuiet(reader{me: p, speaker: b.in("")}, []time.Time{early}); got != "" {
		t.Errorf("at 21:00: got %q, want no warning", got)
	}
}

func TestARhythmIsShownWithWhatIsMissingForIt(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	next := now.Add(7 * time.Hour)
	c := coupleOfNames("Ana", "Ben")
	none, paused, pausedUntil := c, c, c
	none.Me.Cron = ""
	paused.Me.PausedAt = now
	pausedUntil.Me.PausedAt, pausedUntil.Me.PausedUntil = now, now.Add(time.Hour)
	paris := store.Partner{Zone: "Europe/Paris"}
	for name, s := range map[string]struct{ got, want string }{
		"set":            {b.sayTimes(reader{me: paris, speaker: b.in("")}, c, []time.Time{next}, false, now), "Your questions come on Monday, Wednesday and Friday at 20:00, Paris time.\n• " + at(next, "F") + " (" + at(next, "R") + ")"},
		"with several":   {b.sayTimes(reader{me: paris, speaker: b.in("")}, c, nil, true, now), "**With Ben**\nYour questions come"},
		"without a zone": {b.sayTimes(reader{speaker: b.in("")}, c, nil, false, now), "Press Set my city"},
		"none":           {b.sayTimes(reader{me: paris, speaker: b.in("")}, none, nil, false, now), "No questions are set for you"},
		"paused":         {b.sayTimes(reader{me: paris, speaker: b.in("")}, paused, nil, false, now), "/resume brings them back"},
		"paused until":   {b.sayTimes(reader{me: paris, speaker: b.in("")}, pausedUntil, []time.Time{next}, false, now), "paused until " + at(now.Add(time.Hour), "F")},
	} {
		if !strings.Contains(bare(s.got), s.want) {
			t.Errorf("%s: got %q, want %q in it", name, s.got, s.want)
		}
	}
}

func TestAPrivateMessageIsReplacedAndALastingOneIsKept(t *testing.T) {
	t.Parallel()
	var fromWelcome, fromPrivate request
	fromWelcome.MessageID = "7"
	fromPrivate.MessageID, fromPrivate.OnPrivate = "7", true
	for name, c := range map[string]struct {
		r      request
		update bool
	}{"a command": {request{}, false}, "a lasting message": {fromWelcome, false}, "a private message": {fromPrivate, true}} {
		got := c.r.privately(scribe(t, Host{}).in("").plain("words"))
		if got.Update != c.update || !got.Message.Private {
			t.Errorf("from %s: got update %v, private %v, want update %v and private", name, got.Update, got.Message.Private, c.update)
		}
	}
}

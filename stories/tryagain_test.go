package stories

import (
	"strings"
	"testing"

	"leanon/config"
)

// Whatever is refused can be tried again with what was typed: anywhere, after a restart,
// and whatever the refusal was.

func TestWhatIsRefusedIsTriedAgainAnywhereAndAfterARestart(t *testing.T) {
	w := newWorld(t, "2026-11-26 19:07 Europe/Berlin")
	ana, _ := w.couple("Ana", "Ben")
	odd := "Mon`*_> # <@1234> [x](y) ~~a~~ ||b|| \\ \"q\""
	ana.runsIn(w.server, "rhythm", "days", odd+" \u202e", "time", "8 pm").reads("> days: ")
	w.restarts()
	ana.presses("Try again").holds("Days", odd).holds("Time of day", "8 pm")
	ana.fills("Days", "Mon", "Time of day", "8 pm").reads("on Monday at 20:00, Berlin time")
}

func TestARhythmThatIsTooOftenOrSaidTwiceIsTriedAgain(t *testing.T) {
	w := newWorld(t, "2026-11-26 19:07 Europe/Berlin")
	ana, _ := w.couple("Ana", "Ben")
	ana.runs("rhythm", "cron", "*/5 * * * *").reads("at least an hour between two questions").presses("Try again").holds("Five fields", "*/5 * * * *")
	ana.runs("rhythm", "days", "Mon", "cron", "0 20 * * 1").reads("Either cron:, or days: and time:").reads("Nothing has changed").presses("Try again").holds("Days", "Mon")
}

func TestWhatIsAskedOfAPauseIsAskedForItsEnd(t *testing.T) {
	w := newWorld(t, "2026-11-26 19:07 Europe/Berlin")
	ana, _ := w.couple("Ana", "Ben")
	ana.runs("pause", "until", "a few days").reads("Until which day?").presses("Try again").holds("Until when", "a few days").
		fills("Until when", "3 days").reads("until " + stamped(readMoment(t, "2026-11-29 00:00 Europe/Berlin")))
	ana.runs("pause", "until", "yesterday").reads("That is past")
	ana.runs("pause", "until", "9").reads("Which time of day do you mean?")
	w.at("22:00")
	ana.presses("Thursday, 26 November 2026, 21:00").reads("That is past").reads("> until: 9").presses("Try again").holds("Until when", "9")
	ana.runs("settings").presses("Quiet hours").fills("From and to, on your own clock", "at night").reads("I understand quiet hours like")
}

func TestAChoiceStandsOnItsButtonAsASentenceBegins(t *testing.T) {
	w := newWorld(t, "2026-11-26 19:07 Europe/Berlin")
	ana, _ := w.couple("Ana", "Ben")
	ana.runs("rhythm", "days", "weekdays", "time", "12").reads("Which time of day do you mean?").presses("Weekdays at 12:00").reads("on weekdays at 12:00")
}

func TestWhoeverHasNamedNoCityReadsByWhichClockTheirPauseEnds(t *testing.T) {
	w := newWorld(t, "2026-11-26 19:07 Europe/Berlin", func(c *config.Config) { c.CheckIn.Zone = "" })
	ana, _ := w.couple("Ana", "Ben")
	ana.runs("pause", "until", "9pm").reads("so I counted by UTC").presses("Set my city").fills("Your city", "Berlin")
	ana.runs("pause", "until", "9pm").reads("until " + stamped(readMoment(t, "2026-11-26 21:00 Europe/Berlin")))
	if strings.Contains(ana.text(), "UTC") {
		t.Errorf("with a city: got\n%s\nwant no word of another clock", ana.text())
	}
}

// holds checks what stands in a field of the form that is open.
func (p *person) holds(label, text string) *person {
	p.w.t.Helper()
	if p.shown.Form == nil {
		p.w.t.Fatalf("%s sees no form; what they see:\n%s", p.name, p.all())
	}
	for _, f := range p.shown.Form.Fields {
		if f.Label == label && f.Value == text {
			return p
		}
	}
	p.w.t.Errorf("%s has the form %+v open, want %q in %q", p.name, *p.shown.Form, text, label)
	return p
}

func TestAQuestionInsideQuietHoursAsksBackWhereverItIsSet(t *testing.T) {
	w := newWorld(t, "2026-11-26 19:07 Europe/Berlin")
	ana, _ := w.couple("Ana", "Ben")
	ana.runs("rhythm", "time", "23:00").reads("That is inside your quiet hours (22:00-08:00). Do you want it so?").
		presses("Quiet hours").fills("From and to, on your own clock", "23:30-8").reads("**Quiet hours:** 23:30-08:00")
	if ana.shows("My days") || strings.Contains(ana.text(), "inside") {
		t.Errorf("outside them: got\n%s\nwant nothing asked", ana.text())
	}
	ana.presses("Quiet hours").fills("From and to, on your own clock", "19:00-23:30").reads("Your question at 23:00 is inside these quiet hours. Do you want it so?").
		presses("My days").fills("Time of day", "18:30").reads("at 18:30, Berlin time")
	if ana.shows("Quiet hours") {
		t.Errorf("outside them: got\n%s\nwant nothing asked", ana.text())
	}
}

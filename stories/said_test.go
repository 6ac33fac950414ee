package stories

import (
	"fmt"
	"strings"
	"testing"
)

func TestWhatIsSaidInOneSentenceIsUnderstood(t *testing.T) {
	w := newWorld(t, "2026-11-25 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	for _, c := range []struct{ field, typed, reads string }{
		{"days", "every Tuesday at 9pm", "on Tuesday at 21:00"},
		{"time", "lun., mer. et ven. à 20h30", "on Monday, Wednesday and Friday at 20:30"},
		{"days", "Mo.–Fr. um 19：00 Uhr", "on weekdays at 19:00"},
		{"days", "every day except Sunday", "at 19:00"},
		{"time", "8 o’clock in the evening", "at 20:00"},
	} {
		ana.runs("rhythm", c.field, c.typed).reads(c.reads)
	}
	monday := readMoment(t, "2026-11-30 18:00 Europe/Paris")
	ana.runs("pause", "until", "until Monday evening").reads(fmt.Sprintf("until <t:%d:F>", monday.Unix()))
}

func TestWhatIsNotTakenIsTriedAgainWithWhatWasTyped(t *testing.T) {
	w := newWorld(t, "2026-11-25 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	ana.runs("rhythm", "days", "every other *Friday*", "time", "20:00").reads("Every other week").reads(`> days: every other \*Friday\*`)
	ana.presses("Try again").fills("Days", "Fridays").reads("on Friday at 20:00")
	ana.runs("rhythm", "days", "Sat", "time", "8").reads("Which time of day do you mean?")
	ana.presses("Saturday at 20:00").reads("on Saturday at 20:00")
	ana.runs("settings").presses("Quiet hours").fills("From and to, on your own clock", "22:00 to 14:00").reads("more than 14 hours")
	ana.presses("Try again").fills("From and to, on your own clock", "19:00 to 9:00").reads("Your question at 20:00 is inside these quiet hours")
	ana.runs("rhythm").reads("inside your quiet hours")
	ana.runs("pause", "until", "8").reads("Which time of day do you mean?")
	ana.presses("Wednesday, 25 November 2026, 20:00").reads("until <t:")
}

func TestAMessageMaySayUntilWhen(t *testing.T) {
	w := newWorld(t, "2026-11-25 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	ana.writes("pause until friday")
	ana.sees("Would you like to pause?")
	ana.presses("Pause until Friday, 27 November 2026")
	ana.sees(fmt.Sprintf("until <t:%d:F>", readMoment(t, "2026-11-27 00:00 Europe/Paris").Unix()))
	ana.runs("resume")
	ana.writes("Pause bitte bis nächsten Freitag")
	ana.sees("Would you like to pause?")
	ana.presses("Pause until Friday, 4 December 2026").sees(fmt.Sprintf("until <t:%d:F>", readMoment(t, "2026-12-04 00:00 Europe/Paris").Unix()))
}

// 5/12 is one day to whoever uses Discord in a language that writes the day first, in a plain
// message as behind /pause.
func TestADateInAPlainMessageIsReadAsTheirDiscordWritesIt(t *testing.T) {
	plainly(t)
	w := newWorld(t, "2026-11-25 12:00 Europe/Paris", hostedAbroad)
	fr, en := w.speaking("Anabel", "fr"), w.speaking("Benedict", "en")
	pairsIn(fr, en)
	fr.writes("pause jusqu’au 5/12")
	asked, until := fr.say("typed.pause"), fr.say("button.pause-until", "moment", "samedi 5 décembre 2026")
	fr.sees(asked)
	if got := fr.buttons(asked); got[0] != until || strings.Contains(strings.Join(got, "|"), "12 mai") {
		t.Errorf("got the buttons %q, want %q first and no 12 May", got, until)
	}
	fr.presses(until)
}

package stories

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// What comes day by day: the question, and what brings it back. 2026-11-23 is a Monday.

func TestAQuestionIsExplainedInACouplesFirstWeekOnly(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	w.at("20:00")
	ana.sees(howTo)
	w.until(readMoment(t, "2026-11-29 12:00 Europe/Paris"))
	ana.asked(3)
	if n := ana.count(howTo); n != 3 {
		t.Errorf("%d questions of the first week are explained, want 3", n)
	}
	w.until(readMoment(t, "2026-11-30 20:00 Europe/Paris"))
	ana.asked(4)
	ben.asked(4)
	if n := ana.count(howTo); n != 3 {
		t.Errorf("%d questions are explained, want those of the first week", n)
	}
	ana.presses("Nothing today").runs("checkin").reads("Nothing is open today.")
	w.until(readMoment(t, "2026-12-02 12:00 Europe/Paris"))
	ana.runs("checkin")
	if got := ana.text(); got == "" || got != question(ana) {
		t.Errorf("after the first week Anabel reads %q, want the question alone", got)
	}
}

// backAt checks that the question comes back at a moment, as the reply said, and not a
// minute sooner; never a second time.
func (p *person) backAt(moment string) {
	p.w.t.Helper()
	at := readMoment(p.w.t, moment)
	p.reads("I'll bring it back once: " + stamped(at))
	before := p.questions()
	p.w.until(at.Add(-time.Minute))
	p.asked(before)
	p.w.until(at)
	p.asked(before + 1)
	if slices.Contains(p.buttons(question(p)), "Later") {
		p.w.t.Error("Later is offered a second time")
	}
}

func TestLaterComesBackTheSameEvening(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	w.at("20:05")
	ana.presses("Later").backAt("2026-11-23 21:45 Europe/Paris")
	w.until(readMoment(t, "2026-11-25 19:59 Europe/Paris"))
	ana.asked(2)
	ben.asked(1)
}

func TestLaterComesBackTwoHoursOn(t *testing.T) {
	w := newWorld(t, "2026-11-23 17:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	ana.runs("rhythm", "days", "daily", "time", "18:00")
	w.at("18:17")
	old := ana.spies("Later")
	ana.presses("Later").backAt("2026-11-23 20:17 Europe/Paris")
	ana.pressesOld(old).reads("I don't bring this one back again.")
	w.at("17:59")
	ana.asked(2)
}

func TestLaterWaitsForTheMorningWhereTheNightIsNear(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	w.at("21:16")
	ana.presses("Later").backAt("2026-11-24 08:00 Europe/Paris")
}

func TestLaterNeverComesAfterTheNextQuestion(t *testing.T) {
	w := newWorld(t, "2026-11-23 08:30 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	ana.runs("rhythm", "cron", "0 9,20 * * *")
	w.at("20:00")
	w.at("19:00")
	w.at("19:30") // the morning's is still open, and the evening's comes at eight
	ana.presses("Later").reads("I don't bring this one back again.")
	before := ana.questions()
	w.at("20:00")
	ana.asked(before + 1)
	w.at("08:59")
	ana.asked(before + 1)
}

func TestTheReminderComesTheSameEveningAndLaterTakesItsPlace(t *testing.T) {
	t.Parallel()
	for name, minute := range map[string]string{"no Later": "", "Later at once": "20:00", "Later": "20:23", "Later at last": "21:14"} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
			ana, ben := w.couple("Anabel", "Benedict")
			ana.runs("settings").presses("More").chooses("One reminder", "Reminder: on")
			w.at("20:00")
			if minute != "" {
				w.until(readMoment(t, "2026-11-23 "+minute+" Europe/Paris"))
				ana.presses("Later").reads(stamped(readMoment(t, "2026-11-23 21:45 Europe/Paris")))
			}
			w.at("21:44")
			ana.asked(1)
			w.at("21:45")
			ana.asked(2)
			w.until(readMoment(t, "2026-11-25 19:59 Europe/Paris"))
			ana.asked(2)
			ben.asked(1)
		})
	}
}

func TestHelpNamesWhomToCallWhereSomebodyLives(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Asia/Tokyo")
	ana, _ := w.couple("Anabel", "Benedict")
	bia := &person{w: w, name: "Beatriz1", Person: w.discord.AddPersonIn("Beatriz1", "pt-BR")}
	w.server.Join(bia.Person)
	w.all, w.names = append(w.all, bia), append(w.names, "Beatriz1")
	const everywhere = "• In danger now: call your local emergency number.\n• A helpline near you, in most countries: https://findahelpline.com\n" +
		"If somebody looks at this phone, use another one to call or search.\nPress *Dismiss message* to remove this one."
	ana.runs("help").reads("**Four commands worth knowing**\n• /need: ").reads("• Type / to see the others, such as /card").reads("• **United States:** Emergency 911").reads(everywhere) // her Discord is American
	ana.runs("rhythm", "zone", "Europe/Paris").presses("Help").reads("• **France:** Urgences 112 · Violences Femmes Info 3919 · France Victimes 116 006 · Prévention du suicide 3114\n" + everywhere)
	if strings.Contains(ana.text(), "911") {
		t.Errorf("in Paris she reads of America:\n%s", ana.text())
	}
	bia.runs("help").reads("• **Brasil:** Polícia 190 · Central de Atendimento à Mulher 180 · CVV 188\n").reads("https://findahelpline.com") // all of it in her language
}

func TestAQuestionNamesNobodyToWhoeverWantsNoName(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	w.pair(ana, w.people("Cleopatra")[0])
	w.at("20:00")
	ana.asked(2).sees("For you and Benedict:").sees("For you and Cleopatra:")
	ana.runs("settings").chooses("How notes arrive", "Notes: without the name")
	w.until(readMoment(t, "2026-11-25 20:00 Europe/Paris"))
	ana.asked(4)
	for _, name := range []string{"Benedict", "Cleopatra"} {
		if n := ana.count("For you and " + name); n != 1 {
			t.Errorf("%d questions name %s, want Monday's only", n, name)
		}
	}
}

func TestWordsForAQuestionThatWasDoneWithMeanwhileAreKept(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:59 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	w.at("20:00")
	ana.presses("Answer")
	form := ana.shown.Form
	ana.presses("Nothing today").sees("That question is done.") // on her other device
	ana.shown.Form = form
	ana.fills("In your words", "I wrote this for a while")
	ana.sees("Benedict would see this:").sees("> I wrote this for a while")
	ben.neverSaw("for a while")
}

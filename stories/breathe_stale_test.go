package stories

import (
	"testing"
	"time"
)

// What a breath must not become by old buttons and by a calendar that is turned back.

func TestTheQuestionAboutAnEarlierBreathDecidesNothingAboutOneThatLasts(t *testing.T) {
	for _, label := range []string{"Leave it", "I'm back: tell Benedict"} {
		t.Run(label, func(t *testing.T) {
			w := newWorld(t, "2026-11-24 10:00 Europe/Paris")
			ana, ben := w.couple("Anabel", "Benedict")
			ana.breathes("20 minutes")
			w.passes(30 * time.Minute)
			yesterdays := ana.sees("It is the time you named.").spies(label)
			w.passes(24 * time.Hour)
			ana.breathes("1 hour")
			ana.pressesOld(yesterdays).reads("That pause is over.")
			w.passes(2 * time.Hour)
			ana.sees("It is the time you named.").offers("It is the time you named.", "I'm back: tell Benedict", "I need longer", "Leave it", "Help")
			ben.neverSaw("Anabel is here again")
		})
	}
}

// Somebody who names city after city, so that it is another date each time, sends no more
// breaths than one a date.
func TestMisuseOfABreathByNamingOtherCities(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("rhythm", "zone", "Pacific/Kiritimati") // tomorrow already
	ana.breathes("20 minutes")
	for _, zone := range []string{"Europe/Paris", "Pacific/Honolulu", "Pacific/Kiritimati"} {
		w.passes(30 * time.Minute)
		ana.runs("rhythm", "zone", zone)
		ana.runs("breathe").reads("You have paused today already. /pause is always there.")
	}
	ben.once("needs a breath")
	ana.runs("rhythm", "zone", "Europe/Paris")
	w.until(readMoment(t, "2026-11-26 00:01 Europe/Paris"))
	ana.breathes("20 minutes")
}

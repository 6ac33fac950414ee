package stories

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// What somebody might make of a breath, and what stands in the way.

func TestMisuseOfABreathToSilence(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := daily(w)
	// He takes the longest one there is, and one more at its end, day after day.
	ben.runs("breathe").presses("Own time").fills("I am back at", "24 hours").presses("Send").reads("Sent.")
	ana.sees("Benedict needs a breath")
	// What is written to her comes, from him as well; only what goes to him waits.
	ben.asks("He may write to her", "Anabel")
	ana.sees("A note from Benedict is waiting").answers("I hear you")
	ana.asks("She may write to him", "Benedict").reads("Sent. It waits for a good moment.")
	ben.neverSaw("A note from Anabel is waiting")
	// She ends it for herself, and has her questions; he is not told.
	seen := len(ben.fromBot())
	ana.presses("End it for me").reads("It is over for you, and nobody is told.")
	w.at("20:00")
	ana.asked(1)
	ben.asked(0)
	if got := len(ben.fromBot()); got != seen {
		t.Errorf("Benedict got %d messages of what Anabel ended:\n%s", got-seen, ben.all())
	}
	// A second one on the day is refused, and so is one while the first lasts.
	ben.runs("breathe").reads("You have paused today already.")
	w.at("11:00")
	ben.runs("breathe").reads("Your pause goes on until").reads("/pause is always there.")
	w.at("12:00")
	ben.sees("A note from Anabel is waiting") // after a day at most
	ben.presses("I need longer").presses("Own time").fills("I am back at", "30 hours").reads("more than 24 hours away")
}

func TestMisuseOfABreathAsAnOrderToBeBack(t *testing.T) {
	w := newWorld(t, "2026-11-23 18:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("breathe").presses("Own time")
	if got := len(ana.shown.Form.Fields); got != 1 {
		t.Errorf("the form has %d fields, want one for the time", got)
	}
	// No words of hers go along, whatever she types there.
	ana.fills("I am back at", "be back at eight!").reads("I'm not sure which time you mean")
	ana.presses("Try again").fills("I am back at", "20:00").presses("Send").reads("Sent.")
	line, _ := ben.newest("needs a breath")
	if strings.Contains(line, "be back") || !strings.HasSuffix(line, "You need not do anything until then. You may come back later than that.") {
		t.Errorf("Benedict reads %q, want a time that asks nothing of him", line)
	}
	w.at("20:00")
	seen := len(ben.fromBot())
	ana.sees("It is the time you named.")
	w.at("21:30") // nothing calls him back
	for _, m := range ben.fromBot()[seen:] {
		if !isQuestion(m) {
			t.Errorf("after the time that Anabel named Benedict gets %q, want nothing but his own question", m.Content)
		}
	}
	ben.neverSaw("It is the time").neverSaw("here again.")
}

func TestMisuseOfABreathAsAnAlarm(t *testing.T) {
	lines := map[string]bool{}
	for name, before := range map[string]func(ana, ben *person){
		"out of the blue": func(ana, ben *person) {},
		"after words of anger": func(ana, ben *person) {
			ana.runs("need", "text", "You never listen and I am furious").presses("Discard")
		},
		"after a no": func(ana, ben *person) {
			ana.asks("A walk with you", "Benedict")
			ben.answers("I can't, and I hear you")
		},
		"after words that sound serious": func(ana, ben *person) {
			ana.runs("need", "text", "I am scared of you").presses("Send to Benedict").presses("Keep private")
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := openWorld(t, "2026-11-23 18:00 Europe/Paris", nil)
			ana, ben := w.couple("Anabel", "Benedict")
			before(ana, ben)
			offered := ana.count("breath")
			if offered > 0 {
				t.Errorf("a breath was offered because of words:\n%s", ana.all())
			}
			ana.breathes("1 hour")
			ben.sees("needs a breath")
			line, _ := ben.newest("needs a breath")
			lines[line] = true
		})
	}
	if len(lines) != 1 {
		t.Errorf("Benedict reads %d lines, want always the same: %v", len(lines), lines)
	}
}

func TestWhoeverIsAfraidFindsHelpAndAPauseThatIsNotSeen(t *testing.T) {
	w := newWorld(t, "2026-11-23 18:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("breathe").reads("Send it only if it is safe that Benedict reads it now; /pause gives you quiet without telling anybody.")
	for _, press := range []string{"1 hour", "Send"} {
		if !ana.shows("Help") {
			t.Fatalf("before %s there is no Help", press)
		}
		ana.presses(press)
	}
	if got := ana.buttons("Sent."); !slices.Contains(got, "Help") {
		t.Errorf("once it is sent there is %q, want Help", got)
	}
	ben.sees("needs a breath")
	if got := ben.buttons("needs a breath"); !slices.Contains(got, "Help") {
		t.Errorf("Benedict's copy has %q, want Help", got)
	}
	ben.presses("Help")
	w.passes(time.Hour)
	if got := ana.buttons("It is the time you named."); !slices.Contains(got, "Help") {
		t.Errorf("at its end there is %q, want Help", got)
	}
}

package stories

import (
	"strings"
	"sync"
	"testing"
	"time"
)

// To keep things for fewer days deletes what is older, for both. So it is asked about
// first, with what would go, and counts a day later.

// thinksOfKeeping chooses for how long things are kept, and is asked whether to.
func (p *person) thinksOfKeeping(option string) *person {
	p.w.t.Helper()
	return p.runs("settings").presses("More").chooses("How long it is kept", option).reads("only?")
}

// keepsLess chooses to keep things for fewer days, which counts a day later.
func (p *person) keepsLess(option string) *person {
	p.w.t.Helper()
	return p.thinksOfKeeping(option).presses("Keep it shorter").reads("**From")
}

// lacks fails if the newest thing that the person sees holds some words.
func (p *person) lacks(words string) *person {
	p.w.t.Helper()
	if got := p.text(); strings.Contains(got, words) {
		p.w.t.Errorf("%s reads %q in %q", p.name, words, got)
	}
	return p
}

func TestKeepingThingsForFewerDaysSaysFirstWhatGoesAndWaitsADay(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := exchanged(w)
	w.passes(20 * 24 * time.Hour)
	ana.thinksOfKeeping("Keep for 7 days").reads("**Keep things for 7 days only?**").reads("• 1 note you kept private\n• 2 shared notes, with what was said to them").reads("can notice")
	ana.presses("Leave it as it is").reads("**Kept:** for 90 days.").lacks("**From")
	ana.keepsLess("Keep for 7 days").reads("**Kept:** for 90 days.").reads("it stays for 7 days only")
	ana.runs("privacy").presses("How it ends").reads("It stays for 90 days").reads("it stays for 7 days only")
	ana.runs("privacy").presses("Export my data").presses("Without what I kept").sees("This is what I keep about you")
	if _, page, _ := ana.exported(); !strings.Contains(page, "From Mon 14 December 2026, 13:00 CET on: 7 days") {
		t.Error("the file does not say that things stay for seven days only from tomorrow on")
	}
	w.passes(23 * time.Hour)
	ana.runs("history").reads("The voice, with pleasure")
	ana.runs("settings").presses("More").presses("Keep as long as before").reads("**Kept:** for 90 days.").lacks("**From")
	w.passes(3 * 24 * time.Hour)
	ben.runs("history").reads("The voice, with pleasure")
	ana.runs("needs").presses("What I kept").reads("Anabel keeps this")

	before := len(ben.Messages())
	ana.keepsLess("Keep for 7 days")
	w.passes(26 * time.Hour)
	if n := len(ben.Messages()); n != before {
		t.Errorf("Benedict got %d messages about it, want none", n-before)
	}
	ana.runs("settings").presses("More").reads("**Kept:** for 7 days.").lacks("**From")
	for _, p := range []*person{ana, ben} {
		p.runs("history").reads("shared nothing yet")
	}
	ben.runs("needs").presses("What I kept").reads("Benedict keeps this")
	ana.runs("settings").presses("More").chooses("How long it is kept", "Keep for 30 days").reads("**Kept:** for 30 days.") // longer counts at once
}

func TestAnOldQuestionAboutKeepingLessChangesNothingThatIsStricter(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	old := ana.thinksOfKeeping("Keep for 30 days").spies("Keep it shorter")
	ana.keepsLess("Keep for 7 days")
	w.passes(25 * time.Hour)
	ana.pressesOld(old).reads("**Kept:** for 7 days.").lacks("**From")
}

func TestWhatKeepingLessWouldDeleteTellsNothingOfTheOther(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	asked := map[string]string{}
	t.Run("lives", func(t *testing.T) {
		for _, name := range []string{"ignores everything", "keeps it private", "leaves a draft", "has nothing to say", "opens the note", "pauses, untold", "pauses early, untold", "writes and wonders", "thinks of keeping less"} {
			t.Run(name, func(t *testing.T) {
				way := waysToLive()[name]
				w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
				ana, ben := w.couple("Anabel", "Benedict")
				ben.runs("need", "text", "I would like a walk").presses("Send to Anabel")
				w.passes(time.Hour)
				way.before(ana)
				w.at("20:00")
				if ana.has(howTo) {
					way.after(ana)
				}
				w.passes(10 * 24 * time.Hour)
				text := ben.thinksOfKeeping("Keep for 7 days").reads("1 shared note").text()
				mu.Lock()
				defer mu.Unlock()
				asked[name] = text
			})
		}
	})
	for name, got := range asked {
		if want := asked["ignores everything"]; got != want {
			t.Errorf("when Anabel %s, Benedict is asked %q, want %q", name, got, want)
		}
	}
}

package stories

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// Seasons of life over months, as the two live through them.
// seasonOf returns the pack of the library that has a question, the weekly one too; "" if none has.
// seasonOf returns the pack of the library that has a question, "" if none has.
func seasonOf(t *testing.T, question string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "library", "packs", "*.yaml"))
	if err != nil || len(files) != 5 {
		t.Fatalf("packs: %q, %v", files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^  text: "?(.*?)"?$`).FindAllStringSubmatch(string(text), -1) {
			if strings.Contains(question, m[1]) {
				return strings.TrimSuffix(filepath.Base(file), ".yaml")
			}
		}
	}
	return ""
}

// livesOn lets days pass, on which both answer nothing to each question and keep what they
// agreed to, and returns the seasons of the questions that came.
func (w *world) livesOn(days int, both ...*person) (packs []string) {
	w.t.Helper()
	for range days {
		w.untilNoonOf(w.clock.Now().Add(24 * time.Hour).Format("2006-01-02"))
		var asked []string
		for _, p := range both {
			for p.open("Nothing today") {
				asked = append(asked, question(p))
				p.presses("Nothing today")
			}
			for p.open("Change") {
				p.presses("Keep")
			}
		}
		if len(asked) > 1 && asked[0] != asked[1] {
			w.t.Fatalf("on the day before %v the two are asked %q", w.clock.Now(), asked)
		}
		for _, q := range asked {
			if pack := seasonOf(w.t, q); pack != "" && !slices.Contains(packs, pack) {
				packs = append(packs, pack)
			}
		}
	}
	slices.Sort(packs)
	return packs
}

// open says whether a message of the bot has a button.
func (p *person) open(label string) bool {
	for _, m := range p.fromBot() {
		for _, row := range m.Components {
			for _, c := range row {
				if c.Label == label {
					return true
				}
			}
		}
	}
	return false
}

func TestQuestionsOfASeasonComeOnceBothHaveItOnAndStopWhenOneTurnsItOff(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.turns("A loss", "Turn it on").turns("Living apart", "Turn it on")
	if got := w.livesOn(21, ana, ben); got != nil {
		t.Errorf("while only one has them on: got questions of %q, want none", got)
	}
	ben.turns("A loss", "Turn it on")
	if got := w.livesOn(21, ana, ben); !slices.Equal(got, []string{"loss"}) {
		t.Errorf("once both have one on: got questions of %q, want those of a loss", got)
	}
	w.restarts()
	ben.turns("A loss", "Turn it off")
	w.livesOn(1, ana, ben) // today's may be chosen already
	if got := w.livesOn(21, ana, ben); got != nil {
		t.Errorf("after one turned it off: got questions of %q, want none", got)
	}
	ana.runs("settings").presses("More").presses("More").reads("• A loss, until")
}

const endsSoon = "Something that you turned on in /settings ends on"

func TestASeasonAsksItsChooserOnceBeforeItEndsAndThenEndsInSilence(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	for _, p := range []*person{ana, ben} {
		p.turns("Living apart", "Turn it on")
	}
	w.livesOn(160, ana, ben)
	if n := ana.count(endsSoon); n != 0 {
		t.Errorf("after 160 days Anabel was asked %d times", n)
	}
	w.until(w.clock.Now().Add(30 * time.Hour))
	for !ana.has(endsSoon) {
		w.livesOnQuietly(ana, ben)
	}
	for _, p := range []*person{ana, ben} {
		if got := p.buttons(endsSoon); !slices.Contains(got, "Look at it") {
			t.Errorf("%s can press %q, want to look at it", p.name, got)
		}
		message, _ := p.newest(endsSoon)
		if rest := strings.Replace(message, question(p), "", 1); strings.Contains(rest, "apart") {
			t.Errorf("%s reads which season it is: %q", p.name, rest)
		}
	}
	ana.presses("Look at it").reads("**Living apart**").presses("Keep it on").reads("For you it is **on** until")
	w.livesOn(30, ana, ben)
	ana.runs("settings").presses("More").presses("More").reads("• Living apart, until")
	ben.runs("settings").presses("More").presses("More").reads("none is on")
	if got := w.livesOn(30, ana, ben); got != nil {
		t.Errorf("after one let it end: got questions of %q, want none", got)
	}
	for _, p := range []*person{ana, ben} {
		if n := p.count(endsSoon); n > 1 {
			t.Errorf("%s was asked %d times, want once", p.name, n)
		}
	}
}

// livesOnQuietly lets a day pass on which both press nothing but whether they still agree.
func (w *world) livesOnQuietly(both ...*person) {
	w.t.Helper()
	w.until(w.clock.Now().Add(24 * time.Hour))
	for _, p := range both {
		for p.open("Change") {
			p.presses("Keep")
		}
	}
}

// Somebody turns on whatever there is, to find out what the other chose, and tries to turn
// it on for them.
func TestMisuseOfASeasonToForceOrToFindOut(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.turns("A loss", "Turn it on")
	turnsOff := ana.spies("Turn it off")
	for _, season := range []string{"A new baby", "Living apart", "Festive days"} {
		ben.turns(season, "Turn it on")
	}
	if got := w.livesOn(28, ana, ben); got != nil {
		t.Errorf("although the two have none in common: got questions of %q", got)
	}
	for _, season := range []string{"A new baby", "Living apart", "Festive days"} {
		ana.season(season).reads("For you it is **off**.")
	}
	ben.season("A loss").reads("For you it is **off**.").reads("when one comes, you both know")
	ben.pressesOld(spied{ben.spies("Turn it on").on, turnsOff.id}) // hers, as a forged press
	ana.season("A loss").reads("For you it is **on** until")
	eve := w.people("Evelina")[0]
	eve.runs("settings").pressesOld(spied{eve.spies("More").on, turnsOff.id})
	ana.season("A loss").reads("For you it is **on** until")
	eve.runs("settings").presses("More").presses("More").reads("you can choose one once you are in a couple")
	for _, m := range ben.fromBot() {
		if text := strings.ToLower(m.Content); !m.Ephemeral && (strings.Contains(text, "loss") || strings.Contains(text, "season")) {
			t.Errorf("a message to Benedict says:\n%s", m.Content)
		}
	}
}

package stories

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// Ten weeks of a couple of whom one rarely writes. Each Sunday brings both something that is
// theirs: what was shared, or their own words, and a question that they did not have lately.
func TestTenWeeksWithSomebodyWhoRarelyWritesBringBothSomethingEachWeek(t *testing.T) {
	w := newWorld(t, "2026-09-21 12:00 Europe/Paris", weekly)
	ana, ben := w.couple("Anabel", "Benedict")
	sunday := readMoment(t, "2026-09-27 18:00 Europe/Paris")
	kinds := []string{"A reply", "Comfort", "Play", "Rest", "Time together"}
	asked := map[string]int{}
	for week := range 10 {
		words := fmt.Sprintf("What she would like in week %d", week)
		ana.runs("need").fills("In your words", words, "Kind of need", kinds[week%5]).presses("Send to Benedict")
		w.passes(time.Minute)
		switch week % 3 {
		case 0:
			ben.sees("waiting").answers("Yes", "Tomorrow")
		case 1: // he says nothing
			ana.runs("need", "text", fmt.Sprintf("What she keeps in week %d", week)).presses("Keep private")
		case 2:
			ben.runs("need", "thanks", fmt.Sprintf("What she did in week %d", week)).presses("Send to Anabel")
		}
		w.until(sunday)
		for _, p := range []*person{ana, ben} {
			if _, _, agrees := p.finds("Keep"); agrees { // whether they still agree
				p.presses("Keep")
			}
			p.sees("No rush.").presses(weekOpen).reads("Kinds of need that were spoken about: " + kinds[week%5] + ".").lacks("quiet week")
			question := questionText.FindString(strings.SplitN(p.text(), "\n", 2)[1])
			if asked[question] == week+1 || question == "" {
				continue
			}
			if last, again := asked[question], asked[question] != 0; again && week+1-last < 9 {
				t.Errorf("in week %d %s is asked %s, as in week %d", week+1, p.name, question, last)
			}
			asked[question] = week + 1
		}
		if ana.reads("Your week"); week%3 == 0 {
			ana.reads("Asked and answered:\n> " + words)
			ben.reads("Asked and answered:\n> " + words)
		}
		ana.presses("What I wrote").reads(words)
		sunday = sunday.AddDate(0, 0, 7)
	}
	if n := ana.count("Your week with Benedict") + ben.count("Your week with Anabel"); n != 20 {
		t.Errorf("in ten weeks %d notes came, want one to each a week", n)
	}
}

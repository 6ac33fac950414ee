package stories

import (
	"strings"
	"testing"
	"time"
)

// A whole conversation of texts that are as long as they can be and hard to show, between
// two people of hard names: each message of it fits Discord, whoever reads it.

func TestAWholeConversationOfLongOddTextIsShown(t *testing.T) {
	t.Parallel()
	for name, odd := range map[string]struct{ text, notes string }{
		"many short lines":        {"a\n", "Notes: full text"},
		"masked links":            {"[x](https://a.bc/) ", "Notes: with the name"},
		"isolates and overrides":  {"\u2067א\u202e\n", "Notes: without the name"},
		"fences left open":        {"```\n", "Notes: full text"},
		"families and code marks": {"👩‍👩‍👧‍👦*_~`|>", "Notes: with the name"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
			ana, ben := w.couple(strings.Repeat("👨‍👩‍👧‍👦", 4), strings.Repeat("*_", 16))
			for _, p := range []*person{ana, ben} {
				p.runs("settings").chooses("How notes arrive", odd.notes)
			}
			long := func(n int) string { return string([]rune(strings.Repeat(odd.text, n))[:n-1]) + "x" }
			ana.runs("need").fills("In your words", long(1500), "Would you ...?", strings.ReplaceAll(long(200), "\n", " "))
			ana.presses("Send to " + ben.name)
			ben.opensIfClosed("Open note").presses("I hear you").presses("Say what I heard").fills("What I heard is ...", long(300))
			ana.opensIfClosed("Open answer").opensIfClosed("Open answer")
			ana.presses("Not quite").fills("A line of your own (optional)", long(300))
			ben.presses("Yes").presses("Own words").fills("When?", long(100))
			ben.presses("In my own words").fills("In your words", long(1500))
			w.passes(26 * time.Hour)
			ana.sees(feelsUnderstood).presses("Show it").presses("Yes").presses("Say thank you").fills("What did it mean to you?", long(300))
			ben.opensIfClosed("Open thank-you")
			ana.presses("Withdraw").presses("Take it back")
			for _, p := range []*person{ana, ben} {
				p.runs("history")
				for more := true; more; _, _, more = p.finds("Older") {
					if _, _, ok := p.finds("Older"); ok {
						p.presses("Older")
					}
				}
				p.writes(long(3999))
			}
			w.settle()
			if log := w.log.String(); strings.Contains(log, `"level":"ERROR"`) || strings.Contains(log, `"level":"WARN"`) {
				t.Error("the log has a warning or an error")
			}
		})
	}
}

// opensIfClosed presses a button that opens something, if there is one.
func (p *person) opensIfClosed(label string) *person {
	p.w.t.Helper()
	if _, _, ok := p.finds(label); ok {
		p.presses(label)
	}
	return p
}

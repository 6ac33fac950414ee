package stories

import (
	"strings"
	"testing"
)

// Seasons of life: each partner turns one on for themselves, and its questions come once
// both did.

// season opens the page of a season in /settings.
func (p *person) season(called string) *person {
	p.w.t.Helper()
	return p.runs("settings").presses("More").presses("More").chooses("Seasons of life", called)
}

// turns turns a season on or off.
func (p *person) turns(called, button string) *person {
	p.w.t.Helper()
	return p.season(called).presses(button)
}

func TestASeasonIsChosenByEachAloneAndShownToNobodyElse(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("settings").presses("More").presses("More").reads("**Seasons of life:** none is on.").reads("doesn't see yours")
	ana.season("A loss").
		reads("look for no bright side").reads("none asks what went well").
		reads("They come only while both of you have it on").reads("So when one comes, you both know.").
		reads("ends by itself after six months").reads("For you it is **off**.").
		presses("Turn it on").reads("For you it is **on** until")
	before := ben.text()
	ben.season("A loss").reads("For you it is **off**.").presses("Back").reads("**Seasons of life:** none is on.")
	if strings.Contains(before, "season") {
		t.Errorf("Benedict reads %q, want nothing of it", before)
	}
	ana.presses("Back").reads("**Seasons of life** that are on for you:\n• A loss, until").presses("Back").reads("**Reminder of a question:**")
	ana.turns("A loss", "Turn it off").reads("For you it is **off**.").reads("The next one is none of these.")
	ana.runs("settings").presses("More").presses("More").reads("none is on")
}

func TestASeasonIsOnWithOnePartnerOfSeveral(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	cleo := w.people("Cleopatra")[0]
	w.pair(ana, cleo)
	ana.season("Living apart").reads("**Living apart:** with which partner?").chooses("With whom", "Cleopatra").
		reads("**Living apart**, with Cleopatra").presses("Turn it on").presses("Back").reads("• Living apart, with Cleopatra, until")
	ana.season("Living apart").chooses("With whom", "Benedict").reads("For you it is **off**.")
	ben.season("Living apart").reads("For you it is **off**.")
	cleo.season("Living apart").reads("For you it is **off**.")
}

package stories

import (
	"slices"
	"strings"
	"testing"

	"leanon/playground"
)

// Commands that somebody types where people are among themselves: in a group message, and
// in the chat with somebody who is not their partner.

// everyCommand are the commands that need no option.
var everyCommand = []string{"breathe", "card", "checkin", "help", "hide", "history", "need", "needs", "pause", "resume", "privacy", "question", "rhythm", "settings", "week", "leave"}

// alone fails the test unless what a person reads is for them alone.
func (p *person) alone(what string) {
	p.w.t.Helper()
	if p.shown.Deferred || p.shown.Form == nil && (p.shown.Message == nil || !p.shown.Message.Ephemeral) {
		p.w.t.Errorf("%s: %s gets %+v, want words for them alone", what, p.name, p.shown)
	}
}

// pressesAll presses each button and uses each select of what a person just read.
func (p *person) pressesAll(what string) {
	p.w.t.Helper()
	if p.shown.Message == nil {
		return
	}
	on := *p.shown.Message
	for _, c := range slices.Concat(on.Components...) {
		if c.CustomID == "" || strings.HasPrefix(c.CustomID, "leave") || strings.HasPrefix(c.CustomID, "forget") {
			continue
		}
		ctx, cancel := p.ctx()
		if len(c.Options) > 0 {
			_, _ = p.Choose(ctx, on, c.CustomID, c.Options[0].Value)
		} else {
			_, _ = p.PressStale(ctx, on, c.CustomID)
		}
		cancel()
	}
}

func TestWhatIsTypedAmongOthersIsForNobodyElse(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	dana := w.people("Dana")[0]
	ana.asks("Words of Anabel's", "Benedict")
	cleo := &person{w: w, name: "Cleopatra", Person: w.discord.AddPerson("Cleopatra")}
	places := map[string]*playground.Channel{
		"in a group":         w.discord.Between(ana.Person, ben.Person, cleo.Person, dana.Person),
		"beside a friend":    w.discord.Between(ana.Person, cleo.Person),
		"beside the partner": w.discord.Between(ana.Person, ben.Person),
		"of two strangers":   w.discord.Between(cleo.Person, dana.Person),
	}
	for where, place := range places {
		for _, p := range []*person{ana, cleo} {
			if where == "beside the partner" && p == cleo || where == "of two strangers" && p == ana {
				continue
			}
			p.Install(true)
			for _, command := range everyCommand {
				p.in(place).runs(command)
				p.alone("/" + command + " " + where)
				p.pressesAll("/" + command)
			}
			p.in(place).runs("need", "text", "Quietly, from "+p.name)
			p.alone("/need " + where)
			p.in(place).runs("help")
			for _, other := range []*person{ana, ben, cleo, dana} {
				if other == p {
					continue
				}
				if seen := shared(other.in(place)); len(seen) > 0 {
					t.Errorf("%s, where %s types: %s sees %q", where, p.name, other.name, seen)
				}
				other.in(nil)
			}
			p.in(nil)
		}
	}
	w.settle()
}

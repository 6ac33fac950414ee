package bot

import (
	"slices"
	"strings"
	"testing"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// breathes goes through a breath of Anabel's, of which Benedict reads without the name.
func (g *stage) breathes() {
	g.Helper()
	g.command(benedict, "settings")
	g.uses(benedict, "set-notes", string(store.Nameless))
	g.command(anabel, "breathe")
	for _, name := range []string{"breathe-minutes", "breathe-tonight", "breathe-tomorrow"} { // whatever her evening is
		for _, o := range slices.Backward(g.offers) {
			if o.to == anabel && o.name == "breathe-minutes" {
				o.id = strings.Replace(o.id, "breathe-minutes", name, 1)
				g.offered(o)
				break
			}
		}
	}
	g.uses(anabel, "breathe-own")
	form := slices.IndexFunc(g.offers, func(o offer) bool { return o.name == "set-breath" })
	g.does(anabel, talk.Request{Kind: talk.Submit, CustomID: g.offers[form].id, Fields: map[string]string{"until": "at 11"}, OnPrivate: true, MessageID: "600000"})
	g.uses(anabel, "try-again")
	g.command(anabel, "breathe")
	g.uses(anabel, "cancel-breath")
	g.command(anabel, "breathe")
	g.uses(anabel, "breathe-hour")
	g.uses(anabel, "send-breath")
	g.uses(benedict, "open-breath")
	g.uses(benedict, "end-breath")
	g.passes(2 * time.Hour)
	g.uses(anabel, "breath-longer")
	g.uses(anabel, "cancel-breath")
	g.uses(anabel, "breath-longer")
	g.uses(anabel, "breathe-hour")
	g.uses(anabel, "send-breath")
	g.passes(2 * time.Hour)
	g.uses(anabel, "breath-back")
	g.command(benedict, "settings")
	g.uses(benedict, "set-notes", string(store.Discreet))
}

func TestMessagesAboutABreathFit(t *testing.T) {
	t.Parallel()
	b := scribe(t, longHost())
	several := make([]store.Couple, 30)
	for i := range several {
		several[i] = coupleOfNames(longName, longName)
		several[i].ID = bigID - store.ID(i)
	}
	rd := b.reader(store.Partner{Zone: "America/Argentina/ComodRivadavia"}, several)
	nameless := rd
	nameless.me.Notes = store.Nameless
	c := several[29]
	r := request{reader: rd, now: time.Unix(1e10, 0)}
	for name, m := range map[string]talk.Message{
		"offer":            b.breathTimes(r, c, takes, rd.say("breath.offer", "name", rd.name(c))),
		"longer":           b.breathTimes(r, c, longer, rd.say("breath.how-much-longer", "name", rd.name(c))),
		"preview":          b.breathPreview(r, c, takes, r.now),
		"line":             rd.openedBreath(c),
		"line, nameless":   rd.breathMessage(c, rd.say("breath.told-nameless", "date", at(r.now, "F")), rd.press("open-breath", talk.Primary, c.ID)),
		"at its end":       rd.breathTime(c),
		"at its end, bare": nameless.breathTime(c),
		"sent":             {Text: rd.say("breath.sent", "name", rd.name(c), "date", at(r.now, "F"))},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fitsDiscord(t, m)
		})
	}
}

package bot

import "leanon/store"

// writesCard fills in the card of a person in a couple.
func (g *stage) writesCard(person string, c store.Couple, words string) {
	g.Helper()
	g.command(person, "card", "partner", c.ID.String())
	g.uses(person, "card-write")
	g.uses(person, "write-card", words)
}

// showsCards goes through all that can be done with a card. Anabel has two partners by now.
func (g *stage) showsCards(couples []store.Couple) {
	g.Helper()
	with := couples[0]
	g.writesCard(anabel, with, "Secret card")
	g.uses(anabel, "card-keep")
	g.uses(anabel, "card-show-it")
	g.uses(anabel, "card-hide")
	g.writesCard(anabel, with, "Secret second card")
	g.uses(anabel, "card-edit")
	g.uses(anabel, "card-discard")
	g.writesCard(anabel, with, "Secret third card, and I want to die")
	g.uses(anabel, "card-show")
	g.uses(anabel, "card-show-anyway")
	g.command(anabel, "need", "text", "Secret wish beside a card", "partner", with.ID.String())
	g.uses(anabel, "send")
	g.uses(benedict, "open")
	g.uses(benedict, "card-of")
	g.command(anabel, "card", "partner", couples[1].ID.String())
	g.uses(anabel, "card-from")
	g.command(anabel, "card", "partner", with.ID.String())
	g.uses(anabel, "card-remove")
}

package bot

import (
	"time"

	"leanon/library"
	"leanon/store"
)

// seasons turns a season on, keeps it on and turns it off.
func (g *stage) seasons() {
	g.Helper()
	g.uses(anabel, "settings-rest")
	g.uses(anabel, "seasons", "loss")
	g.uses(anabel, "season-on")
	g.uses(anabel, "season-off")
	g.uses(anabel, "seasons", "distance")
	g.uses(anabel, "season-on")
	g.offeredBefore(anabel, "season-keep", "season-off") // as it is shortly before the end
	g.uses(anabel, "season-keep")
	g.offeredBefore(anabel, "season-look", "season-off") // beside a question at that time
	g.uses(anabel, "season-look")
	g.uses(anabel, "season-off")
}

// sixPass offers what comes with the seventh question after six that passed without a press.
func (g *stage) sixPass() {
	g.Helper()
	for _, name := range []string{"offer-notes", "offer-fewer", "offer-keep"} {
		g.offeredBefore(anabel, name, "pause")
	}
	g.uses(anabel, "offer-keep")
}

// seasonsOfTwo turns one on with one of two partners.
func (g *stage) seasonsOfTwo() {
	g.Helper()
	couples, err := g.store.Couples(g.Context(), anabel)
	if err != nil {
		g.Fatal(err)
	}
	g.uses(anabel, "settings-rest")
	g.uses(anabel, "seasons", "festive")
	g.uses(anabel, "season-with", couples[0].ID.String())
	g.uses(anabel, "season-on")
	g.uses(anabel, "season-off")
}

// inEverySeason are couples in which their reader has every season on.
func inEverySeason(couples []store.Couple) (all []store.Couple) {
	for _, c := range couples {
		for _, pack := range library.Packs() {
			c.Me.Seasons = append(c.Me.Seasons, store.Season{Pack: pack, Until: time.Unix(1e10, 0)})
		}
		all = append(all, c)
	}
	return all
}

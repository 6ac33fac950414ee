package bot

import (
	"time"

	"leanon/store"
)

// notTaken lets Discord refuse, for its content, one of each kind that a person writes.
func (g *stage) notTaken() {
	g.Helper()
	g.passes(25 * time.Hour)
	for _, words := range []string{"Secret link", "Secret link in other words"} {
		g.filters = store.KindNote
		if words == "Secret link" {
			g.command(anabel, "need", "text", words)
		} else {
			g.uses(anabel, "other-words")
			g.uses(anabel, "reword", words)
		}
		g.uses(anabel, "send")
		g.filters = ""
		g.passes(25 * time.Hour)
	}
	g.filters = store.KindAnswer
	g.sends(anabel, "Secret wish")
	g.uses(benedict, "open")
	g.uses(benedict, "say-heard")
	g.filters = ""
	g.passes(25 * time.Hour)
	g.filters = store.KindPreview
	g.writes(anabel, "Secret draft that does not come back")
	g.filters = ""
	g.delivers()
	g.uses(anabel, "discard")
}

package bot

import (
	"strings"
	"time"
)

// untilSunday lets the time pass until the weekly note comes.
func (g *stage) untilSunday() {
	g.Helper()
	at := time.Date(g.now.Year(), g.now.Month(), g.now.Day(), 18, 0, 0, 0, time.UTC)
	for at.Weekday() != time.Sunday || !at.After(g.now) {
		at = at.AddDate(0, 0, 1)
	}
	g.passes(at.Sub(g.now) - time.Hour)
	g.passes(time.Hour + time.Minute)
}

// weeks goes through a weekly note and all that it leads to.
func (g *stage) weeks() {
	g.Helper()
	for range 3 {
		g.command(benedict, "need", "text", strings.Repeat("Secret words of a week, ", 40))
		g.uses(benedict, "keep")
	}
	g.untilSunday()
	g.uses(benedict, "week-open")
	g.uses(benedict, "week-wrote")
	g.uses(benedict, "week-older")
	g.uses(benedict, "week-answer")
	g.uses(benedict, "word-week", "Secret answer of a week")
	g.uses(benedict, "week-thanks")
	g.uses(benedict, "word-thanks", "Secret thanks")
	g.uses(benedict, "week-let-go")
	g.uses(benedict, "week-fold")
	g.command(benedict, "week")
	g.uses(benedict, "week-off")
	g.command(benedict, "settings")
	g.uses(benedict, "settings-more")
	g.uses(benedict, "settings-rest")
	g.uses(benedict, "set-weekly", settingsOn)
	g.uses(benedict, "set-plain", settingsOn)
}

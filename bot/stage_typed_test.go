package bot

import (
	"fmt"
	"strings"

	"leanon/discord/talk"
	"leanon/store"
)

// repliesTo lets a person write a reply to the newest message that a kind of notice
// became.
func (g *stage) repliesTo(person string, kind store.Kind, text string) {
	g.Helper()
	to := g.column(fmt.Sprintf(`SELECT message FROM notices WHERE person = '%s' AND kind = '%s' AND message IS NOT NULL ORDER BY seq DESC LIMIT 1`, person, kind))
	if len(to) == 0 {
		g.Fatalf("%s has no message of kind %s", g.names[person], kind)
	}
	g.acts++
	g.does(person, talk.Request{Kind: talk.Wrote, MessageID: fmt.Sprint(800000 + g.acts), Text: text, ReplyTo: to[0]})
}

// typesBack goes through what a plain message is asked about.
func (g *stage) typesBack() {
	g.Helper()
	for _, words := range []string{"Secret first that waits", "Secret second that waits"} {
		g.command(anabel, "need", "text", words)
		g.uses(anabel, "send")
	}
	g.writes(benedict, "Secret words that could be anything")
	g.uses(benedict, "which-note")
	g.uses(benedict, "own-note")
	g.uses(benedict, "discard")
	g.writes(benedict, "Secret, kept by message")
	g.uses(benedict, "keep-typed")
	g.writes(benedict, "Secret, and thrown away")
	g.uses(benedict, "discard-typed")
	g.writes(benedict, strings.Repeat("Secret ", 300))
	g.uses(benedict, "edit-typed")
	g.uses(benedict, "retype", "Secret and I want to die")
	g.uses(benedict, "my-answer")
	g.uses(benedict, "my-answer-anyway")
	g.repliesTo(anabel, store.KindAnswer, "Secret, and I wanted to end my life")
	g.uses(anabel, "thank-typed")
	g.uses(anabel, "thank-typed-anyway")
	g.writes(benedict, "Secret that answers the other")
	g.uses(benedict, "my-answer")
	g.writes(benedict, "pause")
	g.uses(benedict, "is-note")
	g.writes(benedict, "stop")
	g.uses(benedict, "typed-act")
	g.command(benedict, "resume")
	g.command(benedict, "checkin")
	g.command(anabel, "need", "text", "Secret third that waits")
	g.uses(anabel, "send")
	g.writes(benedict, "Secret to the question")
	g.uses(benedict, "to-question")
}

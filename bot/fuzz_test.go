package bot

import (
	"strings"
	"testing"
	"unicode/utf8"

	"leanon/discord/talk"
	"leanon/store"
)

// Fuzz targets for what people and forgers send: custom ids, options, direct
// messages. Whatever it is, the answer fits Discord and nothing of ours breaks.

// answersWell checks a reply and the log.
func (g *stage) answersWell(what string, r talk.Reply) {
	g.Helper()
	if strings.Contains(g.log.String(), "level=ERROR") {
		g.Fatalf("%q: something broke:\n%s", what, g.log)
	}
	g.log.Reset()
	if r.Message != nil {
		g.fits(what, *r.Message)
	}
	if len(r.Choices) > 25 {
		g.Errorf("%q: got %d suggestions, want at most 25", what, len(r.Choices))
	}
	for _, c := range r.Choices {
		if n := utf8.RuneCountInString(c.Name); n < 1 || n > 100 || utf8.RuneCountInString(c.Value) > 100 {
			g.Errorf("%q: got the suggestion %q, want 1 to 100 characters", what, c)
		}
	}
}

func (g *stage) fits(what string, m talk.Message) {
	g.Helper()
	if n := utf8.RuneCountInString(m.Text); n < 1 || n > maxContent || !utf8.ValidString(m.Text) {
		g.Errorf("%q: got a message of %d characters, want 1 to %d", what, n, maxContent)
	}
}

func FuzzCustomIDs(f *testing.F) {
	g := newStage(f)
	g.pairs(anabel, benedict)
	g.command(anabel, "need", "text", "Secret draft")
	g.uses(anabel, "send")
	g.command(anabel, "settings")
	for _, o := range g.offers {
		f.Add(o.id, int(o.by), "discreet")
	}
	for _, id := range []string{"", ".", ":", "send:", "open:1.1", "help.zz", "older:x:99999999999999999999", "say:1:heard:", "leave:1:nothing"} {
		f.Add(id, int(talk.Press), "")
	}
	before := strings.Join(g.column(`SELECT quote(id) || quote(words) || quote(sent_at) FROM needs`), "\n")
	f.Fuzz(func(t *testing.T, id string, by int, value string) {
		g.TB = t
		r := g.use(offer{by: talk.Press + talk.Kind(uint(by)%3)}, id)
		r.Values, r.Fields = []string{value}, map[string]string{"words": value, "line": value, "days": value, "time": value, "quiet": value, "city": value}
		g.answersWell(id, g.asks(daniel, r))
		if after := strings.Join(g.column(`SELECT quote(id) || quote(words) || quote(sent_at) FROM needs`), "\n"); after != before {
			t.Errorf("%q of a stranger's changed a need", id)
		}
	})
}

func FuzzOptions(f *testing.F) {
	g := newStage(f)
	g.pairs(anabel, benedict)
	for _, value := range []string{"", "Benedict", "weekdays", "8 pm", "Europe/Paris", "tomorrow", "0 20 * * 1", "TZ=UTC", "\x00\u202e", strings.Repeat("ä", 4001), "@everyone"} {
		f.Add(value, value, 0)
	}
	f.Fuzz(func(t *testing.T, a, b string, which int) {
		g.TB = t
		command := g.bot.Commands()[uint(which)%uint(len(g.bot.Commands()))]
		r := talk.Request{Kind: talk.Command, Name: command.Name, Options: map[string]string{}}
		for i, o := range command.Options {
			r.Options[o.Name] = []string{a, b}[i%2]
			r.Focused = o.Name
		}
		g.answersWell(command.Name+" "+a+" "+b, g.asks(anabel, r))
		r.Kind = talk.Complete
		g.answersWell(command.Name+" "+a+" "+b, g.asks(anabel, r))
	})
}

func FuzzDirectMessages(f *testing.F) {
	g := newStage(f)
	g.pairs(anabel, benedict)
	for _, text := range []string{"", "I miss you", "\u200b\u2800", "```\nopen fence", "[here](https://example.org)", "@everyone <@1> <#2>", "||spoiler", "\x00\x1b[2J",
		strings.Repeat("\n", 3999) + "x", strings.Repeat("*", 1500), strings.Repeat("😀", 2000), "> quote\n>>> more", "\xff\xfe"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		g.TB = t
		if !utf8.ValidString(text) || utf8.RuneCountInString(text) > maxTyped {
			return // JSON brings no such text, and Discord takes none so long
		}
		need := store.Need{ID: bigID, Asker: anabel, Words: clean(text)}
		couple := coupleOfNames("Anabel", "Benedict")
		couple.Me.Person, couple.Other.Person = anabel, benedict
		g.fits(text, g.bot.previewMessage(reader{speaker: g.bot.in("")}, store.Exchange{Need: need, Couple: couple}))
		need.SentAt, need.Asker = g.now, benedict
		note := g.bot.openedNote(reader{speaker: g.bot.in("")}, store.Exchange{Need: need, Couple: couple}, 0)
		g.fits(text, note)
		waiting := store.Typed{ID: bigID, Words: need.Words, Notes: []store.Exchange{{Need: need, Couple: couple}}}
		g.fits(text, g.bot.typedMessage(reader{speaker: g.bot.in("")}, waiting, 0))
		g.acts++
		g.answersWell(text, g.asks(daniel, talk.Request{Kind: talk.Wrote, MessageID: nothingsID, Text: text}))
		if store.Visible(need.Words) != (strings.TrimSpace(need.Words) != "") && strings.TrimFunc(need.Words, func(r rune) bool { return r < 128 }) == "" {
			t.Errorf("%q: got visible %v, want plain letters seen and plain white space not", text, store.Visible(need.Words))
		}
	})
}

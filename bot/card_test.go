package bot

import (
	"strings"
	"testing"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// longCard is the longest card, each character of which has to be escaped.
func longCard() store.Card {
	s := strings.Repeat("*", store.MaxCardField)
	return store.Card{Comforts: s, DoesNotHelp: s, GoodTimes: s}
}

func TestEveryMessageOfACardFitsDiscordWithTheLongestNamesAndWords(t *testing.T) {
	t.Parallel()
	b := scribe(t, longHost())
	var couples []store.Couple
	cards := map[store.ID]store.OwnCard{}
	for i := range 8 {
		c := coupleOfNames(longName, longName)
		c.ID = bigID - store.ID(i)
		couples = append(couples, c)
		cards[c.ID] = store.OwnCard{Written: longCard(), Shown: longCard(), Version: bigID}
	}
	rd, c := b.reader(store.Partner{}, couples), couples[0]
	older := longCard()
	older.Comforts = "tea"
	for name, own := range map[string]store.OwnCard{
		"none": {}, "kept": {Written: longCard(), Version: bigID}, "shown": cards[c.ID], "undecided": {Written: longCard(), Shown: older, Version: bigID},
	} {
		cards[c.ID] = own
		for _, done := range []string{"", rd.say("card.done.shown", "name", rd.name(c)), rd.say("card.stale")} {
			m := b.cardMessage(rd, c, cards, done)
			t.Log(name, length(m.Text))
			fitsDiscord(t, m)
		}
		fitsDiscord(t, b.cardPreview(rd, c, own, ""))
	}
	fitsDiscord(t, talk.Message{Text: blocks(rd.say("card.of", "name", rd.name(c)), cardText(rd.speaker, rd.name(c), longCard()))})
	form := b.cardForm(request{reader: rd}, c, longCard()).Form
	for _, f := range form.Fields {
		atMost(t, "label", f.Label, 45)
		atMost(t, "placeholder", f.Placeholder, 100)
	}
	atMost(t, "title", form.Title, 45)
}

// A card gives way before all that is the note's own, in the note and in its preview alike.
func TestTheCardGivesWayToTheWordsOfANoteAndThePreviewDropsTheSame(t *testing.T) {
	t.Parallel()
	b := scribe(t, longHost())
	for _, name := range []string{"Ben", longName} {
		c := coupleOfNames(name, name)
		c.Me.Person, c.Other.Person = "1", "2"
		rd := b.reader(store.Partner{}, []store.Couple{c})
		for n := 0; n <= store.MaxWords; n += 20 {
			e := store.Exchange{Couple: c, Card: longCard(), Need: store.Need{ID: bigID, Asker: "1", Question: "comfort-today", Words: "I need " + strings.Repeat("w", n), Ask: "hold me", Kind: "comfort", Want: "comfort"}}
			draft := b.previewMessage(rd, e)
			e.Need.SentAt, e.Need.Asker = time.Unix(1e9, 0), "2"
			note := b.openedNote(rd, e, bigID)
			fitsDiscord(t, draft)
			fitsDiscord(t, note)
			escaped := noMarkdown(longCard().Comforts)
			inDraft, inNote := strings.Contains(draft.Text, escaped), strings.Contains(note.Text, escaped)
			if inDraft != inNote || n == 0 && !inNote || n == store.MaxWords && inNote {
				t.Fatalf("with %d characters the card is in the preview: %v, in the note: %v", n, inDraft, inNote)
			}
			if inNote && !strings.Contains(note.Text, rd.say("note.is.want.comfort", "name", rd.name(c))) {
				t.Fatalf("with %d characters the want gave way before the card", n)
			}
			if !strings.Contains(labels(note), strings.SplitN(rd.say("button.card-of", "name", "\x1a"), "\x1a", 2)[0]) {
				t.Fatalf("with %d characters the button of the card is gone: %s", n, labels(note))
			}
		}
	}
}

// A note that opens in a message which no edit would find stands there without the card.
func TestNoCardStandsInAMessageThatNoEditWouldFind(t *testing.T) {
	t.Parallel()
	g := newStage(t)
	g.pairs(anabel, benedict)
	g.command(anabel, "card")
	g.uses(anabel, "card-write")
	g.uses(anabel, "write-card", "tea")
	g.uses(anabel, "card-show")
	g.command(anabel, "need", "text", "I need a quiet evening")
	g.uses(anabel, "send")
	if got := read(g.uses(benedict, "open")); !strings.Contains(got, "Card of Anabel") {
		t.Fatalf("the note has no button of the card: %s", got)
	}
	g.writes(benedict, "I would like that")
	g.uses(benedict, "my-answer")
	if got := read(g.uses(benedict, "open")); !strings.Contains(got, "quiet evening") || strings.Contains(got, "Card of Anabel") {
		t.Errorf("in the message of what he typed the note reads: %s", got)
	}
}

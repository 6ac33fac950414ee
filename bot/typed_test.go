package bot

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leanon/store"
)

func TestWhatATypedMessageIsAskedAboutFitsDiscordWithTheLongestNamesAndWords(t *testing.T) {
	t.Parallel()
	b := scribe(t, longHost())
	couples := make([]store.Couple, 30)
	notes := make([]store.Exchange, 30)
	for i := range couples {
		couples[i] = coupleOfNames(longName, longName)
		couples[i].ID -= store.ID(i)
		notes[i] = store.Exchange{Couple: couples[i], Need: store.Need{ID: bigID - store.ID(i), SentAt: time.Unix(1796000000, 0)}}
	}
	answered := store.Exchange{Couple: couples[0], Need: store.Need{ID: bigID, Asker: couples[0].Me.Person, SentAt: time.Unix(1796000000, 0)}}
	question := store.CheckIn{ID: bigID, Couple: couples[0]}
	for _, words := range []string{"w", strings.Repeat("[w](", 375), strings.Repeat("w\n", 750), strings.Repeat("*", 4000), strings.Repeat("w\n", 2000)} {
		for _, notices := range []store.Notes{store.Discreet, store.Nameless} {
			rd := b.reader(store.Partner{Notes: notices}, couples)
			for name, y := range map[string]store.Typed{
				"an answer":          {Notes: notes[:1], Question: question, Couple: couples[0]},
				"one of many":        {Notes: notes, Question: question},
				"a thank-you":        {Answered: answered, Kind: store.KindAnswer},
				"a reply to the bot": {Kind: store.KindFollowUp, Again: true},
				"nothing any more":   {},
				"a command":          {Named: store.NamedCommand},
				"help":               {Named: store.NamedHelp, Notes: notes},
				"pause":              {Named: "pause", Notes: notes},
				"later":              {Named: store.NamedLater, Question: question, Notes: notes},
				"settings":           {Named: "settings"},
				"a breath":           {Named: "breathe", Notes: notes},
			} {
				y.ID, y.Words = bigID, words
				t.Run(fmt.Sprint(name, len(words), notices), func(t *testing.T) { fitsDiscord(t, b.typedMessage(rd, y, 0)) })
			}
		}
	}
}

// The names of the library reach the menu: what has a button or a command has words.
func TestEverythingThatCanBeNamedIsAnswered(t *testing.T) {
	t.Parallel()
	b := scribe(t, longHost())
	c := coupleOfNames("Ana", "Ben")
	rd := b.reader(store.Partner{}, []store.Couple{c})
	for _, words := range []string{"nothing today", "help", "hi", "later", "answer", "question", "pause", "resume", "leave", "new note", "my notes", "our week", "our own questions", "take a breath", "history", "rhythm", "settings", "privacy", "export", "forget me", "pair"} {
		name, ok := b.Library.Named(words, "")
		if !ok {
			t.Errorf("%q names nothing", words)
			continue
		}
		m := b.typedMessage(rd, store.Typed{ID: bigID, Named: store.Named(name), Couple: c, Question: store.CheckIn{ID: bigID, Couple: c}}, 0)
		if m.Text == rd.say("typed.own") || !strings.Contains(labels(m), "It is a note, Help") {
			t.Errorf("%q: got %q with %s, want what it names and [It is a note]", words, m.Text, labels(m))
		}
	}
}

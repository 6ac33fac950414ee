package bot

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leanon/store"
)

// everyAnswer is an answer of each kind, with as much as it may hold.
func everyAnswer() (all []store.Answer) {
	at := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	line, words := strings.Repeat("]\n(", store.MaxLine/3), strings.Repeat("a\n", store.MaxWords/2)
	for _, c := range []store.Choice{store.Heard, store.Yes, store.Part, store.NotNow, store.Talk, store.CannotNow, store.OwnWords, store.WroteBack} {
		for _, named := range []string{"", "weekend", strings.Repeat("](", maxTime/2)} {
			a := store.Answer{ID: bigID, Choice: c, Time: named, Line: line, At: at, Zone: "America/Argentina/ComodRivadavia"}
			if c == store.OwnWords {
				a.Line = words
			}
			bare := a
			bare.Line = ""
			all = append(all, a, bare)
		}
	}
	return all
}

func TestEveryAnswerFitsDiscordWithTheLongestNames(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	c := coupleOfNames(longName, longName)
	rd := b.reader(store.Partner{Zone: "UTC"}, []store.Couple{c})
	need := store.Need{ID: bigID, Asker: c.Me.Person, Words: strings.Repeat("w\n", store.MaxWords/2), Ask: strings.Repeat("*", store.MaxAsk), SentAt: time.Unix(1e9, 0), AnsweredAt: time.Unix(1e9, 0)}
	need.Heard = store.HeardBack{ID: bigID, Words: strings.Repeat("h\n", store.MaxLine/2), Reply: store.NotQuite, Line: strings.Repeat("l\n", store.MaxLine/2)}
	for _, a := range everyAnswer() {
		t.Run(fmt.Sprintf("%s, %.7s, %d", a.Choice, a.Time, len(a.Line)), func(t *testing.T) {
			n := need
			n.Answers = []store.Answer{a}
			mine := store.Exchange{Need: n, Couple: c}
			for _, whole := range []bool{false, true} {
				fitsDiscord(t, b.openedAnswer(rd, mine, a, whole, true))
				fitsDiscord(t, b.heardMessage(rd, mine, whole, true))
			}
			theirs := mine
			theirs.Need.Asker = c.Other.Person
			fitsDiscord(t, b.openedNote(rd, theirs, bigID-1))
			fitsDiscord(t, b.heardMessage(rd, theirs, false, true))
			fitsDiscord(t, b.reminderMessage(rd, theirs, a))
			atMost(t, "a note under a heading", b.openedText(rd, theirs, rd.say("when.not-now")), maxContent)
		})
	}
}

// The bot's words stand outside of every quote, however long the words of a person are.
func TestTheBotsWordsNeverStandInAQuote(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	c := coupleOfNames("Anabel", "Benedict")
	rd := b.reader(store.Partner{Zone: "UTC"}, []store.Couple{c})
	e := store.Exchange{Couple: c, Need: store.Need{ID: bigID, Asker: c.Me.Person, Words: "words", SentAt: time.Unix(1e9, 0)}}
	for _, a := range everyAnswer() {
		text := b.openedAnswer(rd, e, a, true, true).Text
		_, open, toEnd := strings.Cut(text, "\n>>> ")
		for _, l := range strings.Split(text, "\n") {
			if words, quoted := strings.CutPrefix(l, "> "); quoted && strings.Contains(words, "Benedict") {
				t.Errorf("%s: the bot speaks in a quote: %q", a.Choice, l)
			}
		}
		if toEnd && strings.Contains(open, "Benedict") {
			t.Errorf("%s: the bot speaks in the quote to the end: %q", a.Choice, open)
		}
	}
}

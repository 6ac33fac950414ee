package bot

import (
	"strings"
	"testing"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

func TestWhatFollowsAnAnswerFitsDiscordWithTheLongestNames(t *testing.T) {
	t.Parallel()
	b := scribe(t, longHost())
	c := coupleOfNames(longName, longName)
	several := make([]store.Couple, 30)
	for i := range several {
		several[i] = c
		several[i].ID = bigID - store.ID(i)
	}
	rd := b.reader(store.Partner{Zone: "America/Argentina/ComodRivadavia", Notes: store.Full}, several)
	sent := time.Date(2026, 9, 23, 20, 0, 0, 0, time.UTC) // a Wednesday, the longest day and month
	of := func(change func(*store.Need)) store.Exchange {
		n := store.Need{ID: bigID, Asker: c.Me.Person, Words: strings.Repeat("](", store.MaxWords/2), Ask: strings.Repeat("x", store.MaxAsk), SentAt: sent,
			Answers: []store.Answer{{ID: bigID, Choice: store.Part, At: sent}}, AnsweredAt: sent}
		change(&n)
		return store.Exchange{Couple: several[29], Need: n}
	}
	var aside []store.Exchange
	for i := range 40 {
		aside = append(aside, of(func(n *store.Need) { n.ID -= store.ID(i); n.Answers, n.AnsweredAt, n.RestedAt = nil, time.Time{}, sent }))
	}
	for name, m := range map[string]talk.Message{
		"the question":        b.followUpMessage(rd, of(func(*store.Need) {})),
		"yes":                 b.followUpMessage(rd, of(func(n *store.Need) { n.Reached, n.ClosedAt = store.ReachedYes, sent })),
		"not yet":             b.followUpMessage(rd, of(func(n *store.Need) { n.Reached = store.ReachedNotYet })),
		"not yet, after a no": b.followUpMessage(rd, of(func(n *store.Need) { n.Reached, n.Answers[0].Choice = store.ReachedNotYet, store.NotNow })),
		"rests":               b.restMessage(rd, aside[:1], 0),
		"many rest":           b.restMessage(rd, aside, 0),
		"one of many":         b.restMessage(rd, aside, aside[3].Need.ID),
		"talk":                b.talkMessage(rd, of(func(*store.Need) {})),
		"thanks":              b.openedThanks(rd, of(func(n *store.Need) { n.Thanks, n.WithdrawnAt = strings.Repeat("](", store.MaxLine/2), sent })),
		"withdrawn":           rd.withdrawnNote(of(func(n *store.Need) { n.Words, n.WithdrawnAt = "", sent })),
		"taken back":          rd.plain(rd.sayGone(of(func(n *store.Need) { n.WithdrawnAt = sent }))),
		"answered":            {Text: rd.say("withdraw.answered", "name", rd.name(several[29]))},
		"shown": b.shownPart(rd, of(func(n *store.Need) {
			n.Answers = append(n.Answers, n.Answers...)
			n.Answers[0].Line = strings.Repeat("](", store.MaxLine/2)
		}), 1),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fitsDiscord(t, m)
		})
	}
}

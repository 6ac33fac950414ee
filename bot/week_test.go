package bot

import (
	"strings"
	"testing"
	"time"

	"leanon/store"
)

// fullWeek is a week in which all that can be shown is as long as it can be.
func fullWeek(b *Bot, c store.Couple) store.Week {
	sent := time.Unix(1e10, 0)
	w := store.Week{Couple: c}
	for _, k := range b.Library.Kinds() {
		n := store.WeekNote{Exchange: store.Exchange{Couple: c, Need: store.Need{ID: bigID, Asker: c.Me.Person, SentAt: sent, Kind: k.Key,
			Words: strings.Repeat("](\n", 500), Ask: strings.Repeat("](", 100), Thanks: strings.Repeat("](", 150)}}, CameAt: sent, AgreedAt: sent, Waits: true}
		n.ThankedAt, n.Promise = sent, store.Yes
		w.Notes = append(w.Notes, n)
		n.ThankedAt = time.Time{}
		w.Notes = append(w.Notes, n)
	}
	return w
}

func TestAWeekFitsDiscordHoweverMuchWasShared(t *testing.T) {
	t.Parallel()
	b := scribe(t, longHost())
	c := coupleOfNames(longName, longName)
	rd := b.reader(store.Partner{Zone: "UTC"}, []store.Couple{c, c, c})
	w, to := fullWeek(b, c), time.Unix(1e10, 0)
	for _, q := range b.Library.Questions() {
		m := b.weekMessage(rd, w, to, q.Key)
		fitsDiscord(t, m)
		for _, part := range []string{rd.say("week.said.thanks") + "\n> ", rd.say("week.said.met") + "\n> ", rd.say("week.said.answered") + "\n> ", rd.say("week.open-more", "date", at(time.Unix(1e10, 0), "D"))[:7], "**" + q.Text + "**"} {
			if !strings.Contains(m.Text, part) {
				t.Fatalf("a full week lacks %q:\n%s", part, m.Text)
			}
		}
	}
	fitsDiscord(t, b.foldedWeek(rd, c, to))
	atMost(t, "what the picture shows", rd.sayKinds(b.kindsOf(w)), maxDescription)
	long := []store.Wrote{{What: store.WroteSent, Words: strings.Repeat("\n](", 500), Ask: strings.Repeat("](", 100), At: to}, {What: store.WroteKept, Words: strings.Repeat("](", 2000), At: to}, {What: store.WroteAnswer, Words: "Short", At: to}}
	pages := b.wrotePages(rd, c, long)
	for _, page := range pages {
		atMost(t, "a page", page, maxContent)
	}
	if len(pages) != 3 {
		t.Errorf("got %d pages, want one for each that fills a message, and one for the rest", len(pages))
	}
}

func TestTheWeekIsMadeOfWhatHoldsAndNoMore(t *testing.T) {
	t.Parallel()
	b := scribe(t, longHost())
	c := coupleOfNames("Anabel", "Benedict")
	rd, at := b.reader(store.Partner{Zone: "UTC"}, []store.Couple{c}), time.Unix(1e10, 0)
	note := func(change func(*store.WeekNote)) store.Week {
		n := store.WeekNote{Exchange: store.Exchange{Couple: c, Need: store.Need{ID: bigID, Asker: c.Other.Person, Words: "Words of a note", SentAt: at}}, CameAt: at}
		change(&n)
		return store.Week{Couple: c, Notes: []store.WeekNote{n}}
	}
	for name, of := range map[string]struct {
		week store.Week
		says string
	}{
		"nothing":           {store.Week{Couple: c}, "A quiet week here. That is fine."},
		"a note that waits": {note(func(*store.WeekNote) {}), "Something was said here this week; /history has it."},
		"a yes":             {note(func(n *store.WeekNote) { n.AgreedAt, n.Promise = at, store.Yes }), "Asked and answered:\n> Words of a note"},
		"thanks for a talk": {note(func(n *store.WeekNote) {
			n.AgreedAt, n.Promise, n.ThankedAt, n.Need.Thanks = at, store.Talk, at, "Soup"
		}), "Thanks:\n> Soup\n\nAsked and answered:\n> Words of a note"},
		"serious words":       {note(func(n *store.WeekNote) { n.AgreedAt, n.Promise, n.Need.Words = at, store.Yes, "I want to die" }), "Something was said here this week; /history has it."},
		"a kind":              {note(func(n *store.WeekNote) { n.Need.Kind = "play" }), "Kinds of need that were spoken about: Play."},
		"a kind not known":    {note(func(n *store.WeekNote) { n.Need.Kind = "unknown-yet" }), "Something was said here this week; /history has it."},
		"praise":              {note(func(n *store.WeekNote) { n.Need.Tells, n.Need.Words = true, "Thank you for the soup" }), "Thanks:\n> Thank you for the soup"},
		"news, and no thanks": {note(func(n *store.WeekNote) { n.Need.Tells = true }), "Something was said here this week; /history has it."},
	} {
		text := bare(b.weekMessage(rd, of.week, at, "").Text)
		if want := "**Your week with Benedict**\n\n" + of.says; text != want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, text, want)
		}
	}
}

package bot

import (
	"context"

	"leanon/discord/talk"
	"leanon/store"
)

// This file shows a card to the partner of its author: beside a note of theirs that is open,
// and nowhere else. It is always the card of the moment. One that is empty, hidden or not
// there leaves nothing to see.

// takesCard reports whether the card of its asker stands under a note: one that asks, and
// neither commands nor is serious, because beside a threat a card would read like a list of
// orders. In a draft it says what the partner would see.
func (b *Bot) takesCard(rd reader, e store.Exchange) bool {
	n := e.Need
	if e.Card.Empty() || !n.Sent() && !n.Draft() || b.tells(rd, n) {
		return false
	}
	serious, commands := b.Library.Weighs(n.Words, n.Ask)
	return !serious && !commands
}

// cardLine is the one line of a card that fits what the asker of a note would like, "" for
// none. name is what the other one is called.
func cardLine(rd reader, e store.Exchange, preview bool, name string) string {
	field, words := "", ""
	switch e.Need.Want {
	case "comfort":
		field, words = "comforts", e.Card.Comforts
	case "plan-together":
		field, words = "good-times", e.Card.GoodTimes
	}
	switch {
	case words == "":
		return ""
	case preview:
		return rd.say("preview.card."+field, "name", name, "words", inText(words))
	}
	return rd.say("note.card."+field, "name", name, "words", inText(words))
}

// withCard adds the button that shows the whole card to the rows of an opened note, where
// there is one.
func (b *Bot) withCard(rd reader, e store.Exchange, rows []talk.Row) []talk.Row {
	if !b.takesCard(rd, e) {
		return rows
	}
	whole := rd.pressFor("card-of", talk.Secondary, rd.partner(e.Couple), e.Need.ID)
	last := &rows[len(rows)-1]
	if len(last.Buttons) < maxFrom {
		last.Buttons = append(last.Buttons, whole)
		return rows
	}
	return append(rows, row(whole))
}

// cardOf shows the whole card of who asks, to who was asked alone. Where there is none any
// more, it shows the note without it.
func (b *Bot) cardOf(ctx context.Context, r request) (talk.Reply, error) {
	e, next, err := b.noteHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	if !b.takesCard(r.reader, e) {
		return b.showNote(r, e, next)
	}
	name := r.name(e.Couple)
	return private(blocks(r.say("card.of", "name", name), cardText(r.speaker, name, e.Card)), row(r.helpButton())), nil
}

// offersCard adds the button My card to the message of the first answer that somebody ever
// gets, and to no other.
func (b *Bot) offersCard(rd reader, e store.Exchange, answer store.ID, m talk.Message) talk.Message {
	if rd.me.CardUnder != answer || len(m.Rows) == 0 {
		return m
	}
	mine := rd.press("my-card", talk.Secondary, e.Couple.ID)
	first := &m.Rows[0]
	before := len(first.Buttons) - 1 // Help stands last
	first.Buttons = append(first.Buttons[:before:before], mine, first.Buttons[before])
	if m.Folded != nil {
		folded := b.offersCard(rd, e, answer, *m.Folded)
		m.Folded = &folded
	}
	return m
}

package bot

import (
	"context"

	"leanon/discord/talk"
	"leanon/store"
)

// A couple's own question comes as a check-in like any other, but behind a button: a
// person chose its words, and nobody but the two should read them on a lock screen.

// questionAsked returns the words of a question as they stand in a message: one of the
// library's, or the couple's own, which come with its key. ok is false if it has none any
// more.
func (rd reader) questionAsked(key, own string) (text string, ok bool) {
	if store.IsOwn(key) {
		return inText(own), own != ""
	}
	return rd.question(key)
}

// checkInArrives is the message that a check-in becomes by itself.
func (b *Bot) checkInArrives(rd reader, in store.CheckIn) talk.Message {
	if in.Own == "" || !in.DoneAt.IsZero() {
		return b.checkInMessage(rd, in)
	}
	return talk.Message{Text: rd.say("waits.question"), Rows: []talk.Row{row(rd.press("open-question", talk.Primary, in.ID), rd.helpButton())}}
}

// openQuestion shows the question that waits.
func (b *Bot) openQuestion(ctx context.Context, r request) (talk.Reply, error) {
	in, err := b.checkInHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	if in.DoneAt.IsZero() && !in.Open() {
		return b.whereItStands(ctx, r, in)
	}
	_ = r.store.Pressed(ctx, in.Couple.ID, r.Person.ID, r.now) // the question shows all the same
	return update(b.checkInMessage(r.reader, in)), nil
}

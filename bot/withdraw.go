package bot

import (
	"context"
	"errors"

	"leanon/discord/talk"
	"leanon/store"
)

// While nobody has answered a note, its asker can withdraw it, and its words are erased.
// Once it was answered, they can take it back: whoever answered keeps the words, and reads
// that it was taken back when they next look at it.

// withdraw withdraws a note. If it was answered, it says first who keeps the words.
func (b *Bot) withdraw(ctx context.Context, r request) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	e, err := r.store.Withdraw(ctx, id, r.Person.ID, r.pressed(), r.now)
	switch {
	case errors.Is(err, store.ErrAnswered):
		return update(talk.Message{Text: r.say("withdraw.answered", "name", r.name(e.Couple)),
			Rows: []talk.Row{row(r.press("take-back", talk.Secondary, id), r.press("leave-it", talk.Secondary, id), r.helpButton())}}), nil
	case err != nil && !errors.Is(err, store.ErrTooLate):
		return talk.Reply{}, err
	}
	return b.updatePreview(r, e)
}

// takeBack takes back a note that was answered.
func (b *Bot) takeBack(ctx context.Context, r request) (talk.Reply, error) {
	return b.decide(ctx, r, func(id store.ID) (store.Exchange, error) {
		return r.store.TakeBack(ctx, id, r.Person.ID, r.pressed(), r.now)
	})
}

// leaveIt shows how a note stands that its asker did not take back.
func (b *Bot) leaveIt(ctx context.Context, r request) (talk.Reply, error) {
	e, err := b.mineHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	return b.updatePreview(r, e)
}

// sayGone says to its asker that a note is withdrawn, or taken back.
func (rd reader) sayGone(e store.Exchange) string {
	switch {
	case e.Need.TakenBack() && rd.me.Notes == store.Nameless: // it may stand where something came unasked
		return rd.say("withdraw.taken-back-nameless")
	case e.Need.TakenBack():
		return rd.say("withdraw.taken-back", "name", rd.name(e.Couple))
	}
	return rd.say("withdraw.done")
}

// sayTakenBack says to either of two that a note was taken back, and when. It is "" for any
// other note.
func (rd reader) sayTakenBack(e store.Exchange) string {
	switch {
	case !e.Need.TakenBack():
		return ""
	case e.Mine():
		return rd.say("withdraw.taken-back-by-me", "date", dated(e.Need.WithdrawnAt))
	}
	return rd.say("withdraw.taken-back-by-partner", "name", rd.name(e.Couple), "date", dated(e.Need.WithdrawnAt))
}

// withdrawnNote is what its receiver reads in place of a note whose words are erased.
func (rd reader) withdrawnNote(e store.Exchange) talk.Message {
	if rd.me.Notes == store.Nameless {
		return rd.plain(rd.say("withdraw.note-nameless"))
	}
	return rd.plain(rd.say("withdraw.note", "name", rd.name(e.Couple)))
}

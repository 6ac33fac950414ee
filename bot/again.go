package bot

import (
	"context"
	"errors"

	"leanon/discord/talk"
	"leanon/store"
)

// What an asker can do about a note that did not get what it asked for: ask again, ask for
// something smaller, say that they would like to talk, or let it go.

// askAgain sends a note once more. If it sounds serious, it asks its author first, who
// may have decided about it long ago. Within a day of Send it says from when on it can
// be asked again.
func (b *Bot) askAgain(ctx context.Context, r request) (talk.Reply, error) {
	e, err := b.mineHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	n := e.Need
	found := b.serious(r, n.Words, n.Ask)
	if from, ok := n.AgainFrom(); ok && !r.now.Before(from) && found.Found {
		return replace(paragraphs(r.say("after.again-serious"), r.sayAfraid(e.Couple, found)), row(r.press("resources", talk.Secondary),
			r.press("again-anyway", talk.Secondary, n.ID), r.press("again-not", talk.Secondary, n.ID))), nil
	}
	return b.relayAgain(ctx, r, e)
}

// askAgainNot sends nothing and shows the ways on again.
func (b *Bot) askAgainNot(ctx context.Context, r request) (talk.Reply, error) {
	e, err := b.mineHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	return update(b.followUpMessage(r.reader, e)), nil
}

// askAgainAnyway sends a note once more without asking about serious words.
func (b *Bot) askAgainAnyway(ctx context.Context, r request) (talk.Reply, error) {
	e, err := b.mineHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	return b.relayAgain(ctx, r, e)
}

func (b *Bot) relayAgain(ctx context.Context, r request, e store.Exchange) (talk.Reply, error) {
	_, err := r.store.AskAgain(ctx, e.Need.ID, r.Person.ID, r.now)
	var capped store.Capped
	switch {
	case errors.As(err, &capped):
		return r.aside(r.say("after.again-capped", "n", store.MaxNotes, "from", at(capped.Until, "F"), "in", at(capped.Until, "R"))), nil
	case errors.Is(err, store.ErrTooSoon):
		from, _ := e.Need.AgainFrom()
		return r.aside(r.say("after.again-soon", "from", at(from, "F"), "in", at(from, "R"))), nil
	case errors.Is(err, store.ErrTooManyOpen):
		return r.aside(r.say("after.again-full")), nil
	case errors.Is(err, store.ErrTooLate):
		return update(b.followUpMessage(r.reader, e)), nil
	case err != nil:
		return talk.Reply{}, err
	}
	return update(r.plain(r.say("after.again-sent", "name", r.name(e.Couple)))), nil
}

// askSmaller opens the form for something smaller, with the words of the first.
func (b *Bot) askSmaller(ctx context.Context, r request) (talk.Reply, error) {
	e, err := b.mineHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	if !e.Need.Sent() {
		return update(b.followUpMessage(r.reader, e)), nil
	}
	return b.wordingForm(r, "word-smaller", e.Couple, store.Need{Words: clip(e.Need.Words, store.MaxWords)}, e.Need.ID), nil
}

// wordSmaller keeps what was worded smaller as a new draft.
func (b *Bot) wordSmaller(ctx context.Context, r request) (talk.Reply, error) {
	e, err := b.mineHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	lasting := !r.OnPrivate
	draft, err := b.wordFrom(ctx, r, store.Wording{Couple: e.Couple.ID, Owe: lasting})
	if err != nil {
		return talk.Reply{}, err
	}
	if !lasting {
		return b.replyPreview(r, draft)
	}
	return b.restGoesOn(ctx, r, r.say("after.smaller"))
}

// letsTalk tells the partner, once, that the asker would like to talk.
func (b *Bot) letsTalk(ctx context.Context, r request) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	e, err := r.store.LetsTalk(ctx, id, r.Person.ID, r.now)
	if err != nil && !errors.Is(err, store.ErrTooLate) {
		return talk.Reply{}, err
	}
	if !e.Need.Sent() {
		return b.restGoesOn(ctx, r, r.sayGone(e))
	}
	return b.restGoesOn(ctx, r, r.say("after.talk", "name", r.name(e.Couple)))
}

// talkMessage brings the wish to talk about a note to its receiver.
func (b *Bot) talkMessage(rd reader, e store.Exchange) talk.Message {
	text := rd.say("talk.wish", "name", rd.name(e.Couple), "date", dated(e.Need.SentAt))
	if rd.me.Notes == store.Nameless {
		text = rd.say("talk.wish-nameless", "date", dated(e.Need.SentAt))
	}
	return talk.Message{Text: text, Rows: []talk.Row{row(rd.press("show-it", talk.Primary, e.Need.ID), rd.press("take-breath", talk.Secondary, e.Couple.ID), rd.helpButton())}}
}

// letGo closes a note. Nobody is told.
func (b *Bot) letGo(ctx context.Context, r request) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	e, err := r.store.LetGo(ctx, id, r.Person.ID, r.now)
	if err != nil && !errors.Is(err, store.ErrTooLate) {
		return talk.Reply{}, err
	}
	if !e.Need.Sent() {
		return b.restGoesOn(ctx, r, r.sayGone(e))
	}
	if e.Need.Reached != "" && e.Need.Reached != store.ReachedNotYet { // it was closed in another way before
		return update(b.followUpMessage(r.reader, e)), nil
	}
	return b.restGoesOn(ctx, r, r.say("after.let-go"))
}

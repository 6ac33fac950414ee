package bot

import (
	"context"
	"errors"
	"fmt"

	"leanon/discord/talk"
	"leanon/store"
)

// sayHeavyAgain is sayHeavy for a need that was sent once: it cannot be kept private
// any more.
const sayHeavyAgain = "This sounds heavy. Would you like to see where people can help, send it once more anyway, or leave it at what was sent? Only you see this question: I tell nobody and keep no note of it."

// askAgain sends a need once more. If it sounds heavy, it asks its author first, who
// may have decided about it long ago. Within a day of Send it says from when on it can
// be asked again.
func (b *Bot) askAgain(ctx context.Context, r request) (talk.Reply, error) {
	e, err := b.mineHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	n := e.Need
	if from, ok := n.AgainFrom(); ok && !r.now.Before(from) && b.heavy(r, n.Words, n.Ask) {
		return update(quotedMessage(quoted(sayHeavyAgain, body(n), ""), row(b.press("resources", talk.Secondary),
			b.press("again-anyway", talk.Secondary, n.ID), b.press("again-not", talk.Secondary, n.ID)))), nil
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

// askAgainAnyway sends a need once more without asking about heavy words.
func (b *Bot) askAgainAnyway(ctx context.Context, r request) (talk.Reply, error) {
	e, err := b.mineHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	return b.relayAgain(ctx, r, e)
}

func (b *Bot) relayAgain(ctx context.Context, r request, e store.Exchange) (talk.Reply, error) {
	_, err := r.store.AskAgain(ctx, e.Need.ID, r.Person.ID, r.now)
	switch {
	case errors.Is(err, store.ErrTooSoon):
		from, _ := e.Need.AgainFrom()
		return private(fmt.Sprintf("You can ask again from %s (%s): a day gives both of you room. The button stays here.", at(from, "F"), at(from, "R"))), nil
	case errors.Is(err, store.ErrTooLate):
		return update(b.followUpMessage(r.reader, e)), nil
	case err != nil:
		return talk.Reply{}, err
	}
	return update(b.plain(fmt.Sprintf("Asked again. %s reads it at a good moment.", r.name(e.Couple)))), nil
}

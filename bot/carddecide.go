package bot

import (
	"context"
	"errors"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// This file takes what the author of a card decides about it.

// showCard shows a card to the partner. If it has serious words, it asks first.
func (b *Bot) showCard(ctx context.Context, r request) (talk.Reply, error) {
	c, version, err := r.cardHere()
	if err != nil {
		return talk.Reply{}, err
	}
	cards, err := r.store.Cards(ctx, r.Person.ID)
	if err != nil {
		return talk.Reply{}, err
	}
	own := cards[c.ID]
	found := b.serious(r, own.Written.Comforts, own.Written.DoesNotHelp, own.Written.GoodTimes)
	if !found.Found || own.Version != version || own.Shown == own.Written {
		return b.showCardAnyway(ctx, r)
	}
	afraid := ""
	if found.Fear {
		afraid = r.say("card.fear", "name", r.name(c))
	}
	return replace(paragraphs(r.say("card.serious"), afraid), row(r.press("resources", talk.Secondary), r.press("card-show-anyway", talk.Secondary, c.ID, version),
		r.press("card-keep", talk.Secondary, c.ID, version), r.press("card-discard", talk.Secondary, c.ID, version))), nil
}

// cardHere returns the couple and the version that a press about a card names.
func (r request) cardHere() (c store.Couple, version store.ID, err error) {
	if c, err = r.coupleHere(); err == nil {
		version, err = r.id(1)
	}
	return c, version, err
}

// showCardAnyway shows a card without asking.
func (b *Bot) showCardAnyway(ctx context.Context, r request) (talk.Reply, error) {
	return b.decideCard(ctx, r, "shown", r.store.ShowCard)
}

// keepCard keeps a card for its author alone.
func (b *Bot) keepCard(ctx context.Context, r request) (talk.Reply, error) {
	return b.decideCard(ctx, r, "kept", r.store.KeepCard)
}

// discardCard forgets what was written and not shown.
func (b *Bot) discardCard(ctx context.Context, r request) (talk.Reply, error) {
	return b.decideCard(ctx, r, "discarded", r.store.DiscardCard)
}

// hideCard hides a card at once, whichever version is shown.
func (b *Bot) hideCard(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	_, err = r.store.HideCard(ctx, c.ID, r.Person.ID, r.now)
	return b.cardDone(ctx, r, c, r.say("card.done.hidden", "name", r.name(c)), err)
}

// removeCard forgets a card.
func (b *Bot) removeCard(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	_, err = r.store.RemoveCard(ctx, c.ID, r.Person.ID, r.now)
	return b.cardDone(ctx, r, c, r.say("card.done.removed"), err)
}

// decideCard does what the person decided about the version of a card that they saw, and
// shows the card after it. If there is a newer one, nothing changes and that is shown.
func (b *Bot) decideCard(ctx context.Context, r request, done string,
	decide func(context.Context, store.ID, string, store.ID, time.Time) (store.OwnCard, error)) (talk.Reply, error) {
	c, version, err := r.cardHere()
	if err != nil {
		return talk.Reply{}, err
	}
	_, err = decide(ctx, c.ID, r.Person.ID, version, r.now)
	return b.cardDone(ctx, r, c, r.say("card.done."+done, "name", r.name(c)), err)
}

// cardDone shows a card after a decision, with what it says about that; err is what became
// of the decision.
func (b *Bot) cardDone(ctx context.Context, r request, c store.Couple, done string, err error) (talk.Reply, error) {
	if errors.Is(err, store.ErrTooLate) {
		done, err = r.say("card.stale"), nil
	}
	if err != nil {
		return talk.Reply{}, err
	}
	m, err := b.cardNow(ctx, r, c, done)
	return update(m), err
}

package bot

import (
	"context"
	"errors"

	"leanon/discord/talk"
	"leanon/store"
)

// A thank-you follows an answer, once, and asks for nothing.

// askThanks opens the form of a thank-you. To submit the form is to send it.
func (b *Bot) askThanks(ctx context.Context, r request) (talk.Reply, error) {
	e, err := b.mineHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	if e.Need.Thanks != "" || !e.Need.Sent() {
		return update(b.followUpMessage(r.reader, e)), nil
	}
	return talk.Reply{Form: &talk.Form{CustomID: customID("say-thanks", e.Need.ID), Title: r.say("form.say-thanks", "name", r.partner(e.Couple)),
		Fields: []talk.Field{{ID: "words", Label: r.say("after.thanks-field"), Placeholder: r.say("after.thanks-example"), Long: true, Required: true, Max: store.MaxLine}}}}, nil
}

func (b *Bot) sayThanks(ctx context.Context, r request) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	words := clip(clean(r.Fields["words"]), store.MaxLine)
	if !store.Visible(words) {
		return talk.Reply{}, sayable{r.say("error.empty")}
	}
	if b.serious(r, words).Found {
		e, err := b.mineHere(ctx, r)
		if err != nil {
			return talk.Reply{}, err
		}
		if e.Need.Sent() && e.Need.Thanks == "" && len(e.Need.Answers) > 0 {
			return b.askFirst(ctx, r, store.UndecidedLine{Need: id, Purpose: store.ForThanks, Line: words})
		}
	}
	e, err := r.store.Thank(ctx, id, r.Person.ID, words, r.now)
	return b.thanked(r, e, err)
}

// thanked says what became of a thank-you.
func (b *Bot) thanked(r request, e store.Exchange, err error) (talk.Reply, error) {
	if errors.Is(err, store.ErrTooLate) {
		return update(b.followUpMessage(r.reader, e)), nil
	}
	if err != nil {
		return talk.Reply{}, err
	}
	return update(r.plain(r.say("after.thanks-sent", "name", r.name(e.Couple)))), nil
}

func (b *Bot) openedThanks(rd reader, e store.Exchange) talk.Message {
	if !e.Need.Sent() && !e.Need.TakenBack() {
		return rd.withdrawnNote(e)
	}
	return quotedMessage(quoted(rd.say("after.thanks-head", "name", rd.name(e.Couple)), e.Need.Thanks, rd.sayTakenBack(e)),
		row(rd.press("show-it", talk.Secondary, e.Need.ID), rd.press("fold-thanks", talk.Secondary, e.Need.ID), rd.helpButton()))
}

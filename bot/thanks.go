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
	u := store.UndecidedLine{Need: id, Purpose: store.ForThanks, Line: words}
	if b.serious(r, words).Found {
		e, err := b.mineHere(ctx, r)
		if err != nil {
			return talk.Reply{}, err
		}
		if e.Need.Sent() && e.Need.Thanks == "" && len(e.Need.Answers) > 0 {
			return b.askFirst(ctx, r, u)
		}
	}
	e, err := r.store.Thank(ctx, id, r.Person.ID, words, r.now)
	return b.thanked(ctx, r, e, u, err)
}

// thanked says what became of a thank-you. If there is no room for it today, its words
// are kept until their author sends them.
func (b *Bot) thanked(ctx context.Context, r request, e store.Exchange, u store.UndecidedLine, err error) (talk.Reply, error) {
	var capped store.Capped
	if errors.As(err, &capped) {
		return b.laterHere(ctx, r, u, r.say("later.thanks", "n", store.MaxNotes, "from", at(capped.Until, "F"), "in", at(capped.Until, "R")))
	}
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

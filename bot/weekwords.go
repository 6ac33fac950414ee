package bot

import (
	"context"

	"leanon/discord/talk"
	"leanon/store"
)

// What a weekly note leads to: an answer to its question, and a thank-you that tells and
// asks for nothing. Both become a draft, of which the preview comes in a message of its own,
// so that the weekly note stays.

// askWeekAnswer opens the form of a need with the question on top.
func (b *Bot) askWeekAnswer(_ context.Context, r request) (talk.Reply, error) {
	c, _, err := r.weekHere()
	if err != nil {
		return talk.Reply{}, err
	}
	question := r.arg(2)
	if _, ok := b.Library.Question(question); !ok {
		return talk.Reply{}, store.ErrNotYours
	}
	return b.wordingForm(r, "word-week", c, store.Need{Question: question}, c.ID, question), nil
}

// wordWeek takes that form.
func (b *Bot) wordWeek(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	if _, ok := b.Library.Question(r.arg(1)); !ok {
		return talk.Reply{}, store.ErrNotYours
	}
	e, err := b.wordFrom(ctx, r, store.Wording{Couple: c.ID, OfWeek: r.arg(1), Owe: !r.home()})
	return b.draftedBeside(r, e, err)
}

// askThankYou opens the form of a thank-you.
func (b *Bot) askThankYou(_ context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	return talk.Reply{Form: &talk.Form{CustomID: customID("word-thanks", c.ID), Title: r.say("form.word-thanks", "name", r.partner(c)),
		Fields: []talk.Field{{ID: "words", Label: r.say("week.thanks-field"), Placeholder: r.say("after.thanks-example"), Long: true, Required: true, Max: store.MaxWords}}}}, nil
}

// wordThanks takes that form.
func (b *Bot) wordThanks(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	words := clean(r.Fields["words"])
	if !store.Visible(words) {
		return talk.Reply{}, sayable{r.say("error.empty")}
	}
	e, err := b.word(ctx, r, store.Wording{Couple: c.ID, Words: words, Want: wantThanks, ByForm: true, Owe: !r.home()})
	return b.draftedBeside(r, e, err)
}

// draftedBeside shows a draft as drafted does, and leaves the message as it is from which
// its form was opened.
func (b *Bot) draftedBeside(r request, e store.Exchange, err error) (talk.Reply, error) {
	reply, err := b.drafted(r, e, err)
	reply.Update = false
	return reply, err
}

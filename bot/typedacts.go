package bot

import (
	"context"
	"errors"
	"unicode/utf8"

	"leanon/discord/talk"
	"leanon/store"
)

// typedHere returns the plain message that the first argument of a press names, while its
// words wait.
func (b *Bot) typedHere(ctx context.Context, r request) (store.Typed, error) {
	id, err := r.id(0)
	if err != nil {
		return store.Typed{}, err
	}
	return r.store.TypedFor(ctx, id, r.Person.ID)
}

// decidedBefore answers a press on a question whose writer has decided, perhaps with a press
// whose reply was lost. It shows what became of the words.
func (b *Bot) decidedBefore(ctx context.Context, r request, err error) (talk.Reply, error) {
	if !errors.Is(err, store.ErrTooLate) {
		return talk.Reply{}, err
	}
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	var m talk.Message
	err = r.store.View(ctx, r.Person.ID, func(v store.View) error {
		y, err := v.Typed(id)
		if errors.Is(err, store.ErrTooLate) {
			m, err = b.typedBecame(v, r.reader, y)
		}
		return err
	})
	return update(m), err
}

// whichNote shows the question with another note chosen.
func (b *Bot) whichNote(ctx context.Context, r request) (talk.Reply, error) {
	y, err := b.typedHere(ctx, r)
	if err != nil {
		return b.decidedBefore(ctx, r, err)
	}
	if len(r.Values) != 1 {
		return talk.Reply{}, store.ErrNotYours
	}
	id, err := store.ParseID(r.Values[0])
	if err != nil {
		return talk.Reply{}, err
	}
	return update(b.typedMessage(r.reader, y, id)), nil
}

// myAnswer relays words as an answer to a note. If they are serious, it asks first.
func (b *Bot) myAnswer(ctx context.Context, r request) (talk.Reply, error) {
	y, err := b.typedHere(ctx, r)
	if err != nil {
		return b.decidedBefore(ctx, r, err)
	}
	need, err := r.id(1)
	if err != nil {
		return talk.Reply{}, err
	}
	if utf8.RuneCountInString(y.Words) > store.MaxWords {
		return update(b.typedMessage(r.reader, y, need)), nil
	}
	e, err := r.store.NeedFor(ctx, need, r.Person.ID)
	if err != nil {
		return talk.Reply{}, err
	}
	if e.Mine() {
		return talk.Reply{}, store.ErrNotYours
	}
	if r.action != "my-answer-anyway" && e.Need.Sent() && b.serious(r, y.Words).Found {
		return b.typedSerious(r, y, e.Couple, r.press("my-answer-anyway", talk.Secondary, y.ID, need)), nil
	}
	a := store.Answering{Need: need, Person: r.Person.ID, Source: r.source, Choice: store.OwnWords, Line: y.Words, FollowUp: r.now.Add(b.FollowUp), Undecided: y.ID}
	if e.Need.Tells && e.Need.CanSay(store.WroteBack) {
		a.Choice = store.WroteBack
	}
	e, err = r.store.Answer(ctx, a, r.now)
	switch {
	case errors.Is(err, store.ErrTooLate): // it was withdrawn meanwhile
		return b.askTypedAgain(ctx, r, r.say("line.withdrawn"))
	case errors.Is(err, store.ErrTooManyWords):
		return b.askTypedAgain(ctx, r, r.say("typed.answer.many"))
	case err != nil:
		return talk.Reply{}, err
	}
	return update(b.typedAnswered(r.reader, e)), nil
}

// askTypedAgain says why words did not go, and asks again what they are.
func (b *Bot) askTypedAgain(ctx context.Context, r request, why string) (talk.Reply, error) {
	y, err := b.typedHere(ctx, r)
	if err != nil {
		return b.decidedBefore(ctx, r, err)
	}
	m := b.typedMessage(r.reader, y, 0)
	if said := paragraphs(why, m.Text); utf8.RuneCountInString(said) <= maxContent {
		m.Text = said
	}
	return update(m), nil
}

// typedSerious asks the writer of serious words before they leave.
func (b *Bot) typedSerious(r request, y store.Typed, c store.Couple, anyway talk.Button) talk.Reply {
	return update(b.seriousMessage(r.reader, c, b.serious(r, y.Words), anyway,
		r.press("keep-typed", talk.Secondary, y.ID, c.ID), r.press("discard-typed", talk.Secondary, y.ID)))
}

// thankTyped relays words as a thank-you. If they are serious, it asks first.
func (b *Bot) thankTyped(ctx context.Context, r request) (talk.Reply, error) {
	y, err := b.typedHere(ctx, r)
	if err != nil {
		return b.decidedBefore(ctx, r, err)
	}
	need, err := r.id(1)
	if err != nil {
		return talk.Reply{}, err
	}
	if utf8.RuneCountInString(y.Words) > store.MaxLine {
		return update(b.typedMessage(r.reader, y, 0)), nil
	}
	e := y.Answered
	if e.Need.ID != need {
		return talk.Reply{}, store.ErrNotYours
	}
	if r.action != "thank-typed-anyway" && e.Need.Sent() && e.Need.Thanks == "" && b.serious(r, y.Words).Found {
		return b.typedSerious(r, y, e.Couple, r.press("thank-typed-anyway", talk.Secondary, y.ID, need)), nil
	}
	e, err = r.store.ThankTyped(ctx, need, y.ID, r.Person.ID, r.pressed(), r.now)
	var capped store.Capped
	if errors.As(err, &capped) {
		return b.askTypedAgain(ctx, r, r.say("typed.thanks.capped", "n", store.MaxNotes, "from", at(capped.Until, "F"), "in", at(capped.Until, "R")))
	}
	if errors.Is(err, store.ErrTooLate) {
		y.Answered = e
		return update(b.typedMessage(r.reader, y, 0)), nil
	}
	if err != nil {
		return talk.Reply{}, err
	}
	said := r.say("typed.thanked.nameless")
	if r.me.Notes != store.Nameless {
		said = r.say("typed.thanked", "name", r.name(e.Couple))
	}
	return update(r.plain(said)), nil
}

// ownNote makes words a draft of a note. If its writer has to say for whom, it asks.
func (b *Bot) ownNote(ctx context.Context, r request) (talk.Reply, error) {
	y, err := b.typedHere(ctx, r)
	if err != nil {
		return b.decidedBefore(ctx, r, err)
	}
	couple := y.Couple.ID
	if couple == 0 {
		return update(b.whomMessage(r.reader, y.ID, r.say("typed.whom"))), nil
	}
	return b.decideTyped(ctx, r, y, store.Decision{Couple: couple})
}

// toQuestion makes words a draft that answers the open question.
func (b *Bot) toQuestion(ctx context.Context, r request) (talk.Reply, error) {
	y, err := b.typedHere(ctx, r)
	if err != nil {
		return b.decidedBefore(ctx, r, err)
	}
	if y.Question.ID == 0 { // it was replaced, or is done
		return update(b.typedMessage(r.reader, y, 0)), nil
	}
	return b.decideTyped(ctx, r, y, store.Decision{Couple: y.Question.Couple.ID, CheckIn: y.Question.ID})
}

// keepTyped keeps words private, about the couple that the press names.
func (b *Bot) keepTyped(ctx context.Context, r request) (talk.Reply, error) {
	y, err := b.typedHere(ctx, r)
	if err != nil {
		return b.decidedBefore(ctx, r, err)
	}
	couple, err := r.id(1)
	if err != nil {
		return talk.Reply{}, err
	}
	return b.decideTyped(ctx, r, y, store.Decision{Couple: couple, Keep: true})
}

// decideTyped makes a draft, or a kept note, of words, and shows it in place of the
// question.
func (b *Bot) decideTyped(ctx context.Context, r request, y store.Typed, d store.Decision) (talk.Reply, error) {
	d.Typed, d.Person, d.Via, d.Bare = y.ID, r.Person.ID, r.pressed(), b.isBare(y.Words, "", "", r.language)
	e, err := r.store.Decide(ctx, d, r.now)
	if err != nil {
		return b.decidedBefore(ctx, r, err)
	}
	return b.updatePreview(r, e)
}

// discardTyped forgets words.
func (b *Bot) discardTyped(ctx context.Context, r request) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	if _, err := r.store.Decide(ctx, store.Decision{Typed: id, Person: r.Person.ID, Via: r.pressed()}, r.now); err != nil {
		return b.decidedBefore(ctx, r, err)
	}
	return update(r.plain(r.say("typed.discarded"))), nil
}

// askRetype opens a form with words that are too long for what they may be.
func (b *Bot) askRetype(ctx context.Context, r request) (talk.Reply, error) {
	y, err := b.typedHere(ctx, r)
	if err != nil {
		return b.decidedBefore(ctx, r, err)
	}
	return talk.Reply{Form: &talk.Form{CustomID: customID("retype", y.ID), Title: r.say("form.retype"), Fields: []talk.Field{
		{ID: "words", Label: r.say("typed.words"), Value: y.Words, Long: true, Required: true, Max: maxTyped}}}}, nil
}

// retype takes that form and asks about the new words.
func (b *Bot) retype(ctx context.Context, r request) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	words := clean(r.Fields["words"])
	if !store.Visible(words) {
		return talk.Reply{}, sayable{r.say("error.empty")}
	}
	y, err := r.store.Retype(ctx, id, r.Person.ID, words, r.pressed(), r.now)
	if err != nil {
		return b.decidedBefore(ctx, r, err)
	}
	return update(b.typedMessage(r.reader, y, 0)), nil
}

// assign takes the choice of which couple a plain message is for, or that it is for
// nobody.
func (b *Bot) assign(ctx context.Context, r request) (talk.Reply, error) {
	if r.action == "forget-words" {
		return b.discardTyped(ctx, r)
	}
	y, err := b.typedHere(ctx, r)
	if err != nil {
		return b.decidedBefore(ctx, r, err)
	}
	couple, err := r.id(1)
	if err != nil {
		return talk.Reply{}, err
	}
	d := store.Decision{Typed: y.ID, Person: r.Person.ID, Couple: couple, Via: r.pressed(), Bare: b.isBare(y.Words, "", "", r.language)}
	decide := r.store.Assign // it answers the open question of the couple
	if len(y.Notes) > 0 || y.Kind != "" {
		decide = r.store.Decide
	}
	e, err := decide(ctx, d, r.now)
	if err != nil {
		return b.decidedBefore(ctx, r, err)
	}
	return b.updatePreview(r, e)
}

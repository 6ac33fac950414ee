package bot

import (
	"context"
	"errors"
	"fmt"

	"leanon/discord/talk"
	"leanon/store"
)

// composeAfter makes the messages that follow an answer, and the one about a need that
// rests.
func (b *Bot) composeAfter(v store.View, rd reader, n store.Notice) (talk.Message, error) {
	e, err := v.Need(n.Ref)
	if err != nil {
		return talk.Message{}, err
	}
	switch {
	case n.Kind == store.KindFollowUp:
		return b.followUpMessage(rd, e), nil
	case n.Kind == store.KindRest:
		return b.restMessage(rd, e), nil
	case !e.Need.Sent() && !e.Need.TakenBack():
		return rd.withdrawnNote(e), nil
	case n.Kind == store.KindTalk:
		return talk.Message{Text: fmt.Sprintf("%s would like to talk about their note of %s, when it suits you both. %s", rd.name(e.Couple), dated(e.Need.SentAt), sayNoRush),
			Rows: []talk.Row{row(b.press("open", talk.Primary, e.Need.ID), b.helpButton())}}, nil
	case rd.me.Notes == store.Full:
		return b.openedThanks(rd, e), nil
	}
	return b.waitingThanks(rd, e), nil
}

// followUpMessage asks the asker whether an answer reached them, or shows what they
// said to that.
func (b *Bot) followUpMessage(rd reader, e store.Exchange) talk.Message {
	n := e.Need
	if !n.Sent() {
		return rd.plain(rd.sayGone(e))
	}
	switch {
	case n.Reached == store.ReachedNotYet && n.ClosedAt.IsZero():
		return b.notYetMessage(rd, e)
	case n.Reached == store.ReachedYes:
		m := b.plain("I'm glad. It is closed now, and only you know.")
		if n.Thanks == "" {
			m.Text = fmt.Sprintf("I'm glad. If you like, tell %s what it was like: a thank-you lands well.", rd.name(e.Couple))
			m.Rows = []talk.Row{row(b.press("thank", talk.Primary, n.ID), b.helpButton())}
		}
		return m
	case n.Reached != "":
		return b.plain("Thank you for saying. It is closed, and only you know.")
	case !n.ClosedAt.IsZero():
		return b.plain("Let go. It was worth saying. Only you know.")
	}
	text := fmt.Sprintf("%s answered your note of %s. Did that reach you? I mean: did you feel heard in what you needed? Only you see this.",
		rd.name(e.Couple), dated(n.SentAt))
	return talk.Message{Text: text, Rows: []talk.Row{row(
		b.press("reached-yes", talk.Secondary, n.ID), b.press("reached-somewhat", talk.Secondary, n.ID),
		b.press("reached-not-yet", talk.Secondary, n.ID), b.press("reached-no-longer", talk.Secondary, n.ID), b.helpButton())}}
}

// notYetMessage offers what can be done after an answer that did not reach.
func (b *Bot) notYetMessage(rd reader, e store.Exchange) talk.Message {
	return talk.Message{Text: fmt.Sprintf("That happens. You can ask once more, ask for something smaller, talk, or let it go. %s sees only what you send.",
		rd.name(e.Couple)), Rows: b.afterRows(e.Need, true)}
}

// restMessage says that an ask rests. It names the partner if the reader is in several
// couples.
func (b *Bot) restMessage(rd reader, e store.Exchange) talk.Message {
	n := e.Need
	switch {
	case !n.Sent():
		return rd.plain(rd.sayGone(e))
	case !n.ClosedAt.IsZero():
		return b.plain("Let go. It was worth saying. Only you know.")
	}
	to := ""
	if partner := rd.nameIfSeveral(e.Couple); partner != "" {
		to = " to " + partner
	}
	return talk.Message{Text: fmt.Sprintf("Your ask of %s%s is resting. It was worth saying.", dated(n.SentAt), to), Rows: b.afterRows(n, false)}
}

// afterRows are the buttons of the ways on. Ask again is there if again is true and
// the need allows it, Let's talk only once.
func (b *Bot) afterRows(n store.Need, again bool) []talk.Row {
	var buttons []talk.Button
	if _, ok := n.AgainFrom(); ok && again {
		buttons = append(buttons, b.press("again", talk.Secondary, n.ID))
	}
	buttons = append(buttons, b.press("smaller", talk.Secondary, n.ID))
	if n.TalkAt.IsZero() {
		buttons = append(buttons, b.press("lets-talk", talk.Secondary, n.ID))
	}
	return []talk.Row{row(append(buttons, b.press("let-go", talk.Secondary, n.ID), b.helpButton())...)}
}

// reach keeps what the asker said. If it comes too late, it shows what stands.
func (b *Bot) reach(ctx context.Context, r request, said store.Reached) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	e, err := r.store.Reach(ctx, id, r.Person.ID, said, r.now)
	if err != nil && !errors.Is(err, store.ErrTooLate) {
		return talk.Reply{}, err
	}
	return update(b.followUpMessage(r.reader, e)), nil
}

func (b *Bot) reachedYes(ctx context.Context, r request) (talk.Reply, error) {
	return b.reach(ctx, r, store.ReachedYes)
}

func (b *Bot) reachedSomewhat(ctx context.Context, r request) (talk.Reply, error) {
	return b.reach(ctx, r, store.ReachedSomewhat)
}

func (b *Bot) reachedNotYet(ctx context.Context, r request) (talk.Reply, error) {
	return b.reach(ctx, r, store.ReachedNotYet)
}

func (b *Bot) noLongerNeeded(ctx context.Context, r request) (talk.Reply, error) {
	return b.reach(ctx, r, store.NoLongerNeeded)
}

// askThanks opens the form of a thank-you. To submit the form is to send it.
func (b *Bot) askThanks(ctx context.Context, r request) (talk.Reply, error) {
	e, err := b.mineHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	if e.Need.Thanks != "" || !e.Need.Sent() {
		return update(b.followUpMessage(r.reader, e)), nil
	}
	return talk.Reply{Form: &talk.Form{CustomID: customID("say-thanks", e.Need.ID), Title: b.say("form.say-thanks", "name", r.partner(e.Couple)),
		Fields: []talk.Field{{ID: "words", Label: "What did it mean to you?", Placeholder: "When you called, I felt ...", Long: true, Required: true, Max: store.MaxLine}}}}, nil
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
	if b.heavy(r, words) {
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
	return update(b.plain(fmt.Sprintf("Your thank-you is on its way to %s.", r.name(e.Couple)))), nil
}

func (b *Bot) openedThanks(rd reader, e store.Exchange) talk.Message {
	if !e.Need.Sent() && !e.Need.TakenBack() {
		return rd.withdrawnNote(e)
	}
	return quotedMessage(quoted(fmt.Sprintf("%s thanks you:", rd.name(e.Couple)), e.Need.Thanks, rd.sayTakenBack(e)),
		row(b.press("fold-thanks", talk.Secondary, e.Need.ID), b.helpButton()))
}

// askSmaller opens the form for a smaller ask, with the words of the first.
func (b *Bot) askSmaller(ctx context.Context, r request) (talk.Reply, error) {
	e, err := b.mineHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	if !e.Need.Sent() {
		return update(b.followUpMessage(r.reader, e)), nil
	}
	return b.wordingForm("word-smaller", clip(e.Need.Words, store.MaxWords), "", store.MaxWords, e.Need.ID), nil
}

// wordSmaller keeps the smaller ask as a new draft.
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
	return update(b.plain("Your smaller ask is below, as a draft. Nothing leaves before you press Send.")), nil
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
		return update(r.plain(r.sayGone(e))), nil
	}
	return update(b.plain(fmt.Sprintf("%s will read that you would like to talk about it.", r.name(e.Couple)))), nil
}

// letGo closes a need. Nobody is told.
func (b *Bot) letGo(ctx context.Context, r request) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	_, err = r.store.LetGo(ctx, id, r.Person.ID, r.now)
	if err != nil && !errors.Is(err, store.ErrTooLate) {
		return talk.Reply{}, err
	}
	return update(b.plain("Let go. It was worth saying. Only you know.")), nil
}

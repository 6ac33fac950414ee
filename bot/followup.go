package bot

import (
	"context"
	"errors"
	"fmt"

	"leanon/discord/talk"
	"leanon/store"
)

// composeAfter makes the messages that come after an answer or a rest.
func (b *Bot) composeAfter(ctx context.Context, n store.Notice) (talk.Message, error) {
	e, err := b.Store.NeedFor(ctx, n.Ref, n.Person)
	if err != nil {
		return talk.Message{}, err
	}
	if e, err = b.asRead(ctx, e); err != nil {
		return talk.Message{}, err
	}
	name := nameOf(e.Couple.Other.Name)
	switch {
	case n.Kind == store.KindFollowUp:
		return b.followUpMessage(e), nil
	case n.Kind == store.KindRest:
		about, err := b.about(ctx, e.Couple)
		return b.restMessage(e, about), err
	case !e.Need.Sent():
		return b.withdrawnNote(e), nil
	case n.Kind == store.KindTalk:
		return talk.Message{Text: fmt.Sprintf("%s would like to talk about their note of %s, when it suits you both. %s", name, dated(e.Need.SentAt), sayNoRush),
			Rows: []talk.Row{row(b.press("open", talk.Primary, e.Need.ID), b.helpButton())}}, nil
	}
	p, err := b.Store.Partner(ctx, n.Person)
	if err != nil {
		return talk.Message{}, err
	}
	if p.Notes == store.Full {
		return b.openedThanks(e), nil
	}
	return b.waitingThanks(p, e), nil
}

// followUpMessage asks whether an answer reached its asker.
func (b *Bot) followUpMessage(e store.Exchange) talk.Message {
	n := e.Need
	if !n.Sent() {
		return b.plain(sayTakenBack)
	}
	switch {
	case n.Reached == store.ReachedNotYet && n.ClosedAt.IsZero():
		return b.notYetMessage(e)
	case n.Reached == store.ReachedYes:
		m := b.plain("I'm glad. It is closed now, and only you know.")
		if n.Thanks == "" {
			m.Text = fmt.Sprintf("I'm glad. If you like, tell %s what it was like: a thank-you lands well.", nameOf(e.Couple.Other.Name))
			m.Rows = []talk.Row{row(b.press("thank", talk.Primary, n.ID), b.helpButton())}
		}
		return m
	case n.Reached != "":
		return b.plain("Thank you for saying. It is closed, and only you know.")
	case !n.ClosedAt.IsZero():
		return b.plain("Let go. It was worth saying. Only you know.")
	}
	text := fmt.Sprintf("%s answered your note of %s. Did that reach you? I mean: did you feel heard in what you needed? Only you see this.",
		nameOf(e.Couple.Other.Name), dated(n.SentAt))
	return talk.Message{Text: text, Rows: []talk.Row{row(
		b.press("reached-yes", talk.Secondary, n.ID), b.press("reached-somewhat", talk.Secondary, n.ID),
		b.press("reached-not-yet", talk.Secondary, n.ID), b.press("reached-no-longer", talk.Secondary, n.ID), b.helpButton())}}
}

// notYetMessage offers what can be done when an answer did not reach.
func (b *Bot) notYetMessage(e store.Exchange) talk.Message {
	return talk.Message{Text: fmt.Sprintf("That happens. You can ask once more, ask for something smaller, talk, or let it go. %s sees only what you send.",
		nameOf(e.Couple.Other.Name)), Rows: b.afterRows(e.Need, true)}
}

// restMessage says that an ask rests; it names whom it was to, unless that is "".
func (b *Bot) restMessage(e store.Exchange, about string) talk.Message {
	n := e.Need
	switch {
	case !n.Sent():
		return b.plain(sayTakenBack)
	case !n.ClosedAt.IsZero():
		return b.plain("Let go. It was worth saying. Only you know.")
	}
	to := ""
	if about != "" {
		to = " to " + noMarkdown(about)
	}
	return talk.Message{Text: fmt.Sprintf("Your ask of %s%s is resting. It was worth saying.", dated(n.SentAt), to), Rows: b.afterRows(n, false)}
}

// afterRows are the ways on: ask again only where it is offered, talk only once.
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

// reach keeps what the asker said; too late, it shows what stands.
func (b *Bot) reach(ctx context.Context, r request, said store.Reached) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	e, err := r.store.Reach(ctx, id, r.Person.ID, said, r.now)
	if err != nil && !errors.Is(err, store.ErrTooLate) {
		return talk.Reply{}, err
	}
	if e, err = b.asRead(ctx, e); err != nil {
		return talk.Reply{}, err
	}
	return update(b.followUpMessage(e)), nil
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

// askThanks opens the form of a thank-you; sending it is sending the thank-you.
func (b *Bot) askThanks(ctx context.Context, r request) (talk.Reply, error) {
	e, err := b.mineHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	if e.Need.Thanks != "" || !e.Need.Sent() {
		return update(b.followUpMessage(e)), nil
	}
	return talk.Reply{Form: &talk.Form{CustomID: customID("say-thanks", e.Need.ID), Title: clip(b.words("say-thanks", plainName(e.Couple.Other.Name)), 45),
		Fields: []talk.Field{{ID: "words", Label: "What did it mean to you?", Placeholder: "When you called, I felt ...", Long: true, Required: true, Max: store.MaxLine}}}}, nil
}

func (b *Bot) sayThanks(ctx context.Context, r request) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	words := clip(clean(r.Fields["words"]), store.MaxLine)
	if !store.Visible(words) {
		return talk.Reply{}, sayable{sayEmpty}
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
	return b.thanked(ctx, e, err)
}

// thanked says what became of a thank-you.
func (b *Bot) thanked(ctx context.Context, e store.Exchange, err error) (talk.Reply, error) {
	if err == nil || errors.Is(err, store.ErrTooLate) {
		var failed error
		if e, failed = b.asRead(ctx, e); failed != nil {
			return talk.Reply{}, failed
		}
	}
	if errors.Is(err, store.ErrTooLate) {
		return update(b.followUpMessage(e)), nil
	}
	if err != nil {
		return talk.Reply{}, err
	}
	return update(b.plain(fmt.Sprintf("Your thank-you is on its way to %s.", nameOf(e.Couple.Other.Name)))), nil
}

func (b *Bot) waitingThanks(p store.Partner, e store.Exchange) talk.Message {
	text := fmt.Sprintf("A thank-you from %s is waiting.", nameOf(e.Couple.Other.Name))
	if p.Notes == store.Nameless {
		text = "A thank-you is waiting."
	}
	return talk.Message{Text: text, Rows: []talk.Row{row(b.press("open-thanks", talk.Primary, e.Need.ID), b.helpButton())}}
}

func (b *Bot) openedThanks(e store.Exchange) talk.Message {
	if !e.Need.Sent() {
		return b.withdrawnNote(e)
	}
	return quotedMessage(quoted(fmt.Sprintf("%s thanks you:", nameOf(e.Couple.Other.Name)), e.Need.Thanks, ""),
		row(b.press("fold-thanks", talk.Secondary, e.Need.ID), b.helpButton()))
}

func (b *Bot) openThanks(ctx context.Context, r request) (talk.Reply, error) {
	e, err := b.thanksHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	return update(b.openedThanks(e)), nil
}

func (b *Bot) foldThanks(ctx context.Context, r request) (talk.Reply, error) {
	e, err := b.thanksHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	p, err := r.store.Partner(ctx, r.Person.ID)
	if err != nil {
		return talk.Reply{}, err
	}
	return update(b.waitingThanks(p, e)), nil
}

// thanksHere is the need whose thank-you a press is about, for its receiver.
func (b *Bot) thanksHere(ctx context.Context, r request) (store.Exchange, error) {
	e, err := b.needHere(ctx, r)
	if err == nil && (e.Mine() || e.Need.Thanks == "") {
		return store.Exchange{}, store.ErrNotYours
	}
	return e, err
}

// askSmaller opens the wording form for a smaller ask.
func (b *Bot) askSmaller(ctx context.Context, r request) (talk.Reply, error) {
	e, err := b.mineHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	if !e.Need.Sent() {
		return update(b.followUpMessage(e)), nil
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
		return b.replyPreview(ctx, r, draft)
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
		return update(b.plain(sayTakenBack)), nil
	}
	if e, err = b.asRead(ctx, e); err != nil {
		return talk.Reply{}, err
	}
	return update(b.plain(fmt.Sprintf("%s will read that you would like to talk about it.", nameOf(e.Couple.Other.Name)))), nil
}

// letGo closes a need; nobody else is told.
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

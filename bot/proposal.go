package bot

import (
	"context"
	"errors"

	"leanon/discord/talk"
	"leanon/store"
)

// How a couple's own question comes into use: one words it, reads it as the other would,
// and proposes it; the other says yes, or does not. Nobody is told of a refusal, and
// nothing keeps one.

// askQuestionWords opens the form of a new question, with the words of a draft that is
// there.
func (b *Bot) askQuestionWords(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	all, err := r.store.OwnQuestionsOf(ctx, c.ID, r.Person.ID, r.now)
	if err != nil {
		return talk.Reply{}, err
	}
	return questionForm(r, "word-question", all.Draft.Words, c.ID), nil
}

func questionForm(r request, name, words string, about store.ID) talk.Reply {
	return talk.Reply{Form: &talk.Form{CustomID: customID(name, about), Title: r.say("form." + name), Text: r.say("own.good"), Fields: []talk.Field{
		{ID: "words", Label: r.say("field.question"), Placeholder: r.say("example.question"), Value: words, Required: true, Max: store.MaxOwnQuestion}}}}
}

// questionWords returns what stands in that form, in one line.
func questionWords(r request) (string, error) {
	words := clip(oneLine(r.Fields["words"]), store.MaxOwnQuestion)
	if !store.Visible(words) {
		return "", sayable{r.say("error.empty")}
	}
	return words, nil
}

// wordQuestion takes the form of a new question.
func (b *Bot) wordQuestion(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	words, err := questionWords(r)
	if err != nil {
		return talk.Reply{}, err
	}
	q, err := r.store.WordQuestion(ctx, c.ID, r.Person.ID, r.source, words, r.now)
	return b.showDraft(r, q, err)
}

// draftHere returns the question of a press, for its author.
func (b *Bot) draftHere(ctx context.Context, r request) (store.OwnQuestion, error) {
	q, err := b.questionHere(ctx, r)
	if err == nil && !q.Mine() {
		err = store.ErrNotYours
	}
	return q, err
}

func (b *Bot) questionHere(ctx context.Context, r request) (store.OwnQuestion, error) {
	id, err := r.id(0)
	if err != nil {
		return store.OwnQuestion{}, err
	}
	return r.store.OwnQuestionFor(ctx, id, r.Person.ID)
}

// showDraft shows a question as the partner would read it.
func (b *Bot) showDraft(r request, q store.OwnQuestion, err error) (talk.Reply, error) {
	if err != nil && !errors.Is(err, store.ErrTooLate) {
		return talk.Reply{}, err
	}
	m := b.draftMessage(r.reader, q)
	m.Private = true
	return talk.Reply{Message: &m, Update: r.OnPrivate}, nil
}

func (b *Bot) draftMessage(rd reader, q store.OwnQuestion) talk.Message {
	if !q.Draft() {
		return rd.plain(rd.say("own.proposed", "name", rd.name(q.Couple)))
	}
	hint := ""
	if why := b.Library.ProposalHint(q.Words, b.languageOf(rd.me)); why != "" {
		hint = rd.say("own.hint." + why)
	}
	return quotedMessage(quoted(rd.say("own.preview.head", "name", rd.name(q.Couple)), q.Words, paragraphs(hint, rd.say("own.preview.foot", "name", rd.name(q.Couple)))),
		row(rd.pressFor("propose", talk.Primary, rd.partner(q.Couple), q.ID), rd.press("edit-question", talk.Secondary, q.ID),
			rd.press("discard-question", talk.Secondary, q.ID), rd.helpButton()))
}

// askReword opens the form with the words of a draft.
func (b *Bot) askReword(ctx context.Context, r request) (talk.Reply, error) {
	q, err := b.draftHere(ctx, r)
	if err != nil || !q.Draft() {
		return b.showDraft(r, q, err)
	}
	return questionForm(r, "reword-question", q.Words, q.ID), nil
}

// rewordQuestion takes that form.
func (b *Bot) rewordQuestion(ctx context.Context, r request) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	words, err := questionWords(r)
	if err != nil {
		return talk.Reply{}, err
	}
	q, err := r.store.RewordQuestion(ctx, id, r.Person.ID, words)
	return b.showDraft(r, q, err)
}

// discardQuestion deletes a draft.
func (b *Bot) discardQuestion(ctx context.Context, r request) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	q, err := r.store.DiscardQuestion(ctx, id, r.Person.ID)
	if err != nil {
		return b.showDraft(r, q, err)
	}
	return update(r.plain(r.say("draft.discarded"))), nil
}

// propose proposes a question. If it has serious words, it asks first.
func (b *Bot) propose(ctx context.Context, r request) (talk.Reply, error) {
	q, err := b.draftHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	if found := b.serious(r, q.Words); found.Found && q.Draft() {
		m := b.seriousMessage(r.reader, q.Couple, found, r.press("propose-anyway", talk.Secondary, q.ID), r.press("discard-question", talk.Secondary, q.ID))
		m.Text = paragraphs(r.say("own.serious"), r.sayAfraid(q.Couple, found))
		return update(m), nil
	}
	return b.proposeNow(ctx, r)
}

// proposeNow proposes a question without asking.
func (b *Bot) proposeNow(ctx context.Context, r request) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	q, err := r.store.Propose(ctx, id, r.Person.ID, r.now)
	if err != nil && !errors.Is(err, store.ErrTooLate) {
		return talk.Reply{}, err
	}
	return update(b.draftMessage(r.reader, q)), nil
}

// composeProposal makes the message that says that a question is proposed, and not which.
func (b *Bot) composeProposal(v store.View, rd reader, n store.Notice) (talk.Message, error) {
	q, err := v.OwnQuestion(n.Ref)
	if errors.Is(err, store.ErrNotYours) {
		return rd.plain(rd.say("own.gone")), nil
	}
	return waitingProposal(rd, q), err
}

func waitingProposal(rd reader, q store.OwnQuestion) talk.Message {
	return talk.Message{Text: rd.say("waits.proposal"), Rows: []talk.Row{row(rd.press("open-proposal", talk.Primary, q.ID), rd.helpButton())}}
}

// proposalHere returns the question that was proposed to the person of a press.
func (b *Bot) proposalHere(ctx context.Context, r request) (store.OwnQuestion, error) {
	q, err := b.questionHere(ctx, r)
	if err == nil && q.Mine() {
		err = store.ErrNotYours
	}
	return q, err
}

// withProposal shows what show makes of the proposal that a press is about, or that it is
// not there any more.
func (b *Bot) withProposal(show func(reader, store.OwnQuestion) talk.Message) handler {
	return func(ctx context.Context, r request) (talk.Reply, error) {
		q, err := b.proposalHere(ctx, r)
		if err != nil {
			return talk.Reply{}, err
		}
		if !q.Waits(r.now) && !q.InUse {
			return update(r.plain(r.say("own.gone"))), nil
		}
		return update(show(r.reader, q)), nil
	}
}

func openedProposal(rd reader, q store.OwnQuestion) talk.Message {
	name := rd.name(q.Couple)
	head := rd.say("own.proposal.head", "name", name)
	if q.InUse {
		return quotedMessage(quoted(head, q.Words, rd.say("own.agreed")), row(rd.press("take-out", talk.Secondary, q.ID), rd.helpButton()))
	}
	return quotedMessage(quoted(head, q.Words, rd.say("own.proposal.ask", "name", name)),
		row(rd.press("use-it", talk.Primary, q.ID), rd.press("rather-not", talk.Secondary, q.ID), rd.press("fold-proposal", talk.Secondary, q.ID), rd.helpButton()))
}

// ratherNot answers a no. There is nothing to keep of it: the question is not in use as
// long as nobody says yes.
func ratherNot(rd reader, q store.OwnQuestion) talk.Message {
	if q.InUse {
		return openedProposal(rd, q)
	}
	name, until := rd.name(q.Couple), q.ProposedAt.Add(store.ProposalLife)
	return talk.Message{Text: rd.say("own.refused", "name", name, "date", dated(until)), Rows: []talk.Row{row(
		rd.pressFor("no-more-questions", talk.Secondary, rd.partner(q.Couple), q.Couple.ID), rd.press("fold-proposal", talk.Secondary, q.ID), rd.helpButton())}}
}

// useIt is the yes to a question.
func (b *Bot) useIt(ctx context.Context, r request) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	q, err := r.store.AgreeToQuestion(ctx, id, r.Person.ID, r.now)
	if errors.Is(err, store.ErrTooLate) {
		return update(r.plain(r.say("own.gone"))), nil
	}
	if err != nil {
		return talk.Reply{}, err
	}
	return update(openedProposal(r.reader, q)), nil
}

// noMoreQuestions keeps that a person wants no more proposals from their partner, or that
// they want them again.
func (b *Bot) noMoreQuestions(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	again := r.action == "more-questions"
	if _, err := r.store.WantProposals(ctx, c.ID, r.Person.ID, again); err != nil {
		return talk.Reply{}, err
	}
	if again {
		return update(r.plain(r.say("own.more-again", "name", r.name(c)))), nil
	}
	return replace(r.say("own.no-more", "name", r.name(c)), row(r.pressFor("more-questions", talk.Secondary, r.partner(c), c.ID), r.helpButton())), nil
}

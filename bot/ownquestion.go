package bot

import (
	"context"
	"slices"

	"leanon/discord/talk"
	"leanon/store"
)

// A couple's own questions: the list of them, and taking one out. proposal.go has how a
// question gets there, and ownasked.go how it comes.

// ownQuestions is the part of the menu for a couple's own questions.
func (b *Bot) ownQuestions() []action {
	return []action{
		choice("own-question", b.showQuestion),
		button("questions-back", b.backToQuestions),
		button("which-out", b.whichOut),
		choice("take-which-out", b.takeWhichOut),
		button("take-out", b.takeOut),
		button("add-question", b.askQuestionWords),
		form("word-question", b.wordQuestion),
		button("edit-question", b.askReword),
		form("reword-question", b.rewordQuestion),
		button("discard-question", b.discardQuestion),
		button("propose", b.propose),
		button("propose-anyway", b.proposeNow),
		button("open-proposal", b.withProposal(openedProposal)),
		button("fold-proposal", b.withProposal(waitingProposal)),
		button("rather-not", b.withProposal(ratherNot)),
		button("use-it", b.useIt),
		button("open-question", b.openQuestion),
		button("no-more-questions", b.noMoreQuestions),
		button("more-questions", b.noMoreQuestions),
	}
}

// questionCommand is /question.
func (b *Bot) questionCommand(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleOf()
	if err != nil {
		return talk.Reply{}, err
	}
	m, err := b.questionsMessage(ctx, r, c, 0, "")
	m.Private = true
	return talk.Reply{Message: &m}, err
}

// backToQuestions shows the list again.
func (b *Bot) backToQuestions(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	m, err := b.questionsMessage(ctx, r, c, 0, "")
	return update(m), err
}

// showQuestion shows the question that was chosen in full.
func (b *Bot) showQuestion(ctx context.Context, r request) (talk.Reply, error) {
	c, id, err := r.questionChosen()
	if err != nil {
		return talk.Reply{}, err
	}
	m, err := b.questionsMessage(ctx, r, c, id, "")
	return update(m), err
}

// questionChosen returns the couple and the question of a select.
func (r request) questionChosen() (c store.Couple, id store.ID, err error) {
	if c, err = r.coupleHere(); err != nil {
		return c, 0, err
	}
	if len(r.Values) != 1 {
		return c, 0, store.ErrNotYours
	}
	id, err = store.ParseID(r.Values[0])
	return c, id, err
}

// questionsMessage lists the own questions of a couple, with one of them in full: 0 for
// none. done says what was just done, "" for nothing.
func (b *Bot) questionsMessage(ctx context.Context, r request, c store.Couple, chosen store.ID, done string) (talk.Message, error) {
	all, err := r.store.OwnQuestionsOf(ctx, c.ID, r.Person.ID, r.now)
	if err != nil {
		return talk.Message{}, err
	}
	list := listedQuestions(all)
	buttons := []talk.Button{r.press("add-question", talk.Secondary, c.ID)}
	shown, after := "", ""
	if i := slices.IndexFunc(list, func(q store.OwnQuestion) bool { return q.ID == chosen }); i >= 0 {
		shown, after = list[i].Words, r.sayUse(list[i])
		buttons = append(buttons, r.press("take-out", talk.Secondary, chosen))
	} else if len(list) > 0 {
		buttons = append(buttons, r.press("which-out", talk.Secondary, c.ID))
	}
	rows := []talk.Row{row(append(buttons, r.helpButton())...)}
	if len(list) > 0 {
		rows = slices.Insert(rows, 0, questionSelect(r.reader, "own-question", r.say("select.own-question"), c, list, chosen))
	}
	rows = append(rows, b.fromPartner(r.reader, c, all))
	head := r.say("own.head")
	if name := r.nameIfSeveral(c); name != "" {
		head = r.say("own.head.with", "name", name)
	}
	if all.NoMore {
		after = paragraphs(after, r.say("own.no-more", "name", r.name(c)))
	}
	head = paragraphs(done, head, r.say("own.comes"))
	if shown == "" {
		return quotedMessage(paragraphs(head, after), rows...), nil
	}
	return quotedMessage(quoted(head, shown, after), rows...), nil
}

// fromPartner are the buttons of what the partner proposed, also where its reader has
// refused it: the list does not tell that.
func (b *Bot) fromPartner(rd reader, c store.Couple, all store.OwnQuestions) talk.Row {
	var buttons []talk.Button
	for _, q := range all.ForMe {
		buttons = append(buttons, rd.press("open-proposal", talk.Primary, q.ID))
	}
	if all.NoMore {
		buttons = append(buttons, rd.pressFor("more-questions", talk.Secondary, rd.partner(c), c.ID))
	}
	return row(buttons...)
}

// listedQuestions are those that a person can choose: what is in use, and the newest of
// what they proposed and is not.
func listedQuestions(all store.OwnQuestions) []store.OwnQuestion {
	rest := all.NotUsed
	if room := maxOptions - len(all.InUse); len(rest) > room {
		rest = rest[len(rest)-max(0, room):]
	}
	return slices.Concat(all.InUse, rest)
}

// sayUse says whether a question is in use. A refusal reads as silence does.
func (rd reader) sayUse(q store.OwnQuestion) string {
	if q.InUse {
		return rd.say("own.in-use")
	}
	return rd.say("own.not-in-use")
}

func questionSelect(rd reader, name, placeholder string, c store.Couple, list []store.OwnQuestion, chosen store.ID) talk.Row {
	s := &talk.Select{CustomID: customID(name, c.ID), Placeholder: placeholder, Min: 1}
	for _, q := range list {
		label := rd.say("own.listed.not-in-use", "words", clip(q.Words, 80))
		if q.InUse {
			label = rd.say("own.listed.in-use", "words", clip(q.Words, 80))
		}
		s.Options = append(s.Options, talk.Option{Label: label, Value: q.ID.String(), Default: q.ID == chosen})
	}
	return talk.Row{Select: s}
}

// whichOut asks which question is to be taken out.
func (b *Bot) whichOut(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	all, err := r.store.OwnQuestionsOf(ctx, c.ID, r.Person.ID, r.now)
	if err != nil {
		return talk.Reply{}, err
	}
	list := listedQuestions(all)
	back := row(r.press("questions-back", talk.Secondary, c.ID), r.helpButton())
	if len(list) == 0 {
		return replace(r.say("own.none"), back), nil
	}
	return update(quotedMessage(r.say("own.which-out"), questionSelect(r.reader, "take-which-out", r.say("select.take-which-out"), c, list, 0), back)), nil
}

// takeWhichOut takes the question out that was chosen.
func (b *Bot) takeWhichOut(ctx context.Context, r request) (talk.Reply, error) {
	_, id, err := r.questionChosen()
	if err != nil {
		return talk.Reply{}, err
	}
	return b.takeQuestionOut(ctx, r, id)
}

// takeOut takes out the question that a press names.
func (b *Bot) takeOut(ctx context.Context, r request) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	return b.takeQuestionOut(ctx, r, id)
}

func (b *Bot) takeQuestionOut(ctx context.Context, r request, id store.ID) (talk.Reply, error) {
	q, err := r.store.TakeOut(ctx, id, r.Person.ID, r.now)
	if err != nil {
		return talk.Reply{}, err
	}
	done := r.say("own.taken-out.done")
	if !r.OnPrivate { // the list does not stay in the chat
		return update(r.plain(done)), nil
	}
	m, err := b.questionsMessage(ctx, r, q.Couple, 0, done)
	return update(m), err
}

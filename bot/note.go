package bot

import (
	"context"
	"slices"

	"leanon/discord/talk"
	"leanon/store"
)

// composeNote makes the message that brings one note, or several that were held back
// together.
func (b *Bot) composeNote(v store.View, rd reader, n store.Notice) (talk.Message, error) {
	var there []store.Exchange // the notes whose words are there
	var first store.Exchange
	for i, id := range n.Notes {
		e, err := v.Need(id)
		if err != nil {
			return talk.Message{}, err
		}
		if i == 0 {
			first = e
		}
		if e.Need.Sent() || e.Need.TakenBack() {
			there = append(there, e)
		}
	}
	switch {
	case len(there) == 0:
		return rd.withdrawnNote(first), nil
	case rd.me.Notes == store.Full:
		return orFolded(b.openedNote(rd, there[0], b.nextNote(n.Notes, there[0].Need.ID)), b.waitingNote(rd, there[0], len(there) > 1)), nil
	}
	return b.waitingNote(rd, there[0], len(there) > 1), nil
}

// nextNote returns the note after id in a message that carries several, 0 if it
// carries one.
func (b *Bot) nextNote(carried []store.ID, id store.ID) store.ID {
	i := slices.Index(carried, id)
	if i < 0 || len(carried) < 2 {
		return 0
	}
	return carried[(i+1)%len(carried)]
}

// openedNote shows a note in full, with the buttons of what can be done. next is another
// note in the same message, 0 for none.
func (b *Bot) openedNote(rd reader, e store.Exchange, next store.ID) talk.Message {
	if !e.Need.Sent() && !e.Need.TakenBack() {
		return rd.withdrawnNote(e)
	}
	return quotedMessage(b.openedText(rd, e, ""), b.withCard(rd, e, b.answerRows(rd, e.Need, next))...)
}

// openedText is the text of an opened note. heading stands over buttons that ask more
// about an answer; "" for none.
func (b *Bot) openedText(rd reader, e store.Exchange, heading string) string {
	n, name := e.Need, rd.name(e.Couple)
	lines := b.noteLines(rd, e)
	for _, text := range b.lastSaid(rd, e) {
		lines = append(lines, line{text: text, gives: ownGives})
	}
	lines = append(lines, line{text: rd.sayTakenBack(e)}, line{text: rd.sayAskedAgain(e), gives: footGives}, line{text: heading})
	if coach := rd.coaching(n); coach != "" && heading == "" {
		lines = append(lines, line{text: rd.say("note.coach", "line", coach), gives: coachGives})
	}
	if len(n.Answers) == 0 && heading == "" {
		lines = append(lines, line{text: rd.say("note.foot", "name", name), gives: footGives})
	}
	return noteText(rd.say("note.head", "name", name, "date", dated(n.SentAt)), b.body(n), lines)
}

// sayAskedAgain tells whoever has answered a note why its buttons are there again, "" as
// long as it is not asked once more.
func (rd reader) sayAskedAgain(e store.Exchange) string {
	n := e.Need
	if n.AskedAgainAt.IsZero() || !n.AnsweredAt.IsZero() || !n.Sent() {
		return ""
	}
	return rd.say("note.asked-again", "name", rd.name(e.Couple), "date", dated(n.AskedAgainAt))
}

// lastSaid is what the receiver of a note said last, and what they heard in it.
func (b *Bot) lastSaid(rd reader, e store.Exchange) (lines []string) {
	if last := e.Need.LastAnswer(); last.Choice != "" {
		for _, l := range b.ownLines(rd, e, last) {
			lines = append(lines, l.String())
		}
	}
	if heard := e.Need.Heard; heard.ID != 0 {
		lines = append(lines, spoken{rd.say("own.says-heard"), heard.Words}.String())
	}
	return lines
}

// coaching is one line for whoever has not answered a note yet, "" for none. It is found
// when the note is shown; nobody is told which it was, and nothing keeps it.
func (rd reader) coaching(n store.Need) string {
	if !n.Sent() || !n.AnsweredAt.IsZero() || n.Tells {
		return ""
	}
	return rd.words.Coach(n.Want, uint64(n.ID), n.Words, n.Ask)
}

// answerRows are the buttons of the answers that can be given, and of what else a note
// can do. More shows the answers that take words.
func (b *Bot) answerRows(rd reader, n store.Need, next store.ID) []talk.Row {
	var answers, below []talk.Button
	for _, c := range b.answersTo(n) {
		if n.CanSay(c) && !inMore(n, c) {
			answers = append(answers, rd.press(answerButton(c), talk.Secondary, n.ID))
		}
	}
	rest := b.moreAnswers(rd, n)
	if len(rest) == 1 {
		answers, rest = append(answers, rest...), nil
	}
	if len(rest) > 0 {
		answers = append(answers, rd.press("more-answers", talk.Secondary, n.ID))
	}
	if n.CanSayHeard() {
		below = append(below, rd.press("say-what-heard", talk.Secondary, n.ID))
	}
	if last := n.LastAnswer(); n.Sent() && last.TakesLine() && !n.AnsweredAt.IsZero() {
		below = append(below, rd.press("add-line", talk.Secondary, n.ID, last.ID))
	}
	below = append(below, rd.press("fold", talk.Secondary, n.ID))
	if next != 0 {
		below = append(below, rd.press("next", talk.Secondary, next))
	}
	if len(rest) == 0 { // else Help stands behind More
		below = append(below, rd.helpButton())
	}
	if len(answers)+len(below) <= 5 && len(rest) == 0 {
		return rowsOf(row(append(answers, below...)...))
	}
	return rowsOf(row(answers...), row(below...))
}

// inMore reports whether an answer stands behind More.
func inMore(n store.Need, c store.Choice) bool {
	return !n.Tells && (c == store.Part || c == store.Talk || c == store.OwnWords)
}

// moreAnswers are the buttons behind More.
func (b *Bot) moreAnswers(rd reader, n store.Need) (buttons []talk.Button) {
	for _, c := range b.answersTo(n) {
		if n.CanSay(c) && inMore(n, c) {
			buttons = append(buttons, rd.press(answerButton(c), talk.Secondary, n.ID))
		}
	}
	return buttons
}

// answersTo returns the answers to a need, those to one that only tells among them.
func (b *Bot) answersTo(n store.Need) []store.Choice {
	if n.Tells {
		return []store.Choice{store.Heard, store.WroteBack, store.Talk}
	}
	return []store.Choice{store.Heard, store.Yes, store.NotNow, store.CannotNow, store.Part, store.Talk, store.OwnWords}
}

// showMore shows the answers that take words in place of the others.
func (b *Bot) showMore(ctx context.Context, r request) (talk.Reply, error) {
	e, next, err := b.noteHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	more := b.moreAnswers(r.reader, e.Need)
	if len(more) == 0 {
		return b.showNote(r, e, next)
	}
	m := b.openedNote(r.reader, e, next)
	m.Rows = []talk.Row{row(append(more, r.press("back", talk.Secondary, e.Need.ID), r.helpButton())...)}
	return update(m), nil
}

// showNote shows a note in place of the message that was pressed.
func (b *Bot) showNote(r request, e store.Exchange, next store.ID) (talk.Reply, error) {
	return update(b.openedNote(r.reader, e, next)), nil
}

// noteHere returns the note that a press is about, and the next one in the same
// message. ErrNotYours for anybody but the receiver.
func (b *Bot) noteHere(ctx context.Context, r request) (e store.Exchange, next store.ID, err error) {
	id, err := r.id(0)
	if err != nil {
		return e, 0, err
	}
	var carrier store.Kind
	err = r.store.View(ctx, r.Person.ID, func(v store.View) error {
		if e, err = v.Need(id); err != nil {
			return err
		}
		if e.Mine() {
			return store.ErrNotYours
		}
		if r.notice == 0 {
			return nil
		}
		n, err := v.Notice(r.notice)
		next, carrier = b.nextNote(n.Notes, e.Need.ID), n.Kind
		return err
	})
	if !r.OnPrivate && carrier != store.KindNote && carrier != store.KindReminder {
		e.Card = store.Card{} // an edit that takes it away would not find this message
	}
	return e, next, err
}

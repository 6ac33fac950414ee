package bot

import (
	"context"
	"fmt"
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
		return b.openedNote(rd, there[0], b.nextNote(n.Notes, there[0].Need.ID)), nil
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

// openedNote shows a note in full. next is another note in the same message, 0 for
// none.
func (b *Bot) openedNote(rd reader, e store.Exchange, next store.ID) talk.Message {
	n, name := e.Need, rd.name(e.Couple)
	if !n.Sent() && !n.TakenBack() {
		return rd.withdrawnNote(e)
	}
	lines := b.noteLines(rd, e)
	stands, own := b.lastAnswerLines(n)
	for _, text := range append(stands, rd.sayTakenBack(e)) {
		lines = append(lines, line{text: text})
	}
	for _, text := range own {
		lines = append(lines, line{text: text, gives: ownGives})
	}
	if n.Answerable() && !n.Tells {
		lines = append(lines, line{text: b.Library.Coach(n.Want, uint64(n.ID), n.Words, n.Ask), gives: coachGives})
	}
	if n.LastAnswer().Choice == "" {
		lines = append(lines, line{text: rd.say("note.foot", "name", name), gives: footGives})
	}
	return quotedMessage(noteText(rd.say("note.head", "name", name, "date", dated(n.SentAt)), b.body(n), lines), b.answerRows(n, next)...)
}

// lastAnswerLines returns what the receiver of a note answered last: one line that
// always stands, and words of their own that are left out if the note needs the room.
func (b *Bot) lastAnswerLines(n store.Need) (stands, own []string) {
	a := n.LastAnswer()
	if a.Choice == "" {
		return nil, nil
	}
	when := b.timeWords(a)
	line := fmt.Sprintf("You answered: **%s**", b.choiceWords(a.Choice))
	switch {
	case ownTime(a):
		own = append(own, quote(when))
	case when != "":
		line += " · " + when
	}
	if a.Line != "" {
		own = append(own, quote(a.Line))
	}
	return []string{line}, own
}

// answerRows are the buttons of the answers that can still be given, and of what else
// a note can do.
func (b *Bot) answerRows(n store.Need, next store.ID) []talk.Row {
	var answers []talk.Button
	for _, c := range b.answersTo(n) {
		if n.CanSay(c) {
			answers = append(answers, b.press(choiceButton(c), talk.Secondary, n.ID))
		}
	}
	more := []talk.Button{b.press("fold", talk.Secondary, n.ID)}
	if next != 0 {
		more = append(more, b.press("next", talk.Secondary, next))
	}
	more = append(more, b.helpButton())
	if len(answers)+len(more) <= 5 {
		return rowsOf(row(append(answers, more...)...))
	}
	cut := min(len(answers), 5)
	return rowsOf(row(answers[:cut]...), row(append(slices.Clone(answers[cut:]), more...)...))
}

// answersTo returns the answers to a need: six, or two if it only tells what went
// well.
func (b *Bot) answersTo(n store.Need) []store.Choice {
	if n.Tells {
		return []store.Choice{store.Heard, store.WroteBack}
	}
	return []store.Choice{store.Heard, store.Yes, store.Part, store.NotNow, store.Talk, store.CannotNow}
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
		next = b.nextNote(n.Notes, e.Need.ID)
		return err
	})
	return e, next, err
}

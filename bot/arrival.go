package bot

import (
	"context"

	"leanon/discord/talk"
	"leanon/store"
)

// A note, an answer and a thank-you wait behind the button Open. Their message names
// the partner only if its reader wants that. The reader can open and fold it as often
// as they like; neither is stored, and nobody is told.

// arrival holds both forms of the message about something that a partner sent.
type arrival struct{ folded, opened talk.Message }

// orFolded is the opened form of what arrives in full. Where Discord's filters refuse that, the
// folded form comes in its place: otherwise a partner could learn by what became of their
// words how they arrive.
func orFolded(opened, folded talk.Message) talk.Message {
	opened.Folded = &folded
	return opened
}

// waiting makes the folded form: a sentence about what waits, and the button that opens
// it.
func (b *Bot) waiting(rd reader, c store.Couple, what string, open talk.Button) talk.Message {
	text := rd.say("waits."+what, "name", rd.name(c))
	if rd.me.Notes == store.Nameless {
		text = rd.say("waits.nameless." + what)
	}
	return talk.Message{Text: text, Rows: []talk.Row{row(open, rd.helpButton())}}
}

// open returns a handler that shows the opened form of what here returns.
func (b *Bot) open(here func(context.Context, request) (arrival, error)) handler {
	return func(ctx context.Context, r request) (talk.Reply, error) {
		a, err := here(ctx, r)
		return update(a.opened), err
	}
}

// fold returns a handler that shows the folded form of what here returns.
func (b *Bot) fold(here func(context.Context, request) (arrival, error)) handler {
	return func(ctx context.Context, r request) (talk.Reply, error) {
		a, err := here(ctx, r)
		return update(a.folded), err
	}
}

// noteArrived returns the note that a press is about.
func (b *Bot) noteArrived(ctx context.Context, r request) (arrival, error) {
	e, next, err := b.noteHere(ctx, r)
	if err != nil {
		return arrival{}, err
	}
	a := arrival{folded: b.waitingNote(r.reader, e, next != 0), opened: b.openedNote(r.reader, e, next)}
	switch {
	case e.Need.Sent() || next != 0:
	case e.Need.TakenBack():
		a.folded = talk.Message{Text: r.sayTakenBack(e), Rows: []talk.Row{row(r.press("open", talk.Secondary, e.Need.ID), r.helpButton())}}
	default:
		a.folded = r.withdrawnNote(e)
	}
	return a, nil
}

// answerArrived returns the answer that a press is about. ErrNotYours for anybody but
// the asker.
func (b *Bot) answerArrived(ctx context.Context, r request) (arrival, error) {
	id, err := r.id(0)
	if err != nil {
		return arrival{}, err
	}
	e, a, err := r.store.AnswerFor(ctx, id, r.Person.ID)
	if err == nil && !e.Mine() {
		err = store.ErrNotYours
	}
	if err != nil {
		return arrival{}, err
	}
	folded, opened := b.waitingAnswer(r.reader, e, r.press("open-answer", talk.Primary, a.ID)), b.openedAnswer(r.reader, e, a, true, true)
	return arrival{folded: b.offersCard(r.reader, e, a.ID, folded), opened: b.offersCard(r.reader, e, a.ID, opened)}, nil
}

// thanksArrived returns the thank-you that a press is about. ErrNotYours for anybody
// but its receiver.
func (b *Bot) thanksArrived(ctx context.Context, r request) (arrival, error) {
	e, err := b.needHere(ctx, r)
	if err == nil && (e.Mine() || e.Need.Thanks == "") {
		err = store.ErrNotYours
	}
	if err != nil {
		return arrival{}, err
	}
	return arrival{folded: b.waitingThanks(r.reader, e), opened: b.openedThanks(r.reader, e)}, nil
}

func (b *Bot) waitingNote(rd reader, e store.Exchange, several bool) talk.Message {
	what := "note"
	if several {
		what = "notes"
	}
	return b.waiting(rd, e.Couple, what, rd.press("open", talk.Primary, e.Need.ID))
}

// waitingAnswer is about an answer, or about what was heard, which open shows.
func (b *Bot) waitingAnswer(rd reader, e store.Exchange, open talk.Button) talk.Message {
	return b.waiting(rd, e.Couple, "answer", open)
}

func (b *Bot) waitingThanks(rd reader, e store.Exchange) talk.Message {
	return b.waiting(rd, e.Couple, "thanks", rd.press("open-thanks", talk.Primary, e.Need.ID))
}

package bot

import (
	"context"
	"errors"

	"leanon/discord/talk"
	"leanon/store"
)

// After "I hear you" the receiver of a note can say, once, what they heard in it. Its
// asker can say whether that is it, and need not.

// composeHeard makes the message that brings what was heard to the asker, or the reply to
// whoever heard it. As an answer, it waits behind a button if it has words.
func (b *Bot) composeHeard(v store.View, rd reader, n store.Notice) (talk.Message, error) {
	e, err := v.HeardBack(n.Ref)
	if err != nil {
		return talk.Message{}, err
	}
	words := e.Mine() || e.Need.Heard.Line != ""
	switch notes := rd.me.Notes; {
	case notes == store.Full:
		return orFolded(b.heardMessage(rd, e, true, false), b.waitingHeard(rd, e)), nil
	case notes == store.Discreet && !words: // no words that a filter could refuse
		return b.heardMessage(rd, e, false, false), nil
	}
	return b.waitingHeard(rd, e), nil
}

func (b *Bot) waitingHeard(rd reader, e store.Exchange) talk.Message {
	if e.Mine() {
		return b.waitingAnswer(rd, e, rd.press("open-heard", talk.Primary, e.Need.Heard.ID))
	}
	return b.waitingAnswer(rd, e, rd.press("open-reply", talk.Primary, e.Need.Heard.ID))
}

// heardMessage shows what was heard to the asker, or their reply to whoever heard it.
// whole repeats the note of the asker; folds adds the button Fold.
func (b *Bot) heardMessage(rd reader, e store.Exchange, whole, folds bool) talk.Message {
	h, name := e.Need.Heard, rd.name(e.Couple)
	var buttons []talk.Button
	var lines []spoken
	head := rd.say("heard.about", "date", b.dayAndTime(rd, e.Need.SentAt))
	switch {
	case !e.Mine() && h.Reply == store.ThatsIt:
		lines = []spoken{{rd.say("heard.that-is-it", "name", name), h.Line}}
	case !e.Mine():
		lines = []spoken{{rd.say("heard.not-quite", "name", name), h.Line}}
	case h.Reply == store.ThatsIt:
		head, lines = b.aboutNote(rd, e, whole), []spoken{{rd.say("heard", "name", name), h.Words}, {rd.say("heard.you-that-is-it"), ""}}
	case h.Reply == store.NotQuite:
		head, lines = b.aboutNote(rd, e, whole), []spoken{{rd.say("heard", "name", name), h.Words}, {rd.say("heard.you-not-quite"), h.Line}}
	default:
		head, lines = b.aboutNote(rd, e, whole), []spoken{{rd.say("heard", "name", name), h.Words}, {rd.say("heard.need-not"), ""}}
		buttons = []talk.Button{rd.press("that-is-it", talk.Secondary, h.ID), rd.press("not-quite", talk.Secondary, h.ID)}
	}
	if !whole {
		buttons = append(buttons, rd.press("show-it", talk.Secondary, e.Need.ID))
	}
	if folds && e.Mine() {
		buttons = append(buttons, rd.press("fold-heard", talk.Secondary, h.ID))
	} else if folds {
		buttons = append(buttons, rd.press("fold-reply", talk.Secondary, h.ID))
	}
	return quotedMessage(fitting(head, lines), row(append(buttons, rd.helpButton())...))
}

// heardHere reads what was heard. ErrNotYours for anybody but the asker.
func (b *Bot) heardHere(ctx context.Context, r request) (store.Exchange, error) {
	return b.heardFor(ctx, r, true)
}

// heardFor reads what was heard, for the asker or, once they have replied, for whoever
// heard it. ErrNotYours for anybody else.
func (b *Bot) heardFor(ctx context.Context, r request, asker bool) (store.Exchange, error) {
	id, err := r.id(0)
	if err != nil {
		return store.Exchange{}, err
	}
	e, err := r.store.HeardBackFor(ctx, id, r.Person.ID)
	if err == nil && e.Mine() != asker {
		err = store.ErrNotYours
	}
	return e, err
}

// heardArrived returns both forms of the message that brings what was heard.
func (b *Bot) heardArrived(ctx context.Context, r request) (arrival, error) {
	e, err := b.heardHere(ctx, r)
	if err != nil {
		return arrival{}, err
	}
	return arrival{folded: b.waitingHeard(r.reader, e), opened: b.heardMessage(r.reader, e, true, true)}, nil
}

// replyArrived returns both forms of the message that brings the reply to it.
func (b *Bot) replyArrived(ctx context.Context, r request) (arrival, error) {
	e, err := b.heardFor(ctx, r, false)
	if err != nil {
		return arrival{}, err
	}
	return arrival{folded: b.waitingHeard(r.reader, e), opened: b.heardMessage(r.reader, e, true, true)}, nil
}

// maxAbove is how much of a note stands above the form for what was heard in it: a form
// has room for 4,000 characters, also where each line of the note is quoted.
const maxAbove = 1000

// askHeard opens the form for what the receiver heard.
func (b *Bot) askHeard(ctx context.Context, r request) (talk.Reply, error) {
	e, next, err := b.noteHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	if !e.Need.CanSayHeard() {
		return b.showNote(r, e, next)
	}
	return talk.Reply{Form: &talk.Form{CustomID: customID("what-heard", e.Need.ID), Title: r.say("form.what-heard", "name", r.partner(e.Couple)),
		Text: paragraphs(r.say("form.note", "name", r.name(e.Couple)), quote(clip(b.body(e.Need), maxAbove))), Fields: []talk.Field{{ID: "line", Label: r.say("field.heard"), Placeholder: r.say("example.heard"), Required: true, Long: true, Max: store.MaxLine}}}}, nil
}

// sayHeard takes that form.
func (b *Bot) sayHeard(ctx context.Context, r request) (talk.Reply, error) {
	need, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	return b.sayLine(ctx, r, store.UndecidedLine{Need: need, Purpose: store.ForAnswer, Choice: lineAbout(store.SaysHeard, need), Line: clean(r.Fields["line"])})
}

// thatIsIt tells whoever heard it that they heard the asker.
func (b *Bot) thatIsIt(ctx context.Context, r request) (talk.Reply, error) {
	return b.replyToHeard(ctx, r, store.ThatsIt)
}

func (b *Bot) replyToHeard(ctx context.Context, r request, reply store.HeardReply) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	e, err := r.store.ReplyToHeard(ctx, id, r.Person.ID, reply, "", 0, r.now)
	if err != nil && !errors.Is(err, store.ErrTooLate) {
		return talk.Reply{}, err
	}
	return update(b.heardMessage(r.reader, e, true, true)), nil
}

// askNotQuite opens the form with room for one line about what was not heard.
func (b *Bot) askNotQuite(ctx context.Context, r request) (talk.Reply, error) {
	e, err := b.heardHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	if e.Need.Heard.Reply != "" {
		return update(b.heardMessage(r.reader, e, true, true)), nil
	}
	return talk.Reply{Form: &talk.Form{CustomID: customID("say-not-quite", e.Need.Heard.ID), Title: r.say("form.say-not-quite", "name", r.partner(e.Couple)),
		Fields: []talk.Field{{ID: "line", Label: r.say("field.line"), Placeholder: r.say("example.not-quite"), Max: store.MaxLine}}}}, nil
}

// sayNotQuite takes that form; the line may be left out.
func (b *Bot) sayNotQuite(ctx context.Context, r request) (talk.Reply, error) {
	said := clean(r.Fields["line"])
	if !store.Visible(said) {
		return b.replyToHeard(ctx, r, store.NotQuite)
	}
	e, err := b.heardHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	return b.sayLine(ctx, r, store.UndecidedLine{Need: e.Need.ID, Purpose: store.ForThanks, Choice: lineAbout(store.Choice(store.NotQuite), e.Need.Heard.ID), Line: said})
}

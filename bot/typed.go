package bot

import (
	"errors"
	"unicode/utf8"

	"leanon/discord/talk"
	"leanon/store"
)

// A plain message that may answer something, or that names a button or a command, is no
// new note by itself. The bot asks its writer what the words are. This file makes the
// question, from how things are when it is shown; typedacts.go takes what is pressed.

// composeTyped makes the message of a notice of KindTyped.
func (b *Bot) composeTyped(v store.View, rd reader, n store.Notice) (talk.Message, error) {
	y, err := v.Typed(n.Ref)
	if errors.Is(err, store.ErrTooLate) {
		return b.typedBecame(v, rd, y)
	}
	if err != nil {
		return talk.Message{}, err
	}
	if n.Round != store.RoundShownAgain {
		return b.typedMessage(rd, y, 0), nil
	}
	again, err := v.Notice(y.Target)
	var m talk.Message
	if err == nil {
		m, err = b.composeFor(rd, v, again)
	}
	if errors.Is(err, store.ErrNotYours) { // what it was about is gone
		return rd.plain(rd.say("error.button")), nil
	}
	return m, err
}

// typedBecame says what became of words that were decided about: an answer, a draft, or
// nothing that stands here any more.
func (b *Bot) typedBecame(v store.View, rd reader, y store.Typed) (talk.Message, error) {
	e, err := v.AnsweredBy(y.Message)
	if err == nil {
		return b.typedAnswered(rd, e), nil
	}
	if errors.Is(err, store.ErrNotYours) {
		e, _, err = v.Assigned(y.ID)
	}
	switch {
	case errors.Is(err, store.ErrNotYours):
		return rd.plain(rd.say("typed.gone")), nil
	case err != nil:
		return talk.Message{}, err
	}
	return b.previewCopy(rd, e), nil
}

// typedAnswered says that words went as an answer, and opens the note that they answer.
func (b *Bot) typedAnswered(rd reader, e store.Exchange) talk.Message {
	said := rd.say("typed.answered.nameless")
	if rd.me.Notes != store.Nameless {
		said = rd.say("typed.answered", "name", rd.name(e.Couple))
	}
	return talk.Message{Text: said,
		Rows: []talk.Row{row(rd.press("open", talk.Secondary, e.Need.ID), rd.helpButton())}}
}

// typedMessage asks what the words of a plain message are. note is the one of y.Notes that
// was chosen, 0 for the newest.
func (b *Bot) typedMessage(rd reader, y store.Typed, note store.ID) talk.Message {
	switch {
	case y.Named == store.NamedCommand:
		return b.whomMessage(rd, y.ID, rd.say("typed.command"))
	case y.Named != "":
		return b.namedMessage(rd, y)
	case len(y.Notes) > 0:
		return b.answerMessage(rd, y, chosenNote(y, note))
	case y.Answered.Need.ID != 0:
		return b.thanksMessage(rd, y)
	case y.Again:
		return b.ownMessage(rd, y, rd.say("typed.message"))
	}
	return b.ownMessage(rd, y, rd.say("typed.own"))
}

// chosenNote returns the note with an id among those that words may answer, and the
// newest if it is not there.
func chosenNote(y store.Typed, id store.ID) store.Exchange {
	for _, e := range y.Notes {
		if e.Need.ID == id {
			return e
		}
	}
	return y.Notes[0]
}

// answerMessage asks whether words answer a note.
func (b *Bot) answerMessage(rd reader, y store.Typed, e store.Exchange) talk.Message {
	asks := rd.say("typed.answer.nameless")
	if rd.me.Notes != store.Nameless {
		style := "D"
		if len(y.Notes) > 1 {
			style = "f"
		}
		asks = rd.say("typed.answer", "name", rd.name(e.Couple), "date", at(e.Need.SentAt, style))
	}
	first := rd.press("my-answer", talk.Primary, y.ID, e.Need.ID)
	if n := utf8.RuneCountInString(y.Words); n > store.MaxWords {
		asks = paragraphs(asks, rd.say("typed.answer.long", "length", n, "limit", store.MaxWords))
		first = rd.press("edit-typed", talk.Primary, y.ID)
	}
	buttons := []talk.Button{first}
	if y.Question.ID != 0 {
		buttons = append(buttons, rd.press("to-question", talk.Secondary, y.ID, y.Question.Couple.ID, y.Question.ID))
	}
	buttons = append(buttons, rd.press("own-note", talk.Secondary, y.ID, y.Couple.ID),
		rd.press("keep-typed", talk.Secondary, y.ID, e.Couple.ID), rd.press("discard-typed", talk.Secondary, y.ID))
	return quotedMessage(quoted(asks, y.Words, rd.say("typed.only")), row(buttons...), b.noteSelect(rd, y, e), row(rd.helpButton()))
}

// noteSelect names the notes that words may answer, if there are several. No label shows
// words of a note, which wait behind Open.
func (b *Bot) noteSelect(rd reader, y store.Typed, chosen store.Exchange) talk.Row {
	if len(y.Notes) < 2 {
		return talk.Row{}
	}
	s := &talk.Select{CustomID: customID("which-note", y.ID), Placeholder: rd.say("select.which-note"), Min: 1}
	zone, seen := b.location(rd.me.Zone), map[string]int{}
	for _, e := range y.Notes[:min(len(y.Notes), maxOptions)] {
		when := rd.labelMoment(e.Need.SentAt.In(zone))
		label := rd.say("typed.which", "name", rd.partner(e.Couple), "when", when)
		if rd.me.Notes == store.Nameless { // the label of what is chosen stands in the message
			label = rd.say("typed.which.nameless", "when", when)
		}
		if seen[label]++; seen[label] > 1 {
			label = rd.say("same-minute", "label", label, "nth", seen[label])
		}
		s.Options = append(s.Options, talk.Option{Label: label, Value: e.Need.ID.String(), Default: e.Need.ID == chosen.Need.ID})
	}
	return talk.Row{Select: s}
}

// thanksMessage asks whether words are a thank-you for the answer that they reply to.
func (b *Bot) thanksMessage(rd reader, y store.Typed) talk.Message {
	e := y.Answered
	if !e.Need.Sent() || e.Need.Thanks != "" {
		return b.ownMessage(rd, y, rd.say("typed.own"))
	}
	asks := rd.say("typed.thanks.nameless")
	if rd.me.Notes != store.Nameless {
		asks = rd.say("typed.thanks", "name", rd.name(e.Couple))
	}
	first := rd.press("thank-typed", talk.Primary, y.ID, e.Need.ID)
	if n := utf8.RuneCountInString(y.Words); n > store.MaxLine {
		asks = rd.say("typed.thanks.long", "length", n, "limit", store.MaxLine)
		first = rd.press("edit-typed", talk.Primary, y.ID)
	}
	return quotedMessage(quoted(asks, y.Words, rd.say("typed.only")),
		row(first, rd.press("own-note", talk.Secondary, y.ID, y.Couple.ID), rd.press("discard-typed", talk.Secondary, y.ID), rd.helpButton()))
}

// ownMessage asks whether words are a note of one's own.
func (b *Bot) ownMessage(rd reader, y store.Typed, asks string) talk.Message {
	return quotedMessage(quoted(asks, y.Words, ""),
		row(rd.press("own-note", talk.Secondary, y.ID, y.Couple.ID), rd.press("discard-typed", talk.Secondary, y.ID), rd.helpButton()))
}

// composeWhom asks which partner a plain message is for, or shows the draft that it
// became.
func (b *Bot) composeWhom(v store.View, rd reader, n store.Notice) (talk.Message, error) {
	e, waits, err := v.Assigned(n.Ref)
	switch {
	case errors.Is(err, store.ErrNotYours):
		return rd.plain(rd.say("typed.gone")), nil
	case err != nil:
		return talk.Message{}, err
	case waits:
		return b.whomMessage(rd, n.Ref, rd.say("typed.whom")), nil
	}
	return b.previewCopy(rd, e), nil
}

// composeWordless tells somebody that only words are carried.
func composeWordless(rd reader, n store.Notice) talk.Message {
	switch n.Round {
	case store.RoundWordless:
		return rd.plain(rd.say("typed.wordless"))
	case store.RoundBeside:
		return rd.plain(rd.say("typed.wordless.beside"))
	}
	return rd.plain(rd.say("error.empty"))
}

// whomMessage asks the writer of a plain message which partner it is for.
func (b *Bot) whomMessage(rd reader, id store.ID, asks string) talk.Message {
	var buttons []talk.Button
	for i, c := range rd.couples[:min(len(rd.couples), 23)] {
		buttons = append(buttons, rd.pressFor("whom", talk.Secondary, rd.called[i], id, c.ID))
	}
	buttons = append(buttons, rd.press("forget-words", talk.Secondary, id), rd.helpButton())
	return talk.Message{Text: asks, Rows: rowsOfFive(buttons)}
}

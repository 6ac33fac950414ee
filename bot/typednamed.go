package bot

import (
	"context"
	"errors"

	"leanon/discord/talk"
	"leanon/store"
)

// This file answers plain messages that name a button or a command and say nothing else.

// namedMessage answers words that name a button or a command: it says what they did, or
// offers the button. If a note waits, they may be meant for it, and it offers that too.
func (b *Bot) namedMessage(rd reader, y store.Typed) talk.Message {
	said, act := b.named(rd, y)
	var buttons []talk.Button
	if ends := b.typedPauses(rd, y); len(ends) > 0 {
		buttons = ends
	} else if act.CustomID != "" {
		buttons = append(buttons, act)
	}
	if y.Named == "breathe" { // somebody may want quiet that nobody is told of
		quiet := rd.typedButton(y, "pause")
		quiet.Style = talk.Secondary
		buttons = append(buttons, quiet)
	}
	if len(y.Notes) > 0 && y.Named != store.NamedHelp && y.Named != store.NamedHello {
		buttons = append(buttons, rd.press("my-answer", talk.Secondary, y.ID, y.Notes[0].Need.ID))
	}
	buttons = append(buttons, rd.press("is-note", talk.Secondary, y.ID, y.Couple.ID), rd.helpButton())
	return quotedMessage(said, row(buttons...))
}

// named returns what is said to words that name something, and the button that they name,
// if there is one to press here.
func (b *Bot) named(rd reader, y store.Typed) (said string, act talk.Button) {
	switch y.Named {
	case store.NamedNothing:
		return rd.say("typed.nothing"), act
	case store.NamedHelp:
		return helpText(rd.speaker, b.resourcesNear(rd.me, ""), b.Host), act
	case store.NamedHello:
		return rd.say("typed.hello"), act
	case store.NamedLater:
		if y.Question.ID != 0 {
			return rd.say("typed.later"), rd.typedButton(y, "later", y.Question.ID)
		}
	case store.NamedAnswer, "checkin":
		if y.Question.ID != 0 {
			return rd.say("typed.answer.question"), rd.typedButton(y, "answer", y.Question.ID)
		}
	case "pause":
		return rd.say("typed.pause"), rd.typedButton(y, "pause")
	case "breathe":
		return rd.say("typed.breathe"), talk.Button{CustomID: customID("typed-act", y.ID, y.Named), Label: rd.say("button.take-breath"), Style: talk.Primary}
	case "resume":
		return rd.say("typed.resume"), rd.typedButton(y, "resume")
	case "leave":
		if y.Couple.ID != 0 {
			return rd.say("typed.leave"), rd.typedButton(y, "leave-ask", y.Couple.ID)
		}
	case "export":
		return rd.say("typed.export"), rd.typedButton(y, "export")
	case "forget":
		return rd.say("typed.forget"), rd.typedButton(y, "forget")
	case store.NamedButton:
		return rd.say("typed.button"), act
	}
	if b.typedCommands()[string(y.Named)] != nil {
		return rd.say("typed.shows", "command", string(y.Named)), talk.Button{CustomID: customID("typed-act", y.ID, y.Named), Label: rd.say("button.show-it"), Style: talk.Primary}
	}
	if _, known := b.actions["command "+string(y.Named)]; known {
		return rd.say("typed.named", "command", string(y.Named)), act
	}
	return rd.say("typed.own"), act
}

// typedButton is the button that words name. A press on it also forgets the words.
func (rd reader) typedButton(y store.Typed, name string, args ...any) talk.Button {
	return talk.Button{CustomID: customID("typed-act", append([]any{y.ID, name}, args...)...), Label: rd.say("button." + name), Style: talk.Primary}
}

// typedActs are the buttons that words can name, as the menu names them.
func (b *Bot) typedActs() map[string]handler {
	return map[string]handler{"later": b.later, "answer": b.askAnswer, "pause": b.pauseAllHere, "resume": b.resumeHere,
		"leave-ask": b.leaveHere, "export": b.askExport, "forget": b.askForget}
}

// typedCommands are the commands that words can name and that need no option.
func (b *Bot) typedCommands() map[string]handler {
	return map[string]handler{"needs": b.needs, "card": b.card, "week": b.week, "question": b.questionCommand, "breathe": b.breathe,
		"history": b.history, "settings": b.settings, "privacy": b.privacy, "rhythm": b.rhythm, "need": b.need, "checkin": b.checkIn}
}

// typedAct does what words name, and forgets the words.
func (b *Bot) typedAct(ctx context.Context, r request) (talk.Reply, error) {
	y, err := b.typedHere(ctx, r)
	if err != nil && !errors.Is(err, store.ErrTooLate) { // a second press does it once more
		return talk.Reply{}, err
	}
	act, ok := b.typedActs()[r.arg(1)]
	if !ok {
		act, ok = b.typedCommands()[r.arg(1)]
	}
	if !ok {
		return talk.Reply{}, store.ErrNotYours
	}
	meant := r
	meant.action, meant.args = r.arg(1), r.args[2:]
	reply, err := act(ctx, meant)
	if err != nil {
		return reply, err
	}
	if m := reply.Message; m != nil && !reply.Update {
		m.Private = true // as every reply to a command
	}
	via := ""
	if reply.Update {
		via = r.pressed()
	}
	_, err = r.store.Decide(ctx, store.Decision{Typed: y.ID, Person: r.Person.ID, Via: via}, r.now)
	if errors.Is(err, store.ErrTooLate) {
		err = nil
	}
	return reply, err
}

// pauseAllHere pauses all couples of somebody who wrote that they want to pause, until the
// moment that the button names.
func (b *Bot) pauseAllHere(ctx context.Context, r request) (talk.Reply, error) {
	couples, err := r.couplesOf()
	if err != nil {
		return talk.Reply{}, err
	}
	until, err := b.typedEnd(r)
	if err != nil {
		return talk.Reply{}, err
	}
	return b.pauseAll(ctx, r, couples, until)
}

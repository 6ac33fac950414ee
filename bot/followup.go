package bot

import (
	"context"
	"errors"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// composeAfter makes the messages that follow an answer, and the one about notes that
// rest.
func (b *Bot) composeAfter(v store.View, rd reader, n store.Notice) (talk.Message, error) {
	if n.Kind == store.KindRest {
		return b.composeRest(v, rd, n)
	}
	e, err := v.Need(n.Ref)
	if err != nil {
		return talk.Message{}, err
	}
	switch {
	case n.Kind == store.KindFollowUp:
		return b.followUpMessage(rd, e), nil
	case !e.Need.Sent() && !e.Need.TakenBack():
		return rd.withdrawnNote(e), nil
	case n.Kind == store.KindTalk:
		return b.talkMessage(rd, e), nil
	case rd.me.Notes == store.Full:
		return orFolded(b.openedThanks(rd, e), b.waitingThanks(rd, e)), nil
	}
	return b.waitingThanks(rd, e), nil
}

// nameUnasked is the name of a reader's partner in a message that comes unasked: "" for a
// reader in one couple, who knows whom it is about, and for one who wants no names there.
func (rd reader) nameUnasked(c store.Couple) string {
	if rd.me.Notes == store.Nameless {
		return ""
	}
	return rd.nameIfSeveral(c)
}

// dayAndTime is a moment on the reader's clock, by which they can tell one note from
// another. If their clock is unknown, Discord shows it on that of their device.
func (b *Bot) dayAndTime(rd reader, t time.Time) string {
	if rd.me.Zone == "" {
		return at(t, "F")
	}
	return rd.sayMoment(t.In(b.location(rd.me.Zone)))
}

// followUpMessage asks the asker whether they feel understood, or shows what they said to
// that.
func (b *Bot) followUpMessage(rd reader, e store.Exchange) talk.Message {
	n := e.Need
	switch {
	case !n.Sent():
		return rd.plain(rd.sayGone(e))
	case n.Reached == store.ReachedNotYet && n.ClosedAt.IsZero():
		return b.notYetMessage(rd, e)
	case n.Reached == store.ReachedYes && n.Thanks == "":
		return talk.Message{Text: rd.say("after.yes", "name", rd.name(e.Couple)),
			Rows: []talk.Row{row(rd.press("thank", talk.Primary, n.ID), rd.helpButton())}}
	case n.Reached == store.ReachedYes:
		return rd.plain(rd.say("after.thanked"))
	case n.Reached != "":
		return rd.plain(rd.say("after.closed"))
	case !n.ClosedAt.IsZero():
		return rd.plain(rd.say("after.let-go"))
	}
	text := rd.say("after.ask", "date", b.dayAndTime(rd, n.SentAt))
	if name := rd.nameUnasked(e.Couple); name != "" {
		text = rd.say("after.ask-several", "name", name, "date", b.dayAndTime(rd, n.SentAt))
	}
	return talk.Message{Text: text, Rows: []talk.Row{row(
		rd.press("reached-yes", talk.Secondary, n.ID), rd.press("reached-somewhat", talk.Secondary, n.ID),
		rd.press("reached-not-yet", talk.Secondary, n.ID), rd.press("reached-no-longer", talk.Secondary, n.ID),
		rd.press("show-it", talk.Secondary, n.ID)), row(rd.helpButton())}}
}

// notYetMessage offers what can be done after an answer that did not reach. After a no it
// says why the note is not asked again.
func (b *Bot) notYetMessage(rd reader, e store.Exchange) talk.Message {
	name := rd.name(e.Couple)
	text := rd.say("after.not-yet", "name", name)
	if _, again := e.Need.AgainFrom(); again {
		text = rd.say("after.not-yet-again", "name", name)
	}
	switch e.Need.SaidNo() {
	case store.CannotNow:
		text = rd.say("after.not-yet-no", "name", name)
	case store.NotNow:
		text = rd.say("after.not-yet-not-now", "name", name)
	}
	return talk.Message{Text: text, Rows: b.waysOn(rd, e.Need, false)}
}

// waysOn are the buttons of what can be done about a note that did not get what it asked
// for. Ask again is among them if the note allows it, Let's talk once.
func (b *Bot) waysOn(rd reader, n store.Need, show bool) []talk.Row {
	var buttons []talk.Button
	if show {
		buttons = append(buttons, rd.press("show-it", talk.Secondary, n.ID))
	}
	if _, ok := n.AgainFrom(); ok {
		buttons = append(buttons, rd.press("again", talk.Secondary, n.ID))
	}
	buttons = append(buttons, rd.press("smaller", talk.Secondary, n.ID))
	if n.TalkAt.IsZero() {
		buttons = append(buttons, rd.press("lets-talk", talk.Secondary, n.ID))
	}
	return []talk.Row{row(append(buttons, rd.press("let-go", talk.Secondary, n.ID), rd.helpButton())...)}
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

package bot

import (
	"context"
	"errors"

	"leanon/discord/talk"
	"leanon/store"
)

// What follows when a breath is sent, while it lasts, and at its end.

// cancelBreath sends nothing. Of the question at the end of a breath it shows that again.
func (b *Bot) cancelBreath(_ context.Context, r request) (talk.Reply, error) {
	c, how, err := r.breathHere()
	if err != nil {
		return talk.Reply{}, err
	}
	if how == longer && !r.OnPrivate {
		return update(r.breathTime(c)), nil
	}
	return r.privately(r.plain(r.say("breath.cancelled"))), nil
}

// sendBreath begins a breath, or lets one take longer.
func (b *Bot) sendBreath(ctx context.Context, r request) (talk.Reply, error) {
	c, how, err := r.breathHere()
	if err != nil {
		return talk.Reply{}, err
	}
	until, err := r.endNamed()
	if err != nil {
		return talk.Reply{}, err
	}
	send := r.store.Breathe
	if how == longer {
		send = r.store.BreatheLonger
	}
	c, err = send(ctx, c.ID, r.Person.ID, until, r.now)
	sentBefore := c.Me.Breath.Until.Equal(until) && c.Me.Breath.Lasts(r.now)
	switch {
	case err == nil, errors.Is(err, store.ErrBreathed) && sentBefore, errors.Is(err, store.ErrTooLate) && sentBefore:
		return r.breathReply(how, talk.Message{Text: r.say("breath.sent", "name", r.name(c), "date", at(until, "F")),
			Rows: []talk.Row{row(r.press("end-breath", talk.Secondary, c.ID), r.helpButton())}}), nil
	case errors.Is(err, store.ErrBreathed):
		return r.breathedAlready(b, c), nil
	case errors.Is(err, store.ErrTooLate) && how == longer && !c.Me.Breath.MayTakeLonger(r.now):
		return r.breathReply(how, r.plain(r.say("breath.over"))), nil
	case errors.Is(err, store.ErrTooLate):
		return r.breathReply(how, b.breathTimes(r, c, how, r.say("breath.anew"))), nil
	}
	return talk.Reply{}, err
}

// composeBreath makes a message about a breath.
func (b *Bot) composeBreath(v store.View, rd reader, n store.Notice) (talk.Message, error) {
	c, err := v.Couple(n.Couple)
	if err != nil {
		return talk.Message{}, err
	}
	nameless := rd.me.Notes == store.Nameless
	switch n.Round {
	case store.RoundBreathTime, store.RoundBreathTimeAgain:
		return rd.breathTime(c), nil
	case store.RoundBreathBack:
		if nameless {
			return rd.plain(rd.say("breath.back-nameless")), nil
		}
		return rd.plain(rd.say("breath.back", "name", rd.name(c))), nil
	}
	if nameless {
		return rd.breathMessage(c, rd.say("breath.told-nameless", "date", at(c.Other.Breath.Until, "F")), rd.press("open-breath", talk.Primary, c.ID)), nil
	}
	return rd.openedBreath(c), nil
}

// openedBreath is the line about the other's breath as it stands now.
func (rd reader) openedBreath(c store.Couple) talk.Message {
	how := takes
	if c.Other.Breath.Longer {
		how = longer
	}
	return rd.breathMessage(c, rd.breathLine(rd.partner(c), how, c.Other.Breath.Until))
}

func (rd reader) breathMessage(c store.Couple, text string, before ...talk.Button) talk.Message {
	return talk.Message{Text: text, Rows: []talk.Row{row(append(before,
		rd.press("end-breath", talk.Secondary, c.ID), rd.press("pause-too", talk.Secondary, c.ID), rd.helpButton())...)}}
}

// openBreath shows the line with the name, to a reader who wants none before they open
// something.
func (b *Bot) openBreath(_ context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	if !c.Other.Breath.Lasts(r.now) {
		return update(r.plain(r.say("breath.over"))), nil
	}
	return update(r.openedBreath(c)), nil
}

// breathTime asks who took a breath, at its end, how they go on. They are offered more time
// once. Somebody who wants no names in what comes unasked finds none on the button either.
func (rd reader) breathTime(c store.Couple) talk.Message {
	back := rd.pressFor("breath-back", talk.Primary, rd.partner(c), c.ID)
	if rd.me.Notes == store.Nameless {
		back.Label = rd.say("breath.back-label")
	}
	buttons := []talk.Button{back}
	if !c.Me.Breath.Longer {
		buttons = append(buttons, rd.press("breath-longer", talk.Secondary, c.ID))
	}
	buttons = append(buttons, rd.press("breath-leave", talk.Secondary, c.ID), rd.helpButton())
	return talk.Message{Text: rd.say("breath.time"), Rows: []talk.Row{row(buttons...)}}
}

// breathBack tells the other that the person is there again.
func (b *Bot) breathBack(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	if c, err = r.store.ComeBack(ctx, c.ID, r.Person.ID, r.now); err != nil {
		return r.breathOver(err)
	}
	return update(r.plain(quoted(r.say("breath.came-back", "name", r.name(c)), r.say("breath.back", "name", r.nameOf(c.Me.Name)), ""))), nil
}

// leaveBreath closes the question at the end of a breath. Nobody is told.
func (b *Bot) leaveBreath(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	if _, err = r.store.LeaveBreath(ctx, c.ID, r.Person.ID, r.now); err != nil {
		return r.breathOver(err)
	}
	return update(r.plain(r.say("breath.left"))), nil
}

// breathOver says in place of the pressed message that a breath is over, if err says so.
func (r request) breathOver(err error) (talk.Reply, error) {
	if !errors.Is(err, store.ErrTooLate) {
		return talk.Reply{}, err
	}
	return update(r.plain(r.say("breath.over"))), nil
}

// askLonger offers the ends that a breath may have once more.
func (b *Bot) askLonger(_ context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	if !c.Me.Breath.MayTakeLonger(r.now) {
		return update(r.plain(r.say("breath.over"))), nil
	}
	return update(b.breathTimes(r, c, longer, r.say("breath.how-much-longer", "name", r.name(c)))), nil
}

// endBreath ends for the person alone what a breath keeps back.
func (b *Bot) endBreath(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	c, err = r.store.EndBreath(ctx, c.ID, r.Person.ID, r.now)
	switch {
	case errors.Is(err, store.ErrTooLate):
		return r.privately(r.plain(r.say("breath.over"))), nil
	case err != nil:
		return talk.Reply{}, err
	}
	return r.privately(r.plain(paragraphs(r.say("breath.ended"), sayNext(r.reader, c, len(r.couples) > 1)))), nil
}

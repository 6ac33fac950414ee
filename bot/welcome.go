package bot

import (
	"context"
	"errors"

	"leanon/discord/talk"
	"leanon/store"
)

// composeWelcome makes what each of the two reads once they are a couple.
func (b *Bot) composeWelcome(v store.View, rd reader, n store.Notice) (talk.Message, error) {
	c, err := v.Couple(n.Couple)
	if err != nil {
		return talk.Message{}, err
	}
	return b.welcomeMessage(rd, c), nil
}

// welcomeMessage names the partner to a reader who has several, or offers to.
func (b *Bot) welcomeMessage(rd reader, c store.Couple) talk.Message {
	agreed := rd.say("welcome.agreed")
	city := rd.press("city", talk.Secondary, c.ID)
	buttons := []talk.Button{rd.press("first", talk.Primary, c.ID), city, rd.press("days", talk.Secondary, c.ID), rd.helpButton()}
	if c.Me.Cron == "" { // with notes only there are no questions, and no days to set
		buttons = []talk.Button{city, rd.helpButton()}
	}
	switch {
	case len(rd.couples) < 2:
	case rd.nameUnlessNameless(c) == "":
		buttons = append(buttons, rd.press("show-name", talk.Secondary))
	default:
		agreed = rd.say("welcome.agreed.name", "name", rd.name(c))
	}
	return talk.Message{Text: blocks(agreed, paragraphs(b.sayWhen(rd.speaker, c.Me.Cron, rd.me.Zone), rd.say("welcome.need")), rd.say("welcome.safe")), Rows: []talk.Row{row(buttons...)}}
}

// sayWhen says when questions come, or what is missing before they can.
func (b *Bot) sayWhen(s speaker, cron, zone string) string {
	switch {
	case cron == "":
		return s.say("welcome.notes")
	case zone == "":
		return s.say("welcome.zone", "when", s.coming(cron))
	}
	return s.say("welcome.when", "when", s.coming(cron), "clock", b.clockOf(s, zone))
}

// firstQuestion opens a question at once. Its message is owed.
func (b *Bot) firstQuestion(ctx context.Context, r request) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	_, err = r.store.OpenFirst(ctx, id, r.Person.ID, r.now, b.Choose)
	if errors.Is(err, store.ErrTooLate) {
		return private(r.say("welcome.waiting"), row(r.helpButton())), nil
	}
	if err != nil {
		return talk.Reply{}, err
	}
	return r.aside(r.say("welcome.first")), nil
}

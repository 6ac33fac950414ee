package bot

import (
	"context"
	"errors"
	"fmt"

	"leanon/discord/talk"
	"leanon/store"
)

// composeWelcome makes what each of the two reads once they are a couple.
func (b *Bot) composeWelcome(v store.View, rd reader, n store.Notice) (talk.Message, error) {
	c, err := v.Couple(n.Couple)
	if err != nil {
		return talk.Message{}, err
	}
	return b.welcomeMessage(c, rd.me), nil
}

func (b *Bot) welcomeMessage(c store.Couple, p store.Partner) talk.Message {
	city := b.press("city", talk.Secondary, c.ID)
	buttons := []talk.Button{b.press("first", talk.Primary, c.ID), city, b.press("days", talk.Secondary, c.ID), b.helpButton()}
	if c.Me.Cron == "" { // with notes only there are no questions, and no days to set
		buttons = []talk.Button{city, b.helpButton()}
	}
	return talk.Message{Text: paragraphs(
		fmt.Sprintf("You're both in, you and %s. It's OK to need each other. Saying it plainly takes courage; an honest answer, even a no, is a kindness.\n", nameOf(c.Other.Name)),
		b.sayWhen(c.Me.Cron, p.Zone),
		"/need works any time. Nothing leaves before you press Send.\n",
		"Only you read this line: if you feel afraid or pressed to use this, don't. /help is yours alone.",
	), Rows: []talk.Row{row(buttons...)}}
}

// sayWhen says when questions come, or what is missing before they can.
func (b *Bot) sayWhen(cron, zone string) string {
	switch {
	case cron == "":
		return "Notes only: no questions come. If you would like some after all, /rhythm brings them, for you alone."
	case zone == "":
		return fmt.Sprintf("Questions come %s once I know your clock. Which city are you in?", b.coming(cron))
	}
	return fmt.Sprintf("Questions come %s, %s.", b.coming(cron), b.clockOf(b.speaker, zone))
}

// firstQuestion opens a question at once. Its message is owed.
func (b *Bot) firstQuestion(ctx context.Context, r request) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	_, err = r.store.OpenFirst(ctx, id, r.Person.ID, r.now, b.Choose)
	if errors.Is(err, store.ErrTooLate) {
		return private("A question is waiting for you already: /checkin shows it.", row(b.helpButton())), nil
	}
	if err != nil {
		return talk.Reply{}, err
	}
	return private("Here it comes."), nil
}

package bot

import (
	"context"
	"fmt"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// askForget is the button Forget me on /privacy. It says what will happen and asks.
func (b *Bot) askForget(_ context.Context, r request) (talk.Reply, error) {
	m := b.forgetting(r.couples, r.Person.Name, leaveLine)
	m.Private = true
	return talk.Reply{Message: &m}, nil
}

// forgetTells changes what the partners will read. Nothing is stored yet.
func (b *Bot) forgetTells(_ context.Context, r request) (talk.Reply, error) {
	tells, err := oneOf(r, leaveLine, leaveNothing)
	if err != nil {
		return talk.Reply{}, err
	}
	return update(b.forgetting(r.couples, r.Person.Name, tells)), nil
}

// forgetting is the question before everything about a person is deleted. What the
// select says travels in the custom id of Forget everything, so that nothing is stored
// before it is pressed.
func (b *Bot) forgetting(couples []store.Couple, me, tells string) talk.Message {
	var choice talk.Row
	if len(couples) > 0 {
		choice = selectOf(b.speaker, "forget-tells", tells,
			talk.Option{Label: "One line", Value: leaveLine, Description: clip(sayEnding(plainName(me)), 100)},
			talk.Option{Label: "Nothing", Value: leaveNothing, Description: "No message; at their next command or press they read that it ended"})
	}
	return talk.Message{Text: sayForgetting(len(couples)), Rows: rowsOf(choice, row(
		b.press("export-first", talk.Secondary), b.press("forget-now", talk.Danger, tells), b.press("forget-stay", talk.Secondary), b.helpButton()))}
}

func sayForgetting(couples int) string {
	ends := ""
	switch {
	case couples == 1:
		ends = "• It ends your check-ins with your partner, as /leave does: what you two wrote here is deleted for both of you. You choose what they read."
	case couples > 1:
		ends = fmt.Sprintf("• It ends all %d of your couples, as /leave does: what you wrote together is deleted for both sides. You choose what they read.", couples)
	}
	return paragraphs(
		"Forget me deletes everything I keep about you, at once: notes, drafts, what you kept private, settings, your city, and the keys to all of it. It can't be brought back, and nobody has to agree.",
		ends,
		"• Messages that already arrived stay in the chats; Discord keeps those. Backups that the host made, and files you exported, are out of my reach.",
		"• Should you ever write to me again, we start from nothing.",
	)
}

// forgetNow deletes everything about the person and gives a receipt.
func (b *Bot) forgetNow(ctx context.Context, r request) (talk.Reply, error) {
	tells := r.arg(0)
	if tells != leaveLine && tells != leaveNothing {
		return talk.Reply{}, store.ErrNotYours
	}
	couples, err := r.store.Forget(ctx, r.Person.ID, r.ID, tells == leaveLine, r.now)
	if err != nil {
		return talk.Reply{}, err
	}
	return update(b.plain(sayForgotten(len(couples), r.Person.Name, tells, r.now))), nil
}

func sayForgotten(couples int, me, tells string, now time.Time) string {
	told := ""
	switch {
	case couples > 0 && tells == leaveLine:
		told = fmt.Sprintf("Whoever you shared this with reads one line: \"%s\"", sayEnding(nameOf(me)))
	case couples > 0:
		told = "Whoever you shared this with gets no message; at their next command or press they'll read that it ended."
	}
	return paragraphs(
		fmt.Sprintf("Done, %s. Everything I kept about you, and the keys to it, are deleted.", at(now, "F")),
		told,
		"I can't reach Discord's own copies, exports, screenshots, or backups that the host made before today. If you invited somebody today, only that stays, until tomorrow: one invitation a day holds for everyone.",
		"Be gentle with yourself. /help stays open to you.")
}

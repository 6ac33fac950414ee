package bot

import (
	"context"

	"leanon/discord/talk"
	"leanon/library"
	"leanon/store"
)

// askForget is the button Forget me on /privacy. It says what will happen and asks.
func (b *Bot) askForget(_ context.Context, r request) (talk.Reply, error) {
	m := b.forgetting(r.reader, r.Person.Name, leaveLine)
	m.Private = true
	return talk.Reply{Message: &m}, nil
}

// forgetTells changes what the partners will read. Nothing is stored yet.
func (b *Bot) forgetTells(_ context.Context, r request) (talk.Reply, error) {
	tells, err := oneOf(r, leaveLine, leaveNothing)
	if err != nil {
		return talk.Reply{}, err
	}
	return update(b.forgetting(r.reader, r.Person.Name, tells)), nil
}

// forgetting is the question before everything about a person is deleted. What the
// select says travels in the custom id of Forget everything, so that nothing is stored
// before it is pressed.
func (b *Bot) forgetting(rd reader, me, tells string) talk.Message {
	var choice talk.Row
	if len(rd.couples) > 0 {
		choice = selectOf(rd.speaker, "forget-tells", tells,
			talk.Option{Label: rd.say("forget.line"), Value: leaveLine, Description: clip(rd.ending(rd.plainName(me)), library.MaxOption)},
			talk.Option{Label: rd.say("forget.nothing"), Value: leaveNothing, Description: rd.say("forget.nothing-means")})
	}
	return talk.Message{Text: sayForgetting(rd, b.Host), Rows: rowsOf(choice, row(
		rd.press("export-first", talk.Secondary), rd.press("forget-now", talk.Danger, tells), rd.press("forget-stay", talk.Secondary), rd.helpButton()))}
}

func sayForgetting(rd reader, h Host) string {
	ends := ""
	if n := len(rd.couples); n > 0 {
		ends = rd.say("forget.ends", "n", n)
	}
	return paragraphs(rd.say("forget.ask"), ends, rd.say("forget.stays"), rd.replicaReaches(h), rd.say("forget.anew"))
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
	return update(r.plain(sayForgotten(r, len(couples), tells, b.Host))), nil
}

func sayForgotten(r request, couples int, tells string, h Host) string {
	told := ""
	switch {
	case couples > 0 && tells == leaveLine:
		told = r.say("forget.told", "line", r.ending(r.nameOf(r.Person.Name)))
	case couples > 0:
		told = r.say("forget.untold")
	}
	return paragraphs(r.say("forget.done", "time", at(r.now, "F")), told, r.say("forget.beyond"), r.replicaReaches(h), r.say("forget.gently"))
}

package bot

import (
	"context"
	"errors"
	"leanon/discord/talk"
	"leanon/store"
	"time"
)

// typedActs are the buttons that words can name, as the menu names them.
func (b *Bot) typedActs() map[string]handler {
	return map[string]handler{"later": b.later, "answer": b.askAnswer, "pause": b.pauseAllHere, "resume": b.resumeHere,
		"leave-ask": b.leaveHere, "export": b.askExport, "forget": b.askForget}
}

// typedAct does what words name, and forgets the words.
func (b *Bot) typedAct(ctx context.Context, r request) (talk.Reply, error) {
	y, err := b.typedHere(ctx, r)
	if err != nil && !errors.Is(err, store.ErrTooLate) { // a second press does it once more
		return talk.Reply{}, err
	}
	act, ok := b.typedActs()[r.arg(1)]
	if !ok {
		return talk.Reply{}, store.ErrNotYours
	}
	meant := r
	meant.action, meant.args = r.arg(1), r.args[2:]
	reply, err := act(ctx, meant)
	if err != nil {
		return reply, err
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

// pauseAllHere pauses all couples of somebody who wrote that they want to pause.
func (b *Bot) pauseAllHere(ctx context.Context, r request) (talk.Reply, error) {
	couples, err := r.couplesOf()
	if err != nil {
		return talk.Reply{}, err
	}
	return b.pauseAll(ctx, r, couples, time.Time{})
}

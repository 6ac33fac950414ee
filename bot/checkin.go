package bot

import (
	"context"
	"errors"
	"fmt"

	"leanon/discord/talk"
	"leanon/store"
)

// checkInMessage is a check-in as its partner sees it: the question with its
// buttons, or, when nothing more is asked, one and the same line. Partner is the name
// of whom it is about, "" where they know.
func (b *Bot) checkInMessage(in store.CheckIn, partner string) talk.Message {
	if !in.DoneAt.IsZero() {
		return b.plain(sayFolded)
	}
	question := "What would you like to say today?" // the question left the library since
	if q, ok := b.Library.Question(in.Question); ok {
		question = q.Text
	}
	about := ""
	if partner != "" {
		about = fmt.Sprintf("For you and %s:", partner)
	}
	buttons := []talk.Button{b.press("answer", talk.Primary, in.ID), b.press("nothing", talk.Secondary, in.ID)}
	if !in.Later {
		buttons = append(buttons, b.press("later", talk.Secondary, in.ID))
	}
	buttons = append(buttons, b.press("pause", talk.Secondary, in.Couple.ID), b.helpButton())
	return talk.Message{Text: paragraphs(about, "**"+question+"**", sayHowTo), Rows: []talk.Row{row(buttons...)}}
}

// whereItStands answers a press on a check-in that is over: done, or replaced by
// a newer one.
func (b *Bot) whereItStands(ctx context.Context, r request, in store.CheckIn) (talk.Reply, error) {
	if !in.DoneAt.IsZero() {
		return private("That question is done for you; nothing more is asked. /needs has your drafts, /need works any time."), nil
	}
	newest, err := r.store.OpenCheckIn(ctx, in.Couple.ID, in.Couple.Me.Person)
	if errors.Is(err, store.ErrNotYours) {
		return private("That question has made room for a newer one, and that one is done. /need works any time."), nil
	}
	if err != nil {
		return talk.Reply{}, err
	}
	m := b.checkInMessage(newest, r.nameIfSeveral(in.Couple))
	m.Text = "That question has made room for a newer one. Here it is.\n" + m.Text
	m.Private = true
	return talk.Reply{Message: &m}, nil
}

// checkInHere is the check-in that a press is about, by its first argument.
func (b *Bot) checkInHere(ctx context.Context, r request) (store.CheckIn, error) {
	id, err := r.id(0)
	if err != nil {
		return store.CheckIn{}, err
	}
	return r.store.CheckInFor(ctx, id, r.Person.ID)
}

// checkIn is /checkin: the open question again, or today's early.
func (b *Bot) checkIn(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleOf()
	if err != nil {
		return talk.Reply{}, err
	}
	in, err := r.store.OpenEarly(ctx, c.ID, r.Person.ID, r.now, b.Choose)
	if errors.Is(err, store.ErrTooLate) {
		next := "No check-ins are set for you; /rhythm changes that."
		if !c.Me.NextAt.IsZero() {
			next = fmt.Sprintf("The next one comes %s.", at(c.Me.NextAt, "F"))
		}
		return private("Nothing is open today. " + next + " /need works any time."), nil
	}
	if err != nil {
		return talk.Reply{}, err
	}
	m := b.checkInMessage(in, r.nameIfSeveral(in.Couple))
	m.Private = true
	return talk.Reply{Message: &m}, nil
}

// askAnswer opens the form under a check-in.
func (b *Bot) askAnswer(ctx context.Context, r request) (talk.Reply, error) {
	in, err := b.checkInHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	if !in.Open() {
		return b.whereItStands(ctx, r, in)
	}
	return b.wordingForm("word-answer", "", "", store.MaxWords, in.ID), nil
}

// wordAnswer takes the form: the check-in folds, the draft comes as a message.
func (b *Bot) wordAnswer(ctx context.Context, r request) (talk.Reply, error) {
	in, err := b.checkInHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	if !in.DoneAt.IsZero() {
		return b.whereItStands(ctx, r, in)
	}
	lasting := r.MessageID != "" && !r.OnPrivate
	e, err := b.wordFrom(ctx, r, store.Wording{Couple: in.Couple.ID, CheckIn: in.ID, Owe: lasting, Via: r.pressed()})
	if err != nil {
		return talk.Reply{}, err
	}
	if lasting {
		return update(b.plain(sayFolded)), nil
	}
	return b.replyPreview(r, e)
}

// nothing is a full answer.
func (b *Bot) nothing(ctx context.Context, r request) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	in, err := r.store.Finish(ctx, id, r.Person.ID, r.pressed(), r.now)
	if errors.Is(err, store.ErrTooLate) {
		return b.whereItStands(ctx, r, in)
	}
	if err != nil {
		return talk.Reply{}, err
	}
	return update(b.plain(sayFolded)), nil
}

// later brings the question back once today.
func (b *Bot) later(ctx context.Context, r request) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	in, when, err := r.store.BringBack(ctx, id, r.Person.ID, r.now)
	if errors.Is(err, store.ErrTooLate) {
		if !in.Open() {
			return b.whereItStands(ctx, r, in)
		}
		return private("I can't bring it back again today. It stays open here until the next one: press Answer whenever you like."), nil
	}
	if err != nil {
		return talk.Reply{}, err
	}
	m := b.checkInMessage(in, r.nameIfSeveral(in.Couple))
	m.Text += fmt.Sprintf("\nI'll bring it back %s.", at(when, "R"))
	return update(m), nil
}

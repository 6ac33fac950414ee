package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// explained is how long a couple reads, under each question, what can be done with it.
const explained = 7 * 24 * time.Hour

// checkInMessage shows a check-in to its partner: the question with its buttons, or a
// closing line once it is done. partner is the name of whom it is about, "" if the
// reader is in one couple only.
func (b *Bot) checkInMessage(in store.CheckIn, partner string) talk.Message {
	if !in.DoneAt.IsZero() {
		return b.plain(sayFolded)
	}
	question := "What would you like to say today?" // the library does not have the question any more
	if q, ok := b.Library.Question(in.Question); ok {
		question = q.Text
	}
	about := ""
	if partner != "" {
		about = fmt.Sprintf("For you and %s:", partner)
	}
	how := ""
	if in.SlotAt.Before(in.Couple.FormedAt.Add(explained)) {
		how = sayHowTo
	}
	buttons := []talk.Button{b.press("answer", talk.Primary, in.ID), b.press("nothing", talk.Secondary, in.ID)}
	if !in.Later {
		buttons = append(buttons, b.press("later", talk.Secondary, in.ID))
	}
	buttons = append(buttons, b.press("pause", talk.Secondary, in.Couple.ID), b.helpButton())
	return talk.Message{Text: paragraphs(about, "**"+question+"**", how), Rows: []talk.Row{row(buttons...)}}
}

// whereItStands answers a press on a check-in that is done or was replaced by a newer
// one.
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

// checkInHere returns the check-in that the first argument of a press names.
func (b *Bot) checkInHere(ctx context.Context, r request) (store.CheckIn, error) {
	id, err := r.id(0)
	if err != nil {
		return store.CheckIn{}, err
	}
	return r.store.CheckInFor(ctx, id, r.Person.ID)
}

// checkIn is /checkin. It shows the open question again, or asks today's early.
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

// askAnswer opens the form that answers a check-in.
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

// wordAnswer takes the form. The check-in folds, and the draft comes as a message.
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

// nothing closes a check-in: to say nothing today is a full answer.
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

// later asks the question again, once, and says when.
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
		return private("I don't bring this one back again. It stays open here until the next question comes: press Answer whenever you like."), nil
	}
	if err != nil {
		return talk.Reply{}, err
	}
	m := b.checkInMessage(in, r.nameIfSeveral(in.Couple))
	m.Text += fmt.Sprintf("\nI'll bring it back once: %s.", at(when, "F"))
	return update(m), nil
}

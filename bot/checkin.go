package bot

import (
	"context"
	"errors"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// explained is how long a couple reads, under each question, what can be done with it.
const explained = 7 * 24 * time.Hour

// checkInMessage shows a check-in to its partner: the question with its buttons, or a
// closing line once it is done. It names the couple only to a reader in several, and not
// to one who wants no name in what comes unasked.
func (b *Bot) checkInMessage(rd reader, in store.CheckIn) talk.Message {
	if !in.DoneAt.IsZero() {
		return rd.plain(rd.say("check-in.done"))
	}
	if in.TakenOut {
		return rd.plain(rd.say("own.taken-out"))
	}
	question, ok := rd.questionAsked(in.Question, in.Own)
	if !ok {
		question = rd.say("check-in.lost")
	}
	about, again, how := "", "", ""
	if name := rd.nameIfSeveral(in.Couple); name != "" && rd.me.Notes != store.Nameless {
		about = rd.say("check-in.about", "name", name)
	}
	if in.SlotAt.Before(in.Couple.FormedAt.Add(explained)) {
		how = rd.say("check-in.how")
	}
	buttons := []talk.Button{rd.press("answer", talk.Primary, in.ID), rd.press("nothing", talk.Secondary, in.ID)}
	if !in.Later {
		buttons = append(buttons, rd.press("later", talk.Secondary, in.ID))
	}
	buttons = append(buttons, rd.press("pause", talk.Secondary, in.Couple.ID), rd.helpButton())
	rows := []talk.Row{row(buttons...)}
	if !in.Before.IsZero() {
		again = b.askedBefore(rd, in)
		rows = append(rows, row(rd.press("see-said", talk.Secondary, in.ID)))
	}
	m := talk.Message{Text: paragraphs(about, "**"+question+"**", again, how), Rows: rows, NoEmbed: in.Own != ""}
	return b.withOffer(rd, in, rd.withEnd(in, m))
}

// whereItStands answers a press on a check-in that is done or was replaced by a newer
// one.
func (b *Bot) whereItStands(ctx context.Context, r request, in store.CheckIn) (talk.Reply, error) {
	if in.TakenOut && in.Newest && in.DoneAt.IsZero() {
		return update(b.checkInMessage(r.reader, in)), nil
	}
	if !in.DoneAt.IsZero() {
		return private(r.say("check-in.was-done"), row(r.helpButton())), nil
	}
	newest, err := r.store.OpenCheckIn(ctx, in.Couple.ID, in.Couple.Me.Person)
	if errors.Is(err, store.ErrNotYours) {
		return private(r.say("check-in.replaced-done"), row(r.helpButton())), nil
	}
	if err != nil {
		return talk.Reply{}, err
	}
	m := b.checkInMessage(r.reader, newest)
	m.Text = paragraphs(r.say("check-in.replaced"), m.Text)
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
		_ = r.store.Pressed(ctx, c.ID, r.Person.ID, r.now) // the reply shows nothing of it
		return b.sayNextCheckIn(ctx, r, c)
	}
	if err != nil {
		return talk.Reply{}, err
	}
	m := b.checkInMessage(r.reader, in)
	m.Private = true
	return talk.Reply{Message: &m}, nil
}

// sayNextCheckIn names the next time of a rhythm, as /rhythm does.
func (b *Bot) sayNextCheckIn(ctx context.Context, r request, c store.Couple) (talk.Reply, error) {
	next, err := r.store.Times(ctx, c.ID, r.Person.ID, 1, r.now)
	if err != nil && !errors.Is(err, store.ErrNoZone) {
		return talk.Reply{}, err
	}
	text := r.say("check-in.none")
	if len(next) > 0 {
		text = r.say("check-in.next", "time", at(next[0], "F"))
	}
	return private(text, row(r.helpButton())), nil
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
	_ = r.store.Pressed(ctx, in.Couple.ID, r.Person.ID, r.now) // the form opens all the same
	return b.wordingForm(r, "word-answer", in.Couple, store.Need{Question: in.Question, Own: in.Own}, in.ID), nil
}

// wordAnswer takes the form, also of a question that was done with meanwhile: what was
// typed is never lost. The check-in folds, and the draft comes as a message.
func (b *Bot) wordAnswer(ctx context.Context, r request) (talk.Reply, error) {
	in, err := b.checkInHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	lasting := r.MessageID != "" && !r.OnPrivate
	e, err := b.wordFrom(ctx, r, store.Wording{Couple: in.Couple.ID, CheckIn: in.ID, Owe: lasting, Via: r.pressed()})
	if err != nil {
		return talk.Reply{}, err
	}
	if lasting {
		return update(r.plain(r.say("check-in.done"))), nil
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
	return update(r.plain(r.say("check-in.done"))), nil
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
		return private(r.say("check-in.not-again"), row(r.helpButton())), nil
	}
	if err != nil {
		return talk.Reply{}, err
	}
	m := b.checkInMessage(r.reader, in)
	m.Text = paragraphs(m.Text, r.say("check-in.later", "time", at(when, "F")))
	return update(m), nil
}

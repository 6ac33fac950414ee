package bot

import (
	"context"
	"errors"
	"time"

	"leanon/discord/talk"
	"leanon/library"
	"leanon/store"
)

// Before a text of a person leaves, it is searched for serious words
// (library/serious.yaml). If it has some, the bot asks its author once what to do, and
// nobody else. It holds nothing back, tells nobody, logs nothing and counts nothing, and
// its question repeats none of the words. A text that came in a form is stored sealed
// until its author decides, for at most 14 days.

// serious returns what texts have of serious words, in the language that their author has
// chosen, or in any language if they have chosen none.
func (b *Bot) serious(r request, texts ...string) (found library.Seriousness) {
	for _, text := range texts {
		s := b.Library.Serious(text, r.language)
		found.Found, found.Fear = found.Found || s.Found, found.Fear || s.Fear
	}
	return found
}

// seriousMessage asks the author. The buttons are those for sending, keeping and
// discarding.
func (b *Bot) seriousMessage(rd reader, c store.Couple, found library.Seriousness, buttons ...talk.Button) talk.Message {
	return talk.Message{Text: paragraphs(rd.say("serious.question"), rd.sayAfraid(c, found)),
		Rows: []talk.Row{row(append([]talk.Button{rd.press("resources", talk.Secondary)}, buttons...)...)}}
}

// sayAfraid is one more line for somebody whose words are about fear of their partner.
func (rd reader) sayAfraid(c store.Couple, found library.Seriousness) string {
	switch {
	case !found.Fear:
		return ""
	case rd.me.Notes == store.Nameless:
		return rd.say("serious.fear.nameless")
	}
	return rd.say("serious.fear", "name", rd.name(c))
}

// send sends a need. If it has serious words, it asks first.
func (b *Bot) send(ctx context.Context, r request) (talk.Reply, error) {
	e, err := b.mineHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	n := e.Need
	if found := b.serious(r, n.Words, n.Ask); found.Found && n.SentAt.IsZero() && !n.TooLong() {
		return update(b.seriousMessage(r.reader, e.Couple, found, r.press("send-anyway", talk.Secondary, n.ID),
			r.press("keep", talk.Secondary, n.ID), r.press("discard", talk.Secondary, n.ID))), nil
	}
	return b.relay(ctx, r, n)
}

// sendAnyway sends a need without asking.
func (b *Bot) sendAnyway(ctx context.Context, r request) (talk.Reply, error) {
	e, err := b.mineHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	return b.relay(ctx, r, e.Need)
}

// relay sends a need. Whether it asks or tells is decided by now.
func (b *Bot) relay(ctx context.Context, r request, n store.Need) (talk.Reply, error) {
	relay := r.store.Send
	if b.tells(r.reader, n) {
		relay = r.store.Tell
	}
	return b.decide(ctx, r, func(id store.ID) (store.Exchange, error) {
		return relay(ctx, id, r.Person.ID, r.pressed(), r.now)
	})
}

// askFirst stores a line about a need, and asks its author.
func (b *Bot) askFirst(ctx context.Context, r request, u store.UndecidedLine) (talk.Reply, error) {
	u.Person, u.Source = r.Person.ID, r.ID // the newest words replace what was stored before
	id, err := r.store.SaveUndecidedLine(ctx, u, r.now)
	if err != nil {
		return talk.Reply{}, err
	}
	e, err := r.store.NeedFor(ctx, u.Need, r.Person.ID)
	if err != nil {
		return talk.Reply{}, err
	}
	return update(b.seriousMessage(r.reader, e.Couple, b.serious(r, u.Line, u.Time), r.press("say-anyway", talk.Secondary, u.Need, id, saidFor(u)),
		r.press("keep-line", talk.Secondary, u.Need, id, saidFor(u)), r.press("discard-line", talk.Secondary, u.Need, id, saidFor(u)))), nil
}

// sayAnyway sends a line whose author was asked. If they have decided already, it
// shows how things stand.
func (b *Bot) sayAnyway(ctx context.Context, r request) (talk.Reply, error) {
	id, err := r.id(1)
	if err != nil {
		return talk.Reply{}, err
	}
	u, err := r.store.UndecidedLineFor(ctx, id, r.Person.ID)
	if errors.Is(err, store.ErrNotYours) {
		return b.lineHere(ctx, r)
	}
	if err != nil {
		return talk.Reply{}, err
	}
	if need, err := r.id(0); err != nil || need != u.Need {
		return talk.Reply{}, store.ErrNotYours
	}
	if _, _, besides := ofLine(u.Choice); besides {
		return b.sendLine(ctx, r, u)
	}
	if u.Purpose == store.ForThanks {
		e, err := r.store.ThankUndecided(ctx, u.Need, id, r.Person.ID, r.now)
		return b.thanked(ctx, r, e, u, err)
	}
	e, next, err := b.noteHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	return b.giveUndecided(ctx, r, e, next, u)
}

// giveUndecided sends an answer whose author was asked. A time that it names was meant
// from the moment of writing; if it has passed, it is left out, because the bot
// neither moves a promise nor makes one.
func (b *Bot) giveUndecided(ctx context.Context, r request, e store.Exchange, next store.ID, u store.UndecidedLine) (talk.Reply, error) {
	a := store.Answering{Need: u.Need, Person: u.Person, Source: u.Source, Choice: u.Choice, Time: u.Time, Moment: u.Moment, Line: u.Line, Undecided: u.ID}
	when := b.planReminder(&a, u.At, r)
	passed := !a.Moment.IsZero() && !when.After(r.now)
	if passed {
		a.Time, a.Moment, a.Remind = "", time.Time{}, time.Time{}
	}
	given := e.Need.CanSay(a.Choice)
	reply, err := b.giveAnswer(ctx, r, e, next, a, u.At)
	if err != nil || !passed || !given {
		return reply, err
	}
	if told := paragraphs(r.say("line.time-passed"), reply.Message.Text); length(told) <= maxContent {
		reply.Message.Text = told
	}
	return reply, nil
}

// keepLine keeps a line for its author alone, among their kept notes.
func (b *Bot) keepLine(ctx context.Context, r request) (talk.Reply, error) {
	return b.endLine(ctx, r, func(u store.UndecidedLine) (store.Exchange, string, error) {
		e, err := r.store.KeepUndecidedLine(ctx, u.ID, r.Person.ID, r.now)
		return e, r.say("draft.kept"), err
	})
}

// discardLine deletes a line.
func (b *Bot) discardLine(ctx context.Context, r request) (talk.Reply, error) {
	return b.endLine(ctx, r, func(u store.UndecidedLine) (store.Exchange, string, error) {
		e, err := r.store.DiscardUndecidedLine(ctx, u.ID, r.Person.ID, r.now)
		return e, r.say("draft.discarded"), err
	})
}

// endLine keeps or deletes a line that is not sent, and says so. A note that the line
// answers can still be opened. If its author has decided already, it shows how things
// stand.
func (b *Bot) endLine(ctx context.Context, r request, end func(store.UndecidedLine) (store.Exchange, string, error)) (talk.Reply, error) {
	id, err := r.id(1)
	if err != nil {
		return talk.Reply{}, err
	}
	u, err := r.store.UndecidedLineFor(ctx, id, r.Person.ID)
	if errors.Is(err, store.ErrNotYours) {
		return b.lineHere(ctx, r)
	}
	if err != nil {
		return talk.Reply{}, err
	}
	e, done, err := end(u)
	if err != nil {
		return talk.Reply{}, err
	}
	switch {
	case e.Mine():
		return update(r.plain(done)), nil
	case !e.Need.Sent():
		return update(r.plain(paragraphs(done, r.say("line.withdrawn")))), nil
	}
	return replace(paragraphs(done, r.say("line.waits")), row(r.press("open", talk.Secondary, e.Need.ID), r.helpButton())), nil
}

// lineHere shows what a line was written about as it is now: the note that it answers,
// what was heard in it, or the follow-up of the answer that it thanks for.
func (b *Bot) lineHere(ctx context.Context, r request) (talk.Reply, error) {
	if r.arg(2) == string(store.NotQuite) {
		e, err := b.mineHere(ctx, r)
		if err == nil && e.Need.Heard.ID == 0 {
			err = store.ErrNotYours
		}
		if err != nil {
			return talk.Reply{}, err
		}
		return update(b.heardMessage(r.reader, e, true, true)), nil
	}
	if r.arg(2) == string(store.ForThanks) {
		e, err := b.mineHere(ctx, r)
		if err != nil {
			return talk.Reply{}, err
		}
		return update(b.followUpMessage(r.reader, e)), nil
	}
	e, next, err := b.noteHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	return b.showNote(r, e, next)
}

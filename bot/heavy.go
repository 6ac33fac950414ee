package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"leanon/discord/talk"
	"leanon/store"
)

// Before a text of a person leaves, it is searched for words that sound heavy
// (library/serious.yaml). If it has some, the bot asks its author once what to do, and
// nobody else. It holds nothing back, tells nobody, logs nothing and counts nothing. A
// text that came in a form is stored sealed until its author decides, for at most 14
// days.

const sayHeavy = "This sounds heavy. Would you like to see where people can help, send it anyway, or keep it private? Only you see this question: I tell nobody and keep no note of it."

// heavy reports whether one of the texts sounds heavy in the language that their
// author has chosen, or in any language if they have chosen none.
func (b *Bot) heavy(r request, texts ...string) bool {
	return slices.ContainsFunc(texts, func(text string) bool { return b.Library.Serious(text, r.language).Found })
}

// heavyMessage asks the author. anyway and keep are the buttons for sending and
// keeping.
func (b *Bot) heavyMessage(words string, anyway, keep talk.Button) talk.Message {
	return quotedMessage(quoted(sayHeavy, words, ""), row(b.press("resources", talk.Secondary), anyway, keep))
}

// send sends a need. If it sounds heavy, it asks first.
func (b *Bot) send(ctx context.Context, r request) (talk.Reply, error) {
	e, err := b.mineHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	n := e.Need
	if n.SentAt.IsZero() && !n.TooLong() && b.heavy(r, n.Words, n.Ask) {
		return update(b.heavyMessage(body(n), b.press("send-anyway", talk.Secondary, n.ID), b.press("keep", talk.Secondary, n.ID))), nil
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

// relay sends a need: as an ask, or as news of what went well.
func (b *Bot) relay(ctx context.Context, r request, n store.Need) (talk.Reply, error) {
	relay := r.store.Send
	if b.wentWell(n) {
		relay = r.store.Tell
	}
	return b.decide(ctx, r, func(id store.ID) (store.Exchange, error) {
		return relay(ctx, id, r.Person.ID, r.pressed(), r.now)
	})
}

// askFirst stores a line that came in a form, and asks its author.
func (b *Bot) askFirst(ctx context.Context, r request, u store.UndecidedLine) (talk.Reply, error) {
	u.Person, u.Source = r.Person.ID, r.ID
	id, err := r.store.SaveUndecidedLine(ctx, u, r.now)
	if err != nil {
		return talk.Reply{}, err
	}
	words := u.Line
	if ownTime(store.Answer{Time: u.Time}) {
		words = paragraphs(u.Time, u.Line)
	}
	return update(b.heavyMessage(words, b.press("say-anyway", talk.Secondary, u.Need, id, u.Purpose), b.press("keep-line", talk.Secondary, u.Need, id, u.Purpose))), nil
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
	if u.Purpose == store.ForThanks {
		e, err := r.store.ThankUndecided(ctx, u.Need, id, r.Person.ID, r.now)
		return b.thanked(r, e, err)
	}
	e, next, err := b.noteHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	return b.giveUndecided(ctx, r, e, next, u)
}

// sayTimePassed is for somebody who decides about an answer after the time that it
// names.
const sayTimePassed = "The time that you named has passed meanwhile, so your answer went without it."

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
	if err != nil || !passed || !given || utf8.RuneCountInString(sayTimePassed+reply.Message.Text)+1 > maxContent {
		return reply, err
	}
	reply.Message.Text = sayTimePassed + "\n" + reply.Message.Text
	return reply, nil
}

// keepLine keeps a line for its author alone, among their kept notes.
func (b *Bot) keepLine(ctx context.Context, r request) (talk.Reply, error) {
	id, err := r.id(1)
	if err != nil {
		return talk.Reply{}, err
	}
	e, err := r.store.KeepUndecidedLine(ctx, id, r.Person.ID, r.now)
	if errors.Is(err, store.ErrNotYours) {
		return b.lineHere(ctx, r)
	}
	if err != nil {
		return talk.Reply{}, err
	}
	if e.Mine() {
		return update(b.plain(sayKept)), nil
	}
	if !e.Need.Sent() {
		return replace(fmt.Sprintf("%s %s withdrew the note meanwhile, and nothing is asked of you.", sayKept, r.name(e.Couple)), row(b.helpButton())), nil
	}
	return replace(sayKept+" The note itself waits as before.", row(b.press("open", talk.Secondary, e.Need.ID), b.helpButton())), nil
}

// lineHere shows what a line was written about as it is now: the note that it answers,
// or the follow-up of the answer that it thanks for.
func (b *Bot) lineHere(ctx context.Context, r request) (talk.Reply, error) {
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

package bot

import (
	"context"
	"fmt"
	"strings"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// choiceOf is the answer that a button gives; "" where it gives none itself.
func choiceOf(button string) store.Choice {
	switch c := store.Choice(button); c {
	case store.Heard, store.Yes, store.Part, store.NotNow, store.Talk, store.CannotNow:
		return c
	}
	if button == "write-back" {
		return store.WroteBack
	}
	return ""
}

// choiceButton is the button that gives an answer.
func choiceButton(c store.Choice) string {
	if c == store.WroteBack {
		return "write-back"
	}
	return string(c)
}

// choiceWords are an answer's words, as its button has them.
func (b *Bot) choiceWords(c store.Choice) string {
	if c == store.WroteBack {
		return "Your words back"
	}
	return b.words(choiceButton(c))
}

func lower(s string) string { return strings.ToLower(s) }

// timeWords are the time that an answer named: "tomorrow" is read on another day
// than it was said, so that the date stands beside it. It is the date on the clock of
// whoever said it, in words, because Discord would show each reader a date of their
// own; only where that clock is not known Discord shows it.
func (b *Bot) timeWords(ctx context.Context, e store.Exchange, a store.Answer) (string, error) {
	switch a.Time {
	case "":
		return "", nil
	case "tonight", "tomorrow", "weekend":
	default:
		return showLinks(a.Time), nil
	}
	named, when := lower(b.words(a.Time)), a.Moment
	if when.Location() != time.UTC {
		return named + ", " + when.Format(dayInWords), nil
	}
	answerer := e.Couple.Me.Person
	if e.Mine() {
		answerer = e.Couple.Other.Person
	}
	p, err := b.Store.Partner(ctx, answerer)
	if err != nil {
		return "", err
	}
	loc := b.location(p.Zone)
	if when.IsZero() { // of before moments were kept
		when = timeNamed(a.Time, a.At, loc)
	}
	if p.Zone == "" {
		return named + ", " + dated(when), nil
	}
	return named + ", " + when.In(loc).Format(dayInWords), nil
}

// dayInWords is a date that reads the same to everybody.
const dayInWords = "Monday 2 January 2006"

// ownWords says whether an answer carries words of the answerer's own.
func ownWords(a store.Answer) bool { return a.Line != "" || ownTime(a) }

// ownTime says whether the time that an answer names is in the answerer's words.
func ownTime(a store.Answer) bool { return a.Time != "" && !a.NamesDay() }

// composeAnswer brings an answer to its asker, or reminds the answerer of it.
func (b *Bot) composeAnswer(ctx context.Context, n store.Notice) (talk.Message, error) {
	e, a, err := b.Store.AnswerFor(ctx, n.Ref, n.Person)
	if err != nil {
		return talk.Message{}, err
	}
	if e, err = b.asRead(ctx, e); err != nil {
		return talk.Message{}, err
	}
	if n.Kind == store.KindReminder && !e.Need.Sent() {
		return b.withdrawnNote(e), nil
	}
	if n.Kind == store.KindReminder {
		return b.reminderMessage(ctx, e, a)
	}
	p, err := b.Store.Partner(ctx, n.Person)
	if err != nil {
		return talk.Message{}, err
	}
	if p.Notes == store.Full || p.Notes == store.Discreet && !ownWords(a) {
		return b.openedAnswer(ctx, e, a, p.Notes == store.Full, false)
	}
	return b.waitingAnswer(p, e, a), nil
}

func (b *Bot) waitingAnswer(p store.Partner, e store.Exchange, a store.Answer) talk.Message {
	text := fmt.Sprintf("An answer from %s is waiting.", nameOf(e.Couple.Other.Name))
	if p.Notes == store.Nameless {
		text = "An answer is waiting."
	}
	return talk.Message{Text: text + " " + sayNoRush, Rows: []talk.Row{row(b.press("open-answer", talk.Primary, a.ID), b.helpButton())}}
}

// openedAnswer is an answer in full. What was asked is repeated only where it
// does not stand on a lock screen.
func (b *Bot) openedAnswer(ctx context.Context, e store.Exchange, a store.Answer, whole, folds bool) (talk.Message, error) {
	name := nameOf(e.Couple.Other.Name)
	head := fmt.Sprintf("About your note of %s:", dated(e.Need.SentAt))
	if whole {
		head = fmt.Sprintf("You asked, %s:\n%s", dated(e.Need.SentAt), quote(gist(e.Need)))
		if b.wentWell(e.Need) {
			head = fmt.Sprintf("You wrote, %s:\n%s", dated(e.Need.SentAt), quote(gist(e.Need)))
		}
	}
	says := fmt.Sprintf("%s says: **%s**", name, b.choiceWords(a.Choice))
	switch a.Choice {
	case store.Heard:
		says = fmt.Sprintf("**%s heard you.**", name)
	case store.WroteBack:
		says = fmt.Sprintf("%s wrote back:", name)
	}
	when, err := b.timeWords(ctx, e, a)
	if err != nil {
		return talk.Message{}, err
	}
	lines := []string{head, says}
	if when != "" {
		lines = append(lines, quote(when))
	}
	if a.Line != "" {
		lines = append(lines, quote(a.Line))
	}
	if a.Choice == store.NotNow || a.Choice == store.CannotNow {
		lines = append(lines, sayNoAdds)
	}
	buttons := []talk.Button{b.helpButton()}
	if folds {
		buttons = []talk.Button{b.press("fold-answer", talk.Secondary, a.ID), b.helpButton()}
	}
	return quotedMessage(clip(paragraphs(lines...), maxContent), row(buttons...)), nil
}

// answerHere is the answer that a press is about, for its asker alone.
func (b *Bot) answerHere(ctx context.Context, r request) (e store.Exchange, a store.Answer, err error) {
	id, err := r.id(0)
	if err != nil {
		return e, a, err
	}
	if e, a, err = r.store.AnswerFor(ctx, id, r.Person.ID); err == nil && !e.Mine() {
		err = store.ErrNotYours
	}
	if err == nil {
		e, err = b.asRead(ctx, e)
	}
	return e, a, err
}

func (b *Bot) openAnswer(ctx context.Context, r request) (talk.Reply, error) {
	e, a, err := b.answerHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	m, err := b.openedAnswer(ctx, e, a, true, true)
	return update(m), err
}

func (b *Bot) foldAnswer(ctx context.Context, r request) (talk.Reply, error) {
	e, a, err := b.answerHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	p, err := r.store.Partner(ctx, r.Person.ID)
	if err != nil {
		return talk.Reply{}, err
	}
	return update(b.waitingAnswer(p, e, a)), nil
}

// reminderMessage reminds, once and privately, of what a person said they would
// come back to.
func (b *Bot) reminderMessage(ctx context.Context, e store.Exchange, a store.Answer) (talk.Message, error) {
	when, err := b.timeWords(ctx, e, a)
	if err != nil {
		return talk.Message{}, err
	}
	text := fmt.Sprintf("A reminder for you alone. To %s's note of %s you said: **%s**", nameOf(e.Couple.Other.Name), dated(e.Need.SentAt), b.choiceWords(a.Choice))
	if when != "" {
		text += "\n" + quote(when)
	}
	return quotedMessage(text, row(b.press("open", talk.Primary, e.Need.ID), b.helpButton())), nil
}

package bot

import (
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
func (b *Bot) timeWords(a store.Answer) string {
	switch a.Time {
	case "":
		return ""
	case "tonight", "tomorrow", "weekend":
	default:
		return showLinks(a.Time)
	}
	named, when := lower(b.words(a.Time)), a.Moment
	if when.Location() != time.UTC {
		return named + ", " + when.Format(dayInWords)
	}
	loc := b.location(a.Zone)
	if when.IsZero() { // of before moments were kept
		when = momentOf(a.Time, a.At, loc)
	}
	if a.Zone == "" {
		return named + ", " + dated(when)
	}
	return named + ", " + when.In(loc).Format(dayInWords)
}

// dayInWords is a date that reads the same to everybody.
const dayInWords = "Monday 2 January 2006"

// ownWords says whether an answer carries words of the answerer's own.
func ownWords(a store.Answer) bool { return a.Line != "" || ownTime(a) }

// ownTime says whether the time that an answer names is in the answerer's words.
func ownTime(a store.Answer) bool { return a.Time != "" && !a.NamesDay() }

// composeAnswer brings an answer to its asker, or reminds the answerer of it.
func (b *Bot) composeAnswer(v store.View, rd reader, n store.Notice) (talk.Message, error) {
	e, a, err := v.Answer(n.Ref)
	if err != nil {
		return talk.Message{}, err
	}
	notes := rd.me.Notes
	switch {
	case n.Kind == store.KindReminder && !e.Need.Sent():
		return b.withdrawnNote(rd, e), nil
	case n.Kind == store.KindReminder:
		return b.reminderMessage(rd, e, a), nil
	case notes == store.Full, notes == store.Discreet && !ownWords(a):
		return b.openedAnswer(rd, e, a, notes == store.Full, false), nil
	}
	return b.waitingAnswer(rd, e, a), nil
}

// openedAnswer is an answer in full. What was asked is repeated only where it
// does not stand on a lock screen.
func (b *Bot) openedAnswer(rd reader, e store.Exchange, a store.Answer, whole, folds bool) talk.Message {
	name := rd.name(e.Couple)
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
	when := b.timeWords(a)
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
	return quotedMessage(clip(paragraphs(lines...), maxContent), row(buttons...))
}

// reminderMessage reminds, once and privately, of what a person said they would
// come back to.
func (b *Bot) reminderMessage(rd reader, e store.Exchange, a store.Answer) talk.Message {
	when := b.timeWords(a)
	text := fmt.Sprintf("A reminder for you alone. To %s's note of %s you said: **%s**", rd.name(e.Couple), dated(e.Need.SentAt), b.choiceWords(a.Choice))
	if when != "" {
		text += "\n" + quote(when)
	}
	return quotedMessage(text, row(b.press("open", talk.Primary, e.Need.ID), b.helpButton()))
}

package bot

import (
	"fmt"
	"strings"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// choiceOf returns the answer that a button gives, "" for a button that gives none.
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

// choiceButton returns the name of the button that gives an answer.
func choiceButton(c store.Choice) string {
	if c == store.WroteBack {
		return "write-back"
	}
	return string(c)
}

// choiceWords returns the words of an answer, which are those of its button.
func (b *Bot) choiceWords(c store.Choice) string {
	if c == store.WroteBack || c == store.OwnWords {
		return "Your words back"
	}
	return b.say("button." + choiceButton(c))
}

func lower(s string) string { return strings.ToLower(s) }

// timeWords returns the time that an answer named, "" for none. A date follows words
// like "tomorrow", because they are read on a later day. It is the date on the clock
// of whoever answered; Discord would show each reader their own. If that clock is
// unknown, Discord shows the date.
func (b *Bot) timeWords(a store.Answer) string {
	switch a.Time {
	case "":
		return ""
	case "tonight", "tomorrow", "weekend":
	default:
		return showLinks(a.Time)
	}
	named, when := lower(b.say("button."+a.Time)), a.Moment
	if when.Location() != time.UTC {
		return named + ", " + when.Format(dayInWords)
	}
	loc := b.location(a.Zone)
	if when.IsZero() { // the answer is older than the keeping of moments
		when = momentOf(a.Time, a.At, loc)
	}
	if a.Zone == "" {
		return named + ", " + dated(when)
	}
	return named + ", " + when.In(loc).Format(dayInWords)
}

// dayInWords formats a date that reads the same to everybody.
const dayInWords = "Monday 2 January 2006"

// ownWords reports whether an answer has words that the answerer typed.
func ownWords(a store.Answer) bool { return a.Line != "" || ownTime(a) }

// ownTime reports whether the answerer typed the time that an answer names.
func ownTime(a store.Answer) bool { return a.Time != "" && !a.NamesDay() }

// composeAnswer makes the message that brings an answer to its asker, or the one that
// reminds the answerer of it.
func (b *Bot) composeAnswer(v store.View, rd reader, n store.Notice) (talk.Message, error) {
	e, a, err := v.Answer(n.Ref)
	if err != nil {
		return talk.Message{}, err
	}
	notes := rd.me.Notes
	switch {
	case n.Kind == store.KindReminder && !e.Need.Sent():
		return rd.withdrawnNote(e), nil
	case n.Kind == store.KindReminder:
		return b.reminderMessage(rd, e, a), nil
	case notes == store.Full, notes == store.Discreet && !ownWords(a):
		return b.openedAnswer(rd, e, a, notes == store.Full, false), nil
	}
	return b.waitingAnswer(rd, e, a), nil
}

// openedAnswer shows an answer in full. whole repeats what was asked, which must not
// stand on a lock screen; folds adds the button Fold.
func (b *Bot) openedAnswer(rd reader, e store.Exchange, a store.Answer, whole, folds bool) talk.Message {
	name := rd.name(e.Couple)
	head := fmt.Sprintf("About your note of %s:", dated(e.Need.SentAt))
	if whole {
		head = fmt.Sprintf("You asked, %s:\n%s", dated(e.Need.SentAt), quote(b.gist(e.Need)))
		if e.Need.Tells {
			head = fmt.Sprintf("You wrote, %s:\n%s", dated(e.Need.SentAt), quote(b.gist(e.Need)))
		}
	}
	says := fmt.Sprintf("%s says: **%s**", name, b.choiceWords(a.Choice))
	switch a.Choice {
	case store.Heard:
		says = fmt.Sprintf("**%s heard you.**", name)
	case store.WroteBack, store.OwnWords:
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

// reminderMessage reminds the answerer, once and privately, of what they wanted to
// come back to.
func (b *Bot) reminderMessage(rd reader, e store.Exchange, a store.Answer) talk.Message {
	when := b.timeWords(a)
	text := fmt.Sprintf("A reminder for you alone. To %s's note of %s you said: **%s**", rd.name(e.Couple), dated(e.Need.SentAt), b.choiceWords(a.Choice))
	if when != "" {
		text += "\n" + quote(when)
	}
	return quotedMessage(text, row(b.press("open", talk.Primary, e.Need.ID), b.helpButton()))
}

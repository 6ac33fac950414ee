package bot

import (
	"time"
	"unicode/utf8"

	"leanon/discord/talk"
	"leanon/store"
)

// An answer reads as a sentence: answerLines says it to whoever asked, ownLines to
// whoever gave it. What somebody typed stands in a quote, and nothing else does.

// choiceWords names an answer, for a list or a file.
func choiceWords(s speaker, c store.Choice) string { return s.say("choice." + string(c)) }

// timeWords returns the time that an answer named, "" for none. A date follows words
// like "tomorrow", because they are read on a later day. It is the date on the clock
// of whoever answered; Discord would show each reader their own. If that clock is
// unknown, Discord shows the date.
func (b *Bot) timeWords(rd reader, a store.Answer) string {
	switch {
	case a.Time == "":
		return ""
	case !a.NamesDay():
		return showLinks(a.Time)
	}
	return rd.say("time."+a.Time, "date", b.dayNamed(rd, a))
}

// dayNamed returns the date of the day that an answer's button named.
func (b *Bot) dayNamed(rd reader, a store.Answer) string {
	when := a.Moment
	if when.Location() == time.UTC {
		loc := b.location(a.Zone)
		if when.IsZero() { // the answer is older than the keeping of moments
			when = momentOf(a.Time, a.At, loc)
		}
		if a.Zone == "" {
			return dated(when)
		}
		when = when.In(loc)
	}
	return rd.sayDay(when)
}

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
	if n.Ref == a.ID { // it is sent, perhaps not for the first time, when a line was added since
		follows, err := v.Follows(a)
		if err != nil {
			return talk.Message{}, err
		}
		if follows {
			a.Line, a.Adds = "", 0
		}
	}
	switch {
	case n.Kind == store.KindReminder && !e.Need.Sent():
		return rd.withdrawnNote(e), nil
	case n.Kind == store.KindReminder:
		return b.reminderMessage(rd, e, a), nil
	}
	return b.offersCard(rd, e, n.Ref, b.answerMessageFor(rd, e, a)), nil
}

// answerMessageFor is the message that brings an answer, as its reader wants it.
func (b *Bot) answerMessageFor(rd reader, e store.Exchange, a store.Answer) talk.Message {
	notes := rd.me.Notes
	waits := b.waitingAnswer(rd, e, rd.press("open-answer", talk.Primary, a.ID))
	switch {
	case notes == store.Full:
		return orFolded(b.openedAnswer(rd, e, a, true, false), waits)
	case notes == store.Discreet && !ownWords(a): // no words that a filter could refuse
		return b.openedAnswer(rd, e, a, false, false)
	}
	return waits
}

// openedAnswer shows an answer in full. whole repeats what was asked, which must not
// stand on a lock screen; folds adds the button Fold.
func (b *Bot) openedAnswer(rd reader, e store.Exchange, a store.Answer, whole, folds bool) talk.Message {
	var buttons []talk.Button
	if !whole {
		buttons = append(buttons, rd.press("show-it", talk.Secondary, e.Need.ID))
	}
	if a.Choice == store.Talk {
		buttons = append(buttons, rd.press("take-breath", talk.Secondary, e.Couple.ID))
	}
	if folds {
		buttons = append(buttons, rd.press("fold-answer", talk.Secondary, a.ID))
	}
	return quotedMessage(fitting(b.aboutNote(rd, e, whole), b.answerLines(rd, e, a)), row(append(buttons, rd.helpButton())...))
}

// aboutNote says which note of the reader's something is about. whole repeats it.
func (b *Bot) aboutNote(rd reader, e store.Exchange, whole bool) string {
	switch {
	case !whole:
		return rd.say("answer.about", "date", b.dayAndTime(rd, e.Need.SentAt))
	case e.Need.Tells:
		return paragraphs(rd.say("answer.you-wrote"), quote(b.gist(e.Need)))
	}
	return paragraphs(rd.say("answer.you-asked"), quote(b.gist(e.Need)))
}

// spoken is a part of a message: a sentence of the bot's, and words of a person that
// belong under it, "" for none.
type spoken struct{ sentence, words string }

func (l spoken) String() string {
	if l.words == "" {
		return l.sentence
	}
	return paragraphs(l.sentence, quote(l.words))
}

// sentenceOf takes an answer apart: the end of the key of its sentence, the words that
// belong under that, and the line that was added.
func sentenceOf(a store.Answer) (key, words, adds string) {
	key, adds = string(a.Choice), a.Line
	switch a.Choice {
	case store.Yes, store.NotNow, store.Talk:
		if ownTime(a) {
			key, words = key+"-words", a.Time
		} else if a.Time != "" && a.Choice != store.Talk {
			key += "-time"
		}
	case store.Part:
		if a.Line != "" {
			key, words, adds = key+"-words", a.Line, ""
		}
	case store.OwnWords, store.WroteBack:
		words, adds = a.Line, ""
	}
	return key, words, adds
}

// answerLines says an answer to whoever asked.
func (b *Bot) answerLines(rd reader, e store.Exchange, a store.Answer) []spoken {
	key, words, adds := sentenceOf(a)
	name := rd.name(e.Couple)
	lines := []spoken{{rd.say("answer."+key, "name", name, "time", b.timeWords(rd, a)), words}}
	if a.Choice == store.NotNow && words != "" {
		lines = append(lines, spoken{sentence: rd.say("answer.until-then")})
	}
	if adds != "" {
		lines = append(lines, spoken{rd.say("answer.adds", "name", name), adds})
	}
	return lines
}

// ownLines says an answer to whoever gave it.
func (b *Bot) ownLines(rd reader, e store.Exchange, a store.Answer) []spoken {
	key, words, adds := sentenceOf(a)
	lines := []spoken{b.ownLine(rd, e, key, words, b.timeWords(rd, a))}
	if adds != "" {
		lines = append(lines, spoken{rd.say("own.adds"), adds})
	}
	return lines
}

// ownLine is the first of ownLines, with a time as it is to be said.
func (b *Bot) ownLine(rd reader, e store.Exchange, key, words, when string) spoken {
	return spoken{rd.say("own."+key, "name", rd.name(e.Couple), "time", when), words}
}

// reminderMessage reminds the answerer, once and privately, of what they wanted to
// come back to.
func (b *Bot) reminderMessage(rd reader, e store.Exchange, a store.Answer) talk.Message {
	head := rd.say("reminder", "name", rd.name(e.Couple), "date", b.dayAndTime(rd, e.Need.SentAt))
	if rd.me.Notes == store.Nameless {
		head = rd.say("reminder.nameless", "date", b.dayAndTime(rd, e.Need.SentAt))
	}
	key, words, _ := sentenceOf(a)
	when := b.timeWords(rd, a)
	if a.Time == "tomorrow" { // it is read on that day, or later
		when = rd.say("time.day", "date", b.dayNamed(rd, a))
	}
	return quotedMessage(fitting(head, []spoken{b.ownLine(rd, e, key, words, when)}), row(rd.press("open", talk.Primary, e.Need.ID), rd.press("show-it", talk.Secondary, e.Need.ID), rd.helpButton()))
}

// fitting joins lines under a head. The words of the longest are quoted to the end of
// the message, behind all else, if quoting each of its lines would exceed the limit.
func fitting(head string, lines []spoken) string {
	parts, longest := []string{head}, 0
	for i, l := range lines {
		parts = append(parts, l.String())
		if len(l.words) > len(lines[longest].words) {
			longest = i
		}
	}
	text := paragraphs(parts...)
	if utf8.RuneCountInString(text) <= maxContent || len(lines) == 0 {
		return text
	}
	parts = []string{head}
	for i, l := range lines {
		if i != longest {
			parts = append(parts, l.String())
		}
	}
	return quoted(paragraphs(append(parts, lines[longest].sentence)...), lines[longest].words, "")
}

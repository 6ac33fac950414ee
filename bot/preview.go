package bot

import (
	"slices"
	"strconv"

	"leanon/discord/talk"
	"leanon/library"
	"leanon/store"
)

// previewMessage shows the reader a draft of their own as the partner would see it, or a
// note of their own that they sent.
func (b *Bot) previewMessage(rd reader, e store.Exchange) talk.Message {
	n := e.Need
	switch {
	case !n.WithdrawnAt.IsZero():
		return rd.plain(rd.sayGone(e))
	case n.Sent():
		return b.sentMessage(rd, e)
	case n.TooLong():
		return talk.Message{Text: rd.say("draft.too-long", "n", length(n.Words), "limit", strconv.Itoa(store.MaxWords)),
			Rows: []talk.Row{row(rd.press("edit", talk.Primary, n.ID), rd.press("keep", talk.Secondary, n.ID), rd.press("discard", talk.Secondary, n.ID), rd.helpButton())}}
	case n.Kept():
		return b.keptMessage(rd, e)
	}
	name := rd.name(e.Couple)
	lines := b.noteLines(rd, e)
	hint := b.hint(rd, e)
	card := ""
	if b.takesCard(rd, e) {
		card = rd.say("preview.card", "name", name)
	}
	lines = append(lines, line{text: card, gives: besideGives}, line{text: b.manner(rd, e), gives: besideGives}, line{text: hint, gives: besideGives}, line{text: rd.say("preview.foot", "name", name), gives: footGives})
	rows := []talk.Row{row(rd.pressFor("send", talk.Primary, rd.partner(e.Couple), n.ID), rd.press("edit", talk.Secondary, n.ID),
		rd.press("keep", talk.Secondary, n.ID), rd.press("discard", talk.Secondary, n.ID), rd.helpButton()),
		row(b.changes(rd, n, hint != "")...)}
	if !n.ByForm {
		rows = append(rows, talk.Row{Select: kindSelect(rd, n)}, talk.Row{Select: wantSelect(rd, e)})
	}
	return quotedMessage(noteText(rd.say("preview.head", "name", name), b.body(n), lines), rows...)
}

// manner says whether what is not sent yet asks or tells, "" where a request says it, and
// under serious words, where it would be cold.
func (b *Bot) manner(rd reader, e store.Exchange) string {
	switch {
	case e.Need.Ask != "" || b.Library.Serious(e.Need.Words, b.languageOf(rd.me)).Found:
		return ""
	case b.tells(rd, e.Need):
		return rd.say("preview.tells", "name", rd.name(e.Couple))
	}
	return rd.say("preview.asks", "name", rd.name(e.Couple))
}

// changes are the buttons under a draft that change it: whether it asks or tells, whether
// its question stands there, and its words.
func (b *Bot) changes(rd reader, n store.Need, hinted bool) (buttons []talk.Button) {
	switch {
	case b.asksAnyway(rd, n):
	case b.tells(rd, n):
		buttons = append(buttons, rd.press("it-asks", talk.Secondary, n.ID))
	default:
		buttons = append(buttons, rd.press("it-tells", talk.Secondary, n.ID))
	}
	if _, ok := rd.questionAsked(n.Question, n.Own); ok {
		buttons = append(buttons, rd.press("no-question", talk.Secondary, n.ID))
	}
	if hinted {
		buttons = append(buttons, rd.press("softer", talk.Secondary, n.ID))
	}
	if n.First != "" {
		buttons = append(buttons, rd.press("to-mine", talk.Secondary, n.ID))
	}
	return buttons
}

// asksAnyway reports whether a draft asks whatever its writer chooses. Words that command
// and serious ones are among them, because a note that tells cannot be answered with a no.
func (b *Bot) asksAnyway(rd reader, n store.Need) bool {
	said := b.languageOf(rd.me)
	return n.Ask != "" || b.Library.Commands(n.Words, said) || b.Library.Serious(n.Words, said).Found
}

// tells reports whether a need tells and asks for nothing. Once it was sent, that was
// decided; before, its writer's choice decides, and otherwise its words do.
func (b *Bot) tells(rd reader, n store.Need) bool {
	switch {
	case !n.SentAt.IsZero():
		return n.Tells
	case b.asksAnyway(rd, n):
		return false
	case n.Manner != "":
		return n.Manner == store.Tells
	}
	return b.Library.Tells(n.Words, n.Ask, n.Want, b.languageOf(rd.me))
}

// hint returns the one hint under a draft, "" for none.
func (b *Bot) hint(rd reader, e store.Exchange) string {
	n := e.Need
	if hint, ok := b.Library.Hint(paragraphs(n.Words, n.Ask), b.languageOf(rd.me)); ok {
		return hint
	}
	if q, ok := b.Library.Question(n.Question); ok && q.Tag == library.WentWell {
		return "" // it asks what went well, and no request belongs there
	}
	if !n.Bare || n.Manner != "" || n.First != "" || !b.isBare(n.Words, n.Ask, n.Want, b.languageOf(rd.me)) {
		return ""
	}
	if n.ByForm {
		return rd.say("hint.bare-form", "name", rd.name(e.Couple))
	}
	return rd.say("hint.bare", "name", rd.name(e.Couple))
}

// isBare reports whether a draft asks for nothing that can be done: then a hint says that
// a request can be added. Serious words get no hint, thanks and praise need none, and
// words that get another hint use up none of the few.
func (b *Bot) isBare(words, request, want, language string) bool {
	l := b.Library
	_, other := l.Hint(words, language)
	return !other && request == "" && want == "" && !l.AsksPlainly(words, language) && !l.Praises(words, language) && !l.Serious(words, language).Found
}

// keptMessage shows the reader, and nobody else, what they keep private.
func (b *Bot) keptMessage(rd reader, e store.Exchange) talk.Message {
	n := e.Need
	lines := append(b.noteLines(rd, e), line{text: b.manner(rd, e), gives: besideGives})
	return quotedMessage(noteText(rd.say("kept.head", "name", rd.name(e.Couple)), b.body(n), lines),
		row(rd.pressFor("send", talk.Secondary, rd.partner(e.Couple), n.ID), rd.press("edit", talk.Secondary, n.ID), rd.press("discard", talk.Secondary, n.ID), rd.helpButton()))
}

// sentMessage shows the reader a note that they sent, and how it stands. It does not say
// what was answered, which may wait behind Open.
func (b *Bot) sentMessage(rd reader, e store.Exchange) talk.Message {
	n, name := e.Need, rd.name(e.Couple)
	head, stands := rd.say("sent.head", "name", name, "date", dated(n.SentAt)), rd.say("sent.waits", "name", name)
	if rd.me.Notes == store.Nameless {
		head, stands = rd.say("sent.head.nameless", "date", dated(n.SentAt)), rd.say("sent.waits.nameless")
	}
	switch {
	case len(n.Answers) > 0:
		stands = rd.say("sent.answered")
	case n.Resting():
		stands = rd.say("rest.aside")
	}
	lines := b.noteLines(rd, e)
	if rd.me.Notes == store.Nameless { // the message changes unasked when the note is answered
		lines = slices.DeleteFunc(lines, func(l line) bool { return l.gives == wantGives || l.gives == kindGives })
	}
	lines = append(lines, line{text: stands, gives: footGives})
	return quotedMessage(noteText(head, b.body(n), lines),
		row(rd.press("withdraw", talk.Secondary, n.ID), rd.helpButton()))
}

// previewCopy is what the messages of a chat become that showed a draft: the words of one
// that is kept stand there no longer.
func (b *Bot) previewCopy(rd reader, e store.Exchange) talk.Message {
	if e.Need.Kept() {
		return rd.plain(rd.say("draft.kept"))
	}
	return b.previewMessage(rd, e)
}

// kinds are the options of the select for the kind of need.
func (s speaker) kinds(n store.Need) (all []talk.Option) {
	for _, k := range s.words.Kinds() {
		all = append(all, talk.Option{Label: k.Label, Value: k.Key, Default: k.Key == n.Kind})
	}
	return all
}

// wants are the options of the select for what the writer would like.
func (s speaker) wants(n store.Need) (all []talk.Option) {
	for _, w := range s.words.Wants() {
		all = append(all, talk.Option{Label: w.Label, Value: w.Key, Default: w.Key == n.Want})
	}
	return all
}

func kindSelect(rd reader, n store.Need) *talk.Select {
	return &talk.Select{CustomID: customID("kind", n.ID), Placeholder: rd.say("select.kind"), Options: rd.kinds(n)}
}

func wantSelect(rd reader, e store.Exchange) *talk.Select {
	return &talk.Select{CustomID: customID("want", e.Need.ID), Placeholder: rd.say("select.want", "name", rd.partner(e.Couple)), Options: rd.wants(e.Need)}
}

// replyPreview shows a draft: in place of a message that only the person sees,
// otherwise as a private reply.
func (b *Bot) replyPreview(r request, e store.Exchange) (talk.Reply, error) {
	m := b.previewMessage(r.reader, e)
	m.Private = true
	return talk.Reply{Message: &m, Update: r.MessageID != ""}, nil
}

// updatePreview shows a need of the person in place of the message that was pressed. What
// they keep private shows its words only where it is not in the chat for good.
func (b *Bot) updatePreview(r request, e store.Exchange) (talk.Reply, error) {
	if r.OnPrivate {
		return update(b.previewMessage(r.reader, e)), nil
	}
	return update(b.previewCopy(r.reader, e)), nil
}

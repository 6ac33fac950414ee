package bot

import (
	"fmt"
	"unicode/utf8"

	"leanon/discord/talk"
	"leanon/store"
)

// previewMessage shows the reader a need of their own, before Send and after. language
// is the key of the language that they have chosen, "" for none.
func (b *Bot) previewMessage(rd reader, e store.Exchange, language string) talk.Message {
	n, called, name := e.Need, rd.partner(e.Couple), rd.name(e.Couple)
	send := b.pressFor("send", talk.Primary, called, n.ID)
	edit, keep := b.press("edit", talk.Secondary, n.ID), b.press("keep", talk.Secondary, n.ID)
	discard := b.press("discard", talk.Secondary, n.ID)
	switch {
	case !n.WithdrawnAt.IsZero():
		return rd.plain(rd.sayGone(e))
	case n.Sent():
		return quotedMessage(quotedToFit(fmt.Sprintf("To %s, %s:", name, dated(n.SentAt)), body(n), []string{standing(n, name)}, nil),
			row(b.press("withdraw", talk.Secondary, n.ID), b.helpButton()))
	case n.TooLong():
		edit.Style = talk.Primary
		return talk.Message{Text: fmt.Sprintf("I kept every word as a draft: %d characters. A note carries up to %d. Press Edit to shorten it; nothing is lost, and only you see it.",
			utf8.RuneCountInString(n.Words), store.MaxWords), Rows: []talk.Row{row(edit, keep, discard, b.helpButton())}}
	case n.Kept():
		return quotedMessage(quotedToFit(fmt.Sprintf("About you and %s:", name), body(n), []string{sayKept}, nil), row(send, edit, discard, b.helpButton()))
	}
	hint, _ := b.Library.Hint(n.Words, language)
	return quotedMessage(quotedToFit(fmt.Sprintf("This is exactly what %s would see:", name), body(n), []string{sayOnlyYou}, []string{hint}),
		row(send, edit, keep, discard, b.helpButton()),
		talk.Row{Select: b.kindSelect(n)}, talk.Row{Select: b.wantSelect(n)})
}

// standing says to the asker how a need that was sent stands. It does not say what was
// answered, which may wait behind Open.
func standing(n store.Need, name string) string {
	switch {
	case len(n.Answers) > 0:
		return name + " has answered."
	case !n.RestedAt.IsZero():
		return sayResting
	}
	return saySent
}

func (b *Bot) kindSelect(n store.Need) *talk.Select {
	s := &talk.Select{CustomID: customID("kind", n.ID), Placeholder: b.say("select.kind")}
	for _, k := range b.Library.Kinds() {
		s.Options = append(s.Options, talk.Option{Label: k.Label, Value: k.Key, Default: k.Key == n.Kind})
	}
	return s
}

func (b *Bot) wantSelect(n store.Need) *talk.Select {
	s := &talk.Select{CustomID: customID("want", n.ID), Placeholder: b.say("select.want")}
	for _, w := range b.Library.Wants() {
		s.Options = append(s.Options, talk.Option{Label: w.Label, Value: w.Key, Default: w.Key == n.Want})
	}
	return s
}

// replyPreview shows a draft: in place of a message that only the person sees,
// otherwise as a private reply.
func (b *Bot) replyPreview(r request, e store.Exchange) (talk.Reply, error) {
	m := b.previewMessage(r.reader, e, r.language)
	m.Private = true
	return talk.Reply{Message: &m, Update: r.MessageID != ""}, nil
}

// updatePreview shows a need of the person in place of the message that was pressed.
func (b *Bot) updatePreview(r request, e store.Exchange) (talk.Reply, error) {
	return update(b.previewMessage(r.reader, e, r.language)), nil
}

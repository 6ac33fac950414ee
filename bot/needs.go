package bot

import (
	"context"
	"fmt"

	"leanon/discord/talk"
	"leanon/store"
)

// needs is /needs: what is open, one need in full with its buttons, the others
// one choice away.
func (b *Bot) needs(ctx context.Context, r request) (talk.Reply, error) {
	c, err := b.coupleOf(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	m, err := b.needsMessage(ctx, r, c, 0, false)
	m.Private = true
	return talk.Reply{Message: &m}, err
}

// showNeed shows the chosen one.
func (b *Bot) showNeed(ctx context.Context, r request) (talk.Reply, error) {
	c, err := b.coupleHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	if len(r.Values) != 1 {
		return talk.Reply{}, store.ErrNotYours
	}
	id, err := store.ParseID(r.Values[0])
	if err != nil {
		return talk.Reply{}, err
	}
	m, err := b.needsMessage(ctx, r, c, id, r.arg(1) == "kept")
	return update(m), err
}

// showKept shows what the person keeps private.
func (b *Bot) showKept(ctx context.Context, r request) (talk.Reply, error) {
	c, err := b.coupleHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	m, err := b.needsMessage(ctx, r, c, 0, true)
	return update(m), err
}

// needsMessage shows one need of a list in full, the first unless another was
// chosen, and the list in a select.
func (b *Bot) needsMessage(ctx context.Context, r request, c store.Couple, chosen store.ID, kept bool) (talk.Message, error) {
	all, err := b.Store.NeedsOf(ctx, c.ID, r.Person.ID)
	if err != nil {
		return talk.Message{}, err
	}
	list := append(append(append([]store.Exchange{}, all.ForMe...), all.FromMe...), all.Drafts...)
	which, none := "open", "Nothing is open between you and %s. /need puts a wish into words at any time."
	keptRow := row(b.press("kept", talk.Secondary, c.ID))
	if kept {
		list, which, none = all.Kept, "kept", "You keep nothing private about you and %s."
		keptRow = talk.Row{}
	}
	if len(list) == 0 {
		return talk.Message{Text: fmt.Sprintf(none, nameOf(c.Other.Name)), Rows: rowsOf(keptRow)}, nil
	}
	shown := list[0]
	for _, e := range list {
		if e.Need.ID == chosen {
			shown = e
		}
	}
	m := b.listed(shown, r.Locale)
	if len(list) > 1 {
		s := &talk.Select{CustomID: customID("show-need", c.ID, which), Placeholder: b.words("show-need"), Min: 1}
		for _, e := range list[:min(len(list), 25)] {
			s.Options = append(s.Options, talk.Option{Label: listedAs(e), Value: e.Need.ID.String(), Default: e.Need.ID == shown.Need.ID})
		}
		m.Rows = append([]talk.Row{{Select: s}}, m.Rows...)
	}
	m.Rows = rowsOf(append(m.Rows, keptRow)...)
	return m, nil
}

// listed is a need in full, as /needs shows it.
func (b *Bot) listed(e store.Exchange, locale string) talk.Message {
	n := e.Need
	switch {
	case !e.Mine():
		return b.openedNote(e, 0)
	case n.SentAt.IsZero():
		return b.previewMessage(e, locale)
	}
	state := saySent
	if last := n.LastAnswer(); last.Choice != "" {
		state = fmt.Sprintf("%s answered: **%s**", nameOf(e.Couple.Other.Name), b.choiceWords(last.Choice))
	}
	if !n.RestedAt.IsZero() {
		state = "It is resting. It was worth saying."
	}
	return letterOf(fit(fmt.Sprintf("To %s, %s:", nameOf(e.Couple.Other.Name), dated(n.SentAt)), body(n), []string{state}, nil),
		row(b.press("withdraw", talk.Secondary, n.ID), b.press("let-go", talk.Secondary, n.ID), b.helpButton()))
}

// listedAs is a need's line in the select.
func listedAs(e store.Exchange) string {
	from := "To " + plainName(e.Couple.Other.Name)
	switch {
	case !e.Mine():
		from = "From " + plainName(e.Couple.Other.Name)
	case e.Need.Draft():
		from = "Draft"
	case e.Need.Kept():
		from = "Kept"
	}
	return clip(from+": "+oneLine(e.Need.Words), 100)
}

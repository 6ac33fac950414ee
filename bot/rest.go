package bot

import (
	"context"
	"slices"

	"leanon/discord/talk"
	"leanon/store"
)

// A note that nobody answered for two weeks rests. Its asker reads that once. Several that
// rest at a time stand in one message, in which a select names each by its date and time.

// maxResting is how many notes one message names: as many as a select holds.
const maxResting = maxOptions

// composeRest makes the message about the notes that rest. Once it was sent it leaves out
// those that are withdrawn or that their asker let go.
func (b *Bot) composeRest(v store.View, rd reader, n store.Notice) (talk.Message, error) {
	var all, aside []store.Exchange
	for _, id := range n.Notes {
		e, err := v.Need(id)
		if err != nil {
			return talk.Message{}, err
		}
		all = append(all, e)
		if e.Need.Resting() {
			aside = append(aside, e)
		}
	}
	if len(aside) == 0 {
		return rd.plain(rd.afterRest(all[0])), nil
	}
	return b.restMessage(rd, aside, 0), nil
}

// afterRest says how a note stands that does not rest any more.
func (rd reader) afterRest(e store.Exchange) string {
	switch {
	case !e.Need.Sent():
		return rd.sayGone(e)
	case !e.Need.ClosedAt.IsZero():
		return rd.say("after.let-go")
	case rd.me.Notes == store.Nameless:
		return rd.say("sent.answered")
	}
	return rd.say("rest.answered", "name", rd.name(e.Couple))
}

// restMessage says that notes rest. If they are several, the buttons are those of the one
// that was chosen; 0 for none yet.
func (b *Bot) restMessage(rd reader, aside []store.Exchange, chosen store.ID) talk.Message {
	name := rd.nameUnasked(aside[0].Couple)
	if len(aside) == 1 {
		n := aside[0].Need
		text := rd.say("rest.one", "date", b.dayAndTime(rd, n.SentAt))
		if name != "" {
			text = rd.say("rest.one-several", "name", name, "date", b.dayAndTime(rd, n.SentAt))
		}
		return talk.Message{Text: text, Rows: b.waysOn(rd, n, true)}
	}
	aside = aside[:min(len(aside), maxResting)]
	lines := []string{rd.say("rest.more")}
	if name != "" {
		lines[0] = rd.say("rest.more-several", "name", name)
	}
	which := &talk.Select{CustomID: customID("rest-which", aside[0].Couple.ID), Placeholder: rd.say("select.rest-which"), Min: 1}
	rows, seen := []talk.Row{row(rd.helpButton())}, map[string]int{}
	for _, e := range aside {
		date := b.dayAndTime(rd, e.Need.SentAt)
		if seen[date]++; seen[date] > 1 {
			date = rd.say("same-minute", "label", date, "nth", seen[date])
		}
		lines = append(lines, "• "+date)
		which.Options = append(which.Options, talk.Option{Label: date, Value: e.Need.ID.String(), Default: e.Need.ID == chosen})
		if e.Need.ID == chosen {
			rows = b.waysOn(rd, e.Need, true)
		}
	}
	return talk.Message{Text: paragraphs(lines...), Rows: append([]talk.Row{{Select: which}}, rows...)}
}

// asideHere returns the notes of the pressed message that rest still. It is empty for a
// message about anything else.
func (b *Bot) asideHere(ctx context.Context, r request) (aside []store.Exchange, err error) {
	if r.notice == 0 {
		return nil, nil
	}
	err = r.store.View(ctx, r.Person.ID, func(v store.View) error {
		n, err := v.Notice(r.notice)
		if err != nil || n.Kind != store.KindRest {
			return err
		}
		for _, id := range n.Notes {
			e, err := v.Need(id)
			if err != nil {
				return err
			}
			if e.Need.Resting() {
				aside = append(aside, e)
			}
		}
		return nil
	})
	return aside, err
}

// restWhich shows the buttons of the note that was chosen among several.
func (b *Bot) restWhich(ctx context.Context, r request) (talk.Reply, error) {
	if _, err := r.coupleHere(); err != nil {
		return talk.Reply{}, err
	}
	if len(r.Values) != 1 {
		return talk.Reply{}, store.ErrNotYours
	}
	id, err := store.ParseID(r.Values[0])
	if err != nil {
		return talk.Reply{}, err
	}
	e, err := r.store.NeedFor(ctx, id, r.Person.ID)
	if err == nil && !e.Mine() {
		err = store.ErrNotYours
	}
	if err != nil {
		return talk.Reply{}, err
	}
	aside, err := b.asideHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	if !slices.ContainsFunc(aside, func(of store.Exchange) bool { return of.Need.ID == id }) {
		return b.restGoesOn(ctx, r, r.afterRest(e))
	}
	return update(b.restMessage(r.reader, aside, id)), nil
}

// restGoesOn says what became of one note, in place of the pressed message. If that told
// of more notes that rest still, it goes on with those.
func (b *Bot) restGoesOn(ctx context.Context, r request, said string) (talk.Reply, error) {
	aside, err := b.asideHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	id, err := r.id(0)
	aside = slices.DeleteFunc(aside, func(e store.Exchange) bool { return err == nil && e.Need.ID == id })
	if len(aside) == 0 {
		return update(r.plain(said)), nil
	}
	m := b.restMessage(r.reader, aside, 0)
	m.Text = paragraphs(said, m.Text)
	return update(m), nil
}

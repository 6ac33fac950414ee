package bot

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"leanon/discord/talk"
	"leanon/store"
)

// needs is /needs. It shows one open need in full with its buttons, and the others in
// a select.
func (b *Bot) needs(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleOf()
	if err != nil {
		return talk.Reply{}, err
	}
	m, err := b.needsMessage(ctx, r, c, place{}, false)
	m.Private = true
	return talk.Reply{Message: &m}, err
}

// showNeed shows the need that was chosen, or the first of the page that was chosen.
func (b *Bot) showNeed(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	if len(r.Values) != 1 {
		return talk.Reply{}, store.ErrNotYours
	}
	chosen, err := placeOf(r.Values[0])
	if err != nil {
		return talk.Reply{}, err
	}
	m, err := b.needsMessage(ctx, r, c, chosen, r.arg(1) == "kept")
	return update(m), err
}

// showKept shows what the person keeps private.
func (b *Bot) showKept(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	m, err := b.needsMessage(ctx, r, c, place{}, true)
	return update(m), err
}

// place is a place in a list of needs: a need, or the beginning of a page. The zero
// place is the beginning of the list.
type place struct {
	need store.ID
	page int
}

// placeOf reads a value of the select. ErrNotYours for a forged one.
func placeOf(value string) (place, error) {
	if page, turned := strings.CutPrefix(value, pagePrefix); turned {
		n, err := strconv.ParseUint(page, 10, 16)
		if err != nil {
			return place{}, store.ErrNotYours
		}
		return place{page: int(n)}, nil
	}
	id, err := store.ParseID(value)
	return place{need: id}, err
}

// pagePrefix begins the value of an option that turns to another page.
const pagePrefix = "page:"

// A select holds 25 options (Discord: reference, select menus). A longer list has
// pages, each with room for an option to the page before and the page after.
const (
	maxOptions = 25
	pageLength = maxOptions - 2
)

// index returns where a place is in a list that is not empty: 0 for a need that is
// gone, the last page for a page that is gone.
func (p place) index(list []store.Exchange) int {
	if p.need == 0 {
		return min(p.page, (len(list)-1)/pageLength) * pageLength
	}
	return max(0, slices.IndexFunc(list, func(e store.Exchange) bool { return e.Need.ID == p.need }))
}

// needsMessage shows one need of a list in full, the first unless another was chosen,
// and the whole list in a select.
func (b *Bot) needsMessage(ctx context.Context, r request, c store.Couple, chosen place, kept bool) (talk.Message, error) {
	all, err := r.store.NeedsOf(ctx, c.ID, r.Person.ID)
	if err != nil {
		return talk.Message{}, err
	}
	slices.Reverse(all.Drafts) // newest first
	slices.Reverse(all.Kept)
	list := slices.Concat(all.ForMe, all.FromMe, all.Drafts)
	which, none := "open", "Nothing is open between you and %s. /need puts a wish into words at any time."
	keptRow := row(b.press("kept", talk.Secondary, c.ID))
	if kept {
		list, which, none = all.Kept, "kept", "You keep nothing private about you and %s."
		keptRow = talk.Row{}
	}
	if len(list) == 0 {
		return talk.Message{Text: fmt.Sprintf(none, r.name(c)), Rows: rowsOf(keptRow)}, nil
	}
	shown := chosen.index(list)
	m := b.listed(r, list[shown])
	if len(list) > 1 {
		m.Rows = append([]talk.Row{{Select: &talk.Select{CustomID: customID("show-need", c.ID, which), Placeholder: b.say("select.show-need"), Min: 1,
			Options: options(r.reader, list, shown)}}}, m.Rows...)
	}
	m.Rows = rowsOf(append(m.Rows, keptRow)...)
	return m, nil
}

// options are the needs on the page that holds the need with index shown, and the ways
// to the pages beside it.
func options(rd reader, list []store.Exchange, shown int) []talk.Option {
	page, last := 0, 0
	from, to := 0, len(list)
	if len(list) > maxOptions {
		page, last = shown/pageLength, (len(list)-1)/pageLength
		from, to = page*pageLength, min((page+1)*pageLength, len(list))
	}
	var all []talk.Option
	for i, e := range list[from:to] {
		all = append(all, talk.Option{Label: listedAs(rd, e), Value: e.Need.ID.String(), Default: from+i == shown})
	}
	if page > 0 {
		all = append(all, pageOption("Back", page-1, last))
	}
	if page < last {
		all = append(all, pageOption("More", page+1, last))
	}
	return all
}

// pageOption is the option that turns to a page.
func pageOption(words string, page, last int) talk.Option {
	return talk.Option{Label: fmt.Sprintf("%s: page %d of %d", words, page+1, last+1), Value: pagePrefix + strconv.Itoa(page)}
}

// listed shows a need in full, as /needs does.
func (b *Bot) listed(r request, e store.Exchange) talk.Message {
	n := e.Need
	switch {
	case !e.Mine():
		return b.openedNote(r.reader, e, 0)
	case n.SentAt.IsZero():
		return b.previewMessage(r.reader, e, r.language)
	}
	state := saySent
	if last := n.LastAnswer(); last.Choice != "" {
		state = fmt.Sprintf("%s answered: **%s**", r.name(e.Couple), b.choiceWords(last.Choice))
	}
	if !n.RestedAt.IsZero() {
		state = sayResting
	}
	return quotedMessage(quotedToFit(fmt.Sprintf("To %s, %s:", r.name(e.Couple), dated(n.SentAt)), body(n), []string{state}, nil),
		row(b.press("withdraw", talk.Secondary, n.ID), b.press("let-go", talk.Secondary, n.ID), b.helpButton()))
}

// listedAs returns the line of a need in the select.
func listedAs(rd reader, e store.Exchange) string {
	from := "To " + rd.partner(e.Couple)
	switch {
	case !e.Mine():
		from = "From " + rd.partner(e.Couple)
	case e.Need.Draft():
		from = "Draft"
	case e.Need.Kept():
		from = "Kept"
	}
	return clip(from+": "+oneLine(e.Need.Words), 100)
}

package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"leanon/discord/talk"
	"leanon/store"
)

// needs is /needs. It says first how much is open, what waits for the reader before all,
// and shows nothing of it before they choose one.
func (b *Bot) needs(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleOf()
	if err != nil {
		return talk.Reply{}, err
	}
	m, err := b.overview(ctx, r, c)
	m.Private = true
	return talk.Reply{Message: &m}, err
}

// backToNeeds shows the overview again.
func (b *Bot) backToNeeds(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	m, err := b.overview(ctx, r, c)
	return update(m), err
}

// The lists that a select can show, as its custom id names them. Messages that were sent
// hold the names.
const (
	listOpen = "open"
	listKept = "kept"
)

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
	m, err := b.needsMessage(ctx, r, c, chosen, r.arg(1) == listKept)
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

// maxRows is how many rows a message may have (Discord: component reference).
const maxRows = 5

// needsMessage shows one need of a list in full, the first unless another was chosen,
// with its buttons, below a select of the whole list.
func (b *Bot) needsMessage(ctx context.Context, r request, c store.Couple, chosen place, kept bool) (talk.Message, error) {
	all, err := r.store.NeedsOf(ctx, c.ID, r.Person.ID)
	if err != nil {
		return talk.Message{}, err
	}
	slices.Reverse(all.Kept) // newest first
	list, which, none := openList(all, r.now), listOpen, r.say("needs.none", "name", r.name(c))
	if kept {
		list, which, none = all.Kept, listKept, r.say("needs.none-kept", "name", r.name(c))
	}
	back := r.press("needs-back", talk.Secondary, c.ID)
	if len(list) == 0 {
		return talk.Message{Text: none, Rows: []talk.Row{row(back, r.helpButton())}}, nil
	}
	shown := chosen.index(list)
	m := b.listed(r, list[shown])
	m.Rows = append([]talk.Row{needSelect(r.reader, c, which, list, shown)}, m.Rows...)
	if len(m.Rows) < maxRows {
		m.Rows = append(m.Rows, row(back))
	}
	return m, nil
}

// needSelect is the select of a list, at the page of the need with index shown; -1 shows
// none.
func needSelect(rd reader, c store.Couple, which string, list []store.Exchange, shown int) talk.Row {
	return talk.Row{Select: &talk.Select{CustomID: customID("show-need", c.ID, which), Placeholder: rd.say("select.show-need"), Min: 1,
		Options: options(rd, list, shown)}}
}

// options are the needs on the page that holds the need with index shown, and the ways
// to the pages beside it.
func options(rd reader, list []store.Exchange, shown int) []talk.Option {
	page, last := 0, 0
	from, to := 0, len(list)
	if len(list) > maxOptions {
		page, last = max(shown, 0)/pageLength, (len(list)-1)/pageLength
		from, to = page*pageLength, min((page+1)*pageLength, len(list))
	}
	var all []talk.Option
	for i, e := range list[from:to] {
		all = append(all, talk.Option{Label: listedAs(rd, e), Value: e.Need.ID.String(), Default: from+i == shown})
	}
	if page > 0 {
		all = append(all, pageOption(rd.say("needs.page-before", "page", page, "pages", last+1), page-1))
	}
	if page < last {
		all = append(all, pageOption(rd.say("needs.page-after", "page", page+2, "pages", last+1), page+1))
	}
	return all
}

// pageOption is the option that turns to a page.
func pageOption(label string, page int) talk.Option {
	return talk.Option{Label: label, Value: pagePrefix + strconv.Itoa(page)}
}

// listed shows a need in full, as /needs does, but not what was answered.
func (b *Bot) listed(r request, e store.Exchange) talk.Message {
	n := e.Need
	switch {
	case !e.Mine():
		return b.openedNote(r.reader, e, 0)
	case n.SentAt.IsZero():
		e.Need.ByForm = true // the list leaves no room for the two selects, which Edit has too
		return b.previewMessage(r.reader, e)
	}
	state := r.say("sent.waits", "name", r.name(e.Couple))
	if len(n.Answers) > 0 { // what was said may wait behind Open
		state = r.say("needs.answered", "name", r.name(e.Couple))
	}
	if n.Resting() {
		state = r.say("rest.aside")
	}
	return quotedMessage(quotedToFit(r.say("needs.sent", "name", r.name(e.Couple), "date", dated(n.SentAt)), b.body(n), nil, []string{state}),
		row(r.press("show-it", talk.Secondary, n.ID), r.press("withdraw", talk.Secondary, n.ID), r.press("let-go", talk.Secondary, n.ID), r.helpButton()))
}

// listedAs returns the line of a need in the select.
func listedAs(rd reader, e store.Exchange) string {
	name, words := rd.partner(e.Couple), oneLine(e.Need.Words)
	switch {
	case !e.Mine():
		return rd.say("needs.list-from", "name", name, "words", words)
	case e.Need.Draft():
		return rd.say("needs.list-draft", "words", words)
	case e.Need.Kept():
		return rd.say("needs.list-kept", "words", words)
	}
	return rd.say("needs.list-to", "name", name, "words", words)
}

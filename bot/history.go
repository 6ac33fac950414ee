package bot

import (
	"context"
	"fmt"
	"strconv"
	"unicode/utf8"

	"leanon/discord/talk"
	"leanon/store"
)

// historyRoom is how many characters the pieces of a page may fill. The rest is for
// the head of the page.
const historyRoom = 1850

// history is /history: its newest page.
func (b *Bot) history(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleOf()
	if err != nil {
		return talk.Reply{}, err
	}
	m, err := b.historyMessage(ctx, r, c, 0)
	m.Private = true
	return talk.Reply{Message: &m}, err
}

// historyPage shows the page whose number is in the button.
func (b *Bot) historyPage(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	page, err := strconv.Atoi(r.arg(1))
	if err != nil {
		return talk.Reply{}, store.ErrNotYours
	}
	m, err := b.historyMessage(ctx, r, c, page)
	return update(m), err
}

func (b *Bot) historyMessage(ctx context.Context, r request, c store.Couple, page int) (talk.Message, error) {
	all, err := r.store.History(ctx, c.ID, r.Person.ID)
	if err != nil {
		return talk.Message{}, err
	}
	if len(all) == 0 {
		return talk.Message{Text: fmt.Sprintf("You and %s have shared nothing yet. What you keep private is in /needs.", r.name(c))}, nil
	}
	pages := b.pages(r.reader, all)
	page = max(0, min(page, len(pages)-1)) // the history may have become shorter since
	newer, older := b.press("newer", talk.Secondary, c.ID, page-1), b.press("older", talk.Secondary, c.ID, page+1)
	newer.Disabled, older.Disabled = page == 0, page == len(pages)-1
	return quotedMessage(pages[page], row(newer, older)), nil
}

// piece is a part of a page. If its quote runs to the end of the message, nothing can
// follow it.
type piece struct {
	text  string
	toEnd bool
}

// pages fills pages with exchanges, newest first. An exchange that does not fit beside
// others gets pages of its own.
func (b *Bot) pages(rd reader, all []store.Exchange) []string {
	var pages []string
	page := ""
	for _, e := range all {
		for _, p := range b.pieces(rd, e) {
			if page != "" && utf8.RuneCountInString(page)+utf8.RuneCountInString(p.text) > historyRoom {
				pages, page = append(pages, page), ""
			}
			page = paragraphs(page, p.text)
			if p.toEnd {
				pages, page = append(pages, page), ""
			}
		}
	}
	if page != "" {
		pages = append(pages, page)
	}
	return pages
}

// pieces divides an exchange into parts that each fit one message: one part for all of
// it if that fits, otherwise one for what was asked and one for each thing said to it.
func (b *Bot) pieces(rd reader, e store.Exchange) []piece {
	n, other := e.Need, rd.name(e.Couple)
	from := fmt.Sprintf("**You** wrote to %s", other)
	if !e.Mine() {
		from = fmt.Sprintf("**%s** wrote", other)
	}
	head := fmt.Sprintf("%s · %s", dated(n.SentAt), from)
	if !n.WithdrawnAt.IsZero() && !n.TakenBack() {
		return []piece{{text: head + ", and withdrew it."}}
	}
	asked, toEnd := quotedOrOpen(head+":", body(n), "")
	parts := []piece{{asked, toEnd}}
	for _, a := range n.Answers {
		parts = append(parts, piece{text: b.pastAnswer(rd, e, a)})
	}
	if n.Thanks != "" {
		who := "You thanked " + other
		if !e.Mine() {
			who = other + " thanked you"
		}
		parts = append(parts, piece{text: who + ":\n" + quote(n.Thanks)})
	}
	if back := rd.sayTakenBack(e); back != "" {
		parts = append(parts, piece{text: back})
	}
	whole := ""
	for _, p := range parts {
		whole = paragraphs(whole, p.text)
	}
	if !toEnd && utf8.RuneCountInString(whole) <= historyRoom {
		return []piece{{text: whole}}
	}
	return parts
}

func (b *Bot) pastAnswer(rd reader, e store.Exchange, a store.Answer) string {
	who := "You"
	if e.Mine() {
		who = rd.name(e.Couple)
	}
	when := b.timeWords(a)
	line := fmt.Sprintf("%s: **%s**", who, b.choiceWords(a.Choice))
	if when != "" && ownTime(a) {
		line = paragraphs(line, quote(when)) // words of a person stand in a quote
	} else if when != "" {
		line += " · " + when
	}
	if a.Line != "" {
		line = paragraphs(line, quote(a.Line))
	}
	return line
}

package bot

import (
	"context"
	"fmt"
	"strconv"
	"unicode/utf8"

	"leanon/discord/talk"
	"leanon/store"
)

// historyRoom is how many characters a page's pieces may fill; the rest is for
// the page's head.
const historyRoom = 1850

// history is /history: the newest page.
func (b *Bot) history(ctx context.Context, r request) (talk.Reply, error) {
	c, err := b.coupleOf(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	m, err := b.historyMessage(ctx, r, c, 0)
	m.Private = true
	return talk.Reply{Message: &m}, err
}

// historyPage turns the page; its number is in the button.
func (b *Bot) historyPage(ctx context.Context, r request) (talk.Reply, error) {
	c, err := b.coupleHere(ctx, r)
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
		return talk.Message{Text: fmt.Sprintf("You and %s have shared nothing yet. What you keep private is in /needs.", nameOf(c.Other.Name))}, nil
	}
	pages, err := b.pages(ctx, all)
	if err != nil {
		return talk.Message{}, err
	}
	page = max(0, min(page, len(pages)-1)) // the record may have become shorter since
	newer, older := b.press("newer", talk.Secondary, c.ID, page-1), b.press("older", talk.Secondary, c.ID, page+1)
	newer.Disabled, older.Disabled = page == 0, page == len(pages)-1
	return quotedMessage(pages[page], row(newer, older)), nil
}

// piece is a part of a page. Nothing can follow one whose quote runs to the end
// of the message.
type piece struct {
	text  string
	toEnd bool
}

// pages fills pages with exchanges, newest first. An exchange that does not fit
// beside others has pages of its own.
func (b *Bot) pages(ctx context.Context, all []store.Exchange) ([]string, error) {
	var pages []string
	page := ""
	for _, e := range all {
		pieces, err := b.pieces(ctx, e)
		if err != nil {
			return nil, err
		}
		for _, p := range pieces {
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
	return pages, nil
}

// pieces are an exchange in parts, each short enough for a message: all of it
// where that fits, else what was asked, and each thing that was said to it.
func (b *Bot) pieces(ctx context.Context, e store.Exchange) ([]piece, error) {
	n, other := e.Need, nameOf(e.Couple.Other.Name)
	from := fmt.Sprintf("**You** wrote to %s", other)
	if !e.Mine() {
		from = fmt.Sprintf("**%s** wrote", other)
	}
	head := fmt.Sprintf("%s · %s", dated(n.SentAt), from)
	if !n.WithdrawnAt.IsZero() {
		return []piece{{text: head + ", and withdrew it."}}, nil
	}
	asked, toEnd := quotedOrOpen(head+":", body(n), "")
	parts := []piece{{asked, toEnd}}
	for _, a := range n.Answers {
		line, err := b.pastAnswer(ctx, e, a)
		if err != nil {
			return nil, err
		}
		parts = append(parts, piece{text: line})
	}
	if n.Thanks != "" {
		who := "You thanked " + other
		if !e.Mine() {
			who = other + " thanked you"
		}
		parts = append(parts, piece{text: who + ":\n" + quote(n.Thanks)})
	}
	whole := ""
	for _, p := range parts {
		whole = paragraphs(whole, p.text)
	}
	if !toEnd && utf8.RuneCountInString(whole) <= historyRoom {
		return []piece{{text: whole}}, nil
	}
	return parts, nil
}

func (b *Bot) pastAnswer(ctx context.Context, e store.Exchange, a store.Answer) (string, error) {
	who := "You"
	if e.Mine() {
		who = nameOf(e.Couple.Other.Name)
	}
	when, err := b.timeWords(ctx, e, a)
	if err != nil {
		return "", err
	}
	line := fmt.Sprintf("%s: **%s**", who, b.choiceWords(a.Choice))
	if when != "" && ownTime(a) {
		line = paragraphs(line, quote(when)) // a person's words never stand outside a quote
	} else if when != "" {
		line += " · " + when
	}
	if a.Line != "" {
		line = paragraphs(line, quote(a.Line))
	}
	return line, nil
}

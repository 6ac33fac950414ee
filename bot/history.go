package bot

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf8"

	"leanon/discord/talk"
	"leanon/store"
)

// historyRoom is how many characters the pieces of a page may fill. The rest is for
// the head of the page and for blank lines.
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
		return talk.Message{Text: r.say("history.none", "name", r.name(c))}, nil
	}
	pages := b.pages(r.reader, all)
	page = max(0, min(page, len(pages)-1)) // the history may have become shorter since
	newer, older := r.press("newer", talk.Secondary, c.ID, page-1), r.press("older", talk.Secondary, c.ID, page+1)
	newer.Disabled, older.Disabled = page == 0, page == len(pages)-1
	return quotedMessage(pages[page], row(newer, older, r.helpButton())), nil
}

// piece is a part of a page. If its quote runs to the end of the message, nothing can
// follow it.
type piece struct {
	text  string
	toEnd bool
}

func pieceOf(text string) piece { return piece{text, strings.Contains(text, toTheEnd)} }

// pages fills pages with exchanges, newest first. An exchange that does not fit beside
// others gets pages of its own.
func (b *Bot) pages(rd reader, all []store.Exchange) []string {
	var pages []string
	page := ""
	for _, e := range all {
		for i, p := range b.pieces(rd, e) {
			if page != "" && utf8.RuneCountInString(page)+utf8.RuneCountInString(p.text) > historyRoom {
				pages, page = append(pages, page), ""
			}
			if i == 0 && page != "" {
				page += "\n" // a blank line between two exchanges
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
	n, other, date := e.Need, rd.name(e.Couple), dated(e.Need.SentAt)
	erased := !n.WithdrawnAt.IsZero() && !n.TakenBack()
	switch {
	case erased && e.Mine():
		return []piece{{text: rd.say("history.withdrawn-mine", "name", other, "date", date)}}
	case erased:
		return []piece{{text: rd.say("history.withdrawn-theirs", "name", other, "date", date)}}
	}
	head := rd.say("history.theirs", "name", other, "date", date)
	if e.Mine() {
		head = rd.say("history.mine", "name", other, "date", date)
	}
	lines := b.linesFor(rd, n, e.Mine(), other)
	if n.Tells {
		lines = append(lines, line{text: rd.say("history.tells")})
	}
	asked := noteText(head, b.body(n), lines)
	parts := []piece{pieceOf(asked)}
	for _, a := range n.Answers {
		parts = append(parts, pieceOf(fitting("", b.pastAnswer(rd, e, a))))
	}
	if n.Heard.ID != 0 {
		parts = append(parts, pieceOf(fitting("", pastHeard(rd, e))))
	}
	if n.Thanks != "" {
		thanked := rd.say("history.thanks-theirs", "name", other)
		if e.Mine() {
			thanked = rd.say("history.thanks-mine", "name", other)
		}
		parts = append(parts, piece{text: paragraphs(thanked, quote(n.Thanks))})
	}
	if back := rd.sayTakenBack(e); back != "" {
		parts = append(parts, piece{text: back})
	}
	whole, toEnd := "", false
	for _, p := range parts {
		whole, toEnd = paragraphs(whole, p.text), toEnd || p.toEnd
	}
	if !toEnd && utf8.RuneCountInString(whole) <= historyRoom {
		return []piece{{text: whole}}
	}
	return parts
}

// pastAnswer says an answer to either of two.
func (b *Bot) pastAnswer(rd reader, e store.Exchange, a store.Answer) []spoken {
	if e.Mine() {
		return b.answerLines(rd, e, a)
	}
	return b.ownLines(rd, e, a)
}

// pastHeard says what the receiver of a note heard in it, and what its asker replied.
func pastHeard(rd reader, e store.Exchange) []spoken {
	heard, name := e.Need.Heard, rd.name(e.Couple)
	said, thatIsIt, notQuite := rd.say("own.says-heard"), rd.say("heard.that-is-it", "name", name), rd.say("heard.not-quite", "name", name)
	if e.Mine() {
		said, thatIsIt, notQuite = rd.say("history.heard", "name", name), rd.say("heard.you-that-is-it"), rd.say("heard.you-not-quite")
	}
	lines := []spoken{{said, heard.Words}}
	switch heard.Reply {
	case store.ThatsIt:
		lines = append(lines, spoken{sentence: thatIsIt})
	case store.NotQuite:
		lines = append(lines, spoken{notQuite, heard.Line})
	}
	return lines
}

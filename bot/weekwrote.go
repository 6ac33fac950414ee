package bot

import (
	"context"
	"strconv"
	"unicode/utf8"

	"leanon/discord/talk"
	"leanon/store"
)

// Behind What I wrote a person finds their own words of the week, also those that they kept:
// for them alone, in a message that nobody else sees. Nothing of it is counted.

// weekWrote shows the newest page.
func (b *Bot) weekWrote(ctx context.Context, r request) (talk.Reply, error) {
	m, err := b.wroteMessage(ctx, r, 0)
	m.Private = true
	return talk.Reply{Message: &m}, err
}

// weekWrotePage shows the page whose number is in the button.
func (b *Bot) weekWrotePage(ctx context.Context, r request) (talk.Reply, error) {
	page, err := strconv.Atoi(r.arg(2))
	if err != nil {
		return talk.Reply{}, store.ErrNotYours
	}
	m, err := b.wroteMessage(ctx, r, page)
	return update(m), err
}

func (b *Bot) wroteMessage(ctx context.Context, r request, page int) (talk.Message, error) {
	c, to, err := r.weekHere()
	if err != nil {
		return talk.Message{}, err
	}
	var all []store.Wrote
	err = r.store.View(ctx, r.Person.ID, func(v store.View) (err error) {
		all, err = v.Wrote(c.ID, to)
		return err
	})
	if err != nil {
		return talk.Message{}, err
	}
	if len(all) == 0 {
		return r.plain(r.say("week.wrote-none")), nil
	}
	pages := b.wrotePages(r.reader, c, all)
	page = max(0, min(page, len(pages)-1)) // it may have become shorter since
	newer, older := r.press("week-newer", talk.Secondary, c.ID, minuteOf(to), page-1), r.press("week-older", talk.Secondary, c.ID, minuteOf(to), page+1)
	newer.Disabled, older.Disabled = page == 0, page == len(pages)-1
	buttons := []talk.Button{newer, older, r.helpButton()}
	if len(pages) == 1 {
		buttons = buttons[2:]
	}
	return quotedMessage(pages[page], row(buttons...)), nil
}

// wrotePages fills pages with what somebody wrote. What fills a message by itself has a page
// of its own.
func (b *Bot) wrotePages(rd reader, c store.Couple, all []store.Wrote) (pages []string) {
	head := rd.say("week.wrote-head")
	page := ""
	for _, w := range all {
		words := w.Words
		if w.Ask != "" {
			words = paragraphs(words, b.wouldYou(w.Opening, w.Ask))
		}
		when := rd.say("week.wrote."+string(w.What), "date", dated(w.At), "name", rd.name(c))
		one := paragraphs(when, quote(clip(words, maxWroteWords)))
		if page != "" && utf8.RuneCountInString(page)+utf8.RuneCountInString(one)+2 > historyRoom {
			pages, page = append(pages, page), ""
		}
		if page == "" {
			one = clip(quoted(paragraphs(head, when), clip(words, maxWroteWords), ""), maxContent)
		}
		page = blocks(page, one)
	}
	return append(pages, page)
}

// maxWroteWords is how much of one thing a page shows: a whole note, and of a draft that is
// too long to send the beginning.
const maxWroteWords = store.MaxWords + store.MaxAsk

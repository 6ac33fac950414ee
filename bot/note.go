package bot

import (
	"context"
	"fmt"
	"slices"
	"time"

	"leanon/discord/talk"
	"leanon/library"
	"leanon/store"
)

// waitingNote is the notice of notes that wait, as discreet as its reader wants.
func (b *Bot) waitingNote(p store.Partner, e store.Exchange, several bool) talk.Message {
	text := fmt.Sprintf("A note from %s is waiting.", nameOf(e.Couple.Other.Name))
	switch {
	case p.Notes == store.Nameless && several:
		text = "Notes are waiting."
	case p.Notes == store.Nameless:
		text = "A note is waiting."
	case several:
		text = fmt.Sprintf("Notes from %s are waiting.", nameOf(e.Couple.Other.Name))
	}
	return talk.Message{Text: text + " " + sayNoRush, Rows: []talk.Row{row(b.press("open", talk.Primary, e.Need.ID), b.helpButton())}}
}

// composeNote is the message that brings one note, or several that were held.
func (b *Bot) composeNote(ctx context.Context, n store.Notice) (talk.Message, error) {
	p, err := b.Store.Partner(ctx, n.Person)
	if err != nil {
		return talk.Message{}, err
	}
	var there []store.Exchange // the notes that were not withdrawn
	var first store.Exchange
	for i, id := range n.Notes {
		e, err := b.Store.NeedFor(ctx, id, n.Person)
		if err != nil {
			return talk.Message{}, err
		}
		if e, err = b.asRead(ctx, e); err != nil {
			return talk.Message{}, err
		}
		if i == 0 {
			first = e
		}
		if e.Need.Sent() {
			there = append(there, e)
		}
	}
	switch {
	case len(there) == 0:
		return b.withdrawnNote(first), nil
	case p.Notes == store.Full:
		return b.openedNote(ctx, there[0], b.nextNote(n.Notes, there[0].Need.ID))
	}
	return b.waitingNote(p, there[0], len(there) > 1), nil
}

func (b *Bot) withdrawnNote(e store.Exchange) talk.Message {
	return b.plain(fmt.Sprintf("%s withdrew this note. Nothing is asked of you.", nameOf(e.Couple.Other.Name)))
}

// nextNote is the note after this one in a message that carries several; 0 if it
// carries one.
func (b *Bot) nextNote(carried []store.ID, id store.ID) store.ID {
	i := slices.Index(carried, id)
	if i < 0 || len(carried) < 2 {
		return 0
	}
	return carried[(i+1)%len(carried)]
}

// wentWell says whether a need only tells what went well: it asks for nothing.
func (b *Bot) wentWell(n store.Need) bool {
	q, ok := b.Library.Question(n.Question)
	return n.Shares || ok && q.Tag == library.WentWell && n.Ask == ""
}

// openedNote is a note with everything around it; next is another note in the
// same message, or 0.
func (b *Bot) openedNote(ctx context.Context, e store.Exchange, next store.ID) (talk.Message, error) {
	n, name := e.Need, nameOf(e.Couple.Other.Name)
	if !n.Sent() {
		return b.withdrawnNote(e), nil
	}
	after, optional, err := b.said(ctx, e)
	if err != nil {
		return talk.Message{}, err
	}
	if n.Want != "" {
		optional = append(optional, fmt.Sprintf("%s would like: *%s*.", name, lower(b.Library.WantLabel(n.Want))))
	}
	if n.Kind != "" {
		optional = append(optional, fmt.Sprintf("Kind of need: *%s*.", lower(b.Library.KindLabel(n.Kind))))
	}
	if n.Answerable() && !b.wentWell(n) {
		optional = append(optional, b.Library.Coach(uint64(n.ID)))
	}
	if n.LastAnswer().Choice == "" {
		optional = append(optional, fmt.Sprintf("I don't tell %s that you opened this.", name))
	}
	return quotedMessage(quotedToFit(fmt.Sprintf("%s wrote, %s:", name, dated(n.SentAt)), body(n), after, optional), b.answerRows(n, next)...), nil
}

// said is what the reader of a note answered last, so that they see it stand; their
// own words give way where the note needs the room.
func (b *Bot) said(ctx context.Context, e store.Exchange) (stands, own []string, err error) {
	a := e.Need.LastAnswer()
	if a.Choice == "" {
		return nil, nil, nil
	}
	when, err := b.timeWords(ctx, e, a)
	if err != nil {
		return nil, nil, err
	}
	line := fmt.Sprintf("You answered: **%s**", b.choiceWords(a.Choice))
	switch {
	case ownTime(a):
		own = append(own, quote(when))
	case when != "":
		line += " · " + when
	}
	if a.Line != "" {
		own = append(own, quote(a.Line))
	}
	return []string{line}, own, nil
}

// answerRows are the answers that are still open, and what else a note can do.
func (b *Bot) answerRows(n store.Need, next store.ID) []talk.Row {
	var answers []talk.Button
	for _, c := range b.answersTo(n) {
		if n.CanSay(c) {
			answers = append(answers, b.press(choiceButton(c), talk.Secondary, n.ID))
		}
	}
	more := []talk.Button{b.press("fold", talk.Secondary, n.ID)}
	if next != 0 {
		more = append(more, b.press("next", talk.Secondary, next))
	}
	more = append(more, b.helpButton())
	if len(answers)+len(more) <= 5 {
		return rowsOf(row(append(answers, more...)...))
	}
	cut := min(len(answers), 5)
	return rowsOf(row(answers[:cut]...), row(append(slices.Clone(answers[cut:]), more...)...))
}

// answersTo lists the answers to a need: the six, or the two of a note that only
// tells what went well.
func (b *Bot) answersTo(n store.Need) []store.Choice {
	if b.wentWell(n) {
		return []store.Choice{store.Heard, store.WroteBack}
	}
	return []store.Choice{store.Heard, store.Yes, store.Part, store.NotNow, store.Talk, store.CannotNow}
}

// openNote edits the notice in place into the note. Opening is neither stored nor
// told.
func (b *Bot) openNote(ctx context.Context, r request) (talk.Reply, error) {
	e, next, err := b.noteHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	return b.showNote(ctx, e, next)
}

// showNote shows a note in place of the message that was pressed.
func (b *Bot) showNote(ctx context.Context, e store.Exchange, next store.ID) (talk.Reply, error) {
	m, err := b.openedNote(ctx, e, next)
	return update(m), err
}

func (b *Bot) foldNote(ctx context.Context, r request) (talk.Reply, error) {
	e, next, err := b.noteHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	if !e.Need.Sent() && next == 0 {
		return update(b.withdrawnNote(e)), nil
	}
	p, err := r.store.Partner(ctx, r.Person.ID)
	if err != nil {
		return talk.Reply{}, err
	}
	return update(b.waitingNote(p, e, next != 0)), nil
}

// noteHere is the note that a press is about, for its receiver alone, and the
// next one in the same message.
func (b *Bot) noteHere(ctx context.Context, r request) (e store.Exchange, next store.ID, err error) {
	if e, err = b.needHere(ctx, r); err != nil {
		return e, 0, err
	}
	if e.Mine() {
		return e, 0, store.ErrNotYours
	}
	if r.notice == 0 {
		return e, 0, nil
	}
	n, err := r.store.NoticeFor(ctx, r.notice, r.Person.ID)
	if err != nil {
		return e, 0, err
	}
	return e, b.nextNote(n.Notes, e.Need.ID), nil
}

// location is a person's zone, UTC while it is not known.
func (b *Bot) location(zone string) *time.Location {
	if zone == "" {
		return time.UTC
	}
	loc, err := b.Clock.Zone(zone)
	if err != nil {
		return time.UTC // a zone that the data no longer has
	}
	return loc
}

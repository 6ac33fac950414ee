package bot

import (
	"context"
	"strconv"

	"leanon/discord/talk"
	"leanon/store"
)

// A message that speaks of a note has Show it. It shows the note and what was said to it in
// a message of its own that only the person sees, and leaves the pressed one as it is.

// showIt shows a note to either of its two. Whoever received it can answer it there.
func (b *Bot) showIt(ctx context.Context, r request) (talk.Reply, error) {
	e, err := b.needHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	m := b.shownPart(r.reader, e, 0)
	if !e.Mine() {
		m = b.openedNote(r.reader, e, 0)
	}
	m.Private = true
	return talk.Reply{Message: &m}, nil
}

// showOn shows another part of a note that does not fit one message with all that was said
// to it.
func (b *Bot) showOn(ctx context.Context, r request) (talk.Reply, error) {
	e, err := b.needHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	part, err := strconv.Atoi(r.arg(1))
	if err != nil {
		return talk.Reply{}, store.ErrNotYours
	}
	return update(b.shownPart(r.reader, e, part)), nil
}

func (b *Bot) shownPart(rd reader, e store.Exchange, part int) talk.Message {
	parts := b.pages(rd, []store.Exchange{e})
	part = max(0, min(part, len(parts)-1)) // it may have become shorter since
	buttons := []talk.Button{rd.helpButton()}
	if len(parts) > 1 {
		buttons = []talk.Button{rd.press("show-on", talk.Secondary, e.Need.ID, (part+1)%len(parts)), rd.helpButton()}
	}
	return quotedMessage(parts[part], row(buttons...))
}

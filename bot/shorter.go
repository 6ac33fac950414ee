package bot

import (
	"context"
	"errors"
	"strconv"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// A shorter retention deletes what is older, also for the partner. So /settings first says
// what it would delete, and asks; and what was chosen counts a day later, until when it can
// be taken back. What it says counts only what this person may see themselves.

// askShorter asks whether things are to be kept for fewer days.
func (b *Bot) askShorter(ctx context.Context, r request, days int) (talk.Reply, error) {
	from := r.now.Add(store.ShortenGrace)
	going, err := r.store.GoingAt(ctx, r.Person.ID, days, from)
	if err != nil {
		return talk.Reply{}, err
	}
	return update(shorterMessage(r.speaker, days, from, going)), nil
}

// shorterMessage is the question whether things are to be kept for fewer days.
func shorterMessage(s speaker, days int, from time.Time, g store.Going) talk.Message {
	return talk.Message{Private: true, Text: blocks(s.say("shorter.ask", "n", days), sayGoing(s, g),
		s.say("shorter.grace", "time", at(from, "f"))), Rows: []talk.Row{row(
		s.press("export-first", talk.Secondary), s.press("shorten", talk.Danger, days), s.press("not-shorter", talk.Secondary), s.helpButton())}}
}

// sayGoing lists what will be deleted, one noun with its number a line.
func sayGoing(s speaker, g store.Going) string {
	if g == (store.Going{}) {
		return s.say("shorter.nothing")
	}
	kept, shared, asked := "", "", ""
	if g.Kept > 0 {
		kept = "• " + s.say("shorter.kept", "n", g.Kept)
	}
	if g.Shared > 0 {
		shared = "• " + s.say("shorter.shared", "n", g.Shared)
	}
	if g.CheckIns > 0 {
		asked = "• " + s.say("shorter.check-ins", "n", g.CheckIns)
	}
	return paragraphs(s.say("shorter.first"), kept, shared, asked)
}

// shorten is the yes. If theirs is not longer any more, it changes nothing.
func (b *Bot) shorten(ctx context.Context, r request) (talk.Reply, error) {
	days, err := strconv.Atoi(r.arg(0))
	if err != nil || days < leastDays || days > mostDays {
		return talk.Reply{}, store.ErrNotYours
	}
	p, err := r.store.Shorten(ctx, r.Person.ID, days, r.now)
	if err != nil && !errors.Is(err, store.ErrTooLate) {
		return talk.Reply{}, err
	}
	return update(b.moreSettings(r.speaker, p)), nil
}

// keepAsLong takes a shorter retention back that does not count yet.
func (b *Bot) keepAsLong(ctx context.Context, r request) (talk.Reply, error) {
	p, err := r.store.KeepAsLong(ctx, r.Person.ID)
	if err != nil {
		return talk.Reply{}, err
	}
	return update(b.moreSettings(r.speaker, p)), nil
}

// sayShorter says which retention counts later, and from when; "" for none.
func sayShorter(s speaker, p store.Partner) string {
	if p.Shorter.Days == 0 {
		return ""
	}
	return s.say("settings.shorter", "n", p.Shorter.Days, "time", at(p.Shorter.From, "f"))
}

package bot

import (
	"context"

	"leanon/discord/talk"
	"leanon/store"
)

// hear takes a plain direct message, or its edit or deletion. What there is to
// say comes as a message of its own.
func (b *Bot) hear(ctx context.Context, r request) error {
	switch r.Kind {
	case talk.Rewrote:
		return b.Store.Rehear(ctx, r.MessageID, r.Person.ID, clean(r.Text), r.now)
	case talk.Unwrote:
		return b.Store.Unhear(ctx, r.MessageID, r.now)
	}
	if err := b.Store.Seen(ctx, r.Person.ID, r.Channel, 0, ""); err != nil {
		return err
	}
	return b.Store.Hear(ctx, store.Message{
		ID: r.MessageID, Person: r.Person.ID, Channel: r.Channel, ReplyTo: r.ReplyTo, Words: clean(r.Text)}, r.now)
}

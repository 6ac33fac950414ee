package bot

import (
	"context"

	"leanon/discord/talk"
	"leanon/store"
)

// hear takes a plain direct message, or its edit or deletion. What there is to
// say comes as a message of its own.
func (b *Bot) hear(ctx context.Context, r request) error {
	m := store.Message{ID: r.MessageID, Person: r.Person.ID, Channel: r.Channel, ReplyTo: r.ReplyTo, Words: clean(r.Text), Edited: r.Edited}
	if r.Kind == talk.Unwrote {
		return b.Store.Unhear(ctx, r.MessageID, r.Channel, r.now)
	}
	if err := b.Store.Seen(ctx, r.Person.ID, r.Channel, 0, ""); err != nil {
		return err
	}
	if r.Kind == talk.Rewrote {
		return b.Store.Rehear(ctx, m, r.now)
	}
	return b.Store.Hear(ctx, m, r.now)
}

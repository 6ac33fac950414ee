package bot

import (
	"context"
	"strings"

	"leanon/discord/talk"
	"leanon/store"
)

// hear stores a plain direct message, or its edit or deletion. What there is to say to
// it is owed as a message.
func (b *Bot) hear(ctx context.Context, r request) error {
	m := store.Message{ID: r.MessageID, Person: r.Person.ID, Channel: r.Channel, ReplyTo: r.ReplyTo, Words: clean(r.Text), Edited: r.Edited}
	m.Command = b.typedCommand(m.Words)
	if r.Kind == talk.Deleted {
		return r.store.Unhear(ctx, r.MessageID, r.Channel, r.now)
	}
	if err := r.store.Seen(ctx, r.Person.ID, r.Channel, "", 0, ""); err != nil {
		return err
	}
	if r.Kind == talk.Edited {
		return r.store.Rehear(ctx, m, r.now)
	}
	return r.store.Hear(ctx, m, r.now)
}

// typedCommand reports whether words begin with a slash and the name of a command.
// Discord delivers a command as text if it was not chosen from the list.
func (b *Bot) typedCommand(words string) bool {
	name, slash := strings.CutPrefix(words, "/")
	if end := strings.IndexFunc(name, func(r rune) bool { return r < 'a' || r > 'z' }); end >= 0 {
		name = name[:end]
	}
	_, known := b.actions["command "+name]
	return slash && known
}

package bot

import (
	"context"
	"strings"

	"leanon/discord/talk"
	"leanon/store"
)

// hear takes a plain direct message, or its edit or deletion. What there is to
// say comes as a message of its own.
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

// typedCommand says whether words begin with one of the commands, as text: Discord
// sends them so where nobody chose the command from its list.
func (b *Bot) typedCommand(words string) bool {
	name, slash := strings.CutPrefix(words, "/")
	if end := strings.IndexFunc(name, func(r rune) bool { return r < 'a' || r > 'z' }); end >= 0 {
		name = name[:end]
	}
	_, known := b.actions["command "+name]
	return slash && known
}

package bot

import (
	"context"
	"strconv"
	"strings"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// hear stores a plain direct message, or its edit or deletion. What there is to say to
// it is owed as a message.
func (b *Bot) hear(ctx context.Context, r request) error {
	if r.Kind == talk.Deleted {
		return r.store.Unhear(ctx, r.MessageID, r.Channel, r.now)
	}
	if err := r.store.Seen(ctx, r.Person.ID, r.Channel, "", 0, ""); err != nil {
		return err
	}
	me, err := r.store.Partner(ctx, r.Person.ID)
	if err != nil {
		return err
	}
	words, language := clean(r.Text), b.languageOf(me)
	m := store.Message{ID: r.MessageID, Person: r.Person.ID, Channel: r.Channel, ReplyTo: r.ReplyTo, Words: words, Edited: r.Edited,
		Named: b.namedIn(me, words, r.writtenAt()), More: r.Carries, Bare: b.isBare(words, "", "", language), TooFast: !b.wrote.allows(r.Person.ID, r.writtenAt())}
	if r.Kind == talk.Edited {
		return r.store.Rehear(ctx, m, r.now)
	}
	return r.store.Hear(ctx, m, r.now)
}

// writtenAt returns when a plain message was written, or last edited, as Discord dates it:
// what somebody wrote over three days without us comes within a second, and was not fast.
func (r request) writtenAt() time.Time {
	if !r.Edited.IsZero() {
		return r.Edited
	}
	id, err := strconv.ParseUint(r.MessageID, 10, 64)
	if err != nil {
		return r.now
	}
	return time.UnixMilli(int64(id>>22) + discordEpoch)
}

// discordEpoch is the millisecond from which Discord's ids count (reference page,
// snowflakes).
const discordEpoch = 1420070400000

// namedIn returns the button or the command that words of a partner name, in the language
// that they have chosen, or in any if they have chosen none.
func (b *Bot) namedIn(me store.Partner, words string, now time.Time) store.Named {
	if b.typedCommand(words) {
		return store.NamedCommand
	}
	name, named := b.Library.Named(words, b.languageOf(me))
	if !named {
		if _, ends := b.pauseUntil(me, words, now, time.UTC); ends {
			return "pause"
		}
	}
	return store.Named(name)
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

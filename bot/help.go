package bot

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"leanon/discord/talk"
	"leanon/library"
)

// help is /help and every Help button: how it works, and where people are. It
// asks the store for nothing and leaves nothing there, so that nobody can ever
// see that it was used.
func (b *Bot) help(_ context.Context, r request) (talk.Reply, error) {
	return talk.Reply{Message: &talk.Message{
		Text:    helpText(b.Library.HowItWorks(), b.Library.Resources(r.Locale), b.Host),
		Private: true,
		NoEmbed: true,
	}}, nil
}

// helpText is how it works and where to find people. A host may have added many
// lines; those that fit no more are the last, which fit the reader least.
func helpText(howTo []string, resources []library.Resource, host Host) string {
	head := paragraphs("**How it works**", "• "+strings.Join(howTo, "\n• "), "**If you need somebody**")
	tail := paragraphs("Nobody is told that you read this.", sayContact(host))
	room := maxContent - utf8.RuneCountInString(tail) - 1
	text := clip(head, room)
	for _, r := range resources {
		line := fmt.Sprintf("\n• %s: %s (%s)", r.Name, r.Contact, r.Where)
		if utf8.RuneCountInString(text+line) > room {
			break
		}
		text += line
	}
	return text + "\n" + tail
}

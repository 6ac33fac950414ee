package bot

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"leanon/discord/talk"
	"leanon/library"
)

// help is /help and every button Help: how the program works, and where people can
// help. It reads and writes nothing in the store, so that nobody can see that it was
// used.
func (b *Bot) help(_ context.Context, r request) (talk.Reply, error) {
	return talk.Reply{Message: &talk.Message{
		Text:    helpText(b.Library.HowItWorks(), b.Library.Resources(r.Locale), b.Host),
		Private: true,
		NoEmbed: true,
	}}, nil
}

// helpText is the text of help. A host may have added many places; those at the end,
// which suit the reader least, are dropped if they do not fit.
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

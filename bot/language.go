package bot

import (
	"context"
	"strings"

	"leanon/discord/talk"
	"leanon/store"
)

// The language that a person writes in decides which lists of phrases are searched for
// in what they type: serious words, gentle starts, words for days and times. It changes
// neither what leanon says, which is English, nor anything that a partner sees.

// anyLanguage is the value of the select for no choice: the bot then listens for all
// languages. Messages that were sent hold it, so it never changes.
const anyLanguage = "discord"

// languageOf returns the key of the language that a person has chosen, "" if they have
// chosen none or the library does not have it any more. It does not look at the
// language of their Discord: many keep that in English and write in their own, and
// serious words must not slip through.
func (b *Bot) languageOf(p store.Partner) string {
	for _, l := range b.Library.Languages() {
		if l.Key == p.Language {
			return l.Key
		}
	}
	return ""
}

// sayLanguage is the line about the language in /settings.
func (b *Bot) sayLanguage(s speaker, key string) string {
	for _, l := range b.Library.Languages() {
		if l.Key == key {
			return s.say("settings.language", "language", l.Name)
		}
	}
	return s.say("settings.language-any", "languages", b.languageNames())
}

// languageNames lists all languages that the bot listens for, each by its own name.
func (b *Bot) languageNames() string {
	var names []string
	for _, l := range b.Library.Languages() {
		names = append(names, l.Name)
	}
	return strings.Join(names, ", ")
}

// askLanguage shows the languages in place of the settings.
func (b *Bot) askLanguage(_ context.Context, r request) (talk.Reply, error) {
	options := []talk.Option{{Label: r.say("settings.pick-language-any"), Value: anyLanguage}}
	present := anyLanguage
	for _, l := range b.Library.Languages() {
		options = append(options, talk.Option{Label: l.Name, Value: l.Key})
		if l.Key == r.me.Language {
			present = l.Key
		}
	}
	return update(talk.Message{
		Text:    paragraphs(r.say("language.head"), r.say("language.what")),
		Private: true,
		Rows:    []talk.Row{selectOf(r.speaker, "set-language", present, options...), row(backToMore(r.speaker), r.helpButton())},
	}), nil
}

// backToMore is the button Back of a page that opens from the second one.
func backToMore(s speaker) talk.Button {
	return talk.Button{CustomID: customID("settings-more"), Label: s.say("button.settings-back"), Style: talk.Secondary}
}

// setLanguage keeps the choice and shows the settings again.
func (b *Bot) setLanguage(ctx context.Context, r request) (talk.Reply, error) {
	offered := []string{anyLanguage}
	for _, l := range b.Library.Languages() {
		offered = append(offered, l.Key)
	}
	v, err := oneOf(r, offered...)
	if err != nil {
		return talk.Reply{}, err
	}
	if v == anyLanguage {
		v = ""
	}
	return b.set(ctx, r, store.Settings{Language: &v}, b.moreSettings)
}

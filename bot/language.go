package bot

import (
	"context"
	"fmt"

	"leanon/discord/talk"
	"leanon/store"
)

// The language that a person writes in decides which phrase lists are looked for in
// what they type: heavy words, gentle starts, the words of days and times. It
// changes nothing that leanon says, which is English, and nothing that a partner
// could see.

// asDiscord is the choice of no language: each act's locale tells it, and nothing is
// kept. Lasting: it stands in messages already sent.
const asDiscord = "discord"

// languageOf is what a person writes in: as they said, else as their Discord is.
func (b *Bot) languageOf(ctx context.Context, r request) (string, error) {
	p, err := b.Store.Partner(ctx, r.Person.ID)
	if err != nil || p.Language != "" {
		return p.Language, err
	}
	return r.Locale, nil
}

// sayLanguage is the line of /settings.
func (b *Bot) sayLanguage(key string) string {
	for _, l := range b.Library.Languages() {
		if l.Key == key {
			return fmt.Sprintf("**You write in:** %s. I myself speak English.", l.Name)
		}
	}
	return "**You write in:** the language of your Discord. I myself speak English."
}

// askLanguage offers the languages, in place of the settings.
func (b *Bot) askLanguage(ctx context.Context, r request) (talk.Reply, error) {
	p, err := b.Store.Partner(ctx, r.Person.ID)
	if err != nil {
		return talk.Reply{}, err
	}
	options := []talk.Option{{Label: "As my Discord is", Value: asDiscord}}
	present := asDiscord
	for _, l := range b.Library.Languages() {
		options = append(options, talk.Option{Label: l.Name, Value: l.Key})
		if l.Key == p.Language {
			present = l.Key
		}
	}
	return update(talk.Message{
		Text: say("**The language you write in**",
			"I myself speak English only. What you choose here says in which language, beside English, I understand days and times in /rhythm and offer you a gentler start, and in which I ask you before something heavy leaves.",
			"It changes nothing that you send, and your partner neither sees nor notices it."),
		Private: true,
		Rows:    []talk.Row{b.selectOf("set-language", present, options...), row(b.press("settings-back", talk.Secondary), b.helpButton())},
	}), nil
}

// setLanguage keeps the choice and shows the settings again.
func (b *Bot) setLanguage(ctx context.Context, r request) (talk.Reply, error) {
	offered := []string{asDiscord}
	for _, l := range b.Library.Languages() {
		offered = append(offered, l.Key)
	}
	v, err := oneOf(r, offered...)
	if err != nil {
		return talk.Reply{}, err
	}
	if v == asDiscord {
		v = ""
	}
	return b.set(ctx, r, store.Settings{Language: &v})
}

// settingsBack shows the settings again.
func (b *Bot) settingsBack(ctx context.Context, r request) (talk.Reply, error) {
	p, err := b.Store.Partner(ctx, r.Person.ID)
	if err != nil {
		return talk.Reply{}, err
	}
	return update(b.settingsMessage(p)), nil
}

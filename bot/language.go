package bot

import (
	"context"
	"strings"

	"leanon/discord/talk"
	"leanon/store"
)

// The language that a person reads is that in which everything is said to them. The one
// that they write in decides which lists of phrases are searched for in what they type:
// serious words, gentle starts, words for days and times; and in it their requests open.

// anyLanguage is the value of either select for no choice: the bot then speaks the language
// of the person's Discord, and listens for all languages. Messages that were sent hold it,
// so it never changes.
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

// sayReads is the line about the language that somebody reads in /settings.
func (b *Bot) sayReads(s speaker, p store.Partner) string {
	reads := b.to(p)
	if p.Reads != reads.language() {
		return s.say("settings.reads-discord", "language", reads.words.Language().Name)
	}
	return s.say("settings.reads", "language", reads.words.Language().Name)
}

// sayLanguage is the line about the language that somebody writes in.
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
	return update(talk.Message{
		Text: blocks(paragraphs(r.say("language.reads-head"), r.say("language.reads-what")),
			paragraphs(r.say("language.head"), r.say("language.what"))),
		Private: true,
		Rows:    []talk.Row{b.readsRow(r), b.writesRow(r), row(backToMore(r.speaker), r.helpButton())},
	}), nil
}

// readsRow is the select of the language to read.
func (b *Bot) readsRow(r request) talk.Row {
	options := []talk.Option{{Label: r.say("settings.pick-reads-discord"), Value: anyLanguage}}
	present := anyLanguage
	for _, l := range b.Library.Spoken() {
		options = append(options, talk.Option{Label: l.Name, Value: l.Key})
		if l.Key == r.me.Reads {
			present = l.Key
		}
	}
	return selectOf(r.speaker, "set-reads", present, options...)
}

// writesRow is the select of the language to write.
func (b *Bot) writesRow(r request) talk.Row {
	options := []talk.Option{{Label: r.say("settings.pick-language-any"), Value: anyLanguage}}
	present := anyLanguage
	for _, l := range b.Library.Languages() {
		options = append(options, talk.Option{Label: l.Name, Value: l.Key})
		if l.Key == r.me.Language {
			present = l.Key
		}
	}
	return selectOf(r.speaker, "set-language", present, options...)
}

// backToMore is the button Back of a page that opens from the second one.
func backToMore(s speaker) talk.Button {
	return talk.Button{CustomID: customID("settings-more"), Label: s.say("button.settings-back"), Style: talk.Secondary}
}

// setLanguage keeps the choice and shows the settings again.
func (b *Bot) setLanguage(ctx context.Context, r request) (talk.Reply, error) {
	var keys []string
	for _, l := range b.Library.Languages() {
		keys = append(keys, l.Key)
	}
	key, err := languageAmong(r, keys)
	if err != nil {
		return talk.Reply{}, err
	}
	return b.set(ctx, r, store.Settings{Language: &key}, b.moreSettings)
}

// setReads keeps the choice, and shows the settings again in that language.
func (b *Bot) setReads(ctx context.Context, r request) (talk.Reply, error) {
	var keys []string
	for _, l := range b.Library.Spoken() {
		keys = append(keys, l.Key)
	}
	key, err := languageAmong(r, keys)
	if err != nil {
		return talk.Reply{}, err
	}
	return b.set(ctx, r, store.Settings{Reads: &key}, b.moreSettings)
}

// languageAmong returns which language of a select somebody chose, "" for none.
func languageAmong(r request, keys []string) (string, error) {
	key, err := oneOf(r, append(keys, anyLanguage)...)
	if key == anyLanguage {
		key = ""
	}
	return key, err
}

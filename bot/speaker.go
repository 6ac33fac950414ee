package bot

import (
	"cmp"
	"context"
	"strings"

	"leanon/discord/talk"
	"leanon/library"
	"leanon/store"
)

// speaker says the sentences of the library in the language of one person.
type speaker struct{ words *library.Words }

// in returns who speaks a language, by its key in library/spoken.yaml.
func (b *Bot) in(language string) speaker { return speaker{b.Library.Words(language)} }

// to returns who speaks to a person: in the language that they chose to read, or else in
// that of their Discord as far as leanon speaks it, or else in English.
func (b *Bot) to(me store.Partner) speaker {
	if chosen := b.in(me.Reads); me.Reads != "" && chosen.language() == me.Reads {
		return chosen
	}
	return b.in(cmp.Or(b.Library.SpokenFor(me.Locale), library.English))
}

// toPerson returns who speaks to somebody of whom nothing else is read. Where they cannot be
// read, the locale of their Discord decides, "" for none.
func (b *Bot) toPerson(ctx context.Context, person, locale string) speaker {
	me, err := b.Store.Partner(ctx, person)
	if err != nil {
		me = store.Partner{}
	}
	me.Locale = cmp.Or(locale, me.Locale)
	return b.to(me)
}

// opening returns the key of the language in which somebody's requests open: the one that
// they chose to write, as far as leanon speaks it, or else the one that they read.
func (b *Bot) opening(me store.Partner) string {
	reads, writes := b.to(me), b.languageOf(me)
	if writes == "" || writes == reads.base() {
		return reads.language()
	}
	return cmp.Or(b.Library.SpokenFor(writes), reads.language())
}

// language is the key of the language that is spoken.
func (s speaker) language() string { return s.words.Language().Key }

// base is the key of library/languages.yaml that the language belongs to: "pt" for
// Portuguese of any country.
func (s speaker) base() string {
	base, _, _ := strings.Cut(s.words.Language().Tag, "-")
	return base
}

// say returns a sentence with its places filled: "name", "Ben", in turns. Its key is one
// of library/words/en.yaml.
func (s speaker) say(key string, places ...any) string { return s.words.Say(key, places...) }

// press makes a button of the menu. Its arguments are ids, or words that never change.
func (s speaker) press(name string, style talk.Style, args ...any) talk.Button {
	return talk.Button{CustomID: customID(name, args...), Label: s.say("button." + name), Style: style}
}

// pressFor makes a button that names somebody by a name ready to be shown.
func (s speaker) pressFor(name string, style talk.Style, called string, args ...any) talk.Button {
	return talk.Button{CustomID: customID(name, args...), Label: s.say("button."+name, "name", called), Style: style}
}

// helpButton is the button that every message has.
func (s speaker) helpButton() talk.Button { return s.press("help", talk.Secondary) }

// plain is a message with the button Help and no other.
func (s speaker) plain(text string) talk.Message {
	return talk.Message{Text: text, Rows: []talk.Row{row(s.helpButton())}}
}

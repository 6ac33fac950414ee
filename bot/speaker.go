package bot

import (
	"leanon/discord/talk"
	"leanon/library"
)

// speaker says the sentences of the library in the language of one person.
type speaker struct{ words *library.Words }

// in returns who speaks to a person, by the key of the language that they read.
func (b *Bot) in(language string) speaker { return speaker{b.Library.Words(language)} }

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

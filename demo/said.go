package demo

import (
	"slices"
	"strings"

	"leanon/library"
	"leanon/playground"
)

// A message of the bot is known again in whatever language it was said: by the names that
// its buttons have in the menu, which stand in their custom ids, and by the sentence of
// library/words that it says.

// phrasebook finds sentences of the library again.
type phrasebook struct {
	library *library.Library
	steps   []step
	pieces  map[string][][]string // of each sentence that steps ask for, in each language
}

func newPhrasebook() *phrasebook {
	b := &phrasebook{library: library.Default(), steps: steps(), pieces: map[string][][]string{}}
	for _, s := range b.steps {
		for _, key := range s.says {
			for _, language := range b.library.Spoken() {
				pieces := b.library.Words(language.Key).Pieces(key)
				for i := range pieces {
					pieces[i] = bareText(pieces[i])
				}
				b.pieces[key] = append(b.pieces[key], pieces)
			}
		}
	}
	return b
}

// bareText returns a text without bold, and without the marks around a name that keep its
// direction of writing to itself.
func bareText(text string) string {
	return strings.NewReplacer("\u2068", "", "\u2069", "", "**", "").Replace(text)
}

// says returns whether a text, as bareText returns it, says one of the sentences.
func (b *phrasebook) says(text string, keys []string) bool {
	return slices.ContainsFunc(keys, func(key string) bool {
		return slices.ContainsFunc(b.pieces[key], func(pieces []string) bool { return holds(text, pieces) })
	})
}

// holds returns whether all the pieces stand in a text, one after the other.
func holds(text string, pieces []string) bool {
	for _, piece := range pieces {
		_, after, found := strings.Cut(text, piece)
		if !found {
			return false
		}
		text = after
	}
	return true
}

// label returns what a button says to a person, by its name in the menu.
func (b *phrasebook) label(name string, to *playground.Person) string {
	words := b.library.Words(b.library.SpokenFor(to.Speaks()))
	return words.Say("button." + name)
}

// offers returns the enabled button of m that has one of these names in the menu: "heard",
// or "say-heard|heard".
func offers(m playground.Message, names string) (playground.Component, bool) {
	for _, row := range m.Components {
		for _, c := range row {
			name := c.CustomID
			if end := strings.IndexAny(name, ":.~"); end >= 0 {
				name = name[:end]
			}
			if c.Type == 2 && !c.Disabled && slices.Contains(strings.Split(names, "|"), name) {
				return c, true
			}
		}
	}
	return playground.Component{}, false
}

func has(m playground.Message, names string) bool {
	_, ok := offers(m, names)
	return ok
}

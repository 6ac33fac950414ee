package library

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/feature/plural"
	xlanguage "golang.org/x/text/language"
)

// This file says what a file of words has, words/en.yaml and its like; wordsfile.go reads it.

// Words are what leanon says to the readers of one language: its sentences, and its
// questions, kinds, wants and lines (translated.go).
type Words struct {
	of    *Library
	chain []*speech // the language, those that it is over, and English
}

// sentence is one entry: its text, which is the form for any other number if it has
// several (CLDR, plural rules), and the limit of the place it stands in, in characters.
type sentence struct {
	key   string
	text  string
	forms []form // those for some numbers; nil for most sentences
	max   int

	partners bool // the voice is that of one of the partners; known of English
}

// form is what a sentence says for some numbers.
type form struct {
	of   plural.Form
	text string
}

// find returns the sentence of a key in the first language that has it, and the tag of
// that language; the facts all in the same (agreed.go). It returns none if the program misspells the key.
func (w *Words) find(key string) (*sentence, string) {
	chain := w.chain
	if ofFacts(key) {
		chain = w.factsChain()
	}
	for _, in := range chain {
		if s := in.sentence(key); s != nil {
			return s, in.Tag
		}
	}
	return nil, ""
}

// sentence returns the sentence of a key, nil if the language has none.
func (s *speech) sentence(key string) *sentence {
	at, ok := slices.BinarySearchFunc(s.sentences, key, func(s sentence, key string) int { return strings.Compare(s.key, key) })
	if !ok {
		return nil
	}
	return &s.sentences[at]
}

// The limits of the places that sentences stand in, in characters (Discord: component
// reference, message resource): a form's title and the label of a field; a button; an
// option, a placeholder and a command's description; a message.
const (
	MaxTitle   = 45
	MaxButton  = 80
	MaxOption  = 100
	MaxMessage = 2000
)

// The limits of what is no sentence of the bot's own, in characters: the text of a question,
// so that there is room for an answer below it; a line under a note, and a hint about a
// draft, which stand beside people's own words and are read at a glance.
const (
	MaxQuestion = 300
	MaxCoach    = 120
	MaxHint     = 200
)

// counted is the place that chooses the form of a sentence that has several.
const counted = "n"

// Words returns what leanon says in a language, by its key in spoken.yaml. For one that
// leanon does not speak, that is English.
func (l *Library) Words(key string) *Words {
	w := &Words{of: l}
	for s := l.speech(key); s != nil; s = l.speech(s.Over) {
		w.chain = append(w.chain, s)
	}
	if len(w.chain) == 0 {
		w.chain = l.speeches[:1:1]
	}
	return w
}

// Language returns the language that these words are in.
func (w *Words) Language() Spoken { return w.chain[0].Spoken }

// Say returns the sentence of a key with its places filled. places are names and values
// in turns: "name", "Ben". The place "n" is an int and chooses the form. A label that
// gets too long for its place is shortened inside its longest value, between two
// characters as people see them. Say panics if the program misspells a key, or a place
// that the sentence has.
func (w *Words) Say(key string, places ...any) string {
	s, tag := w.find(key)
	if s == nil {
		panic("library: no sentence is called " + key)
	}
	values := make(map[string]string, len(places)/2)
	text := s.text
	for i := 0; i+1 < len(places); i += 2 {
		name := places[i].(string)
		switch v := places[i+1].(type) {
		case string:
			values[name] = v
		case int:
			values[name] = strconv.Itoa(v)
			if name == counted {
				text = s.forNumber(tag, v)
			}
		default:
			panic(fmt.Sprintf("library: the place %s of %s takes words or a whole number", name, key))
		}
	}
	said := fill(key, text, values)
	if over := utf8.RuneCountInString(said) - s.max; over > 0 && s.max < MaxMessage {
		longest := ""
		for name, v := range values {
			if utf8.RuneCountInString(v) > utf8.RuneCountInString(values[longest]) || longest == "" {
				longest = name
			}
		}
		values[longest] = Clip(values[longest], utf8.RuneCountInString(values[longest])-over)
		said = fill(key, text, values)
	}
	return said
}

// forNumber returns the form that goes with a number.
func (s sentence) forNumber(tag string, n int) string {
	of := pluralOf(tag, n)
	if i := slices.IndexFunc(s.forms, func(f form) bool { return f.of == of }); i >= 0 {
		return s.forms[i].text
	}
	return s.text
}

// pluralOf returns which form goes with a number in the language of a tag.
func pluralOf(tag string, n int) plural.Form {
	return plural.Cardinal.MatchPlural(xlanguage.Make(tag), n, 0, 0, 0, 0)
}

// fill puts values in the places of a text. It panics if a place has none.
func fill(key, text string, values map[string]string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, after, _ := strings.Cut(rest, "}")
		v, ok := values[name]
		if !ok {
			panic("library: nothing is said for the place " + name + " of " + key)
		}
		b.WriteString(v)
		text = after
	}
}

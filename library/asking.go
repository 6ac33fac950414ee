package library

import (
	"io/fs"
	"slices"
	"strings"
)

// The subjects of asking.yaml.
const (
	commands = "commands" // about whom somebody sees, where they are, phones, passwords, pictures
	asks     = "asks"     // plain requests
	needs    = "needs"    // needs, wants and wishes
	thanks   = "thanks"   // thanks and praise
	openers  = "openers"  // beginnings of a request that need no "Would you"

	askedWithin = "asked_within" // the same behind other words
	fragments   = "fragments"    // other beginnings that do not go on from "Would you"

	hinting      = "hinting"       // a wish that is hinted at
	hintingAlone = "hinting_alone" // the same, where a message says nothing else

	// What makes a question hard to answer that a couple asks itself.
	blaming  = "blaming"  // why, always, never, should
	watching = "watching" // where or with whom somebody was
	rating   = "rating"   // numbers and grades for somebody
)

// The wants of those who ask for nothing, and of those who say what they would like.
const (
	WantJustKnow = "just-know"
	WantNothing  = "nothing"
)

// Commands reports whether a text commands something about whom one sees, where one is,
// phones, passwords or pictures. said is the language that its author says they write
// in (a key of languages.yaml), "" if none.
func (l *Library) Commands(text, said string) bool {
	return l.asking.has(commands, spoken(text), l.heard(said, ""))
}

// AsksPlainly reports whether words contain a plain request already: a please, a "would
// you", a question mark.
func (l *Library) AsksPlainly(words, said string) bool {
	return strings.ContainsAny(words, "?？") || l.asking.has(asks, spoken(words), l.heard(said, ""))
}

// Asks reports whether words ask, need, want or wish for something.
func (l *Library) Asks(words, said string) bool {
	return l.AsksPlainly(words, said) || l.asking.has(needs, spoken(words), l.heard(said, ""))
}

// Praises reports whether words thank somebody or praise them.
func (l *Library) Praises(words, said string) bool {
	return l.asking.has(thanks, spoken(words), l.heard(said, ""))
}

// Tells reports whether a note only tells, and asks for nothing; every note does one of
// the two. What commands or is serious asks, whatever was chosen. Else a note with a
// request asks; without one it tells if its writer chose Just know or Nothing, just
// thanks, and asks if they chose another want. With neither request nor want it tells
// only if it thanks or praises, and neither needs, wants, wishes nor asks. So what is
// written in a language that is not listened for asks, unless its writer chose.
func (l *Library) Tells(words, request, want, said string) bool {
	if strings.TrimSpace(request) != "" || l.Commands(words, said) || l.Serious(words, said).Found {
		return false
	}
	if want != "" {
		return want == WantJustKnow || want == WantNothing
	}
	return l.Praises(words, said) && !l.Asks(words, said)
}

// OpensRequest reports whether a request begins in a way that needs no "Would you" in
// front of it: "Could you", "Please", "Can we", and the like.
func (l *Library) OpensRequest(text, said string) bool {
	return l.asking.opens(openers, spoken(text), l.heard(said, ""))
}

// Named returns the lasting name of the button or command that a plain message names, and
// whether it names one and says nothing else: "nothing", "help", "hi", "later", "pause" and
// the other subjects of named.yaml.
func (l *Library) Named(text, said string) (name string, ok bool) {
	words, heard := spoken(text), l.heard(said, "")
	i := slices.IndexFunc(nameable(), func(name string) bool { return l.named.is(name, words, heard) })
	if i < 0 {
		return "", false
	}
	return nameable()[i], true
}

// nameable returns what a plain message may name, by the names of the buttons and
// commands. "hi" is a greeting, "button" any button that stands under a draft, a note or
// an answer.
func nameable() []string {
	return []string{"nothing", "help", "hi", "later", "answer", "checkin", "pause", "resume", "leave",
		"need", "needs", "card", "week", "question", "breathe", "history", "rhythm", "settings", "privacy", "export", "forget", "pair", "button"}
}

// readAsking reads asking.yaml.
func (l *Library) readAsking(fsys fs.FS) (*book, error) {
	return l.readBook(fsys, "asking.yaml", commands, asks, needs, thanks, openers, askedWithin, fragments, hinting, hintingAlone, blaming, watching, rating)
}

// readNamed reads named.yaml.
func (l *Library) readNamed(fsys fs.FS) (*book, error) {
	return l.readBook(fsys, "named.yaml", nameable()...)
}

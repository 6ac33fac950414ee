package pseudo

import (
	"fmt"
	"regexp"
	"strings"
)

// markup is what no person reads as words: times, mentions, commands, emoji and addresses.
var markup = regexp.MustCompile(`<(?:t:|@|#|/|:|a:)[^<>\s]+(?: [^<>]*)?>|https?://\S+|(^|[^\p{L}])/┌?[a-z]+[a-z-]*`)

// word is a word that is not of this language: two letters or more without its accents.
var word = regexp.MustCompile(`[A-Za-z]{2,}`)

// Faults returns what is wrong with a text that people read in this language: each word
// that the library did not say and that is no word of theirs, and each line on which a
// sentence stands beside another, or beside words, as they do when the program joins them.
// A quoted line may hold several: what its writer typed and the request that follows it.
// theirs reports whether a word is one that people wrote, a name or the like.
func Faults(text string, theirs func(word string) bool) (faults []string) {
	text = markup.ReplaceAllString(text, "$1\x1a")
	for _, at := range word.FindAllStringIndex(text, -1) {
		found := text[at[0]:at[1]]
		if !theirs(found) && !strings.HasPrefix(text[at[1]:], "…") {
			faults = append(faults, fmt.Sprintf("the program says %q itself", found))
		}
	}
	return append(faults, glued(text)...)
}

// glued returns each line of a text, and of what fills a place in it, on which a sentence
// stands beside something else.
func glued(text string) (faults []string) {
	type level struct {
		place     bool // it fills a place; else it is within a sentence
		from      int  // where its line begins
		sentences int  // on the line so far
		words     bool // beside them
	}
	levels := []level{{place: true}}
	in := func() *level { return &levels[len(levels)-1] }
	newLine := func(at int) {
		if l := in(); l.place && !strings.HasPrefix(strings.TrimSpace(text[l.from:at]), ">") && (l.sentences > 1 || l.sentences > 0 && l.words) {
			faults = append(faults, fmt.Sprintf("a sentence is joined to what stands beside it: %q", English(text[l.from:at])))
		}
		in().from, in().sentences, in().words = at, 0, false
	}
	for at, r := range text {
		switch {
		case r == begin:
			in().sentences++
			levels = append(levels, level{from: at})
		case r == placeBegin:
			levels = append(levels, level{place: true, from: at})
		case r == end && len(levels) > 1 && !in().place, r == placed && len(levels) > 1 && in().place:
			newLine(at)
			levels = levels[:len(levels)-1]
		case r == '\n':
			newLine(at)
		case r == '\x1a' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9':
			in().words = true
		}
	}
	newLine(len(text))
	return faults
}

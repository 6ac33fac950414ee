package library

import (
	"slices"
	"strings"
)

// This file finds the phrases of serious.yaml, asking.yaml and named.yaml in what people
// write; phrasefile.go reads them.
//
// A text and a phrase are compared word by word, without capitals, punctuation,
// apostrophes and accents (see plainPhrase). Looked through are the languages that heard
// returns: the one that a person says they write in and English, or all of them if they
// have said none. Nothing is found in a language that is not listened for.

// maxGap is how many words ".." may stand for.
const maxGap = 3

// sentenceEnd stands behind each sentence of a text that is searched. The words of a
// phrase may stand on both sides of it; ".." and exceptions do not reach over it.
const sentenceEnd = "."

// spoken returns the words of a text as phrases are looked for in them.
func spoken(text string) []string {
	var out []string
	ends := func(r rune) bool { return strings.ContainsRune(".!?;…\n。！？", r) }
	for sentence := range strings.FieldsFuncSeq(text, ends) {
		for word := range strings.FieldsSeq(plainPhrase(sentence)) {
			out = append(out, undrawn(word))
		}
		if len(out) > 0 && out[len(out)-1] != sentenceEnd {
			out = append(out, sentenceEnd)
		}
	}
	return out
}

// undrawn shortens an end that somebody drew out: "pleaseee" becomes "please".
func undrawn(word string) string {
	letters := []rune(word)
	end := len(letters)
	for end > 1 && letters[end-1] == letters[end-2] {
		end--
	}
	if len(letters)-end < 2 || letters[end-1] < 'a' { // digits count
		return word
	}
	return string(letters[:end])
}

// phrase is one line of a file. Its parts are found one after the other.
type phrase struct {
	parts              []part
	not, after, except [][]string // words that lift it: where they follow at once, stand just before, or inside
}

// part is a word, a choice between several phrases, or a gap.
type part struct {
	word     string
	begins   bool // the word may go on
	of       [][]part
	optional bool // of the choice: or nothing
}

// gap reports whether the part stands for a few words of any kind.
func (p part) gap() bool { return p.word == "" && len(p.of) == 0 }

// matches calls yield with every index at which the parts may end that begin at
// words[at], until it returns false. It reports whether it never did.
func matches(parts []part, words []string, at int, yield func(end int) bool) bool {
	if len(parts) == 0 {
		return yield(at)
	}
	p, rest := parts[0], parts[1:]
	if p.gap() {
		for n := range maxGap + 1 {
			if !matches(rest, words, at+n, yield) {
				return false
			}
			if at+n == len(words) || words[at+n] == sentenceEnd {
				break
			}
		}
		return true
	}
	if p.word != "" {
		for at < len(words) && words[at] == sentenceEnd {
			at++
		}
		fits := at < len(words) && (words[at] == p.word || p.begins && strings.HasPrefix(words[at], p.word))
		return !fits || matches(rest, words, at+1, yield)
	}
	for _, of := range p.of {
		if !matches(of, words, at, func(end int) bool { return matches(rest, words, end, yield) }) {
			return false
		}
	}
	return !p.optional || matches(rest, words, at, yield)
}

// stands reports whether the phrase begins at words[at] and nothing lifts it.
func (p phrase) stands(words []string, at int) bool {
	if slices.ContainsFunc(p.after, func(before []string) bool { return endsWith(words[:at], before) }) {
		return false
	}
	return !matches(p.parts, words, at, func(end int) bool {
		return slices.ContainsFunc(p.not, func(next []string) bool { return beginsWith(words[end:], next) }) ||
			slices.ContainsFunc(p.except, func(inside []string) bool {
				for i := at; i < end; i++ {
					if beginsWith(words[i:end], inside) {
						return true
					}
				}
				return false
			})
	})
}

func beginsWith(words, with []string) bool {
	return len(words) >= len(with) && slices.Equal(words[:len(with)], with)
}

func endsWith(words, with []string) bool {
	return len(words) >= len(with) && slices.Equal(words[len(words)-len(with):], with)
}

// is reports whether the phrase is all of the words.
func (p phrase) is(words []string) bool {
	more := func(end int) bool { return end < len(words) && words[end] != sentenceEnd || end < len(words)-1 }
	return !matches(p.parts, words, 0, more)
}

// subject is the phrases about one thing in one language, by the words that they may
// begin with.
type subject map[string][]phrase

// add adds a phrase under each word that it may begin with.
func (s subject) add(p phrase) {
	added := map[string]bool{}
	for _, first := range firsts(p.parts) {
		if !added[first.word] {
			s[first.word] = append(s[first.word], p)
		}
		added[first.word] = true
	}
}

// firsts returns the words that the parts may begin with; a gap is one without letters.
func firsts(parts []part) (words []part) {
	for _, p := range parts {
		if p.word != "" || p.gap() {
			return append(words, p)
		}
		for _, of := range p.of {
			words = append(words, firsts(of)...)
		}
		if !p.optional {
			break
		}
	}
	return words
}

// book is the phrases of one file, by language and subject.
type book map[string]map[string]subject

// has reports whether a phrase about a subject stands in the words, in one of the
// languages. A phrase is looked for only among words that have something for each of its parts,
// so that long texts do not take long.
func (b book) has(about string, words, languages []string) bool {
	places := map[string][]int{}
	for at, word := range words {
		places[word] = append(places[word], at)
	}
	for _, key := range languages {
		for word, at := range places {
			for _, p := range b[key][about][word] {
				if within(p.parts, places) && slices.ContainsFunc(at, func(at int) bool { return p.stands(words, at) }) {
					return true
				}
			}
		}
	}
	return false
}

// within reports whether each of the parts can be found among words in some order.
func within(parts []part, words map[string][]int) bool {
	return !slices.ContainsFunc(parts, func(p part) bool {
		switch {
		case p.optional || p.begins || p.gap():
			return false
		case p.word != "":
			return words[p.word] == nil
		}
		return !slices.ContainsFunc(p.of, func(of []part) bool { return within(of, words) })
	})
}

// opens reports whether the words begin with a phrase about a subject.
func (b book) opens(about string, words, languages []string) bool {
	return len(words) > 0 && slices.ContainsFunc(languages, func(key string) bool {
		return slices.ContainsFunc(b[key][about][words[0]], func(p phrase) bool { return p.stands(words, 0) })
	})
}

// is reports whether the words are a phrase about a subject and nothing else.
func (b book) is(about string, words, languages []string) bool {
	return len(words) > 0 && slices.ContainsFunc(languages, func(key string) bool {
		return slices.ContainsFunc(b[key][about][words[0]], func(p phrase) bool { return p.is(words) })
	})
}

package library

import (
	"cmp"
	"iter"
	"slices"
)

// sign is what a phrase is made of: the number of a word in its book, or one of the signs
// below. Phrases are kept as signs, two bytes each, because there are thousands and they
// stay in memory as long as leanon runs.
type sign uint16

// Signs that are no words.
const (
	unknown  sign = 0xffff // a word of a text that stands in no phrase
	gap      sign = 0xfffe // a few words of any kind
	choice   sign = 0xfffd // one of several phrases; after it come the number of signs that they take, and they
	perhaps  sign = 0xfffc // the same, or nothing
	listSign sign = 0x8000 // and the number of a list: one of its phrases
	begins   sign = 0x4000 // and the number of a word: every word that begins so
)

// maxWords is how many words, or lists, fit the signs of a book.
const maxWords = int(begins)

// isWord reports whether the sign is a whole word.
func (s sign) isWord() bool { return s < begins }

// isBegin reports whether the sign is the beginning of a word.
func (s sign) isBegin() bool { return begins <= s && s < listSign }

// phrases are several, one after the other: of each the number of its signs, and they.
type phrases []sign

// add appends a phrase.
func (p phrases) add(signs []sign) phrases { return append(append(p, sign(len(signs))), signs...) }

// all yields each phrase.
func (p phrases) all(yield func(signs []sign) bool) {
	for len(p) > 0 {
		end := 1 + int(p[0])
		if !yield(p[1:end]) {
			return
		}
		p = p[end:]
	}
}

// any reports whether one of the phrases is as asked.
func (p phrases) any(is func(signs []sign) bool) bool {
	for signs := range p.all {
		if is(signs) {
			return true
		}
	}
	return false
}

// phrase is one line of a file. Its parts are found one after the other.
type phrase struct {
	parts []sign
	lifts *lifts // nil for most
}

// lifts are the words that lift a phrase: where they follow at once, stand just before,
// or inside.
type lifts struct{ not, after, except phrases }

// book is the phrases of one file, and the words that they are made of.
type book struct {
	words    []string // by number
	sorted   []sign   // the numbers in the order of their words
	lists    []phrases
	subjects []subject
}

// part returns the first part of a phrase, whose kind is that of its sign, with the
// phrases that it chooses from, and the parts behind it.
func (b *book) part(parts []sign) (kind sign, of phrases, rest []sign) {
	switch kind = parts[0]; {
	case kind == choice || kind == perhaps:
		end := 2 + int(parts[1])
		return kind, phrases(parts[2:end]), parts[end:]
	case kind < perhaps && kind >= listSign:
		return choice, b.lists[kind-listSign], parts[1:]
	}
	return kind, nil, parts[1:]
}

// subject is the phrases about one thing in one language, and the words that they may
// begin with, in the order of their numbers.
type subject struct {
	language string
	about    string
	phrases  []phrase
	firsts   []first
}

// subject returns the phrases about one thing in a language; there may be none.
func (b *book) subject(about, language string) subject {
	i := slices.IndexFunc(b.subjects, func(s subject) bool { return s.about == about && s.language == language })
	if i < 0 {
		return subject{}
	}
	return b.subjects[i]
}

// first is a word that a phrase may begin with.
type first struct {
	word   sign
	phrase uint16
}

// beginning yields the phrases that may begin with a word.
func (s subject) beginning(word sign) iter.Seq[phrase] {
	return func(yield func(phrase) bool) {
		at, _ := slices.BinarySearchFunc(s.firsts, word, func(f first, word sign) int { return cmp.Compare(f.word, word) })
		for ; at < len(s.firsts) && s.firsts[at].word == word; at++ {
			if !yield(s.phrases[s.firsts[at].phrase]) {
				return
			}
		}
	}
}

// firsts returns the signs that the parts may begin with.
func (b *book) firsts(parts []sign) (signs []sign) {
	for len(parts) > 0 {
		kind, of, rest := b.part(parts)
		if kind != choice && kind != perhaps {
			return append(signs, kind)
		}
		for signsOf := range of.all {
			signs = append(signs, b.firsts(signsOf)...)
		}
		if kind == choice {
			break
		}
		parts = rest
	}
	return signs
}

package library

import (
	"slices"
	"strings"
)

// This file finds the phrases of serious.yaml, asking.yaml and named.yaml in what people
// write; phrasefile.go reads them, signs.go keeps them.
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

// text is the words of a text as they are compared with a book's phrases.
type text struct {
	*book
	words []string
	signs []sign // of each word
}

func (b *book) text(words []string) text {
	t := text{b, words, make([]sign, len(words))}
	for i, word := range words {
		t.signs[i] = unknown
		if at, known := slices.BinarySearchFunc(b.sorted, word, func(n sign, word string) int { return strings.Compare(b.words[n], word) }); known {
			t.signs[i] = b.sorted[at]
		}
	}
	return t
}

func (t text) ends(at int) bool { return t.words[at] == sentenceEnd }

// matches calls yield with every index at which the parts may end that begin at the word
// at, until it returns false. It reports whether it never did.
func (t text) matches(parts []sign, at int, yield func(end int) bool) bool {
	if len(parts) == 0 {
		return yield(at)
	}
	kind, of, rest := t.part(parts)
	switch kind {
	case gap:
		for n := range maxGap + 1 {
			if !t.matches(rest, at+n, yield) {
				return false
			}
			if at+n == len(t.words) || t.ends(at+n) {
				break
			}
		}
		return true
	case choice, perhaps:
		for signs := range of.all {
			if !t.matches(signs, at, func(end int) bool { return t.matches(rest, end, yield) }) {
				return false
			}
		}
		return kind == choice || t.matches(rest, at, yield)
	}
	for at < len(t.words) && t.ends(at) {
		at++
	}
	fits := at < len(t.words) && (t.signs[at] == kind || kind.isBegin() && strings.HasPrefix(t.words[at], t.book.words[kind-begins]))
	return !fits || t.matches(rest, at+1, yield)
}

// stands reports whether the phrase begins at the word at and nothing lifts it.
func (t text) stands(p phrase, at int) bool {
	lifts := p.lifts
	if lifts == nil {
		return !t.matches(p.parts, at, func(int) bool { return false })
	}
	if lifts.after.any(func(before []sign) bool { return at >= len(before) && slices.Equal(t.signs[at-len(before):at], before) }) {
		return false
	}
	return !t.matches(p.parts, at, func(end int) bool {
		return lifts.not.any(func(next []sign) bool { return beginsWith(t.signs[end:], next) }) ||
			lifts.except.any(func(inside []sign) bool {
				for i := at; i < end; i++ {
					if beginsWith(t.signs[i:end], inside) {
						return true
					}
				}
				return false
			})
	})
}

func beginsWith(signs, with []sign) bool {
	return len(signs) >= len(with) && slices.Equal(signs[:len(with)], with)
}

// is reports whether the phrase is all of the text.
func (t text) is(p phrase) bool {
	more := func(end int) bool { return end < len(t.words) && !t.ends(end) || end < len(t.words)-1 }
	return !t.matches(p.parts, 0, more)
}

// within reports whether each of the parts can be found among words in some order.
func (b *book) within(parts []sign, words map[sign][]int) bool {
	for len(parts) > 0 {
		kind, of, rest := b.part(parts)
		switch {
		case kind.isWord() && words[kind] == nil,
			kind == choice && !of.any(func(signs []sign) bool { return b.within(signs, words) }):
			return false
		}
		parts = rest
	}
	return true
}

// has reports whether a phrase about a subject stands in the words, in one of the
// languages. A phrase is looked for only among words that have something for each of its parts,
// so that long texts do not take long.
func (b *book) has(about string, words, languages []string) bool {
	t := b.text(words)
	places := map[sign][]int{}
	for at, number := range t.signs {
		if number != unknown {
			places[number] = append(places[number], at)
		}
	}
	for _, key := range languages {
		for number, at := range places {
			for p := range b.subject(about, key).beginning(number) {
				if b.within(p.parts, places) && slices.ContainsFunc(at, func(at int) bool { return t.stands(p, at) }) {
					return true
				}
			}
		}
	}
	return false
}

// opens reports whether the words begin with a phrase about a subject.
func (b *book) opens(about string, words, languages []string) bool {
	return b.begun(about, words, languages, func(t text, p phrase) bool { return t.stands(p, 0) })
}

// is reports whether the words are a phrase about a subject and nothing else.
func (b *book) is(about string, words, languages []string) bool {
	return b.begun(about, words, languages, text.is)
}

// begun reports whether one of the phrases about a subject that may begin with the first
// of the words is as asked.
func (b *book) begun(about string, words, languages []string, is func(text, phrase) bool) bool {
	if len(words) == 0 {
		return false
	}
	t := b.text(words)
	for _, key := range languages {
		for p := range b.subject(about, key).beginning(t.signs[0]) {
			if is(t, p) {
				return true
			}
		}
	}
	return false
}

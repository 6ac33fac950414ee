// Package pseudo is a language that nobody speaks, for tests: English, two fifths longer
// and with an accent on each letter, in which every sentence stands in marks. What bursts a
// limit in it would burst it in a longer language, what is not accented was said by the
// program and not by the library, and what stands outside of marks was glued.
//
// Read pseudo.go first: Text makes it, and English takes it back, letter by letter, so that a
// test that was written in English can be run in it. faults.go finds what is glued or was
// not translated. Nothing that a person is meant to read goes in, and nothing but tests
// imports this package.
package pseudo

import (
	"strings"
	"sync"
	"unicode/utf8"

	"leanon/library"
)

// The marks around a sentence and around what fills a place of one, and what makes it
// longer. No English sentence has any of them, nor has what people write in the tests.
const (
	begin, end         = '╔', '╗'
	placeBegin, placed = '┌', '┐'
	filler             = '▪'
)

// plainLetters and accented are the alphabets, in the same order. The font of the picture
// of a week has all of the second.
const (
	plainLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	accented     = "āβćđēφĝĥīĵķļμņōρθŗŝţūνŵχŷžĀΒĆĐĒΦĜĤĪĴĶĻΜŅŌΡΘŖŜŢŪΝŴΧŶŽ"
)

// there has the accented letter of each letter, and back the letter of each accented one.
var there, back = alphabets()

func alphabets() (there, back map[rune]rune) {
	there, back = map[rune]rune{}, map[rune]rune{}
	to := []rune(accented)
	for i, letter := range plainLetters {
		there[letter], back[to[i]] = to[i], letter
	}
	return there, back
}

// Library returns the shipped library in this language, whatever language is asked for.
var Library = sync.OnceValue(func() *library.Library { return library.Default().Reworded(Text) })

// Text returns an English text of the library in this language. Its places stay, in marks
// of their own, and so do the names of commands and addresses.
func Text(english string) string {
	if english == "" {
		return ""
	}
	var b strings.Builder
	b.WriteRune(begin)
	length, letters := 2, 0 // with one for what fills a place
	for rest := english; rest != ""; {
		kept := keep(b.String(), rest)
		if kept == "" {
			r, size := utf8.DecodeRuneInString(rest)
			if other, ok := there[r]; ok {
				r = other
			}
			b.WriteRune(r)
			length, letters, rest = length+1, letters+1, rest[size:]
			continue
		}
		if kept[0] == '{' {
			b.WriteString(string(placeBegin) + kept + string(placed))
			length, letters = length+3, letters+1
		} else {
			b.WriteString(kept)
			length, letters = length+utf8.RuneCountInString(kept), letters+utf8.RuneCountInString(kept)
		}
		rest = rest[len(kept):]
	}
	for ; length < letters*14/10; length++ {
		b.WriteRune(filler)
	}
	b.WriteRune(end)
	return b.String()
}

// keep returns what stays as it is at the beginning of a text that stands behind another:
// a place, the name of a command, an address. It is "" if there is none.
func keep(before, text string) string {
	letter := func(r rune) bool { return r >= 'a' && r <= 'z' || r == '-' }
	switch {
	case text[0] == '{':
		name, _, _ := strings.Cut(text, "}")
		return name + "}"
	case strings.HasPrefix(text, "https://"):
		address, _, _ := strings.Cut(text, " ")
		return address
	case text[0] == '/' && len(text) > 1 && letter(rune(text[1])) && !endsWord(before):
		n := 1
		for n < len(text) && letter(rune(text[n])) {
			n++
		}
		return text[:n]
	}
	return ""
}

// endsWord reports whether a text ends with a letter.
func endsWord(text string) bool {
	r, _ := utf8.DecodeLastRuneInString(text)
	return back[r] != 0
}

// English returns a text that people read in this language as they would read it in
// English. What they wrote themselves stays as it is.
func English(text string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case begin, end, placeBegin, placed, filler:
			return -1
		}
		if letter, ok := back[r]; ok {
			return letter
		}
		return r
	}, text)
}

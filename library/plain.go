package library

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// inPlaceOf spells those letters plainly that Unicode does not take for a letter
// with an accent.
var inPlaceOf = strings.NewReplacer("ß", "ss", "ø", "o", "ł", "l", "ı", "i", "đ", "d", "æ", "ae", "œ", "oe")

// umlauts spells the German vowels out: their two dots are no accent that people
// leave out in a hurry, because without them it is another word.
var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue")

// plain returns the words of a text in small letters and digits without accents,
// with single spaces between them. An apostrophe and what cannot be seen divide no
// words.
func plain(text string) string {
	var out strings.Builder
	for _, r := range norm.NFD.String(inPlaceOf.Replace(strings.ToLower(text))) {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Cf) || strings.ContainsRune("'’`´", r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			out.WriteRune(r)
		default:
			out.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(out.String()), " ")
}

// plainPhrase is plain for what people write: "ä" and "a" with two dots behind it
// are "ae".
func plainPhrase(text string) string {
	return plain(umlauts.Replace(strings.ToLower(norm.NFC.String(text))))
}

// plainPlace is plain for names of places: "ä" is "a", and "St. Pölten" is "saint
// polten".
func plainPlace(name string) string {
	words := strings.Fields(plain(name))
	for i, word := range words[:max(0, len(words)-1)] {
		if word == "st" {
			words[i] = "saint"
		}
	}
	return strings.Join(words, " ")
}

package library

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// inPlaceOf replaces the letters that Unicode does not compose of a plain letter and an
// accent.
var inPlaceOf = strings.NewReplacer("ß", "ss", "ø", "o", "ł", "l", "ı", "i", "đ", "d", "æ", "ae", "œ", "oe")

// umlauts replaces the German vowels with two dots. They are no accent that people leave
// out in a hurry: without them it is another word.
var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue")

// plain returns the words of a text in small letters and digits, without accents and with
// single spaces between them. Apostrophes and invisible characters are dropped;
// everything else divides words.
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

// plainPhrase is plain for what people write: "ä", composed or not, becomes "ae".
func plainPhrase(text string) string {
	return plain(umlauts.Replace(strings.ToLower(norm.NFC.String(text))))
}

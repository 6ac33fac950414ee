package gazetteer

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// inPlaceOf replaces the letters that Unicode does not compose of a plain letter and an
// accent.
var inPlaceOf = strings.NewReplacer("ß", "ss", "ø", "o", "ł", "l", "ı", "i", "đ", "d", "ð", "d", "þ", "th", "æ", "ae", "œ", "oe", "ə", "e")

// Plain returns the words of a name in small letters and digits, without accents and
// with single spaces between them. Apostrophes and invisible characters are dropped;
// everything else divides words. The index holds names in this form, and what people
// type is brought into it.
func Plain(name string) string {
	var out strings.Builder
	for _, r := range norm.NFKD.String(inPlaceOf.Replace(strings.ToLower(name))) {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Cf) || strings.ContainsRune("'’‘ʼʻ`´", r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			out.WriteRune(unicode.ToLower(r))
		default:
			out.WriteByte(' ')
		}
	}
	return norm.NFC.String(strings.Join(strings.Fields(out.String()), " "))
}

// shortened are the words that people write short at the beginning of a town's name, each
// with what it may stand for. One that is written whole may be short in the index.
var shortened = [][]string{
	{"st", "saint", "sankt", "sint"}, {"ste", "sainte"}, {"ft", "fort"}, {"mt", "mount"}, {"pt", "point", "port"}, {"sta", "santa"}, {"sto", "santo"},
	{"saint", "st", "sankt"}, {"sankt", "st", "saint"}, {"sainte", "ste"}, {"fort", "ft"}, {"mount", "mt"},
}

// spellings returns a name in the form of Plain, and the same with its first word, or its
// second after "e", "w" and the like, written whole or short instead.
func spellings(name string) []string {
	all := []string{name}
	words := strings.SplitN(name, " ", 3)
	for i := range min(2, len(words)-1) {
		for _, s := range shortened {
			if words[i] != s[0] {
				continue
			}
			for _, other := range s[1:] {
				changed := append([]string{}, words...)
				changed[i] = other
				all = append(all, strings.Join(changed, " "))
			}
		}
	}
	return all
}

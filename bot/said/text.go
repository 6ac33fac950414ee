package said

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// kind is the kind of a token.
type kind int

const (
	word   kind = iota // letters, perhaps with an apostrophe at the end: "l'"
	number             // digits
	mark               // one character: - , ; / & + : ( and the like
	dot                // a dot behind a number; behind a word it says nothing
)

// token is a part of a text that is read at once.
type token struct {
	kind  kind
	text  string // in small letters, without accents
	typed string // the word as it was typed, for its first token
	glued bool   // nothing stands between it and the token before
}

func (t token) is(text string) bool { return (t.kind == mark || t.kind == dot) && t.text == text }

// ordinalA stands for "ª", which would else be read as an "a": 2ª is a Monday.
const ordinalA = "\u00aa"

// inPlaceOf replaces letters that Unicode does not compose of a plain one and an accent.
var inPlaceOf = strings.NewReplacer("ß", "ss", "ø", "o", "ł", "l", "ı", "i", "æ", "ae", "œ", "oe")

// lower returns a text in small letters and one form: full-width figures and colons,
// typographic apostrophes, dashes of any kind and spaces of any kind become plain ones,
// accents and invisible characters go.
func lower(text string) string {
	var out strings.Builder
	text = strings.NewReplacer("´", "'", "`", "'").Replace(strings.ToValidUTF8(text, ""))
	for i, part := range strings.Split(text, ordinalA) {
		if i > 0 {
			out.WriteString(ordinalA)
		}
		for _, r := range norm.NFD.String(inPlaceOf.Replace(strings.ToLower(norm.NFKC.String(part)))) {
			switch {
			case unicode.In(r, unicode.Mn, unicode.Cf, unicode.So, unicode.Sk):
			case r == '@': // at
				out.WriteString(" @ ")
			case strings.ContainsRune("'’‘‛ʼ′", r):
				out.WriteByte('\'')
			case unicode.Is(unicode.Pd, r) || r == '−' || r == '~' || r == '→':
				out.WriteByte('-')
			case unicode.IsSpace(r):
				out.WriteByte(' ')
			default:
				out.WriteRune(r)
			}
		}
	}
	return out.String()
}

// tokens divides a text. Quotes, brackets and what only ends a sentence are left out.
func tokens(text string) []token {
	var out []token
	rest := []rune(lower(text))
	glued := false
	for i := 0; i < len(rest); {
		end := i + 1
		of := kindOf(rest[i])
		for of != mark && end < len(rest) && kindOf(rest[end]) == of {
			end++
		}
		if of == word && end < len(rest) && rest[end] == '\'' && end+1 < len(rest) && kindOf(rest[end+1]) == word {
			end++ // l'après-midi, o'clock
		}
		said := string(rest[i:end])
		switch {
		case said == " ":
			glued = false
		case said == "." && end < len(rest) && rest[end] == '.':
			for end < len(rest) && rest[end] == '.' {
				end++
			}
			out = append(out, token{mark, dots, dots, glued})
		case strings.ContainsAny(said, "'\"“”«»„!?()[]…*¡¿") && of == mark:
		case said == "." && (len(out) == 0 || out[len(out)-1].kind != number || !glued):
		case said == ".":
			out = append(out, token{dot, said, said, true})
		default:
			out = append(out, token{of, said, said, glued && len(out) > 0})
		}
		if said != " " {
			glued = true
		}
		i = end
	}
	return out
}

// dots are several dots, which leave something out: "Mon..Fri".
const dots = ".."

// typedTokens is tokens of what somebody typed, and keeps how they typed each word. Dots
// at the end leave out nothing.
func typedTokens(text string) (out []token) {
	for typed := range strings.FieldsSeq(text) {
		for i, t := range tokens(typed) {
			t.typed = ""
			if i == 0 {
				t.typed, t.glued = typed, false
			}
			out = append(out, t)
		}
	}
	for len(out) > 0 && out[len(out)-1].is(dots) {
		out = out[:len(out)-1]
	}
	return out
}

func kindOf(r rune) kind {
	switch {
	case '0' <= r && r <= '9':
		return number
	case unicode.IsLetter(r) || string(r) == ordinalA:
		return word
	}
	return mark
}

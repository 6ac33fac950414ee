package library

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// This file has the rules of wording for questions. A question asks for no reasons, does
// not generalise, rates nobody, leaves health, money and sex alone (Discord's Developer
// Policy forbids bots to collect such data) and fits any gender. The rules are code and
// not content, so that no edit of a file can lift them by accident.

// unwelcome are, by language, the words that do not go into a question, with what is wrong
// with them.
var unwelcome = map[string][]struct{ words, reason string }{
	"en": {
		{"why", asksReasons}, {"always never", sweeps},
		{"rate rating rank score grade points stars percent", rates},
		{"sex sexual sexually sexy sexuality erotic naked nude libido orgasm intercourse kink porn arousal lust", aboutSex},
		{"health healthy illness ill sick disease diagnosis doctor hospital medicine medication pill pills symptom symptoms therapy therapist " +
			"depression depressed anxiety disorder weight diet pregnant pregnancy fertility alcohol drugs", aboutHealth},
		{"money salary wage wages income debt debts loan mortgage budget finances financial bank savings bills expensive afford", aboutMoney},
		{"he she him her his hers husband wife boyfriend girlfriend", oneGender},
	},
	"de": {
		{"warum wieso weshalb", asksReasons}, {"immer nie niemals", sweeps},
		{"bewerte bewerten benote punkte prozent", rates},
		{"sex sexuell erotik erotisch nackt", aboutSex},
		{"gesundheit krank krankheit arzt ärztin medikament therapie schwanger", aboutHealth},
		{"geld gehalt einkommen schulden kredit miete konto", aboutMoney},
		{"ehemann ehefrau", oneGender},
	},
	"fr": {
		{"pourquoi", asksReasons}, {"toujours jamais", sweeps},
		{"note noter évaluer classement pourcent", rates},
		{"sexe sexuel sexuelle érotique libido", aboutSex},
		{"santé malade maladie médecin hôpital médicament thérapie enceinte grossesse alcool", aboutHealth},
		{"argent salaire revenu dette dettes crédit loyer budget", aboutMoney},
		{"mari épouse époux copain copine", oneGender},
	},
	"es": {
		{"porqué", asksReasons}, {"siempre nunca jamás", sweeps},
		{"calificar califica puntos puntuación porcentaje", rates},
		{"sexo sexual erótico erótica libido", aboutSex},
		{"salud enfermo enferma enfermedad médico médica hospital medicamento terapia embarazo embarazada alcohol", aboutHealth},
		{"dinero sueldo salario deuda deudas crédito alquiler presupuesto", aboutMoney},
		{"esposo esposa marido novio novia", oneGender},
	},
	"pt": {
		{"porquê", asksReasons}, {"sempre nunca jamais", sweeps},
		{"avaliar avalie pontos pontuação porcentagem", rates},
		{"sexo sexual erótico erótica libido", aboutSex},
		{"saúde doente doença médico médica hospital remédio terapia gravidez grávida álcool", aboutHealth},
		{"dinheiro salário dívida dívidas crédito aluguel orçamento", aboutMoney},
		{"esposo esposa marido namorado namorada", oneGender},
	},
}

// What is wrong with an unwelcome word.
const (
	asksReasons = "it asks for reasons"
	sweeps      = "it sweeps everything together"
	rates       = "it rates"
	aboutSex    = "sex is left out of the library"
	aboutHealth = "health is left out of the library"
	aboutMoney  = "money is left out of the library"
	oneGender   = "it fits only one gender"
)

// wording returns the first unwelcome word of a text in a language (two letters of ISO
// 639-1) and what is wrong with it, "" if there is none.
func wording(text, language string) (word, reason string) {
	for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r)
	}) {
		for _, of := range unwelcome[language] {
			if slices.Contains(strings.Fields(of.words), word) {
				return word, of.reason
			}
		}
	}
	return "", ""
}

// joints and questioning are, by language, the words that join two questions, and those
// that begin the second.
var (
	joints = map[string]string{"en": "and or but", "de": "und oder aber", "fr": "et ou mais", "es": "y e o u pero", "pt": "e ou mas"}

	questioning = map[string]string{
		"en": "what which who whom whose when where how is are do does did would could can",
		"de": "was welche welcher welches wer wen wem wann wo wie wofür worauf",
		"fr": "quoi quel quelle quels quelles quand où comment",
		"es": "qué cuál cuáles cuándo dónde cómo quién quiénes",
		"pt": "qual quais quando onde quem",
	}
)

// second returns where a text in a language begins to ask a second thing, "" if it does
// not: a question mark before its end, or a question word behind "and" or "or". Who answers
// in a minute answers one.
func second(text, language string) string {
	if before, _, more := strings.Cut(strings.TrimSuffix(text, "?"), "?"); more {
		return before + "?"
	}
	joint := ""
	for word := range strings.FieldsSeq(strings.ToLower(text)) {
		word = strings.Trim(word, ",;:.?¿")
		if joint != "" && slices.Contains(strings.Fields(questioning[language]), word) {
			return joint + " " + word
		}
		if joint = ""; slices.Contains(strings.Fields(joints[language]), word) {
			joint = word
		}
	}
	return ""
}

// textFlaws returns what is wrong with a field that holds a question in a language, one
// flaw for each rule.
func textFlaws(field, text, language string) []flaw {
	out := []flaw{{field, lineFlaw(text, MaxQuestion)}}
	if !strings.HasSuffix(text, "?") {
		out = append(out, flaw{field, "must end with a question mark"})
	}
	if what := second(text, language); what != "" {
		out = append(out, flaw{field, fmt.Sprintf("asks a second thing at %q: one question asks one", what)})
	}
	if word, reason := wording(text, language); reason != "" {
		out = append(out, flaw{field, fmt.Sprintf("must do without the word %q: %s", word, reason)})
	}
	return out
}

// slugFlaw returns what is wrong with a lasting key, "" if nothing is. A key has small
// letters and digits with single hyphens between them, and at most 40 characters, because
// it travels in Discord custom ids and option values, which hold 100.
func slugFlaw(key string) string {
	if len(key) > 40 {
		return "is too long, at most 40 characters"
	}
	for part := range strings.SplitSeq(key, "-") {
		if part == "" || strings.Trim(part, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
			return "must be small letters and digits, with single hyphens between them"
		}
	}
	return ""
}

// lineFlaw returns what is wrong with a text that must be one plain line of at most limit
// characters, "" if nothing is.
func lineFlaw(text string, limit int) string {
	switch {
	case text == "":
		return "is missing"
	case unseen(text):
		return "has nothing that can be seen"
	case !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl):
		return "has line breaks or other control characters"
	case strings.TrimSpace(text) != text:
		return "has spaces around it"
	case utf8.RuneCountInString(text) > limit:
		return fmt.Sprintf("is too long, at most %d characters", limit)
	}
	return ""
}

// unseen reports whether a text has nothing that can be seen: only spaces, and characters
// that join, direct or fill.
func unseen(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool {
		const blankOfBraille = '\u2800'
		return unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S) && !unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) && r != blankOfBraille
	})
}

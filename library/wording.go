package library

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// This file has the rules of wording for questions. A question asks for no reasons, does
// not generalise, rates nobody, leaves health, money and sex alone (Discord's Developer
// Policy forbids bots to collect such data) and fits any gender. The rules are code and
// not content, so that no edit of a file can lift them by accident.

// unwelcome returns what is wrong with one word in small letters in a question, "" if
// nothing is. It knows English and German words, so that a translated file is checked too.
func unwelcome(word string) string {
	switch word {
	case "why", "warum", "wieso", "weshalb":
		return "it asks for reasons"
	case "always", "never", "immer", "nie", "niemals":
		return "it sweeps everything together"
	case "rate", "rating", "rank", "score", "grade", "points", "stars", "percent",
		"bewerte", "benote", "punkte", "prozent":
		return "it rates"
	case "sex", "sexual", "sexually", "sexy", "sexuality", "erotic", "naked", "nude",
		"libido", "orgasm", "intercourse", "kink", "porn", "arousal", "lust",
		"sexuell", "erotik", "erotisch", "nackt":
		return "sex is left out of the library"
	case "health", "healthy", "illness", "ill", "sick", "disease", "diagnosis", "doctor",
		"hospital", "medicine", "medication", "pill", "pills", "symptom", "symptoms",
		"therapy", "therapist", "depression", "depressed", "anxiety", "disorder",
		"weight", "diet", "pregnant", "pregnancy", "fertility", "alcohol", "drugs",
		"gesundheit", "krank", "krankheit", "arzt", "medikament", "therapie", "schwanger":
		return "health is left out of the library"
	case "money", "salary", "wage", "wages", "income", "debt", "debts", "loan", "mortgage",
		"budget", "finances", "financial", "bank", "savings", "bills", "expensive", "afford",
		"geld", "gehalt", "einkommen", "schulden", "kredit", "miete", "konto":
		return "money is left out of the library"
	case "he", "she", "him", "her", "his", "hers", "husband", "wife", "boyfriend", "girlfriend":
		return "it fits only one gender"
	}
	return ""
}

// wording returns the first unwelcome word of a text and what is wrong with it, "" if
// there is none.
func wording(text string) (word, reason string) {
	for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r)
	}) {
		if reason := unwelcome(word); reason != "" {
			return word, reason
		}
	}
	return "", ""
}

// second returns where a text begins to ask a second thing, "" if it does not: a question
// mark before its end, or a question word behind "and" or "or". Who answers in a minute
// answers one.
func second(text string) string {
	if before, _, more := strings.Cut(strings.TrimSuffix(text, "?"), "?"); more {
		return before + "?"
	}
	joint := ""
	for word := range strings.FieldsSeq(strings.ToLower(text)) {
		if word = strings.Trim(word, ",;:.?"); joint != "" && questioning(word) {
			return joint + " " + word
		}
		switch joint = ""; word {
		case "and", "or", "but", "und", "oder", "aber":
			joint = word
		}
	}
	return ""
}

// questioning reports whether a word in small letters begins a question.
func questioning(word string) bool {
	switch word {
	case "what", "which", "who", "whom", "whose", "when", "where", "how", "is", "are", "do", "does", "did", "would", "could", "can",
		"was", "welche", "welcher", "welches", "wer", "wen", "wem", "wann", "wo", "wie", "wofür", "worauf":
		return true
	}
	return false
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
	case !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl):
		return "has line breaks or other control characters"
	case strings.TrimSpace(text) != text:
		return "has spaces around it"
	case utf8.RuneCountInString(text) > limit:
		return fmt.Sprintf("is too long, at most %d characters", limit)
	}
	return ""
}

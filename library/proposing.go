package library

import "strings"

// ProposalHint says what makes a question that somebody proposes to their partner hard to
// answer, in one word: "watch" (where or with whom somebody was, or it commands), "rate",
// "blame", or "mark" if it does not end with a question mark. It is "" for a question that
// has nothing of it. It is a hint, and the question may be proposed all the same.
func (l *Library) ProposalHint(question, said string) string {
	words, languages := spoken(question), l.heard(said, "")
	for _, c := range []struct{ about, hint string }{{watching, "watch"}, {rating, "rate"}, {blaming, "blame"}} {
		if l.asking.has(c.about, words, languages) || c.about == watching && l.Commands(question, said) {
			return c.hint
		}
	}
	// Greek ends a question with ";", Arabic with "؟", and Chinese and Japanese with "？".
	if !strings.ContainsAny(lastRune(strings.TrimSpace(question)), "?？؟;՞") {
		return "mark"
	}
	return ""
}

func lastRune(s string) string {
	letters := []rune(s)
	if len(letters) == 0 {
		return ""
	}
	return string(letters[len(letters)-1])
}

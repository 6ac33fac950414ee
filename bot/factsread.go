package bot

import (
	"cmp"
	"strconv"

	"leanon/library"
	"leanon/store"
)

// ConsentVersion is the version of what the consent facts mean. Raise it when that changes;
// each consent is stored with the version that the person agreed to, and with the language
// in which they read it. Where a language said it wrongly, raise the number of its text in
// library/spoken.yaml instead: who agreed in another one is not asked.
const ConsentVersion = 1

// FactsTexts are the numbers of the text of the facts in each language. That of a language
// that is over another rises with either of the two, because its reader read sentences of
// both.
func (b *Bot) FactsTexts() map[string]int {
	texts := map[string]int{}
	for _, l := range b.Library.Spoken() {
		texts[l.Key] = l.Facts
	}
	return texts
}

// factsShown ends the id of a button that stands under the facts, and says which they are:
// the English ones where the reader's language lacks a part of them.
func (s speaker) factsShown(args ...any) []any {
	language, text := s.words.Facts()
	return append(args, ConsentVersion, language, text)
}

// factsRead returns the facts that stood over a pressed button, by its arguments from the
// i-th on, and whether they still hold. A button of before stands under the first English
// ones.
func (b *Bot) factsRead(r request, i int) (read store.FactsRead, hold bool) {
	language, number := b.Library.Words(r.arg(i + 1)).Facts()
	version, err := strconv.Atoi(cmp.Or(r.arg(i), strconv.Itoa(ConsentVersion)))
	text, wrong := strconv.Atoi(cmp.Or(r.arg(i+2), "1"))
	read = store.FactsRead{Version: version, Language: language, Text: text}
	return read, err == nil && wrong == nil && version == ConsentVersion && text == number && language == cmp.Or(r.arg(i+1), library.English)
}

// firstFacts are those that stood in messages whose buttons do not say which.
func firstFacts() store.FactsRead {
	return store.FactsRead{Version: ConsentVersion, Language: library.English, Text: 1}
}

package library

import "strings"

// What both agree to stands in the sentences whose keys begin like these.
//
// Nobody agrees to facts of which they read a part in another language than the rest: where
// a language and those that it is over lack one of these sentences, all of them are said in
// English, and the consent is to the English ones. So a raised `facts` of spoken.yaml always
// reaches everybody who read what was wrong.
var factKeys = []string{"facts.", "runs."}

// ofFacts reports whether a sentence is one of the facts.
func ofFacts(key string) bool {
	for _, begin := range factKeys {
		if strings.HasPrefix(key, begin) {
			return true
		}
	}
	return false
}

// Facts returns the language in which these words say the facts that both agree to, and
// the number of its text. A consent is stored with the two.
func (w *Words) Facts() (language string, text int) {
	of := w.factsChain()[0]
	return of.Key, of.Facts
}

// factsChain returns the languages in which the facts are said: those of these words, or
// English alone where the others lack a part of them.
func (w *Words) factsChain() []*speech {
	english := len(w.chain) - 1
	for _, s := range w.chain[english].sentences {
		if !ofFacts(s.key) {
			continue
		}
		lacks := true
		for _, in := range w.chain[:english] {
			lacks = lacks && in.sentence(s.key) == nil
		}
		if lacks {
			return w.chain[english:]
		}
	}
	return w.chain
}

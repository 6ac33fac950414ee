package said

import (
	"reflect"
	"slices"
	"strings"
)

// outcome is what a text means in one language.
type outcome[T any] struct {
	options []T // one if it is certain
	why     Why // why it is not, or why it is refused
	what    string
}

// reading reads the tokens of a text with the parser that it is given.
type reading[T any] func(*parser) outcome[T]

// read reads a text in every language by itself, and in several at once if it says
// nothing in one alone. What it means in the person's own language counts; if nobody
// knows which that is and two languages disagree, it is asked.
func read[T any](l Listener, text string, set func(*parser), with reading[T]) (T, error) {
	var none T
	of, why := l.divide(text)
	if why != "" {
		return none, &Unread[T]{Why: why}
	}
	var found []outcome[T]
	var refused, unknown *outcome[T]
	steps := 0
	attempt := func(lex vocabulary, own bool) {
		p := newParser(of, lex)
		p.dayFirst, p.twelve, p.steps = l.dayFirst, l.twelve, steps
		set(p)
		o := with(p)
		steps = p.steps
		switch {
		case len(o.options) > 0 || o.why.Asked():
			found = append(found, o)
		case o.why != Unknown && (own || p.knowsAll()):
			if refused == nil {
				refused = &o
			}
		case unknown == nil || len(o.what) < len(unknown.what):
			unknown = &o
		}
	}
	for i, lex := range l.lexicons() {
		attempt(vocabulary{lex}, i == 0)
		if i == 0 && l.settled && len(found) > 0 {
			return settled(found[:1])
		}
	}
	if len(found) == 0 && refused == nil {
		unknown = nil
		for _, lex := range l.mixed(of) {
			attempt(lex, false)
		}
	}
	switch {
	case len(found) > 0:
		return settled(found)
	case refused != nil:
		return none, &Unread[T]{Why: refused.why, What: refused.what}
	}
	return none, &Unread[T]{Why: Unknown, What: unknown.what}
}

// knowsAll reports whether there is no word in the text that is none of the lexicon. What a
// language refuses of which it knows half is another language: "8 e" is the eighth in
// French, and "8 e pouco" is Portuguese.
func (p *parser) knowsAll() bool {
	known := 0
	for at := range p.of {
		for _, s := range p.lex.senses(p.of, at) {
			known = max(known, s.end)
		}
		if p.of[at].kind == word && at >= known {
			return false
		}
	}
	return true
}

// divide returns the tokens of a text that can be read.
func (l Listener) divide(text string) ([]token, Why) {
	if len(text) > maxTyped {
		return nil, Unknown
	}
	of := typedTokens(text)
	if len(of) == 0 {
		if strings.TrimSpace(text) != "" {
			return nil, Unknown
		}
		return nil, Empty
	}
	return of, ""
}

// settled returns what several outcomes agree on, or asks.
func settled[T any](found []outcome[T]) (T, error) {
	var none T
	first := found[0]
	for _, o := range found[1:] {
		if reflect.DeepEqual(o.options, first.options) && o.why == first.why {
			continue
		}
		for _, option := range o.options {
			if !slices.ContainsFunc(first.options, func(known T) bool { return reflect.DeepEqual(known, option) }) {
				first.options = append(slices.Clip(first.options), option)
				first.why = Language
			}
		}
	}
	if first.why == "" && len(first.options) == 1 {
		return first.options[0], nil
	}
	return none, &Unread[T]{Why: first.why, What: first.what, Options: first.options}
}

// mixed returns vocabularies of all languages, each with one of those first that know the
// most of a text: people write a word of English between their own.
func (l Listener) mixed(of []token) []vocabulary {
	all := l.lexicons()
	best := 0
	knows := make([]int, len(all))
	for i, lex := range all {
		for at := range of {
			if of[at].kind == word && len(vocabulary{lex}.senses(of, at)) > 0 {
				knows[i]++
			}
		}
		best = max(best, knows[i])
	}
	var out []vocabulary
	for i, lex := range all {
		if knows[i] == best {
			rest := slices.DeleteFunc(slices.Clone(all), func(other *lexicon) bool { return other == lex })
			out = append(out, append(vocabulary{lex}, rest...))
		}
	}
	return out
}

package library

import (
	"cmp"
	"slices"
)

// The tests ask for a library that says other words: those of one language to everybody,
// or those of none.

// Only returns a library that says to everybody what it says in the language of a key of
// spoken.yaml. What people write is understood as before.
func (l *Library) Only(key string) *Library {
	w, to := l.Words(key), *l
	in := &speech{Spoken: w.Language()}
	in.Over = ""
	for _, s := range l.speeches[0].sentences {
		found, _ := w.find(s.key)
		in.sentences = append(in.sentences, *found)
	}
	to.speeches, to.kinds, to.wants = []*speech{in}, w.Kinds(), w.Wants()
	to.questions = &questions{all: slices.Clone(l.questions.all), draws: l.questions.draws, pairs: l.questions.pairs}
	for i, q := range to.questions.all {
		to.questions.all[i], _ = w.Question(q.Key)
	}
	lines := l.coaching.reworded(func(text string) string { return text })
	for _, of := range slices.Backward(w.chain) {
		if of.receiver != nil {
			lines.receiver = of.receiver
		}
		for _, by := range of.byWant {
			lines.byWant[by.key] = by.label
		}
		lines.underCommands = cmp.Or(of.underCommands, lines.underCommands)
	}
	to.coaching = lines
	return &to
}

// Reworded returns a library that says to readers of every language what it says in
// English, each text as word returns it: sentences, labels, questions and lines. What
// people write is understood as before. word keeps the places of a text.
func (l *Library) Reworded(word func(text string) string) *Library {
	to := &Library{kinds: slices.Clone(l.kinds), wants: slices.Clone(l.wants), languages: l.languages, times: l.times,
		countries: l.countries, serious: l.serious, asking: l.asking, named: l.named}
	for i := range to.kinds {
		to.kinds[i].Label = word(to.kinds[i].Label)
	}
	for i := range to.wants {
		to.wants[i].Label = word(to.wants[i].Label)
	}
	to.questions = l.questions.reworded(word)
	to.coaching = l.coaching.reworded(word)
	for _, s := range l.speeches { // one without sentences says the English ones
		to.speeches = append(to.speeches, &speech{Spoken: s.Spoken})
	}
	to.speeches[0].sentences = rewordedSentences(l.speeches[0].sentences, word)
	return to
}

func rewordedAll(texts []string, word func(string) string) []string {
	texts = slices.Clone(texts)
	for i, text := range texts {
		texts[i] = word(text)
	}
	return texts
}

func rewordedBy(texts map[string]string, word func(string) string) map[string]string {
	to := make(map[string]string, len(texts))
	for key, text := range texts {
		to[key] = word(text)
	}
	return to
}

func rewordedSentences(all []sentence, word func(string) string) []sentence {
	all = slices.Clone(all)
	for i, s := range all {
		all[i].text, all[i].forms = word(s.text), slices.Clone(s.forms)
		for k, f := range s.forms {
			all[i].forms[k].text = word(f.text)
		}
	}
	return all
}

func (of *questions) reworded(word func(string) string) *questions {
	to := &questions{all: slices.Clone(of.all), draws: of.draws, pairs: of.pairs}
	for i, q := range to.all {
		to.all[i].Text, to.all[i].Plain = word(q.Text), word(q.Plain)
	}
	return to
}

func (c *coaching) reworded(word func(string) string) *coaching {
	hints := func(all []hint) []hint {
		all = slices.Clone(all)
		for i, h := range all {
			all[i].sentence = word(h.sentence)
		}
		return all
	}
	return &coaching{receiver: rewordedAll(c.receiver, word), byWant: rewordedBy(c.byWant, word), underCommands: word(c.underCommands),
		onCommands: rewordedBy(c.onCommands, word), onHinting: rewordedBy(c.onHinting, word), hints: hints(c.hints), card: hints(c.card)}
}

package library

import (
	"io/fs"
	"maps"
	"slices"
	"strings"

	"leanon/config/strictyaml"
)

// This file has what the other files of content say in a language that is not English:
// questions, kinds, wants, and the lines under an opened note.

// by returns what a key is called in the first language that has a name for it, "" if none
// has.
func (w *Words) by(key string, of func(*speech) []labelled) string {
	for _, in := range w.chain {
		for _, named := range of(in) {
			if named.key == key {
				return named.label
			}
		}
	}
	return ""
}

// Kinds returns the kinds of need in the order to show them, at most 25.
func (w *Words) Kinds() []Kind {
	all := w.of.Kinds()
	for i := range all {
		all[i].Label = w.KindLabel(all[i].Key)
	}
	return all
}

// Wants returns the wants in the order to show them, at most 25.
func (w *Words) Wants() []Want {
	all := w.of.Wants()
	for i := range all {
		all[i].Label = w.WantLabel(all[i].Key)
	}
	return all
}

// KindLabel returns the label of a kind, "" if the library does not have the key or no
// longer has it.
func (w *Words) KindLabel(key string) string {
	english := w.of.KindLabel(key)
	if label := w.by(key, func(s *speech) []labelled { return s.kinds }); label != "" && english != "" {
		return label
	}
	return english
}

// WantLabel returns the label of a want, "" if the library does not have the key or no
// longer has it.
func (w *Words) WantLabel(key string) string {
	english := w.of.WantLabel(key)
	if label := w.by(key, func(s *speech) []labelled { return s.wants }); label != "" && english != "" {
		return label
	}
	return english
}

// Question returns the question with this key as its reader reads it, and whether the
// library has it. A kept check-in may outlive its question.
func (w *Words) Question(key string) (Question, bool) {
	q, ok := w.of.Question(key)
	if !ok {
		return q, false
	}
	for _, in := range w.chain {
		at, has := slices.BinarySearchFunc(in.questions, key, func(a asked, key string) int { return strings.Compare(a.key, key) })
		if has {
			q.Text, q.Plain = in.questions[at].text, in.questions[at].plain
			break
		}
	}
	return q, true
}

// Coach returns the line to stand under an opened note, "" for none: that for the want
// of its writer (a key of kinds.yaml, "" for none), and under commanding words only that
// one is free to say no. Under serious words there is none. The texts are what the writer
// wrote; nothing tells in which language, so all are listened for. Without a want the
// same seed gives the same line, so that a note reads the same every time it is opened.
func (w *Words) Coach(want string, seed uint64, texts ...string) string {
	l := w.of
	switch serious, commands := l.Weighs(texts...); {
	case serious:
		return ""
	case commands:
		for _, in := range w.chain {
			if in.underCommands != "" {
				return in.underCommands
			}
		}
		return l.coaching.underCommands
	}
	if line := l.coaching.byWant[want]; line != "" {
		if said := w.by(want, func(s *speech) []labelled { return s.byWant }); said != "" {
			return said
		}
		return line
	}
	at := mix(seed) % uint64(len(l.coaching.receiver))
	for _, in := range w.chain {
		if len(in.receiver) > 0 {
			return in.receiver[at]
		}
	}
	return l.coaching.receiver[at]
}

// readAsked reads the questions of a language, questions.*.yaml.
func (l *Library) readAsked(fsys fs.FS, in *speech) error {
	type askedFields struct {
		Key   string `yaml:"key"`
		Text  string `yaml:"text"`
		Plain string `yaml:"plain"`
		Note  string `yaml:"note"`
	}
	wrong := &faults{file: "questions." + in.Key + ".yaml"}
	entries, ok, err := translation[[]strictyaml.Entry[askedFields]](fsys, wrong.file)
	if !ok {
		return err
	}
	texts := map[string]string{} // plain text to key
	for _, e := range entries {
		q := asked{e.Value.Key, e.Value.Text, e.Value.Plain}
		if _, known := l.Question(q.key); !known {
			wrong.add(e.At("key"), "there is no question %q", q.key)
		}
		if slices.ContainsFunc(in.questions, func(a asked) bool { return a.key == q.key }) {
			wrong.add(e.At("key"), "the key %q is used twice", q.key)
		}
		wrong.addFlaws(e.At, textFlaws("text", q.text, language(in.Tag)))
		if q.plain != "" {
			wrong.addFlaws(e.At, textFlaws("plain", q.plain, language(in.Tag)))
		}
		if plain(q.plain) == plain(q.text) {
			wrong.add(e.At("plain"), "plain is the text itself: leave it out")
		}
		if key, double := texts[plain(q.text)]; double {
			wrong.add(e.At("text"), "the text is the same as that of %q", key)
		}
		texts[plain(q.text)] = q.key
		if over, _ := l.Words(in.Over).Question(q.key); in.Over != English && over.Text == q.text && over.Plain == q.plain {
			wrong.add(e.At("key"), "%s %s", q.key, sameAs(in.Over))
		}
		in.questions = append(in.questions, q)
	}
	slices.SortFunc(in.questions, func(a, b asked) int { return strings.Compare(a.key, b.key) })
	return wrong.err()
}

// labels are what keys are called, as a file has them.
type labels = strictyaml.Entry[map[string]strictyaml.Entry[string]]

// readLabels reads what kinds and wants are called, kinds.*.yaml.
func (l *Library) readLabels(fsys fs.FS, in *speech) error {
	wrong := &faults{file: "kinds." + in.Key + ".yaml"}
	lists, ok, err := translation[struct {
		Kinds labels `yaml:"kinds"`
		Wants labels `yaml:"wants"`
	}](fsys, wrong.file)
	if !ok {
		return err
	}
	in.kinds = inOrder(sentencesBy(wrong, lists.Kinds, "a kind of kinds.yaml", func(key string) bool { return l.KindLabel(key) != "" }, maxLabel))
	in.wants = inOrder(sentencesBy(wrong, lists.Wants, "a want of kinds.yaml", func(key string) bool { return l.WantLabel(key) != "" }, maxLabel))
	return wrong.err()
}

// readLines reads the lines under an opened note, coaching.*.yaml.
func (l *Library) readLines(fsys fs.FS, in *speech) error {
	wrong := &faults{file: "coaching." + in.Key + ".yaml"}
	lists, ok, err := translation[struct {
		Receiver      []strictyaml.Entry[string] `yaml:"receiver"`
		Wants         labels                     `yaml:"wants"`
		UnderCommands strictyaml.Entry[string]   `yaml:"under_commands"`
	}](fsys, wrong.file)
	if !ok {
		return err
	}
	for _, e := range lists.Receiver {
		wrong.addFlaws(e.At, []flaw{{"the line", lineFlaw(e.Value, MaxCoach)}})
		in.receiver = append(in.receiver, e.Value)
	}
	if got, want := len(in.receiver), len(l.coaching.receiver); got != 0 && got != want {
		wrong.add(1, "there are %d lines for the receiver; coaching.yaml has %d, and each stands for the one in its place", got, want)
	}
	in.byWant = inOrder(sentencesBy(wrong, lists.Wants, "a want of kinds.yaml", func(key string) bool { return l.WantLabel(key) != "" }, MaxCoach))
	if in.underCommands = lists.UnderCommands.Value; in.underCommands != "" {
		wrong.addFlaws(lists.UnderCommands.At, []flaw{{"under_commands", lineFlaw(in.underCommands, MaxCoach)}})
	}
	return wrong.err()
}

// inOrder returns what keys are called, in the order of the keys.
func inOrder(by map[string]string) (all []labelled) {
	for _, key := range slices.Sorted(maps.Keys(by)) {
		all = append(all, labelled{key, by[key]})
	}
	return all
}

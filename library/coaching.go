package library

import (
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"leanon/config/strictyaml"
)

// hint is a gentle sentence, and the pattern that finds the words it is about.
type hint struct {
	language string
	pattern  string
	unless   string // finds praise in the same words; empty if nothing does
	sentence string
}

// Hint returns one gentle sentence about a draft, and whether any fits. Serious words get
// none, and what commands gets the one about commands first. Thanks and praise get no
// other. Else it tries the rules of the language that the author said they write in (a key
// of languages.yaml), then the English ones, because people write in more than one; if
// they said no known language, it tries all, the English ones first. The sentence is in
// the language of the words. Hint looks only at the words given, keeps nothing, and takes
// time in proportion to their length.
func (l *Library) Hint(words, said string) (string, bool) {
	if l.Serious(words, said).Found {
		return "", false
	}
	tokens, heard := spoken(words), l.heard(said, "")
	for i, key := range heard {
		if sentence := l.coaching.onCommands[key]; sentence != "" && l.asking.has(commands, tokens, heard[i:i+1]) {
			return sentence, true
		}
	}
	if l.Praises(words, said) {
		return "", false
	}
	plain := strings.Join(strings.Fields(strings.ReplaceAll(words, "’", "'")), " ")
	for _, key := range heard {
		for i, h := range l.coaching.hints {
			if h.language == key && l.coaching.finders()[i].finds(plain) {
				return h.sentence, true
			}
		}
	}
	for i, key := range heard {
		hints := l.asking.has(hinting, tokens, heard[i:i+1]) || l.asking.is(hintingAlone, tokens, heard[i:i+1])
		if sentence := l.coaching.onHinting[key]; sentence != "" && hints {
			return sentence, true
		}
	}
	return "", false
}

// CardHint returns one gentle sentence about what somebody wrote on a card, and whether any
// fits: a card says what comforts its author, and is no book of rules for whoever reads it.
// Serious words get none. It looks at words as Hint does.
func (l *Library) CardHint(words, said string) (string, bool) {
	if l.Serious(words, said).Found {
		return "", false
	}
	plain := strings.Join(strings.Fields(strings.ReplaceAll(words, "’", "'")), " ")
	for _, key := range l.heard(said, "") {
		for _, h := range l.coaching.card {
			if h.language == key && h.finder().finds(plain) {
				return h.sentence, true
			}
		}
	}
	return "", false
}

// finder finds the words that a hint is about.
type finder struct{ pattern, unless *regexp.Regexp }

func (f finder) finds(plain string) bool {
	return f.pattern.MatchString(plain) && (f.unless == nil || !f.unless.MatchString(plain))
}

// finders returns the finder of each hint. They are made when the first draft is looked
// at, which takes two milliseconds.
func (c *coaching) finders() []finder {
	c.once.Do(func() {
		for _, h := range c.hints {
			c.made = append(c.made, h.finder())
		}
	})
	return c.made
}

func (h hint) finder() finder {
	f := finder{pattern: regexp.MustCompile(whole(h.pattern))}
	if h.unless != "" {
		f.unless = regexp.MustCompile(whole(h.unless))
	}
	return f
}

// language returns the part of a locale before the hyphen, in small letters.
func language(locale string) string {
	base, _, _ := strings.Cut(locale, "-")
	return strings.ToLower(base)
}

// coaching is the lines that stand beside people's own words.
type coaching struct {
	receiver      []string          // under an opened note whose writer said no want
	byWant        map[string]string // under one with a want
	underCommands string
	onCommands    map[string]string // under a draft, by the language of its words
	onHinting     map[string]string // the same
	hints         []hint
	card          []hint // under a card

	once sync.Once
	made []finder // of each hint, after once
}

// Weighs reports whether texts of one writer have serious words, and whether they command.
// Nothing tells in which language they are, so all are listened for.
func (l *Library) Weighs(texts ...string) (serious, commands bool) {
	for _, text := range texts {
		serious, commands = serious || l.Serious(text, "").Found, commands || l.Commands(text, "")
	}
	return serious, commands
}

// readCoaching reads coaching.yaml.
func (l *Library) readCoaching(fsys fs.FS) (*coaching, error) {
	wrong := &faults{file: "coaching.yaml"}
	lists, err := decode[struct {
		Receiver      []strictyaml.Entry[string]                            `yaml:"receiver"`
		Wants         strictyaml.Entry[map[string]strictyaml.Entry[string]] `yaml:"wants"`
		UnderCommands strictyaml.Entry[string]                              `yaml:"under_commands"`
		OnCommands    strictyaml.Entry[map[string]strictyaml.Entry[string]] `yaml:"on_commands"`
		OnHinting     strictyaml.Entry[map[string]strictyaml.Entry[string]] `yaml:"on_hinting"`
		Hints         []strictyaml.Entry[hintFields]                        `yaml:"hints"`
		Card          []strictyaml.Entry[hintFields]                        `yaml:"card"`
	}](fsys, wrong.file)
	if err != nil {
		return nil, err
	}
	c := &coaching{}
	if len(lists.Receiver) == 0 {
		wrong.add(1, "there is no line for the receiver; one is needed")
	}
	for _, e := range lists.Receiver {
		wrong.addFlaws(e.At, []flaw{{"the line", lineFlaw(e.Value, MaxCoach)}})
		c.receiver = append(c.receiver, e.Value)
	}
	known := func(key string) bool { return l.WantLabel(key) != "" || len(l.wants) == 0 } // then kinds.yaml is to blame
	c.byWant = sentencesBy(wrong, lists.Wants, "a want of kinds.yaml", known, MaxCoach)
	c.underCommands = lists.UnderCommands.Value
	wrong.addFlaws(lists.UnderCommands.At, []flaw{{"under_commands", lineFlaw(c.underCommands, MaxCoach)}})
	c.onCommands = sentencesBy(wrong, lists.OnCommands, "a key of languages.yaml", l.speaks, MaxHint)
	c.onHinting = sentencesBy(wrong, lists.OnHinting, "a key of languages.yaml", l.speaks, MaxHint)
	c.hints, c.card = l.readHints(wrong, lists.Hints), l.readHints(wrong, lists.Card)
	return c, wrong.err()
}

// sentencesBy reads sentences that stand under keys.
func sentencesBy(wrong *faults, e strictyaml.Entry[map[string]strictyaml.Entry[string]], what string, known func(string) bool, limit int) map[string]string {
	by := map[string]string{}
	for _, key := range slices.Sorted(maps.Keys(e.Value)) {
		if !known(key) {
			wrong.add(e.At(key), "%q is not %s", key, what)
		}
		sentence := e.Value[key]
		by[key] = sentence.Value
		wrong.addFlaws(sentence.At, []flaw{{"the line", lineFlaw(by[key], limit)}})
	}
	return by
}

// hintFields is one hint in the file.
type hintFields struct {
	Language string `yaml:"language"`
	Pattern  string `yaml:"pattern"`
	Unless   string `yaml:"unless"`
	Hint     string `yaml:"hint"`
}

// readHints reads the hints.
func (l *Library) readHints(wrong *faults, hints []strictyaml.Entry[hintFields]) (read []hint) {
	for _, e := range hints {
		h := e.Value
		wrong.addFlaws(e.At, []flaw{{"hint", lineFlaw(h.Hint, MaxHint)}})
		if !l.speaks(h.Language) {
			wrong.add(e.At("language"), "language must be a key of languages.yaml")
		}
		wrong.addFlaws(e.At, []flaw{{"pattern", patternFlaw(h.Pattern)}})
		if h.Unless != "" {
			wrong.addFlaws(e.At, []flaw{{"unless", patternFlaw(h.Unless)}})
		}
		read = append(read, hint{h.Language, h.Pattern, h.Unless, h.Hint})
	}
	return read
}

// besides stands for what may stand beside a word: anything but digits and the letters of
// the Latin, Greek and Cyrillic alphabets. \b of package regexp knows no umlauts, and \p{L}
// takes more memory than all else in a pattern.
const besides = `[^0-9A-Za-zªºÀ-ÖØ-öø-ʯ\x{300}-\x{52f}\x{1e00}-\x{1fff}]`

// whole returns a pattern that matches whole words only, whatever their capitals.
func whole(pattern string) string {
	return `(?:^|` + besides + `)(?i:` + pattern + `)(?:$|` + besides + `)`
}

// patternFlaw returns what is wrong with a pattern, "" if nothing is.
func patternFlaw(pattern string) string {
	alone, err := regexp.Compile(pattern)
	if err == nil {
		_, err = regexp.Compile(whole(pattern))
	}
	switch {
	case err != nil:
		return fmt.Sprintf("does not compile: %v", err)
	case alone.MatchString(""):
		return "fits even where there are no words"
	}
	return ""
}

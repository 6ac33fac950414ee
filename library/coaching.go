package library

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	"leanon/config/strictyaml"
)

// These are the limits, in characters, of lines that stand beside people's own words, so
// that they are read at a glance.
const (
	maxCoach = 120
	maxHint  = 200
)

// hint is a gentle sentence, and the pattern that finds the words it is about.
type hint struct {
	language string
	pattern  *regexp.Regexp
	unless   *regexp.Regexp // finds praise in the same words; nil if there is none
	sentence string
}

// Hint returns one gentle sentence about a draft, and whether any fits. It tries the
// rules of the language that the author said they write in (a key of languages.yaml),
// then the English ones, because people write in more than one; if they said no known
// language, it tries all, the English ones first. The sentence is in the language of the
// words. Hint looks only at the words given, keeps nothing, and takes time in proportion
// to their length.
func (l *Library) Hint(words, said string) (string, bool) {
	plain := strings.Join(strings.Fields(strings.ReplaceAll(words, "’", "'")), " ")
	for _, key := range l.heard(said, "") {
		for _, h := range l.hints {
			if h.language == key && h.fits(plain) {
				return h.sentence, true
			}
		}
	}
	return "", false
}

func (h hint) fits(plain string) bool {
	return h.pattern.MatchString(plain) && (h.unless == nil || !h.unless.MatchString(plain))
}

// language returns the part of a locale before the hyphen, in small letters.
func language(locale string) string {
	base, _, _ := strings.Cut(locale, "-")
	return strings.ToLower(base)
}

// Coach returns a line to stand under an opened note. The same seed gives the same line,
// so that a note reads the same every time it is opened.
func (l *Library) Coach(seed uint64) string {
	return l.receiver[mix(seed)%uint64(len(l.receiver))]
}

// loadCoaching reads coaching.yaml.
func (l *Library) loadCoaching(fsys fs.FS) error {
	type hintFields struct {
		Language string `yaml:"language"`
		Pattern  string `yaml:"pattern"`
		Unless   string `yaml:"unless"`
		Hint     string `yaml:"hint"`
	}
	wrong := &faults{file: "coaching.yaml"}
	lists, err := decode[struct {
		Receiver []strictyaml.Entry[string]     `yaml:"receiver"`
		Hints    []strictyaml.Entry[hintFields] `yaml:"hints"`
	}](fsys, wrong.file)
	if err != nil {
		return err
	}
	if len(lists.Receiver) == 0 {
		wrong.add(1, "there is no line for the receiver; one is needed")
	}
	for _, e := range lists.Receiver {
		wrong.addFlaws(e.At, []flaw{{"the line", lineFlaw(e.Value, maxCoach)}})
		l.receiver = append(l.receiver, e.Value)
	}
	for _, e := range lists.Hints {
		h := e.Value
		wrong.addFlaws(e.At, []flaw{{"hint", lineFlaw(h.Hint, maxHint)}})
		if !l.speaks(h.Language) {
			wrong.add(e.At("language"), "language must be a key of languages.yaml")
		}
		pattern, err := compile(h.Pattern)
		if err != nil {
			wrong.add(e.At("pattern"), "pattern %v", err)
			continue
		}
		rule := hint{language: h.Language, pattern: pattern, sentence: h.Hint}
		if h.Unless != "" {
			if rule.unless, err = compile(h.Unless); err != nil {
				wrong.add(e.At("unless"), "unless %v", err)
			}
		}
		l.hints = append(l.hints, rule)
	}
	return wrong.err()
}

// compile returns a pattern that matches whole words only, whatever their capitals and
// their alphabet; \b of package regexp knows no umlauts.
func compile(pattern string) (*regexp.Regexp, error) {
	alone, err := regexp.Compile(pattern)
	if err != nil {
		return nil, fmt.Errorf("does not compile: %w", err)
	}
	if alone.MatchString("") {
		return nil, fmt.Errorf("fits even where there are no words")
	}
	return regexp.Compile(`(?:^|[^\p{L}\p{N}])(?i:` + pattern + `)(?:$|[^\p{L}\p{N}])`)
}

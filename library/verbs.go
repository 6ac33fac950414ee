package library

import (
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"leanon/config/strictyaml"
)

// Where an infinitive stands behind the opening of a request.
const (
	verbFirst    = "first"
	verbAnywhere = "anywhere"
)

// verbWords is how one language's infinitives are known, by the fields of verbs.yaml: all
// in the form of plainPhrase but Marked, for "anzünden" is no "anzurufen".
type verbWords struct {
	Place  string   `yaml:"place"`
	Ends   []string `yaml:"ends"`
	Before []string `yaml:"before"`
	Not    []string `yaml:"not"`
	Marks  []string `yaml:"marks"`
	Marked []string `yaml:"marked"`
}

// TakesOpening reports whether a request reads right behind "Would you" in one of Spoken,
// by its key: it is no request of its own already, and goes on as that opening asks for.
func (l *Library) TakesOpening(opening, request string) bool {
	of, words, everywhere := language(l.Words(opening).Language().Tag), spoken(request), l.heard("", "")
	if strings.ContainsAny(request, "¿¡") || l.OpensRequest(request, "") || l.asking.has(askedWithin, words, everywhere) ||
		l.asking.opens(fragments, words, []string{of}) {
		return false
	}
	verbs, known := l.verbs[of]
	return !known || verbs.goOn(request)
}

// wordPattern finds the words of a request as they were typed.
var wordPattern = regexp.MustCompile(`[\p{L}\p{M}\p{N}'’]+`)

// goOn reports whether a request has its infinitive where the opening needs it.
func (v verbWords) goOn(request string) bool {
	before, places := "", wordPattern.FindAllStringIndex(request, -1)
	for i, at := range places {
		typed := request[at[0]:at[1]]
		word, beside := plainPhrase(typed), i+1 < len(places) && strings.TrimSpace(request[at[1]:places[i+1][0]]) == ""
		noun := i > 0 && capital(typed) || beside && capital(request[places[i+1][0]:places[i+1][1]])
		switch infinitive := v.infinitive(word); {
		case v.Place == verbAnywhere && infinitive && !noun:
			marked := func(beginning string) bool { return strings.HasPrefix(strings.ToLower(typed), beginning) }
			return !slices.Contains(v.Marks, before) && !slices.ContainsFunc(v.Marked, marked)
		case v.Place == verbFirst && (infinitive || !slices.Contains(v.Before, word)):
			return infinitive
		}
		before = word
	}
	return false
}

// infinitive reports whether a word is one, by its end.
func (v verbWords) infinitive(word string) bool {
	ends := func(end string) bool { return strings.HasSuffix(word, end) }
	return slices.ContainsFunc(v.Ends, ends) && !slices.Contains(v.Not, word)
}

// capital reports whether a word has a capital in front and small letters behind it.
func capital(word string) bool {
	letters := []rune(word)
	return len(letters) > 1 && unicode.IsUpper(letters[0]) && unicode.IsLower(letters[1])
}

// readVerbs reads verbs.yaml.
func (l *Library) readVerbs(fsys fs.FS) (map[string]verbWords, error) {
	wrong := &faults{file: "verbs.yaml"}
	languages, err := decode[strictyaml.Entry[map[string]strictyaml.Entry[verbWords]]](fsys, wrong.file)
	if err != nil {
		return nil, err
	}
	all := map[string]verbWords{}
	for _, key := range slices.Sorted(maps.Keys(languages.Value)) {
		e := languages.Value[key]
		v := e.Value
		switch {
		case !l.speaks(key):
			wrong.add(languages.At(key), "%q is no key of languages.yaml", key)
		case v.Place != verbFirst && v.Place != verbAnywhere:
			wrong.add(e.At("place"), "place takes %q and %q", verbFirst, verbAnywhere)
		case len(v.Ends) == 0:
			wrong.add(e.At("ends"), "ends is missing")
		}
		for field, list := range map[string]words{"ends": v.Ends, "before": v.Before, "not": v.Not, "marks": v.Marks, "marked": v.Marked} {
			if flaw := list.flaw(); flaw != "" {
				wrong.add(e.At(field), "%s %s", field, flaw)
			}
		}
		for _, list := range [][]string{v.Ends, v.Before, v.Not, v.Marks} {
			for i := range list {
				list[i] = plainPhrase(list[i])
			}
		}
		all[key] = v
	}
	return all, wrong.err()
}

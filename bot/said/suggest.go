package said

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"leanon/library"
)

// usual is how many of a language's suggestions are made before anything is typed, and
// anyNumber is the number in those that are made for every number.
const (
	usual     = 6
	anyNumber = "3 "
)

// Suggested returns ends of a pause to suggest for what somebody has typed so far, in
// words that Until reads: the usual ones for nothing, lengths for a number, else what
// begins so. It suggests in the language that they read, unless what was typed is of
// another one.
func (l Listener) Suggested(typed string) []string {
	whole := strings.Join(strings.Fields(lower(typed)), " ")
	first := l.suggesting()
	if found := l.beginning(whole, first); len(found) > 0 {
		return found
	}
	rest, of := l.withoutAside(whole)
	if of != "" {
		first = of
	}
	if rest == "" {
		words := l.reader.words[first].Suggest
		return words[:min(usual, len(words))]
	}
	if found := l.beginning(rest, first); len(found) > 0 {
		return found
	}
	return l.completed(whole)
}

// maxCompleted is how many words are tried for one that is being typed.
const maxCompleted = 12

// completed returns a text of several words with its last one completed: "monday ev" may
// become "monday evening".
func (l Listener) completed(typed string) (all []string) {
	head, last := "", typed
	if at := strings.LastIndexByte(typed, ' '); at > 0 {
		head, last = typed[:at], typed[at+1:]
	}
	if head == "" || last == "" || len(typed) > maxTyped {
		return nil
	}
	for _, key := range l.from(l.suggesting()) {
		words := l.reader.words[key].Words
		for _, m := range completable() {
			for _, text := range words[m] {
				if lowered := lower(text); strings.HasPrefix(lowered, last) && lowered != last && len(all) < maxCompleted {
					all = append(all, head+" "+text)
				}
			}
		}
	}
	return all
}

// completable are the meanings whose words end what is typed for a pause.
func completable() []library.Meaning {
	all := []library.Meaning{library.Morning, library.Noon, library.Afternoon, library.Evening, library.Weekends, library.Days, library.Weeks, library.Months}
	for day := time.Sunday; day <= time.Saturday; day++ {
		all = append(all, library.Day(day))
	}
	for month := time.January; month <= time.December; month++ {
		all = append(all, library.Month(month))
	}
	return all
}

// beginning returns the suggestions that begin with what was typed, those of a language
// first; lengths for a number, also with the beginning of their unit.
func (l Listener) beginning(typed, first string) (all []string) {
	number, unit, _ := strings.Cut(typed, " ")
	_, counted := wholeNumber(number)
	for _, key := range l.from(first) {
		for i, text := range l.reader.words[key].Suggest {
			length, everyNumber := strings.CutPrefix(text, anyNumber)
			switch {
			case typed == "":
			case counted && i >= usual && everyNumber && strings.HasPrefix(lower(length), unit):
				all = append(all, number+" "+length)
			case !counted && strings.HasPrefix(lower(text), typed):
				all = append(all, text)
			}
		}
		if counted && len(all) > 0 {
			break
		}
	}
	return all
}

// from returns the languages that are listened for, with one of them first.
func (l Listener) from(first string) []string {
	rest := slices.DeleteFunc(slices.Clone(l.heard), func(key string) bool { return key == first })
	return append([]string{first}, rest...)
}

// suggesting is the language to suggest in: the one that the person reads, else the one
// that they said, else English.
func (l Listener) suggesting() string {
	switch {
	case l.reads != "":
		return l.reads
	case l.said:
		return l.heard[0]
	}
	return library.English
}

// Written returns a text with the units of its lengths as their language writes them:
// "3 tage" becomes "3 Tage".
func (l Listener) Written(text string) string {
	words := strings.Fields(text)
	for i, word := range words {
		for _, key := range l.heard {
			if written, ok := l.reader.written[key][lower(word)]; ok {
				words[i] = written
				break
			}
		}
	}
	return strings.Join(words, " ")
}

// writtenUnits returns the units of lengths that a language writes with a capital letter, by
// what lower makes of them.
func writtenUnits(words library.TimeWords) map[string]string {
	all := map[string]string{}
	for _, m := range library.Units() {
		for _, text := range words.Words[m] {
			if strings.ToLower(text) != text {
				all[lower(text)] = text
			}
		}
	}
	return all
}

// withoutAside returns a text, as lower writes it, without the words before an end that do
// not change it, "until" and "for", and the language that these are of, "" for none.
func (l Listener) withoutAside(text string) (rest, language string) {
	rest = text
	for {
		of := tokens(rest)
		if len(of) == 0 {
			return "", language
		}
		end, key := l.aside(of)
		if end == 0 {
			return rest, language
		}
		language = cmp.Or(language, key)
		var words []string
		for i, t := range of[end:] {
			if t.glued && i > 0 {
				words[len(words)-1] += t.text
			} else {
				words = append(words, t.text)
			}
		}
		rest = strings.Join(words, " ")
	}
}

// Leads reports whether a text begins with what leads to an end: "until", "for".
func (l Listener) Leads(text string) bool {
	of := tokens(text)
	if len(text) > maxTyped || len(of) < 2 {
		return false
	}
	end, _ := l.aside(of)
	return end > 0
}

// aside returns how many tokens at the beginning only lead to an end, and in which language;
// one that may be all of it is none: "a week".
func (l Listener) aside(of []token) (end int, language string) {
	for _, key := range l.from(l.suggesting()) {
		p := newParser(of, vocabulary{l.reader.full[key]})
		if _, ok := p.take(library.Through, library.For); ok && (p.pos > 1 || len(of[0].text) > 1) {
			return p.pos, key
		}
	}
	return 0, ""
}

func wholeNumber(text string) (int, bool) {
	of := tokens(text)
	if len(of) != 1 {
		return 0, false
	}
	return figure(of[0])
}

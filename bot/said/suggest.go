package said

import (
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
// begins so in one of the languages that are listened for.
func (l Listener) Suggested(typed string) []string {
	whole := strings.Join(strings.Fields(lower(typed)), " ")
	if found := l.beginning(whole); len(found) > 0 {
		return found
	}
	rest := l.withoutAside(whole)
	if rest == "" {
		words := l.reader.words[l.first()].Suggest
		return words[:min(usual, len(words))]
	}
	if found := l.beginning(rest); len(found) > 0 {
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
	for _, key := range l.heard {
		words := l.reader.words[key].Words
		for _, m := range completable() {
			for _, text := range words[m] {
				if text := lower(text); strings.HasPrefix(text, last) && text != last && len(all) < maxCompleted {
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

// beginning returns the suggestions that begin with what was typed; lengths for a number.
func (l Listener) beginning(typed string) (all []string) {
	_, number := wholeNumber(typed)
	for _, key := range l.heard {
		for i, text := range l.reader.words[key].Suggest {
			switch {
			case typed == "":
			case number && i >= usual && strings.HasPrefix(text, anyNumber):
				all = append(all, typed+" "+text[len(anyNumber):])
			case !number && strings.HasPrefix(lower(text), typed):
				all = append(all, text)
			}
		}
		if number && len(all) > 0 {
			break
		}
	}
	return all
}

// first is the language to suggest in: the one that the person said, else English, which
// leanon speaks.
func (l Listener) first() string {
	if l.said {
		return l.heard[0]
	}
	return library.English
}

// withoutAside returns a text, as lower writes it, without the words before an end that do
// not change it: "until", "for".
func (l Listener) withoutAside(rest string) string {
	for {
		of := tokens(rest)
		if len(of) == 0 {
			return ""
		}
		end := l.aside(of)
		if end == 0 {
			return rest
		}
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
	return len(text) <= maxTyped && len(of) > 1 && l.aside(of) > 0
}

// aside returns how many tokens at the beginning only lead to an end; one that may be all
// of it is none: "a week".
func (l Listener) aside(of []token) int {
	for _, key := range l.heard {
		p := newParser(of, vocabulary{l.reader.full[key]})
		if _, ok := p.take(library.Through, library.For); ok && (p.pos > 1 || len(of[0].text) > 1) {
			return p.pos
		}
	}
	return 0
}

func wholeNumber(text string) (int, bool) {
	of := tokens(text)
	if len(of) != 1 {
		return 0, false
	}
	return figure(of[0])
}

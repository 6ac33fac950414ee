package stories

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"leanon/library"
	"leanon/playground"
)

// People who read another language than English press what stands on a label in theirs,
// which is looked up by its key. All that they see is looked through for English.

// tongue is somebody who reads a language, with what leanon says in it.
type tongue struct {
	*person
	v     voice
	words *library.Words
}

// speaking adds somebody who reads a language, and whose Discord is in one near it.
func (w *world) speaking(name, language string) tongue {
	w.t.Helper()
	v := voiceOf(language)
	p := &person{w: w, name: name, Person: w.discord.AddPersonIn(name, v.locale), clean: map[string]bool{}}
	w.server.Join(p.Person)
	w.names = append(w.names, name)
	w.all = append(w.all, p)
	t := tongue{p, v, library.Default().Words(language)}
	p.sighted = t.looksThrough
	return t
}

// say is what leanon says to them under a key.
func (t tongue) say(key string, places ...any) string { return bare(t.words.Say(key, places...)) }

// tap presses the button of a name.
func (t tongue) tap(button string, places ...any) tongue {
	t.w.t.Helper()
	t.presses(t.say("button."+button, places...))
	return t
}

// told fails unless they read, in the reply to what they did last, what stands under a key.
func (t tongue) told(key string, places ...any) tongue {
	t.w.t.Helper()
	t.reads(t.say(key, places...))
	return t
}

// picks chooses what is called by a key, in the select of a name.
func (t tongue) picks(name, option string, places ...any) tongue {
	t.w.t.Helper()
	t.chooses(t.say("select."+name, places...), option)
	return t
}

// writesIn fills in the form that is open: keys of fields, and what is typed or chosen.
func (t tongue) writesIn(fields ...string) tongue {
	t.w.t.Helper()
	var given []string
	for i := 0; i+1 < len(fields); i += 2 {
		key, name, _ := strings.Cut(fields[i], " ")
		var places []any
		if name != "" {
			places = []any{"name", name}
		}
		given = append(given, t.say(key, places...), fields[i+1])
	}
	t.fills(given...)
	return t
}

// functionWords are English words that none of the other languages has, and hardly any
// English sentence does without.
var functionWords = regexp.MustCompile(`(?i)(?:^|[^\p{L}/</-])(the|and|you|your|with|is|not|what|this|that|from|have|are|when|which|would|they|them|their|nobody|here|it|of|to|until|only|reads?|since|tomorrow|yesterday|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|may|june|july|august|october|december)(?:$|[^\p{L}-])`)

// looksThrough fails for each English text that they see.
func (t tongue) looksThrough() {
	if strings.HasPrefix(t.words.Language().Tag, "en") {
		return
	}
	look := func(where, text string) {
		if text == "" || t.clean[text] {
			return
		}
		t.clean[text] = true
		for _, fault := range t.foreign(bare(text)) {
			t.w.t.Errorf("%s, who reads %s, sees %s in the %s %q", t.name, t.words.Language().Key, fault, where, bare(text))
		}
	}
	seen := t.Messages()
	if t.shown.Message != nil {
		seen = append(seen, *t.shown.Message)
	}
	for _, m := range seen {
		if m.AuthorID != t.ID {
			messageTexts(m, look)
		}
	}
	if f := t.shown.Form; f != nil {
		look("title", f.Title)
		look("form", f.Text)
		for _, field := range f.Fields {
			look("field", field.Label)
			look("description", field.Description)
			look("placeholder", field.Placeholder)
			for _, o := range field.Options {
				look("option", o.Label)
				look("option", o.Description)
			}
		}
	}
}

// messageTexts lets each text of a message be looked at.
func messageTexts(m playground.Message, look func(where, text string)) {
	look("message", m.Content)
	for _, c := range slices.Concat(m.Components...) {
		look("label", c.Label)
		look("text", c.Content)
		look("placeholder", c.Placeholder)
		for _, o := range c.Options {
			look("option", o.Label)
			look("option", o.Description)
		}
	}
	for _, f := range m.Files {
		look("alternative text", f.Description)
		if strings.HasSuffix(f.Filename, ".html") {
			for _, text := range pageTexts(string(f.Data)) {
				look("page", text.words)
			}
		}
	}
}

// notTheirs is what no reader takes for a word of a language: addresses, commands, times.
var notTheirs = regexp.MustCompile(`<[^<>\s]+>|https?://\S+|/[a-z]+`)

// quotedLine is what somebody wrote, with the opening of a request.
var quotedLine = regexp.MustCompile(`(?m)^> .*$`)

// foreign returns what is English in a text, or in the language of the partner.
func (t tongue) foreign(text string) (faults []string) {
	for _, sentence := range englishSentences() {
		if strings.Contains(text, sentence) && !spokenIn(t.words.Language().Key)[sentence] {
			faults = append(faults, fmt.Sprintf("%q", sentence))
		}
	}
	for sentence := range spokenIn(t.never) {
		if strings.Contains(quotedLine.ReplaceAllString(text, ""), sentence) && !spokenIn(t.words.Language().Key)[sentence] {
			faults = append(faults, fmt.Sprintf("%q", sentence))
		}
	}
	for _, word := range functionWords.FindAllStringSubmatch(notTheirs.ReplaceAllString(text, " "), -1) {
		if !slices.Contains(t.own, strings.ToLower(word[1])) {
			faults = append(faults, fmt.Sprintf("%q", word[1]))
		}
	}
	return faults
}

// pieces are the parts of each text of a library of more than two words, between places.
func pieces(of *library.Library) map[string]bool {
	all := map[string]bool{}
	of.Reworded(func(text string) string {
		for _, part := range regexp.MustCompile(`\{[a-z]+\}`).Split(text, -1) {
			if part = strings.Trim(part, " ,;:.*"); len(strings.Fields(part)) > 2 {
				all[part] = true
			}
		}
		return text
	})
	return all
}

// englishSentences are those of the library, questions, lines and labels among them.
var englishSentences = sync.OnceValue(func() (all []string) {
	for text := range pieces(library.Default().Only("en")) {
		all = append(all, text)
	}
	return all
})

var (
	spokenOnce sync.Mutex
	spokenBy   = map[string]map[string]bool{}
)

// spokenIn are the same parts of what a language says.
func spokenIn(language string) map[string]bool {
	spokenOnce.Lock()
	defer spokenOnce.Unlock()
	if language == "" {
		return nil
	}
	if spokenBy[language] == nil {
		spokenBy[language] = pieces(library.Default().Only(language))
	}
	return spokenBy[language]
}

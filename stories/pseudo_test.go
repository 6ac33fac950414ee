package stories

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"hash/fnv"
	"html"
	"io"
	"io/fs"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"leanon/library"
	"leanon/library/pseudo"
)

// With -pseudo leanon speaks the language of package pseudo in every world: English, two
// fifths longer and accented. The stories are the same. What people see is turned back into
// English before a story looks at it, and each request of the program is looked through for
// sentences that the program joined, and for words that the library did not say.

var inPseudo = flag.Bool("pseudo", false, "let leanon speak a longer, accented language; one story in three runs, with -every-case all")

// oneStoryInThree leaves out two stories in three, always the same ones.
func oneStoryInThree() {
	files, err := filepath.Glob("*_test.go")
	if err != nil {
		panic(err)
	}
	var out []string
	for _, file := range files {
		code, err := os.ReadFile(file)
		if err != nil {
			panic(err)
		}
		for _, story := range regexp.MustCompile(`(?m)^func (Test\w+)\(t `).FindAllStringSubmatch(string(code), -1) {
			lot := fnv.New32a()
			_, _ = io.WriteString(lot, story[1])
			if lot.Sum32()%3 != 0 {
				out = append(out, story[1])
			}
		}
	}
	if err := flag.Set("test.skip", "^("+strings.Join(out, "|")+")$"); err != nil {
		panic(err)
	}
}

// speaks chooses the language of a world before its program starts.
func (w *world) speaks() {
	w.t.Helper()
	if !*inPseudo {
		return
	}
	w.library = pseudo.Library()
	for _, of := range []string{w.cfg.Host.Name, w.cfg.Host.Contact, w.cfg.Host.Where, w.cfg.CheckIn.Zone, "leanon"} {
		w.says(of)
	}
	w.says(zoneNames())
	for _, l := range library.Default().Spoken() {
		w.says(l.Name)
	}
	for _, l := range library.Default().Languages() {
		w.says(l.Name)
	}
	if help, err := fs.ReadFile(library.Embedded(), "help.yaml"); err == nil { // in the words of each country
		w.says(string(help))
	}
}

// plainly leaves out what runs leanon as a host has it, which speaks no such language.
func plainly(t testing.TB) {
	t.Helper()
	if *inPseudo {
		t.Skip("speaks English only")
	}
}

// english is a text as somebody who reads English would read it.
func english(text string) string {
	if !*inPseudo {
		return text
	}
	return pseudo.English(text)
}

// wordLike is what counts as a word of somebody's.
var wordLike = regexp.MustCompile(`[A-Za-z]+`)

// says remembers the words of what people typed and are called, which the program may show.
func (w *world) says(texts ...string) {
	if !*inPseudo {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.theirs == nil {
		w.theirs = map[string]bool{}
	}
	for _, text := range texts {
		for _, word := range wordLike.FindAllString(text, -1) {
			w.theirs[word] = true
		}
	}
}

// listens is what judges each request of the program: Discord's description, and what
// stands in the longer language.
func (w *world) listens(check func(*http.Request, []byte) error) func(*http.Request, []byte) error {
	if !*inPseudo {
		return check
	}
	return func(r *http.Request, body []byte) error {
		if check != nil {
			if err := check(r, body); err != nil {
				return err
			}
		}
		w.finds(r, body)
		return nil
	}
}

// aPlace and aZone are how a town is shown, and the letters of a zone behind a time;
// aSuggestion is one of a day, in words and as a date; anIncident is the number of an error
// in the log.
var (
	aSuggestion = regexp.MustCompile(`^╔┌[^┐]+┐: ┌.+┐▪*╗$`)
	aPlace      = regexp.MustCompile(`\p{Lu}[\p{L}.' &()-]*(?:, \p{Lu}[\p{L}.' &-]*)+(?: · \d\d:\d\d)?|[\p{L}.' -]+ \([A-Z][A-Za-z_]+(?:/[A-Za-z_]+)+\)`)
	aZone       = regexp.MustCompile(`\b[A-Z]{3,4}\b`)
	anIncident  = regexp.MustCompile(`\b[0-9a-f]{8}\b`)
)

// zoneNames returns the names of all zones, which the names of their cities are in.
var zoneNames = sync.OnceValue(func() string {
	zones, err := os.ReadFile("/usr/share/zoneinfo/tzdata.zi")
	if err != nil {
		return ""
	}
	var names strings.Builder
	for _, name := range regexp.MustCompile(`(?m)^(?:Z|L \S+) (\S+)`).FindAllStringSubmatch(string(zones), -1) {
		names.WriteString(strings.ReplaceAll(name[1], "_", " ") + " ")
	}
	return names.String()
})

// finds looks a request through, once for each text in it.
func (w *world) finds(r *http.Request, body []byte) {
	var texts []shownText
	for _, part := range partsOf(r, body) {
		texts = append(texts, part...)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, text := range texts {
		if text.place == "name" && aSuggestion.MatchString(text.words) { // in the words that somebody may type
			continue
		}
		text.words = aPlace.ReplaceAllString(aZone.ReplaceAllString(anIncident.ReplaceAllString(text.words, ""), ""), "")
		for _, fault := range pseudo.Faults(text.words, func(word string) bool { return w.theirs[word] }) {
			if text.place == inPage && strings.Contains(fault, "joined") { // it may have whole sentences side by side
				continue
			}
			w.broke = append(w.broke, fmt.Sprintf("%s: %s: in the %s %q", r.Method, fault, text.place, english(text.words)))
		}
	}
}

// shownText is a text that people read, and the field of Discord's that it stands in.
type shownText struct{ place, words string }

// partsOf returns the texts of a request: those of its JSON, and of each part of a form.
func partsOf(r *http.Request, body []byte) (all [][]shownText) {
	kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "multipart/form-data" {
		return [][]shownText{shownTexts(body)}
	}
	parts := multipart.NewReader(bytes.NewReader(body), params["boundary"])
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			panic(err)
		}
		data, err := io.ReadAll(part)
		if err != nil {
			panic(err)
		}
		switch {
		case part.FormName() == "payload_json":
			all = append(all, shownTexts(data))
		case strings.HasSuffix(part.FileName(), ".html"):
			all = append(all, pageTexts(string(data)))
		}
	}
}

// shownTexts returns what people read of a request in JSON.
func shownTexts(raw []byte) (texts []shownText) {
	var value any
	if json.Unmarshal(raw, &value) != nil {
		return nil
	}
	var walk func(place string, value any)
	walk = func(place string, value any) {
		switch v := value.(type) {
		case []any:
			for _, x := range v {
				walk(place, x)
			}
		case map[string]any:
			for key, x := range v {
				switch {
				case slices.Contains([]string{"content", "label", "placeholder", "description", "title"}, key),
					key == "name" && place == "choices", key == "value" && v["type"] == 4.0:
					if text, ok := x.(string); ok {
						texts = append(texts, shownText{key, text})
					}
				case key == "description_localizations":
				default:
					walk(cmp.Or(key, place), x)
				}
			}
		}
	}
	walk("", value)
	return texts
}

// inPage is the place of what stands in a page of HTML.
const inPage = "page"

// notRead is what nobody reads of a page: its style, its tags.
var notRead = regexp.MustCompile(`(?s)<style>.*?</style>|<!DOCTYPE html>|</?(?:bdi|strong|em)[^>]*>`)

// pageTexts returns what people read of a page: the text of each of its elements.
func pageTexts(page string) (texts []shownText) {
	for text := range strings.SplitSeq(notRead.ReplaceAllString(page, ""), "<") {
		if _, words, ok := strings.Cut(text, ">"); ok && strings.TrimSpace(words) != "" {
			texts = append(texts, shownText{inPage, html.UnescapeString(words)})
		}
	}
	return texts
}

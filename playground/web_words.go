package playground

import (
	"context"
	"errors"
	"html/template"
	"io/fs"
	"net/http"
	"strings"
	"sync"
)

// The page speaks the language of its visitor, and each chat that of its person's Discord:
// the two people of the page may differ. What is said here is said in the language of the
// request; what the browser says by itself it reads from /words/KEY.

// languageCookie keeps the language that a visitor has chosen.
const languageCookie = "lang"

// Told is an error that the page says in the words of its visitor, by a key.
type Told struct {
	Key    string
	Places []string // as those of Words.Say
}

func (t Told) Error() string { return t.Key }

// reasons are the keys of what Discord's own client would not do.
var reasons = []struct {
	err error
	key string
}{
	{ErrGone, "error.gone"}, {ErrNotYours, "error.not-yours"}, {ErrText, "error.text"}, {ErrFixed, "error.fixed"},
	{ErrNoComponent, "error.component"}, {ErrDisabled, "error.component"}, {ErrValues, "error.values"},
	{ErrNoCommand, "error.command"}, {ErrOption, "error.option"}, {ErrField, "error.field"}, {ErrSubmitted, "error.submitted"},
}

// sayError says why something could not be done.
func (w Words) sayError(err error) string {
	var told Told
	if errors.As(err, &told) {
		return w.Say(told.Key, told.Places...)
	}
	for _, r := range reasons {
		if errors.Is(err, r.err) {
			return w.Say(r.key)
		}
	}
	return err.Error()
}

// wordBook are the words of a page in the languages that were asked for so far.
type wordBook struct {
	from []fs.FS

	mu  sync.Mutex
	all map[string]Words
}

// newWordBook returns the words of every page and those of one, if it has any.
func newWordBook(own fs.FS) *wordBook {
	shared, err := fs.Sub(pageFiles, "page/words")
	if err != nil {
		panic("playground: " + err.Error()) // the name is valid
	}
	b := &wordBook{from: []fs.FS{shared}, all: map[string]Words{}}
	if own != nil {
		b.from = append(b.from, own)
	}
	return b
}

func (b *wordBook) in(of Language) (Words, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if w, known := b.all[of.Key]; known {
		return w, nil
	}
	w, err := readWords(of, b.from...)
	if err == nil {
		b.all[of.Key] = w
	}
	return w, err
}

// ReadWords returns the words of a page in a language: those of every page and, from a
// directory with a file for each language, its own.
func ReadWords(of Language, own fs.FS) (Words, error) { return newWordBook(own).in(of) }

// words returns the words for whoever makes a request: in the language that it names, or
// that its visitor has chosen before, or that of their browser.
func (p *Page) words(r *http.Request) Words {
	wishes := []string{r.URL.Query().Get("lang")}
	if kept, err := r.Cookie(languageCookie); err == nil {
		wishes = append(wishes, kept.Value)
	}
	return p.in(Spoken(append(wishes, r.Header.Get("Accept-Language"))...))
}

// in returns the words of one language. They are a part of the program, and a test reads
// them all.
func (p *Page) in(of Language) Words {
	w, err := p.book.in(of)
	if err != nil {
		panic("playground: " + err.Error())
	}
	return w
}

// home is index.html with its words. It is read at the first use.
var home = sync.OnceValue(func() *template.Template {
	return template.Must(template.ParseFS(pageFiles, "page/index.html"))
})

// home serves the page itself. A language that is named by the address is kept.
func (p *Page) home(w http.ResponseWriter, r *http.Request) {
	words := p.words(r)
	if r.URL.Query().Has("lang") {
		http.SetCookie(w, &http.Cookie{Name: languageCookie, Value: words.Language.Key, Path: "/", MaxAge: 365 * 24 * 60 * 60, HttpOnly: true, SameSite: http.SameSiteStrictMode})
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	var page strings.Builder
	err := home().Execute(&page, struct {
		Words
		Title     string
		Languages []Language
	}{words, words.Say(p.o.Title), Languages()})
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	// An error means that the reader has gone.
	_, _ = w.Write([]byte(page.String()))
}

// wordsOf serves the words of one language to the browser.
func (p *Page) wordsOf(w http.ResponseWriter, r *http.Request) {
	writeJSON(w, http.StatusOK, p.in(Spoken(r.PathValue("language"))).forBrowser())
}

// forBrowser returns the words as words.js reads them.
func (w Words) forBrowser() any {
	texts := map[string]any{}
	for key, phrase := range w.texts {
		texts[key] = phrase
		if phrase.Text != "" {
			texts[key] = phrase.Text
		}
	}
	return struct {
		Language
		Texts map[string]any `json:"texts"`
	}{w.Language, texts}
}

// speak sets the language of the page, and with it that of both people's Discord; or that
// of one person's alone.
func (p *Page) speak(w http.ResponseWriter, r *http.Request) {
	var wanted struct {
		Language string `json:"language"`
		Person   string `json:"person"` // "" for the page
	}
	if !p.read(w, r, &wanted) {
		return
	}
	language := Spoken(wanted.Language)
	if seat := p.seat(wanted.Person); seat != nil {
		seat.Person.SetLocale(language.Locales[0])
		writeJSON(w, http.StatusOK, outcome{})
		return
	}
	if err := p.turnTo(context.WithoutCancel(r.Context()), language); err != nil {
		writeJSON(w, http.StatusConflict, outcome{Error: p.words(r).sayError(err)})
		return
	}
	writeJSON(w, http.StatusOK, outcome{})
}

func (p *Page) turnTo(ctx context.Context, language Language) error {
	p.mu.Lock()
	same, touched := p.language.Key == language.Key, p.touched
	p.language = language
	p.mu.Unlock()
	if same {
		return nil
	}
	for _, s := range p.o.Seats {
		s.Person.SetLocale(language.Locales[0])
	}
	if p.o.Speak == nil {
		return nil
	}
	defer p.Changed()
	return p.o.Speak(ctx, touched)
}

// Language returns the language that the page was told last to speak.
func (p *Page) Language() Language {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.language
}

// touch notes that a visitor has done something here.
func (p *Page) touch() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.touched = true
}

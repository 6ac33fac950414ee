package playground

import (
	"bytes"
	"context"
	"crypto/subtle"
	"embed"
	"encoding/json"
	"io/fs"
	"mime"
	"net"
	"net/http"
	"path"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

//go:embed page
var pageFiles embed.FS

// PageOptions configure a Page. Discord, Now, Secret and Seats are required; the
// functions may be nil and are called from many goroutines.
type PageOptions struct {
	Discord *Discord
	Now     func() time.Time
	// Secret is the first segment of every path: letters, digits, "-" and "_". Whoever
	// has it may do everything that the page can.
	Secret string
	// Title is the title of the page, and Bot is the bot's name on it.
	Title, Bot string
	// Words has a file for each of Languages, by its key, of what is said by Title, by
	// the labels of Actions and by Hint; without it these are said as they are.
	Words fs.FS
	// Language is what the page speaks at first: that of the people's Discord.
	Language Language
	// Speak is called once the visitor's language is another one, and the people's Discord
	// with it. touched is whether anybody has done anything at this page.
	Speak func(ctx context.Context, touched bool) error
	// Seats are the people whose direct messages stand side by side.
	Seats []Seat
	// Actions are the buttons beside Discord's own, in order.
	Actions []Action
	// Hint returns one sentence on what to do next, in those words.
	Hint func(Words) string
	// Process returns the state of the bot's process: "running", "starting" or "stopped".
	Process func() string
	// Stored returns everything that the bot keeps, as it lies in its database.
	Stored func(ctx context.Context) ([]Table, error)
	// Log returns the newest lines of the bot's log, oldest first.
	Log func() []string
}

// Seat is a person at the page, and the zone in which the page shows their clock and
// timestamps.
type Seat struct {
	Person *Person
	Zone   *time.Location
}

// Action is one button of the page.
type Action struct {
	ID, Label string // Label is a key of Words
	// Group is where the button stands: "clock", "bot" or "begin". While an action of
	// the clock is carried out, nobody can act, so that the time does not change
	// during an act.
	Group string
	// Do carries the action out. Its error is shown to the visitor, so it is a Told, or
	// a sentence.
	Do func(ctx context.Context) error
}

// Table is one table of a database.
type Table struct {
	Name    string   `json:"name"`
	Columns []string `json:"columns"`
	Rows    [][]Cell `json:"rows"`
	Left    int      `json:"left"` // rows that are not shown
}

// Cell is one value as text; Kind is "null", "integer", "real", "text" or "blob".
type Cell struct {
	Kind  string `json:"kind"`
	Text  string `json:"text"`
	Bytes int    `json:"bytes,omitempty"` // how many there are, if Text is only their beginning
}

// Page is a web page that shows some people's direct messages with a bot and lets a
// visitor act for them. It is a http.Handler that serves loopback names only, refuses
// every path without the secret, takes acts only from its own origin, and loads nothing
// from elsewhere.
type Page struct {
	o     PageOptions
	mux   *http.ServeMux
	gone  chan struct{}
	leave sync.Once

	moving     sync.RWMutex // held for writing while the clock moves, for reading during an act
	clockMoves atomic.Bool  // whether the clock is being moved on

	mu       sync.Mutex
	trouble  trouble
	forms    map[string]Form // open ones, by number
	lastID   int
	language Language
	touched  bool // somebody has done something

	book *wordBook
}

// NewPage returns a page. It panics if a required option is missing.
func NewPage(o PageOptions) *Page {
	if o.Discord == nil || o.Now == nil || o.Secret == "" || len(o.Seats) == 0 {
		panic("playground.NewPage: Discord, Now, Secret and Seats are required")
	}
	if o.Language.Key == "" {
		o.Language = Languages()[0]
	}
	p := &Page{o: o, mux: http.NewServeMux(), gone: make(chan struct{}), forms: map[string]Form{}, language: o.Language, book: newWordBook(o.Words)}
	p.mux.HandleFunc("GET /{$}", p.home)
	p.mux.HandleFunc("GET /words/{language}", p.wordsOf)
	p.mux.HandleFunc("POST /speak", p.speak)
	p.mux.HandleFunc("GET /page/{name}", func(w http.ResponseWriter, r *http.Request) { p.file(r.PathValue("name"))(w, r) })
	p.mux.HandleFunc("GET /events", p.events)
	p.mux.HandleFunc("GET /stored", p.stored)
	p.mux.HandleFunc("GET /files/{person}/{message}/{file}", p.attachment)
	p.mux.HandleFunc("POST /act", p.act)
	p.mux.HandleFunc("POST /do", p.do)
	p.mux.HandleFunc("POST /trouble", p.makeTrouble)
	return p
}

// Close ends the page's streams. Later requests are answered 503.
func (p *Page) Close() { p.leave.Do(func() { close(p.gone) }) }

// Changed tells the page that something it shows has changed outside of Discord.
func (p *Page) Changed() {
	d := p.o.Discord
	d.mu.Lock()
	defer d.mu.Unlock()
	d.touch()
}

// policy is the page's Content-Security-Policy. It lets the page load its own files and
// nothing else, run no inline script, and make no markup of text.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// ServeHTTP answers one request.
func (p *Page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
	h.Set("Cache-Control", "no-store")
	secret, _, slashed := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	switch {
	case !isLoopback(r.Host):
		http.Error(w, p.words(r).Say("refused.machine"), http.StatusForbidden)
	case subtle.ConstantTimeCompare([]byte(secret), []byte(p.o.Secret)) != 1:
		http.Error(w, p.words(r).Say("refused.address"), http.StatusForbidden)
	case foreign(r):
		http.Error(w, p.words(r).Say("refused.foreign"), http.StatusForbidden)
	case p.isGone():
		http.Error(w, p.words(r).Say("refused.over"), http.StatusServiceUnavailable)
	case !slashed: // the page's own files are named relative to the slash
		http.Redirect(w, r, "/"+secret+"/", http.StatusPermanentRedirect)
	default:
		http.StripPrefix("/"+secret, p.mux).ServeHTTP(w, r)
	}
}

func (p *Page) isGone() bool {
	select {
	case <-p.gone:
		return true
	default:
		return false
	}
}

// isLoopback returns whether a Host header names this machine. Any other name may be one
// that somebody has pointed here (DNS rebinding).
func isLoopback(hostPort string) bool {
	host, _, err := net.SplitHostPort(hostPort)
	if err != nil {
		host = strings.Trim(hostPort, "[]")
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// foreign returns whether another site made the request. An act needs the page's own
// Origin; a read must not have another one, and the browser must not report that another
// site embeds it.
func foreign(r *http.Request) bool {
	origin, own := r.Header.Get("Origin"), "http://"+r.Host
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		site := r.Header.Get("Sec-Fetch-Site")
		embeds := (site == "cross-site" || site == "same-site") && r.Header.Get("Sec-Fetch-Mode") != "navigate"
		return origin != "" && origin != own || embeds
	}
	return origin != own
}

func (p *Page) file(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		raw, err := pageFiles.ReadFile("page/" + name)
		kind := mime.TypeByExtension(path.Ext(name))
		switch path.Ext(name) { // not from the machine's table, which may be wrong
		case ".html":
			kind = "text/html; charset=utf-8"
		case ".js", ".mjs":
			kind = "text/javascript; charset=utf-8"
		case ".css":
			kind = "text/css; charset=utf-8"
		}
		if err != nil {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", kind)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(raw))
	}
}

// attachment serves a file of a message that a person sees. Only pictures are
// shown; anything else is for saving, so that it is never run as part of the page.
func (p *Page) attachment(w http.ResponseWriter, r *http.Request) {
	seat := p.seat(r.PathValue("person"))
	if seat == nil {
		http.NotFound(w, r)
		return
	}
	m, ok := seat.Person.Look(Message{ID: r.PathValue("message")})
	if !ok {
		http.NotFound(w, r)
		return
	}
	for _, f := range m.Files {
		if f.ID == r.PathValue("file") {
			kind, as := f.ContentType, "inline"
			if !isPicture(kind) {
				kind, as = "application/octet-stream", "attachment"
			}
			w.Header().Set("Content-Type", kind)
			w.Header().Set("Content-Disposition", mime.FormatMediaType(as, map[string]string{"filename": f.Filename}))
			http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.Data))
			return
		}
	}
	http.NotFound(w, r)
}

func isPicture(kind string) bool {
	kind, _, err := mime.ParseMediaType(kind)
	return err == nil && (kind == "image/png" || kind == "image/jpeg" || kind == "image/gif" || kind == "image/webp")
}

func (p *Page) seat(person string) *Seat {
	for i := range p.o.Seats {
		if p.o.Seats[i].Person.ID == person {
			return &p.o.Seats[i]
		}
	}
	return nil
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	raw, err := json.Marshal(body)
	if err != nil {
		raw = []byte(`{"error":"the answer cannot be written"}`)
	}
	// An error means that the reader has gone, so that nobody is left to tell.
	_, _ = w.Write(raw)
}

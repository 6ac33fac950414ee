package playground

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// gatherTime is how long changes are collected before they are sent together.
// aliveInterval is how often a stream without changes sends a sign of life.
// lookInterval is how often the database and the log are read while a visitor watches
// them.
const (
	gatherTime    = 20 * time.Millisecond
	aliveInterval = 15 * time.Second
	lookInterval  = 300 * time.Millisecond
)

// state is everything that the page shows but the drawer. It holds only those messages
// that have changed since the stream's last state.
type state struct {
	World   string       `json:"world"`
	Speaks  string       `json:"language"` // that of the people's Discord at first
	Title   string       `json:"title"`
	Now     int64        `json:"now"` // unix milliseconds
	Bot     botView      `json:"bot"`
	People  []personView `json:"people"`
	Actions []actionView `json:"actions"`
	Trouble trouble      `json:"trouble"`
	Hint    string       `json:"hint"`
	Drawer  bool         `json:"drawer"` // whether there is anything stored to show
}

type botView struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Connected bool   `json:"connected"`
	Process   string `json:"process"`
}

type personView struct {
	ID       string        `json:"id"`
	Name     string        `json:"name"`
	Zone     string        `json:"zone"`
	Language string        `json:"language"` // of Languages: that of their Discord
	Offered  []offerView   `json:"commands"`
	Order    []string      `json:"order"`
	Messages []messageView `json:"messages"`
}

type actionView struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	Group string `json:"group"`
}

type offerView struct {
	Name        string          `json:"name"`
	Description string          `json:"description"`
	Options     []CommandOption `json:"options"`
}

type messageView struct {
	ID         string            `json:"id"`
	Author     string            `json:"author"`
	Content    string            `json:"content"`
	Rows       [][]componentView `json:"rows"`
	Embeds     []json.RawMessage `json:"embeds"`
	Files      []fileView        `json:"files"`
	Ephemeral  bool              `json:"ephemeral"`
	Loading    bool              `json:"loading"`
	At         int64             `json:"at"`     // unix milliseconds
	Edited     int64             `json:"edited"` // 0: never
	ReplyTo    string            `json:"replyTo"`
	Suppressed bool              `json:"suppressed"` // no embeds for links
	Silent     bool              `json:"silent"`     // came without a notification
	Besides    string            `json:"besides"`    // what it carries besides words and files
	Pinged     []string          `json:"pinged"`
}

type componentView struct {
	Type        int      `json:"type"`
	ID          string   `json:"id"`
	Label       string   `json:"label"`
	Content     string   `json:"content"`
	URL         string   `json:"url"`
	Style       int      `json:"style"`
	Disabled    bool     `json:"disabled"`
	Placeholder string   `json:"placeholder"`
	Options     []Option `json:"options"`
	Min         int      `json:"min"`
	Max         int      `json:"max"`
}

type fileView struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
	Picture     bool   `json:"picture"`
	Size        int    `json:"size"`
}

// stream is one page's connection for server-sent events.
type stream struct {
	w     http.ResponseWriter
	words Words             // of who reads it
	sent  map[string][]byte // what it has of each message, by person and id
}

func newStream(w http.ResponseWriter, words Words) *stream {
	w.Header().Set("Content-Type", "text/event-stream")
	s := &stream{w: w, words: words, sent: map[string][]byte{}}
	fmt.Fprint(w, "retry: 300\n\n")
	return s
}

// send writes one event. An error means that the reader has gone.
func (s *stream) send(event string, data []byte) error {
	if _, err := fmt.Fprintf(s.w, "event: %s\ndata: %s\n\n", event, data); err != nil {
		return err
	}
	return http.NewResponseController(s.w).Flush()
}

// events streams the state, at once and after each change.
func (p *Page) events(w http.ResponseWriter, r *http.Request) {
	s := newStream(w, p.words(r))
	beat := time.NewTicker(aliveInterval)
	defer beat.Stop()
	for {
		change := p.o.Discord.nextChange()
		raw, err := json.Marshal(p.state(s))
		if err != nil || s.send("state", raw) != nil {
			return
		}
		for waiting := true; waiting; {
			select {
			case <-change:
				waiting = false
			case <-beat.C:
				if s.send("alive", []byte("{}")) != nil {
					return
				}
			case <-p.gone:
				return
			case <-r.Context().Done():
				return
			}
		}
		pause := time.NewTimer(gatherTime)
		select {
		case <-pause.C:
		case <-r.Context().Done():
			pause.Stop()
			return
		}
	}
}

// state returns what a stream has to be sent now.
func (p *Page) state(s *stream) state {
	d := p.o.Discord
	p.mu.Lock()
	t := p.trouble
	p.mu.Unlock()
	st := state{
		World: d.URL(), Speaks: p.Language().Key, Title: s.words.Say(p.o.Title), Now: p.o.Now().UnixMilli(), Trouble: t,
		Bot:     botView{ID: d.Application(), Name: p.o.Bot, Connected: d.gateway.Connected()},
		Actions: []actionView{}, Drawer: p.o.Stored != nil || p.o.Log != nil,
	}
	if p.o.Process != nil {
		st.Bot.Process = p.o.Process()
	}
	if p.o.Hint != nil {
		st.Hint = p.o.Hint(s.words)
	}
	for _, a := range p.o.Actions {
		st.Actions = append(st.Actions, actionView{a.ID, s.words.Say(a.Label), a.Group})
	}
	for _, seat := range p.o.Seats {
		st.People = append(st.People, s.person(seat, d))
	}
	return st
}

func (s *stream) person(seat Seat, d *Discord) personView {
	v := personView{
		ID: seat.Person.ID, Name: seat.Person.Name, Zone: seat.Zone.String(),
		Offered: []offerView{}, Order: []string{}, Messages: []messageView{},
	}
	locale := seat.Person.Speaks()
	v.Language = Spoken(locale).Key
	for _, c := range d.Commands() {
		if c.Type == 1 && c.Guild == "" {
			c = c.As(locale)
			v.Offered = append(v.Offered, offerView{c.Name, c.Description, c.Options})
		}
	}
	for _, m := range seat.Person.Messages() {
		v.Order = append(v.Order, m.ID)
		mv := viewMessage(m)
		raw, err := json.Marshal(mv)
		key := v.ID + "/" + m.ID
		if err == nil && !bytes.Equal(raw, s.sent[key]) {
			s.sent[key] = raw
			v.Messages = append(v.Messages, mv)
		}
	}
	return v
}

func viewMessage(m Message) messageView {
	v := messageView{
		ID: m.ID, Author: m.AuthorID, Content: m.Content, Rows: [][]componentView{}, Embeds: m.Embeds, Files: []fileView{},
		Ephemeral: m.Ephemeral, Loading: m.Loading, At: m.Timestamp.UnixMilli(), ReplyTo: m.ReplyTo,
		Suppressed: m.Flags&flagSuppress != 0, Silent: m.Flags&flagSilent != 0, Besides: m.Besides, Pinged: m.Mentioned,
	}
	if !m.Edited.IsZero() {
		v.Edited = m.Edited.UnixMilli()
	}
	for _, row := range m.Components {
		cells := []componentView{}
		for _, c := range row {
			cells = append(cells, componentView{c.Type, c.CustomID, c.Label, c.Content, c.URL, c.Style, c.Disabled, c.Placeholder, c.Options, c.MinValues, c.MaxValues})
		}
		v.Rows = append(v.Rows, cells)
	}
	for _, f := range m.Files {
		v.Files = append(v.Files, fileView{f.ID, f.Filename, f.Description, isPicture(f.ContentType), len(f.Data)})
	}
	return v
}

// drawer is what the page's drawer shows: the database and the log.
type drawer struct {
	Tables []Table  `json:"tables"`
	Log    []string `json:"log"`
	Error  string   `json:"error,omitempty"`
}

// stored streams the database and the log while a visitor watches them.
func (p *Page) stored(w http.ResponseWriter, r *http.Request) {
	s := newStream(w, p.words(r))
	again := time.NewTicker(lookInterval)
	defer again.Stop()
	var last []byte
	for {
		raw, err := json.Marshal(p.kept(r))
		if err != nil {
			return
		}
		if !bytes.Equal(raw, last) {
			if s.send("stored", raw) != nil {
				return
			}
			last = raw
		}
		select {
		case <-again.C:
		case <-p.gone:
			return
		case <-r.Context().Done():
			return
		}
	}
}

func (p *Page) kept(r *http.Request) drawer {
	var k drawer
	if p.o.Stored != nil {
		tables, err := p.o.Stored(r.Context())
		if err != nil {
			k.Error = p.words(r).Say("drawer.unread")
		}
		k.Tables = tables
	}
	if p.o.Log != nil {
		k.Log = p.o.Log()
	}
	return k
}

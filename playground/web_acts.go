package playground

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
)

// maxAct is how many bytes an act may have: enough for a form of five fields of 4,000
// characters, and for a picture of maxFileSize in base64.
const maxAct = 256<<10 + maxFileSize*4/3

// keptForms is how many open forms the page keeps, of all people together.
const keptForms = 64

// act is what a person does, as the page sends it.
type act struct {
	Person    string            `json:"person"`
	Do        string            `json:"do"`
	Message   string            `json:"message"`
	Component string            `json:"component"`
	Values    []string          `json:"values"`
	Text      string            `json:"text"`
	Name      string            `json:"name"`
	Options   map[string]string `json:"options"`
	Focused   string            `json:"focused"`
	Form      string            `json:"form"`
	Fields    map[string]string `json:"fields"`
	File      *sentFile         `json:"file"` // of a message, or nil
}

// sentFile is a file that a person attaches to a message.
type sentFile struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Data []byte `json:"data"` // in JSON base64
}

// outcome is what the person's client shows at once; messages come as events.
type outcome struct {
	Form    *formView `json:"form,omitempty"`
	Choices []choice  `json:"choices,omitempty"`
	Failed  bool      `json:"failed,omitempty"` // no response in time
	Error   string    `json:"error,omitempty"`
	Made    string    `json:"made,omitempty"` // id of the message it made or changed
}

type choice struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type formView struct {
	ID     string      `json:"id"`
	Title  string      `json:"title"`
	Text   string      `json:"text"`
	Fields []fieldView `json:"fields"`
}

type fieldView struct {
	ID          string   `json:"id"`
	Label       string   `json:"label"`
	Description string   `json:"description"`
	Placeholder string   `json:"placeholder"`
	Value       string   `json:"value"`
	Long        bool     `json:"long"`
	Required    bool     `json:"required"`
	Min         int      `json:"min"`
	Max         int      `json:"max"`
	Options     []Option `json:"options,omitempty"`
}

// read decodes a JSON body, or answers with an error and returns false. It takes no other
// content type, because a form on another site can send those without the browser asking
// this server first.
func (p *Page) read(w http.ResponseWriter, r *http.Request, into any) bool {
	if kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); kind != "application/json" {
		writeJSON(w, http.StatusUnsupportedMediaType, outcome{Error: "an act is JSON"})
		return false
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxAct)).Decode(into); err != nil {
		writeJSON(w, http.StatusBadRequest, outcome{Error: "an act that cannot be read"})
		return false
	}
	return true
}

// act carries out what a person does and answers with what came back first.
func (p *Page) act(w http.ResponseWriter, r *http.Request) {
	var a act
	if !p.read(w, r, &a) {
		return
	}
	seat := p.seat(a.Person)
	if seat == nil {
		writeJSON(w, http.StatusNotFound, outcome{Error: "nobody of that id sits here"})
		return
	}
	p.touch()
	p.moving.RLock()
	defer p.moving.RUnlock()
	if p.isDown() {
		writeJSON(w, http.StatusConflict, outcome{Error: p.words(r).Say("error.down")})
		return
	}
	out, err := p.perform(r.Context(), seat.Person, a)
	switch {
	case errors.Is(err, ErrNoResponse):
		out.Failed = true
	case err != nil:
		writeJSON(w, http.StatusConflict, outcome{Error: p.words(r).sayError(err)})
		return
	}
	writeJSON(w, http.StatusOK, out)
}

func (p *Page) perform(ctx context.Context, who *Person, a act) (outcome, error) {
	on := Message{ID: a.Message}
	var response Response
	var err error
	switch a.Do {
	case "write", "reply", "edit", "delete", "dismiss":
		return p.chat(who, a)
	case "press":
		response, err = who.Press(ctx, on, a.Component)
	case "choose":
		response, err = who.Choose(ctx, on, a.Component, a.Values...)
	case "command":
		response, err = who.Command(ctx, nil, a.Name, a.Options)
	case "complete":
		response.Choices, err = who.Complete(ctx, nil, a.Name, a.Options, a.Focused)
	case "submit":
		form, ok := p.form(a.Form)
		if !ok {
			return outcome{}, ErrGone
		}
		response, err = who.Submit(ctx, form, a.Fields)
	default:
		return outcome{}, errors.New("no such act")
	}
	if err != nil {
		return outcome{}, err
	}
	out := outcome{}
	if response.Message != nil {
		out.Made = response.Message.ID
	}
	for _, c := range response.Choices {
		out.Choices = append(out.Choices, choice(c))
	}
	if response.Form != nil {
		out.Form = p.keepForm(*response.Form)
	}
	return out, nil
}

// chat carries out an act that the bot need not answer: writing, editing, deleting and
// the like.
func (p *Page) chat(who *Person, a act) (outcome, error) {
	on := Message{ID: a.Message}
	var made Message
	var err error
	switch a.Do {
	case "write":
		if f := a.File; f != nil {
			made, err = who.WriteWith(Besides{Files: []Attachment{{Filename: f.Name, ContentType: f.Type, Data: f.Data}}}, a.Text)
		} else {
			made, err = who.Write(a.Text)
		}
	case "reply":
		made, err = who.WriteReply(on, a.Text)
	case "edit":
		made, err = who.Edit(on, a.Text)
	case "delete":
		err = who.Delete(on)
	case "dismiss":
		err = who.Dismiss(on)
	}
	return outcome{Made: made.ID}, err
}

// keepForm keeps a form until it is sent, and forgets the oldest one beyond keptForms.
func (p *Page) keepForm(f Form) *formView {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lastID++
	id := strconv.Itoa(p.lastID)
	p.forms[id] = f
	delete(p.forms, strconv.Itoa(p.lastID-keptForms))
	v := &formView{ID: id, Title: f.Title, Text: f.Text, Fields: []fieldView{}}
	for _, x := range f.Fields {
		v.Fields = append(v.Fields, fieldView(x))
	}
	return v
}

func (p *Page) form(id string) (Form, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f, ok := p.forms[id]
	return f, ok
}

// do carries out one of PageOptions.Actions.
func (p *Page) do(w http.ResponseWriter, r *http.Request) {
	var wanted struct {
		Action string `json:"action"`
	}
	if !p.read(w, r, &wanted) {
		return
	}
	for _, a := range p.o.Actions {
		if a.ID != wanted.Action {
			continue
		}
		p.touch()
		// An action that has begun is carried out even if the visitor leaves.
		if err := p.carryOut(context.WithoutCancel(r.Context()), a); err != nil {
			writeJSON(w, http.StatusConflict, outcome{Error: p.words(r).sayError(err)})
			return
		}
		writeJSON(w, http.StatusOK, outcome{})
		return
	}
	writeJSON(w, http.StatusNotFound, outcome{Error: "no such action"})
}

func (p *Page) carryOut(ctx context.Context, a Action) error {
	if a.Group == "clock" {
		p.moving.Lock()
		defer p.moving.Unlock()
		p.clockMoves.Store(true)
		defer p.clockMoves.Store(false)
	}
	defer p.Changed()
	return a.Do(ctx)
}

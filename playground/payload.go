package playground

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// Limits of files (D:reference#uploading-files).
const (
	maxFiles    = 10
	maxFileSize = 10 << 20
)

// payload is the part of a request that describes a message. A field that was not sent
// is nil. On an edit a field that was sent as null clears the message's.
type payload struct {
	Content    *string          `json:"content"`
	Nonce      json.RawMessage  `json:"nonce"`
	Enforce    bool             `json:"enforce_nonce"`
	Embeds     []map[string]any `json:"embeds"`
	Mentions   *allowedMentions `json:"allowed_mentions"`
	Reference  *reference       `json:"message_reference"`
	Components []map[string]any `json:"components"`
	Flags      *int             `json:"flags"`
	Attached   []attached       `json:"attachments"`
	Stickers   []string         `json:"sticker_ids"`
	Poll       json.RawMessage  `json:"poll"`

	sent map[string]json.RawMessage
	c    *call
	at   string // where in the body it was: "" or "data."
}

type reference struct {
	Type      int    `json:"type"`
	MessageID string `json:"message_id"`
	Strict    *bool  `json:"fail_if_not_exists"`
}

type attached struct {
	ID          json.RawMessage `json:"id"` // an index into the files, or an id of a file kept
	Filename    string          `json:"filename"`
	Description string          `json:"description"`
}

func (p *payload) has(field string) bool { _, sent := p.sent[field]; return sent }

func (p *payload) text() string {
	if p.Content == nil {
		return ""
	}
	return *p.Content
}

func (p *payload) flags() int {
	if p.Flags == nil {
		return 0
	}
	return *p.Flags
}

// unpack takes a multipart request apart and checks that a body is JSON.
func (c *call) unpack() error {
	kind, params, _ := mime.ParseMediaType(c.Header.Get("Content-Type"))
	if kind == "multipart/form-data" {
		if err := c.unpackParts(params["boundary"]); err != nil {
			return err
		}
	} else if len(c.body) > 0 && kind != "application/json" {
		return refuse(400, 50035, "Invalid Form Body (Expected \"Content-Type\" header to be one of {'application/json'})")
	}
	if len(c.body) > 0 && !json.Valid(c.body) {
		return refuse(400, 50109, "The request body contains invalid JSON.")
	}
	return nil
}

func (c *call) unpackParts(boundary string) error {
	parts := multipart.NewReader(bytes.NewReader(c.body), boundary)
	c.body, c.files = []byte("{}"), map[string]*file{}
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return refuse(400, 50035, "Invalid Form Body (multipart)")
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return refuse(400, 50035, "Invalid Form Body (multipart)")
		}
		if part.FormName() == "payload_json" {
			c.body = data
			continue
		}
		if len(data) > maxFileSize {
			return refuse(413, 40005, "Request entity too large")
		}
		index := strings.Trim(part.FormName(), "files[]") // "files[0]", or discordgo's "file0"
		kind := part.Header.Get("Content-Type")
		if kind == "" {
			kind = http.DetectContentType(data)
		}
		c.files[index] = &file{name: part.FileName(), contentType: kind, data: data}
	}
}

// read decodes the body into v. If a field does not fit its type, the error is that of an
// invalid form.
func (c *call) read(v any) error { return readInto(c.body, v) }

func readInto(raw []byte, v any) error {
	err := json.Unmarshal(raw, v)
	if bad, is := err.(*json.UnmarshalTypeError); is {
		return invalid(bad.Field, "BASE_TYPE_BAD_TYPE", "wrong type")
	}
	if err != nil {
		return refuse(400, 50109, "The request body contains invalid JSON.")
	}
	return nil
}

// message reads a message's payload from the body, or from a part of it.
func (c *call) message(raw []byte, at string) (*payload, error) {
	p := &payload{c: c, at: at}
	if len(raw) == 0 {
		raw = []byte("{}")
	}
	if err := readInto(raw, p); err != nil {
		return nil, err
	}
	if err := readInto(raw, &p.sent); err != nil {
		return nil, err
	}
	if p.Content != nil {
		trimmed := strings.TrimSpace(*p.Content)
		p.Content = &trimmed
	}
	return p, nil
}

// attach sets the files of a message: those that were sent, as "attachments" describes
// them, and on an edit those of before that "attachments" still names, or all of them if
// it was not sent.
func (d *Discord) attach(p *payload, m *message) error {
	if len(p.c.files) == 0 && !p.has("attachments") {
		return nil
	}
	if len(p.c.files) > maxFiles {
		return refuse(400, 30015, "Maximum number of attachments in a message reached (10)")
	}
	kept := m.files
	if p.has("attachments") {
		kept = nil
	}
	for _, a := range p.Attached {
		id := nonceText(a.ID)
		if err := length(p.at+"attachments.description", a.Description, 0, 1024); err != nil {
			return err
		}
		if f := p.c.files[id]; f != nil {
			f.description = a.Description
			if a.Filename != "" {
				f.name = a.Filename
			}
			continue
		}
		for _, f := range m.files {
			if f.id == id {
				kept = append(kept, f)
			}
		}
	}
	for i := range maxFiles {
		f := p.c.files[strconv.Itoa(i)]
		if f == nil {
			continue
		}
		f.id = idText(d.newID())
		f.url = d.base + "/attachments/" + m.channel.ID + "/" + f.id + "/" + url.PathEscape(f.name)
		d.files[f.id] = f
		kept = append(kept, f)
	}
	m.files = kept
	return nil
}

// serveFile serves a file to anybody who knows its address, as Discord's content delivery
// network does.
func (d *Discord) serveFile(w http.ResponseWriter, r *http.Request) {
	_, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/attachments/"), "/")
	id, _, _ := strings.Cut(rest, "/")
	d.mu.Lock()
	f := d.files[id]
	d.mu.Unlock()
	if f == nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", f.contentType)
	w.Write(f.data)
}

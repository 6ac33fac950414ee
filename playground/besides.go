package playground

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"time"
)

// ErrFixed means that Discord's client does not edit a message of this kind.
var ErrFixed = errors.New("such a message cannot be edited")

// Besides is what a message of a person's carries besides words.
type Besides struct {
	Files   []Attachment // each with Filename and Data; ContentType may be empty
	Voice   bool         // the file is a voice message, which has no words
	Sticker string       // the name of a sticker
	Poll    string       // the question of a poll with the answers Yes and No, which has no words
}

// These tell a reader what the page does not draw.
const (
	asVoice     = "Voice message"
	asSticker   = "Sticker: "
	asPoll      = "Poll: "
	asForwarded = "Forwarded: "
)

// extra is what Discord keeps of a message besides words and files; each part is nil
// where there is none.
type extra struct {
	Stickers  json.RawMessage `json:"sticker_items,omitempty"`
	Poll      json.RawMessage `json:"poll,omitempty"`
	Snapshots json.RawMessage `json:"message_snapshots,omitempty"`

	shown string // for a reader
	fixed bool   // it cannot be edited
}

// WriteWith is Write with something besides words; text may then be "".
func (p *Person) WriteWith(b Besides, text string) (Message, error) {
	if len(b.Files) > maxFiles || len(b.Files)+len(b.Sticker)+len(b.Poll) == 0 || (b.Voice || b.Poll != "") && text != "" {
		return Message{}, ErrText
	}
	if text != "" {
		var err error
		if text, err = plain(text); err != nil {
			return Message{}, err
		}
	}
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	m := &message{channel: p.d.openDM(p), author: p, content: text}
	for _, f := range b.Files {
		m.files = append(m.files, p.d.keep(m.channel, f))
	}
	switch {
	case b.Voice:
		m.flags, m.extra = flagVoice, extra{shown: asVoice, fixed: true}
	case b.Sticker != "":
		m.extra = extra{shown: asSticker + b.Sticker, Stickers: marshal([]any{map[string]any{"id": idText(p.d.newID()), "name": b.Sticker, "format_type": 1}})}
	case b.Poll != "":
		m.extra = p.d.poll(b.Poll)
	}
	p.d.ping(m, nil)
	p.d.post(m)
	return p.d.view(m), nil
}

// Forward sends a message that the person sees to the bot. The new message has no words
// of its own (D:resources/message#message-reference-types).
func (p *Person) Forward(it Message) (Message, error) {
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	first := p.sees(it.ID)
	if first == nil || first.viewer != nil {
		return Message{}, ErrGone
	}
	j := p.d.messageJSON(first)
	m := &message{channel: p.d.openDM(p), author: p, forwards: first, extra: extra{shown: asForwarded + first.content, fixed: true}}
	m.extra.Snapshots = marshal([]any{map[string]any{"message": map[string]any{
		"type": j.Type, "content": j.Content, "mentions": j.Mentions, "mention_roles": j.MentionRoles, "attachments": j.Attachments,
		"embeds": j.Embeds, "timestamp": j.Timestamp, "edited_timestamp": j.Edited, "flags": j.Flags, "components": j.Components,
	}}})
	p.d.post(m)
	return p.d.view(m), nil
}

// keep keeps a file that a person sends. The caller holds d.mu.
func (d *Discord) keep(c *Channel, a Attachment) *file {
	f := &file{id: idText(d.newID()), name: a.Filename, description: a.Description, contentType: a.ContentType, data: a.Data}
	if f.contentType == "" {
		f.contentType = http.DetectContentType(f.data)
	}
	f.url = d.base + "/attachments/" + c.ID + "/" + f.id + "/" + url.PathEscape(f.name)
	d.files[f.id] = f
	return f
}

func (d *Discord) poll(question string) extra {
	answer := func(id int, text string) any {
		return map[string]any{"answer_id": id, "poll_media": map[string]any{"text": text}}
	}
	return extra{shown: asPoll + question, fixed: true, Poll: marshal(map[string]any{
		"question": map[string]any{"text": question}, "answers": []any{answer(1, "Yes"), answer(2, "No")},
		"expiry": stamp(d.o.Now().Add(24 * time.Hour)), "allow_multiselect": false, "layout_type": 1,
		"results": map[string]any{"answer_counts": []any{}, "is_finalized": false},
	})}
}

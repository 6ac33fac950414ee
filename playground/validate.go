package playground

import (
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// Limits of messages (D:resources/message, D:components/reference).
const (
	maxContent       = 2000
	maxPersonContent = 4000 // with Nitro, so a bot may receive it
	maxNonce         = 25
	maxRows          = 5
	maxInRow         = 5
	maxComponents    = 40   // with IS_COMPONENTS_V2
	maxTextDisplays  = 4000 // characters over all text displays
	maxEmbeds        = 10
	maxEmbedText     = 6000
	maxCustomID      = 100
)

func length(path, text string, low, high int) error {
	if n := utf8.RuneCountInString(text); n < low || n > high {
		return invalid(path, "BASE_TYPE_BAD_LENGTH", "Must be between %d and %d in length.", low, high)
	}
	return nil
}

// validate checks a payload against the limits of a message. flags are those that the
// message will have; leavesSomething is whether the message has any content after it.
func (p *payload) validate(flags int, leavesSomething bool) error {
	if err := length(p.at+"content", p.text(), 0, maxContent); err != nil {
		return err
	}
	if len(nonceText(p.Nonce)) > maxNonce {
		return invalid(p.at+"nonce", "NONCE_TYPE_TOO_LONG", "at most %d characters", maxNonce)
	}
	if p.Mentions != nil {
		if err := p.Mentions.validate(p.at); err != nil {
			return err
		}
	}
	if err := p.validateEmbeds(); err != nil {
		return err
	}
	v2 := flags&flagComponents != 0
	if v2 && (p.text() != "" || len(p.Embeds) > 0 || len(p.Stickers) > 0 || len(p.Poll) > 4) {
		return invalid(p.at+"flags", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "content, embeds, stickers and poll cannot be used")
	}
	w := walker{v2: v2, ids: map[string]bool{}}
	if err := w.top(p.Components, p.at+"components"); err != nil {
		return err
	}
	if !leavesSomething {
		return refuse(400, 50006, "Cannot send an empty message")
	}
	return nil
}

// hasContent returns whether a payload alone makes a message.
func (p *payload) hasContent() bool {
	return p.text() != "" || len(p.Embeds)+len(p.Components)+len(p.Stickers)+len(p.c.files) > 0 || len(p.Poll) > 4
}

func (p *payload) validateEmbeds() error {
	if len(p.Embeds) > maxEmbeds {
		return invalid(p.at+"embeds", "BASE_TYPE_MAX_LENGTH", "at most %d", maxEmbeds)
	}
	total := 0
	for i, e := range p.Embeds {
		at := fmt.Sprintf("%sembeds[%d]", p.at, i)
		texts := []struct {
			field string
			value any
			limit int
		}{{"title", e["title"], 256}, {"description", e["description"], 4096}, {"footer", inner(e, "footer", "text"), 2048}, {"author", inner(e, "author", "name"), 256}}
		fields, _ := e["fields"].([]any)
		if len(fields) > 25 {
			return invalid(at+".fields", "BASE_TYPE_MAX_LENGTH", "at most 25")
		}
		for _, f := range fields {
			field, _ := f.(map[string]any)
			texts = append(texts, texts[0], texts[0])
			texts[len(texts)-2].field, texts[len(texts)-2].value = "fields.name", field["name"]
			texts[len(texts)-1].field, texts[len(texts)-1].value, texts[len(texts)-1].limit = "fields.value", field["value"], 1024
		}
		for _, t := range texts {
			s, _ := t.value.(string)
			total += utf8.RuneCountInString(s)
			if err := length(at+"."+t.field, s, 0, t.limit); err != nil {
				return err
			}
		}
	}
	if total > maxEmbedText {
		return invalid(p.at+"embeds", "MAX_EMBED_SIZE_EXCEEDED", "all embeds together hold at most %d characters", maxEmbedText)
	}
	return nil
}

func inner(m map[string]any, key, field string) any {
	x, _ := m[key].(map[string]any)
	return x[field]
}

// normalEmbeds returns the embeds as they are stored: of type rich, without nulls.
func (p *payload) normalEmbeds() json.RawMessage {
	if len(p.Embeds) == 0 {
		return nil
	}
	for _, e := range p.Embeds {
		dropNulls(e)
		e["type"] = "rich"
		fields, _ := e["fields"].([]any)
		for _, f := range fields {
			if field, is := f.(map[string]any); is {
				fill(field, map[string]any{"inline": false})
			}
		}
	}
	return marshal(p.Embeds)
}

func dropNulls(m map[string]any) {
	for k, v := range m {
		switch v := v.(type) {
		case nil:
			delete(m, k)
		case map[string]any:
			dropNulls(v)
		case []any:
			for _, x := range v {
				if inner, is := x.(map[string]any); is {
					dropNulls(inner)
				}
			}
		}
	}
}

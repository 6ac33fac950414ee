package playground

import (
	"context"
	"fmt"
	"slices"
	"unicode/utf8"
)

// Submit fills in a form and sends it. A form is sent once; if no response comes, it
// stays open, as Discord's does. Fields are named by id or label. A select takes the
// value of one option, or "" for none. A field that is not given keeps what was filled in
// or chosen. Submit refuses what the client would not send: a missing required field, one
// that is too short or too long, an option that is not there.
func (p *Person) Submit(ctx context.Context, f Form, fields map[string]string) (Response, error) {
	d := p.d
	rows, err := f.fill(fields)
	if err != nil {
		return Response{}, err
	}
	i, err := func() (*interaction, error) {
		d.mu.Lock()
		defer d.mu.Unlock()
		switch {
		case f.shown == nil || f.shown.person != p:
			return nil, ErrGone
		case f.shown.submitted:
			return nil, ErrSubmitted
		}
		i := d.begin(kindSubmit, p, f.shown.channel, f.shown.source)
		i.command = f.shown.command
		if err := d.send(i, map[string]any{"custom_id": f.CustomID, "components": rows}); err != nil {
			return nil, err
		}
		f.shown.submitted = true
		return i, nil
	}()
	if err != nil {
		return Response{}, err
	}
	r, err := d.wait(ctx, i)
	if err != nil {
		d.mu.Lock()
		defer d.mu.Unlock()
		f.shown.submitted = false
	}
	return r, err
}

// fill returns the form's components as a submit sends them, or ErrField.
func (f Form) fill(given map[string]string) ([]any, error) {
	values, used := map[string]string{}, 0
	for _, field := range f.Fields {
		value, set := given[field.ID]
		if !set {
			value, set = given[field.Label]
		}
		if set {
			used++
		} else {
			value = field.Value
		}
		if err := field.takes(value); err != nil {
			return nil, err
		}
		values[field.ID] = value
	}
	if used < len(given) {
		return nil, fmt.Errorf("%w: no such field", ErrField)
	}
	out := []any{}
	for _, top := range f.tree {
		out = append(out, top.submitted(values))
	}
	return out, nil
}

// takes returns why the client would not send a value in this field, as ErrField.
func (f Field) takes(value string) error {
	n := utf8.RuneCountInString(value)
	switch {
	case n == 0 && f.Required, len(f.Options) == 0 && (n > f.Max || n < f.Min && n > 0):
		return fmt.Errorf("%w: %s has %d characters", ErrField, f.ID, n)
	case n > 0 && len(f.Options) > 0 && !slices.ContainsFunc(f.Options, func(o Option) bool { return o.Value == value }):
		return fmt.Errorf("%w: %s has no such option", ErrField, f.ID)
	}
	return nil
}

// submitted returns one of a modal's components as a submit sends it, with the values
// of the inputs by their custom ids (D:interactions/receiving-and-responding).
func (c component) submitted(values map[string]string) map[string]any {
	out := map[string]any{"type": c.Type, "id": c.ID}
	switch c.Type {
	case typeRow:
		inner := []any{}
		for _, x := range c.Components {
			inner = append(inner, x.submitted(values))
		}
		out["components"] = inner
	case typeLabel:
		if c.Component != nil {
			out["component"] = c.Component.submitted(values)
		}
	case typeTextInput:
		out["custom_id"], out["value"] = c.CustomID, values[c.CustomID]
	case typeSelect:
		chosen := []string{}
		if v := values[c.CustomID]; v != "" {
			chosen = append(chosen, v)
		}
		out["custom_id"], out["values"] = c.CustomID, chosen
	}
	return out
}

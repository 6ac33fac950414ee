package playground

import (
	"context"
	"fmt"
	"unicode/utf8"
)

// Submit fills in a form and sends it. A form is sent once; if no response comes, it
// stays open, as Discord's does. Fields are named by id or label; a field that is not
// given keeps what was filled in. Submit refuses what the client would not send: a
// missing required field, or one that is too short or too long.
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

// fill returns the form's components as a submit sends them.
func (f Form) fill(given map[string]string) ([]any, error) {
	out, used := []any{}, 0
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
		n := utf8.RuneCountInString(value)
		if n == 0 && field.Required || n > field.Max || n < field.Min && (n > 0 || field.Required) {
			return nil, fmt.Errorf("%w: %s has %d characters", ErrField, field.ID, n)
		}
		input := map[string]any{"type": typeTextInput, "id": field.component, "custom_id": field.ID, "value": value}
		if field.labelled {
			out = append(out, map[string]any{"type": typeLabel, "id": field.holder, "component": input})
		} else {
			out = append(out, map[string]any{"type": typeRow, "id": field.holder, "components": []any{input}})
		}
	}
	if used < len(given) {
		return nil, fmt.Errorf("%w: no such field", ErrField)
	}
	return out, nil
}

package discord

import (
	"encoding/json"
	"errors"
)

// Discord adds fields and shapes as it grows, and one that this program does not know
// must not make anybody's words unreadable. So what can be missed is read as lenient
// and list: it is left out where it has another shape.

// lenient is a value that is left out, as if it were missing, where its shape is unknown.
type lenient[T any] struct{ V T }

// UnmarshalJSON never fails.
func (l *lenient[T]) UnmarshalJSON(b []byte) error {
	var v T
	if json.Unmarshal(b, &v) == nil {
		l.V = v
	}
	return nil
}

// list is a list without those elements whose shape is unknown. It is nil if it is no
// list, and empty if it is an empty one.
type list[T any] []T

// UnmarshalJSON never fails.
func (l *list[T]) UnmarshalJSON(b []byte) error {
	var all []json.RawMessage
	if json.Unmarshal(b, &all) != nil || all == nil {
		return nil
	}
	*l = make(list[T], 0, len(all))
	for _, raw := range all {
		var v T
		if string(raw) != "null" && json.Unmarshal(raw, &v) == nil {
			*l = append(*l, v)
		}
	}
	return nil
}

// text is a string, or a number or a boolean as text.
type text string

// UnmarshalJSON fails for lists and objects.
func (t *text) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) == nil {
		*t = text(s)
		return nil
	}
	if len(b) > 0 && (b[0] == '[' || b[0] == '{') {
		return errors.New("neither a text nor a number")
	}
	*t = text(b)
	return nil
}

package store

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// rows gathers what a statement reads with jsonb_each: json_each would parse a row
// again for each of its columns. It is written by hand because an evening's
// check-ins make tens of thousands of them.
type rows []byte

// newRows has room for n rows of a few ids each.
func newRows(n int) rows { return make(rows, 0, 96*n) }

// add appends a row of numbers, texts, truths and nils.
func (r *rows) add(values ...any) {
	b := append(*r, ',')
	if len(b) == 1 {
		b[0] = '['
	}
	for i, v := range values {
		separator := byte(',')
		if i == 0 {
			separator = '['
		}
		b = append(b, separator)
		switch v := v.(type) {
		case nil:
			b = append(b, "null"...)
		case int:
			b = strconv.AppendInt(b, int64(v), 10)
		case int64:
			b = strconv.AppendInt(b, v, 10)
		case ID:
			b = strconv.AppendInt(b, int64(v), 10)
		case Lane:
			b = strconv.AppendInt(b, int64(v), 10)
		case bool:
			b = strconv.AppendBool(b, v)
		case Kind:
			b = appendText(b, string(v))
		case string:
			b = appendText(b, v)
		default:
			panic(fmt.Sprintf("a row holds a %T", v))
		}
	}
	*r = append(b, ']')
}

// text is all rows as JSON.
func (r rows) text() string {
	if len(r) == 0 {
		return "[]"
	}
	return string(append(r, ']'))
}

// appendText appends a JSON string; ids and dates need no escapes.
func appendText(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			quoted, err := json.Marshal(s)
			if err != nil {
				panic(err) // a string marshals
			}
			return append(b, quoted...)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

// list is simple values as JSON, for json_each and jsonb_each.
func list[T any](values []T) string {
	text, err := json.Marshal(values)
	if err != nil {
		panic(err) // they are numbers and texts
	}
	return string(text)
}

package store

import "encoding/json"

// rows are the rows that a statement reads with jsonb_each. json_each would parse a row
// again for each of its columns.
type rows [][]any

// add appends a row of numbers, texts, booleans and nils.
func (r *rows) add(values ...any) { *r = append(*r, values) }

// newRows returns no rows, with room for n.
func newRows(n int) rows { return make(rows, 0, n) }

// text returns all rows as JSON.
func (r rows) text() string {
	if len(r) == 0 {
		return "[]"
	}
	return list(r)
}

// nextSeq is SQL for the number of a table's next row. It is greater than all, by a drawn step
// of any order of magnitude, so that a gap does not tell whether there was a row that is gone.
func nextSeq(table string) string {
	return `(SELECT coalesce(max(seq), 0) FROM ` + table + `) + 1 + abs(random() % (1 << abs(random() % 21)))`
}

// list returns simple values as JSON, for json_each and jsonb_each.
func list[T any](values []T) string {
	text, err := json.Marshal(values)
	if err != nil {
		panic(err) // they are numbers and texts
	}
	return string(text)
}

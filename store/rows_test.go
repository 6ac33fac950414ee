package store

import (
	"encoding/json"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

func TestRowsAreJSONWhateverTheyHold(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var r rows
		want := []any{}
		for range rapid.IntRange(0, 4).Draw(t, "rows") {
			text, id, n, truth := rapid.String().Draw(t, "text"), ID(rapid.Int64Range(1, 1<<53).Draw(t, "id")), rapid.IntRange(-9, 9).Draw(t, "n"), rapid.Bool().Draw(t, "truth")
			r.add(text, id, n, truth, nil, KindCheckIn, LaneScheduled, int64(7))
			want = append(want, []any{text, float64(id), float64(n), truth, nil, string(KindCheckIn), float64(LaneScheduled), 7.0})
		}
		var got []any
		if err := json.Unmarshal([]byte(r.text()), &got); err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("got %v and %v of %s, want %v", got, err, r.text(), want)
		}
	})
}

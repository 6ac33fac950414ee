package store_test

import (
	"math"
	"testing"

	"leanon/store"
)

func FuzzParseID(f *testing.F) {
	for _, s := range []string{"1", "z", "1y2p0ij32e8e7", "1y2p0ij32e8e8", "", "0", "-1", "+1", "01", "A", " 1", "1 ", "1_0", "ÿ", "zzzzzzzzzzzzzzzz"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		id, err := store.ParseID(s)
		if err != nil {
			if id != 0 {
				t.Fatalf("ParseID(%q): got %d with an error, want 0", s, id)
			}
			return
		}
		if id <= 0 || id.String() != s || len(s) > 13 {
			t.Fatalf("ParseID(%q): got %d, which is %q, want a positive one that reads the same", s, id, id)
		}
	})
}

func TestEveryIDIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	for _, id := range []store.ID{1, 35, 36, math.MaxInt64} {
		got, err := store.ParseID(id.String())
		if err != nil || got != id {
			t.Errorf("ParseID(%q): got %d, %v, want %d", id, got, err, id)
		}
	}
	for _, forged := range []string{"", "0", "-1", "+z", "0z", "Z", "z ", "1y2p0ij32e8e8", "é"} {
		if got, err := store.ParseID(forged); err == nil {
			t.Errorf("ParseID(%q): got %d, want a refusal", forged, got)
		}
	}
}

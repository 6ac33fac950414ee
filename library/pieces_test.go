package library_test

import (
	"slices"
	"testing"

	"leanon/library"
)

func TestPiecesAreWhatStandsBetweenThePlacesOfASentence(t *testing.T) {
	t.Parallel()
	for key, want := range map[string][]string{
		"leave.ended":  {"Your check-ins with ", " have ended."},
		"preview.head": {" would see this:"},
		"draft.kept":   {"Kept. I show it to nobody else. It is in /needs, What I kept."},
	} {
		if got := library.Default().Words(library.English).Pieces(key); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", key, got, want)
		}
	}
}

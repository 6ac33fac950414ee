package bot

import "testing"

// TestAPartLeavesOutTheWordsThatConnectIt types the connecting words as a keyboard and as
// a phone does, in either order: what is joined says them once.
func TestAPartLeavesOutTheWordsThatConnectIt(t *testing.T) {
	for _, c := range []struct{ typed, connecting, want string }{
		{"alone.", "I felt", "alone"},
		{"i felt alone", "I felt", "alone"},
		{"I feltalone", "I felt", "I feltalone"},
		{"I felt", "I felt", "I felt"},
		{"j’ai ressenti de la peine", "j'ai ressenti", "de la peine"},
		{"J'ai ressenti de la peine.", "j’ai ressenti", "de la peine"},
		{"j’ai ressenti de la peine", "j’ai ressenti", "de la peine"},
		{"l’envie de toi", "j’aimerais", "l’envie de toi"},
		{"", "j’aimerais", ""},
	} {
		if got := part(c.typed, c.connecting); got != c.want {
			t.Errorf("part(%q, %q) = %q, want %q", c.typed, c.connecting, got, c.want)
		}
	}
}

package stories

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"leanon/playground"
)

// spoken is a week in which each of two spoke about a need that the other has been brought.
func spoken(t *testing.T) (*world, *person, *person) {
	t.Helper()
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris", weekly)
	ana, ben := w.couple("Ana", "Ben")
	ana.runs("need").fills("In your words", "I feel far away this week", "Kind of need", "Comfort").presses("Send to Ben")
	ben.runs("need").fills("In your words", "I would love an evening of games", "Kind of need", "Play").presses("Send to Ana")
	w.at("20:00")
	return w, ana, ben
}

const spokenKinds = "Kinds of need that were spoken about: Comfort and Play."

// Each of the two wrote one of the notes, and their pictures are the same to the byte: so
// it tells of nobody who spoke.
func TestThePictureOfAWeekDoesNotTellWhoSpoke(t *testing.T) {
	_, ana, ben := spoken(t)
	var pictures [][]byte
	for _, p := range []*person{ana, ben} {
		p.runs("week").reads(spokenKinds)
		hasPicture(p, spokenKinds)
		pictures = append(pictures, p.shown.Message.Files[0].Data)
	}
	if !bytes.Equal(pictures[0], pictures[1]) {
		t.Error("the pictures of the two differ, want the same: they spoke about the same")
	}
}

// A picture may be refused, or be lost on a slow line. All that it shows stands in words,
// and these arrive.
func TestAPictureThatDoesNotGetThroughCostsNoWords(t *testing.T) {
	w, ana, _ := spoken(t)
	files := func(r *http.Request) bool { return strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") }
	for name, fault := range map[string]*playground.Fault{
		"it is refused": {Status: 413, Code: 40005}, "it is lost": {Drop: true}, "a gateway breaks": {Status: 502},
	} {
		w.faults(files, fault)
		ana.runs("week").reads(spokenKinds).offers("**Your week with Ben**", "Show it", "Let it go", "Answer", "Say thank you", "What I wrote", "Fold", "Not these", "Help")
		if n := len(ana.shown.Message.Files); n != 0 {
			t.Errorf("%s: the week has %d files, want none", name, n)
		}
	}
	w.discord.Fault(nil)
	ana.runs("week").reads(spokenKinds)
	hasPicture(ana, spokenKinds)
}

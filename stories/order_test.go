package stories

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"leanon/playground"
)

// What somebody writes while their channel is still to be read comes after what
// they wrote before, which only that channel tells.
func TestWhatIsWrittenNowIsHeardAfterWhatWasWrittenMeanwhile(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	w.passes(time.Minute)
	ben.writes("I am about")
	ben.sees("> I am about") // so that his channel is read first
	w.sleeps()
	ana.writes("A word in the morning")
	ana.writes("A word at noon")
	reading, his := make(chan struct{}), "/channels/"+ben.DM().ID+"/messages"
	w.discord.Fault(func(r *http.Request) *playground.Fault {
		if r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, his) {
			<-reading
		}
		return nil
	})
	w.start()
	ana.writes("A word at night")
	ana.sees("> A word at night")
	close(reading)
	w.catchesUp()
	var order []string
	for _, m := range ana.fromBot() {
		if _, words, ok := strings.Cut(m.Content, "> A word "); ok {
			order = append(order, strings.Fields(words)[1])
		}
	}
	if got, want := strings.Join(order, ", "), "the, noon, night"; got != want {
		t.Errorf("drafts of %q, want %q", got, want)
	}
}

package stories

import (
	"net/http"
	"strings"
	"testing"

	"leanon/playground"
)

// filtersReplies lets Discord refuse each reply to a press or command that has some words.
func (w *world) filtersReplies(words string) {
	w.discord.Fault(func(r *http.Request) *playground.Fault {
		if strings.HasSuffix(r.URL.Path, "/callback") && strings.Contains(bodyOf(w.t, r), words) {
			return &filtered
		}
		return nil
	})
}

func TestAReplyThatDiscordDoesNotTakeIsSaidWithoutTheWords(t *testing.T) {
	const instead = "Discord does not let me show what belongs here; it filters some words."
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	w.filtersReplies("sunset.example")
	ana.runs("need", "text", "Look at sunset.example").reads(instead) // her preview, with its buttons
	ana.presses("Edit").reads(instead)                                // a form that holds the words
	ana.runs("needs").reads(instead)                                  // a list that names them
	w.discord.Fault(nil)
	ana.runs("needs").choosesFirst("Choose one").presses("Send to Benedict")
	w.filtersReplies("sunset.example")
	ben.opens().reads(instead).neverSaw("sunset.example")
	ben.presses("I hear you")
	ana.sees("Benedict says: **I hear you.**")
	w.discord.Fault(nil)
	ben.presses("Fold").opens().reads("sunset.example")
}

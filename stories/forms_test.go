package stories

import (
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"leanon/playground"
)

func TestAFormIsNeverTheOneThatAPhoneRemembers(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:59 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	w.at("20:00")
	seen := map[string]bool{}
	for _, open := range []func(){func() { ana.presses("Answer") }, func() { ana.presses("Answer") }, func() { ana.runs("need") }, func() { ana.runs("need") }} {
		open()
		if id := ana.shown.Form.CustomID; seen[id] {
			t.Errorf("%q opens a second time, want a form of its own", id)
		} else {
			seen[id] = true
		}
	}
	first := *ana.runs("need").shown.Form
	ana.runs("need").fills("In your words", "Typed into the second")
	ana.sees("> Typed into the second")
	ana.shown.Form = &first
	ana.fills("In your words", "Typed into the first")
	ana.sees("> Typed into the first").sees("> Typed into the second")
}

func TestAFormThatIsSentAgainBecauseNoReplyCameIsTakenOnce(t *testing.T) {
	inBubble(t, "2026-11-24 12:00 Europe/Paris", func(t *testing.T, w *world) {
		ana, _ := w.couple("Anabel", "Benedict")
		ana.runs("need")
		var lost atomic.Bool
		w.discord.Fault(func(r *http.Request) *playground.Fault {
			if strings.HasSuffix(r.URL.Path, "/callback") && !lost.Swap(true) {
				return playground.Broken(503)
			}
			return nil
		})
		w.typed("Said once")
		ctx, cancel := ana.ctx()
		defer cancel()
		if _, err := ana.Submit(ctx, *ana.shown.Form, map[string]string{"In your words": "Said once"}); !errors.Is(err, playground.ErrNoResponse) {
			t.Fatalf("got %v, want the reply lost", err)
		}
		ana.fills("In your words", "Said once").sees("> Said once")
		if text := ana.runs("needs").text(); strings.Count(text, "Said once") > 1 {
			t.Errorf("it is kept twice:\n%s", text)
		}
		ana.presses("Discard").runs("needs").neverSaw("Something broke")
		if text := ana.text(); strings.Contains(text, "Said once") {
			t.Errorf("a second draft is left:\n%s", text)
		}
	})
}

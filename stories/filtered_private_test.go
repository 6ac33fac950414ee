package stories

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestWhatDiscordFiltersTellsNobodyHowTheirPartnerLives lets Discord filter some words, as it
// does: wherever they stand. Words that arrive in full text are refused then, and words that
// wait behind a button are not. Whoever wrote them must not see the difference, nor learn by
// it when a pause ended.
func TestWhatDiscordFiltersTellsNobodyHowTheirPartnerLives(t *testing.T) {
	t.Parallel()
	full := func(p *person) { p.runs("settings").chooses("How notes arrive", "Notes: full text") }
	lives := map[string]func(*person){
		"with the name":               func(*person) {},
		"in full":                     full,
		"without the name":            func(p *person) { p.runs("settings").chooses("How notes arrive", "Notes: without the name") },
		"in full, a pause of 3 days":  func(p *person) { full(p); p.runs("pause", "until", "2026-11-27 12:00") },
		"in full, a pause of 15 days": func(p *person) { full(p); p.runs("pause", "until", "2026-12-09 12:00") },
	}
	says := map[string]func(w *world, ana, ben *person) (by *person){
		"a note": func(_ *world, ana, _ *person) *person {
			ana.asks("Look at sunset.example", "Benedict")
			return ana
		},
		"an answer": func(_ *world, ana, ben *person) *person {
			ben.asks("A walk before dinner", "Anabel")
			ana.opens().presses("More").presses("In my own words").fills("In your words", "See sunset.example")
			return ana
		},
		"what was heard": func(_ *world, ana, ben *person) *person {
			ben.asks("A walk before dinner", "Anabel")
			ana.opens().presses("I hear you").presses("Say what I heard").fills("What I heard is ...", "See sunset.example")
			return ana
		},
	}
	for what, say := range says {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			want := ""
			for _, name := range slices.Sorted(maps.Keys(oneInThree(lives))) {
				w := openWorld(t, "2026-11-24 12:00 Europe/Paris", nil)
				ana, ben := w.couple("Anabel", "Benedict")
				ana.runs("rhythm", "days", "none")
				ben.runs("rhythm", "days", "none")
				lives[name](ben)
				w.faults(func(r *http.Request) bool {
					return !strings.HasSuffix(r.URL.Path, "/callback") && strings.Contains(bodyOf(t, r), "sunset.example")
				}, &filtered)
				say(w, ana, ben)
				var seen strings.Builder
				for range 20 {
					w.passes(24 * time.Hour)
					ana.runs("needs")
					seen.WriteString(ana.timed() + "\n")
				}
				if strings.Contains(seen.String(), "Discord did not take") {
					t.Errorf("%s: Anabel is told, and so learns that it came in full text", name)
				}
				ben.opens().reads("sunset.example")
				if want == "" {
					want = seen.String()
				} else if got := seen.String(); got != want {
					t.Errorf("%s: Anabel sees something else:\n%s", name, diffOf(want, got))
				}
			}
		})
	}
}

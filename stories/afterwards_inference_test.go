package stories

import (
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"
)

// What an asker says about an answer, to nobody but themselves, and when they say it, is
// theirs alone; and what a receiver does with a note before it rests is theirs.

func TestWhatAnAskerSaysAboutAnAnswerIsTheirsAlone(t *testing.T) {
	t.Parallel()
	ways := map[string]func(*person){
		"ignores it":         func(*person) {},
		"feels understood":   func(p *person) { p.presses("Yes") },
		"somewhat":           func(p *person) { p.presses("Somewhat") },
		"not yet":            func(p *person) { p.presses("Not yet") },
		"no longer needs it": func(p *person) { p.presses("No longer needed") },
		"lets it go":         func(p *person) { p.presses("Not yet").presses("Let it go") },
		"looks at it":        func(p *person) { p.presses("Show it").runs("history") },
		"thinks of thanks":   func(p *person) { p.presses("Yes").presses("Say thank you") },
		"keeps a thank-you": func(p *person) {
			p.presses("Yes").presses("Say thank you").fills("What did it mean to you?", "I want to die without you").presses("Keep private")
		},
		"words it smaller":     func(p *person) { p.presses("Not yet").presses("Ask smaller").fills("In your words", "Only hers") },
		"takes it back, or so": func(p *person) { p.runs("needs").presses("Withdraw").presses("Leave it") },
		"takes it back":        func(p *person) { p.presses("Withdraw").presses("Take it back") },
	}
	var (
		mu   sync.Mutex
		want string
	)
	for i, after := range []time.Duration{0, 7 * time.Minute, 26 * time.Hour} {
		for j, name := range slices.Sorted(maps.Keys(ways)) {
			if !picked(i + j) {
				continue
			}
			say := ways[name]
			t.Run(fmt.Sprintf("%s after %s", name, after), func(t *testing.T) {
				w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
				ana, ben := answered(w, "Part of it")
				ben.presses("Fold")
				w.passes(24 * time.Hour)
				ana.sees(feelsUnderstood)
				w.passes(after)
				say(ana)
				w.until(readMoment(t, "2026-12-12 12:00 Europe/Paris"))
				seen := shownTo(ben) + plainLog(w)
				mu.Lock()
				defer mu.Unlock()
				if want == "" {
					want = seen
				}
				if seen != want {
					t.Errorf("Benedict or the log can tell:\n%s", diffOf(want, seen))
				}
			})
		}
	}
}

func TestARestSaysNothingOfWhatItsReceiverDid(t *testing.T) {
	t.Parallel()
	ways := map[string]func(*world, *person){
		"nothing":         func(*world, *person) {},
		"opens it":        func(_ *world, p *person) { p.opens() },
		"begins a no":     func(_ *world, p *person) { p.opens().presses("Not now") },
		"pauses":          func(_ *world, p *person) { p.runs("pause") },
		"pauses for long": func(w *world, p *person) { p.runs("pause"); w.passes(10 * 24 * time.Hour); p.runs("resume") },
		"wants no names":  func(_ *world, p *person) { p.runs("settings").chooses("How notes arrive", "Notes: without the name") },
	}
	var (
		mu   sync.Mutex
		want string
	)
	for _, after := range []time.Duration{time.Minute, 9 * time.Hour} {
		for name, do := range ways {
			t.Run(fmt.Sprintf("%s after %s", name, after), func(t *testing.T) {
				w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
				ana, ben := w.couple("Anabel", "Benedict")
				ana.runs("rhythm", "days", "none")
				ben.runs("rhythm", "days", "none")
				ana.asks("I need a hand with the move", "Benedict")
				w.passes(after)
				do(w, ben)
				w.until(readMoment(t, "2026-12-09 12:00 Europe/Paris"))
				ana.sees("Two weeks have passed")
				ana.presses("Show it")
				seen := shownTo(ana)
				mu.Lock()
				defer mu.Unlock()
				if want == "" {
					want = seen
				}
				if seen != want {
					t.Errorf("Anabel can tell:\n%s", diffOf(want, seen))
				}
			})
		}
	}
}

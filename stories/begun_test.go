package stories

import (
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"
)

// What somebody does with a note that waits for them, short of answering it, is theirs
// alone, whatever its asker looks at and presses afterwards, at whatever minute.

func TestWhatIsBegunUnderANoteAndNotSentIsToldByNothing(t *testing.T) {
	t.Parallel()
	ways := map[string]func(*world, *person){
		"nothing":              func(*world, *person) {},
		"looks at all answers": func(_ *world, p *person) { p.opens().presses("More").presses("Back").presses("Fold") },
		"types and discards": func(w *world, p *person) {
			p.writes("I would love to, truly")
			p.sees("Is this your answer").presses("Discard")
		},
		"types and keeps": func(w *world, p *person) {
			p.writes("I would love to, truly")
			p.sees("Is this your answer").presses("Keep private")
		},
		"types and leaves it": func(w *world, p *person) { p.writes("I would love to, truly"); p.sees("Is this your answer") },
		"types a draft": func(w *world, p *person) {
			p.writes("I would love to, truly")
			p.sees("Is this your answer").presses("A note of my own")
		},
		"types and deletes": func(w *world, p *person) {
			m := p.writes("I would love to, truly")
			p.sees("Is this your answer").deletes(m)
		},
		"types help":    func(w *world, p *person) { p.writes("help") },
		"types a pause": func(w *world, p *person) { p.writes("pause"); p.runs("resume") },
		"begins a yes":  func(_ *world, p *person) { p.opens().presses("Yes").presses("Back") },
		"is asked about a threat": func(_ *world, p *person) {
			p.opens().presses("More").presses("In my own words").fills("In your words", "I want to die").presses("Discard")
		},
		"keeps a threat": func(_ *world, p *person) {
			p.opens().presses("More").presses("In my own words").fills("In your words", "I want to die").presses("Keep private")
		},
		"is asked and says no more": func(_ *world, p *person) {
			p.opens().presses("More").presses("In my own words").fills("In your words", "I want to die")
		},
		"exports":               func(_ *world, p *person) { p.runs("privacy").presses("Export my data").presses("Everything") },
		"pauses until tomorrow": func(_ *world, p *person) { p.runs("pause", "until", "tomorrow") },
	}
	var (
		mu   sync.Mutex
		want = map[string]string{}
	)
	for i, end := range []string{"withdraws", "looks", "rests"} {
		minutes := []time.Duration{0, 6 * time.Minute, 9*time.Hour + 57*time.Minute}
		for j, name := range slices.Sorted(maps.Keys(ways)) {
			after := minutes[(i+j)%len(minutes)]
			if !picked(i + 2*j) {
				continue
			}
			t.Run(fmt.Sprintf("%s after %s, then the asker %s", name, after, end), func(t *testing.T) {
				w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
				ana, ben := w.couple("Anabel", "Benedict")
				ana.runs("rhythm", "days", "none")
				ben.runs("rhythm", "days", "none")
				ana.asks("I need a hand with the move", "Benedict")
				w.passes(after)
				ways[name](w, ben)
				w.until(readMoment(t, "2026-11-25 12:07 Europe/Paris"))
				ana.runs("needs").choosesFirst("Choose one").presses("Show it").runs("history").runs("privacy")
				switch end {
				case "withdraws":
					ana.runs("needs").choosesFirst("Choose one").presses("Withdraw").runs("history").runs("needs")
				case "rests":
					w.passes(15 * 24 * time.Hour)
					ana.runs("needs").presses("Show it")
				}
				ana.runs("privacy").presses("Export my data").presses("Everything").sees("This is everything I keep about you")
				_, page, record := ana.exported()
				seen := shownTo(ana) + plainLog(w) + page + fmt.Sprint(record)
				mu.Lock()
				defer mu.Unlock()
				if want[end] == "" {
					want[end] = seen
				}
				if seen != want[end] {
					t.Errorf("Anabel or the log can tell:\n%s", diffOf(want[end], seen))
				}
			})
		}
	}
}

package stories

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"leanon/config"
)

// company is one way in which Benedict may spend the days beside Anabel: what he does
// at first, with his question (Nothing today unless said), and after it. Nil is nothing. Its host may have another config.
type company struct {
	begins, answers, goesOn func(*person)
	host                    func(*config.Config)
}

// comparesLives lets Benedict live in one way beside each of Anabel's.
// It returns what each shows, and what it would show if she ignored everything.
func comparesLives(t *testing.T, ways map[string]lived, his company) (seen, usual map[string]shown) {
	var mu sync.Mutex
	ways = oneInThree(ways)
	seen, usual = map[string]shown{}, map[string]shown{}
	minutes := minutesOf(ways)
	ignored := map[int]shown{}
	t.Run("lives", func(t *testing.T) {
		for _, minute := range slices.Compact(slices.Sorted(maps.Values(minutes))) {
			t.Run(fmt.Sprint("ignores everything, ", minute, " minutes on"), func(t *testing.T) {
				s := livesBeside(t, lived{func(*person) {}, func(*person) {}}, his, minute)
				mu.Lock()
				defer mu.Unlock()
				ignored[minute] = s
			})
		}
		for name, way := range ways {
			t.Run(name, func(t *testing.T) {
				s := livesBeside(t, way, his, minutes[name])
				mu.Lock()
				defer mu.Unlock()
				seen[name] = s
			})
		}
	})
	for name, got := range seen {
		want := ignored[minutes[name]]
		usual[name] = want
		if !strings.Contains(want.texts[0], "note of") && !strings.Contains(want.texts[0], "Sent. It waits") || !strings.Contains(want.texts[1], "gateway") || !strings.Contains(want.texts[2], "leanon_notices_sent_total") {
			t.Fatalf("there is nothing to compare:\n%q", want.texts)
		}
		for i, what := range []string{"what Benedict sees", "the log", "the metrics"} {
			if got.texts[i] != want.texts[i] {
				t.Errorf("when Anabel %s, %s is not what it is when she ignores everything:\n%s", name, what, diffOf(want.texts[i], got.texts[i]))
			}
		}
	}
	return seen, usual
}

// shown is what others can see of a life: what Benedict sees, the log and the metrics, and
// what the file tells at each of the moments.
type shown struct {
	texts   [3]string
	files   []plainFile
	privacy string // who could read it, as Benedict reads in /privacy
}

// moments are when the file is looked at, each time after a purge.
var moments = []string{"that night", "a week on", "two weeks on"}

var comparison atomic.Int64

// minutesOf says how many minutes past the hour each life takes place, so that nothing
// rests on the full hour. With -count each gets another minute each time.
func minutesOf(ways map[string]lived) map[string]int {
	run, all := int(comparison.Add(1)), map[string]int{}
	for i, name := range slices.Sorted(maps.Keys(ways)) {
		all[name] = []int{1, 7, 14}[(i+run)%3]
	}
	return all
}

// livesBeside lets Benedict live for more than two weeks beside Anabel's way, some minutes
// past the hour.
func livesBeside(t *testing.T, way lived, his company, minute int) (s shown) {
	w := newWorld(t, fmt.Sprintf("2026-11-23 12:%02d Europe/Paris", minute), func(c *config.Config) {
		if his.host != nil {
			his.host(c)
		}
	})
	ana, ben := w.couple("Anabel", "Benedict")
	if his.begins != nil {
		his.begins(ben)
	}
	var replies strings.Builder
	looks := func(commands ...string) {
		for _, c := range commands {
			ben.runs(c)
			fmt.Fprintf(&replies, "%s /%s: %s\n", w.clock.Now().Format("02 15:04"), c, normal(ben.text()))
		}
		fmt.Fprintf(&replies, "%s\n", shownMetrics(w))
	}
	ben.runs("need", "text", "I would like a walk").presses("Send to Anabel").reads("Sent. It waits for a good moment.")
	w.passes(time.Hour)
	ana.sees("A note from Benedict is waiting")
	way.before(ana)
	w.at("14:30") // whenever she did it
	looks("needs", "history", "privacy")
	w.at("20:00")
	ben.sees(howTo)
	w.passes(time.Duration(minute) * time.Minute)
	if ana.has(howTo) {
		way.after(ana)
	}
	w.at("20:40")
	looks("checkin", "needs", "history", "privacy", "rhythm", "settings", "resume")
	if his.answers != nil {
		his.answers(ben)
	} else {
		ben.presses("Nothing today")
	}
	w.passes(4 * time.Hour)
	looks("needs", "help")
	if his.goesOn != nil {
		his.goesOn(ben)
	}
	s.files = append(s.files, w.plainFile())
	w.passes(5 * 24 * time.Hour)
	ben.runs("need", "text", "And one more thing").presses("Send to Anabel")
	fmt.Fprintln(&replies, normal(ben.text()))
	w.passes(2 * 24 * time.Hour)
	s.files = append(s.files, w.plainFile())
	w.passes(8 * 24 * time.Hour)
	looks("needs", "history", "privacy", "leave", "question", "card", "week", "hide")
	s.privacy = ben.runs("privacy").presses("Who can read it").text()
	ben.runs("privacy").presses("Export my data").presses("Everything").sees("This is everything I keep about you")
	_, _, record := ben.exported()
	for _, c := range record["couples"].([]any) {
		for _, q := range c.(map[string]any)["questions_you_were_asked"].([]any) {
			q.(map[string]any)["text"] = "a question"
		}
	}
	fmt.Fprintln(&replies, record)
	s.texts = [3]string{shownTo(ben) + replies.String(), plainLog(w), shownMetrics(w)}
	w.passes(2 * time.Hour) // so that a purge has passed
	s.files = append(s.files, w.plainFile())
	return s
}

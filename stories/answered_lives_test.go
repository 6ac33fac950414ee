package stories

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// answerWays are the answers that one may give, each as the buttons pressed and what is
// typed into the form, if one opens.
var answerWays = map[string]struct {
	press       []string
	field, line string
}{
	"yes, without a time":     {[]string{"Yes", "No time yet"}, "", ""},
	"not now, without a time": {[]string{"Not now", "No time yet"}, "", ""},
	"heard":                   {[]string{"I hear you"}, "", ""},
	"a no":                    {[]string{"I can't, and I hear you"}, "", ""},
	"part of it":              {[]string{"More", "Part of it"}, "Which part?", "on Sunday"},
	"own words":               {[]string{"More", "In my own words"}, "In your words", "perhaps"},
	"yes, a vague time":       {[]string{"Yes", "Own words"}, "When?", "soon"},
	"yes, tonight":            {[]string{"Yes", "Tonight"}, "", ""},
	"yes, tomorrow":           {[]string{"Yes", "Tomorrow"}, "", ""},
	"yes, this weekend":       {[]string{"Yes", "This weekend"}, "", ""},
	"yes, on Thursday":        {[]string{"Yes", "Own words"}, "When?", "Thursday"},
	"not now, tonight":        {[]string{"Not now", "Tonight"}, "", ""},
	"not now, tomorrow":       {[]string{"Not now", "Tomorrow"}, "", ""},
	"not now, this weekend":   {[]string{"Not now", "This weekend"}, "", ""},
	"not now, a vague time":   {[]string{"Not now", "Own words"}, "When?", "soon"},
}

// answeredLife lets Benedict answer in one way, some minutes past the hour, and looks at
// the file that night and after two weeks. privacy is what he reads there of it.
func answeredLife(t *testing.T, way string, minute int) (files []plainFile, privacy string) {
	w := newWorld(t, fmt.Sprintf("2026-11-30 12:%02d Europe/Paris", minute))
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("need").fills("In your words", "I felt alone on Sunday", "Would you ...?", "call me from the train").presses("Send to Benedict")
	w.passes(23 * time.Minute)
	ben.opens("note")
	for _, label := range answerWays[way].press {
		ben.presses(label)
	}
	if answerWays[way].field != "" {
		ben.fills(answerWays[way].field, answerWays[way].line)
	}
	privacy = ben.runs("privacy").presses("Who can read it").text()
	w.at("23:50")
	w.passes(2*time.Hour + 10*time.Minute)
	files = append(files, w.plainFile())
	w.passes(13 * 24 * time.Hour)
	return append(files, w.plainFile()), privacy
}

// TestTheFileTellsOfAnAnswerOnlyWhetherAndWhenItBringsSomethingBack compares the plain
// columns after each answer: they tell that a reminder comes of the time that it named, and
// that its asker is asked later, both to the quarter of an hour, and no more.
func TestTheFileTellsOfAnAnswerOnlyWhetherAndWhenItBringsSomethingBack(t *testing.T) {
	t.Parallel()
	const usual = "yes, without a time"
	var mu sync.Mutex
	files, privacy := map[string][]plainFile{}, ""
	minute := []int{2, 7, 14}[comparison.Add(1)%3]
	t.Run("lives", func(t *testing.T) {
		for i, way := range slices.Sorted(maps.Keys(answerWays)) {
			if !picked(i) && way != usual {
				continue
			}
			t.Run(way, func(t *testing.T) {
				f, p := answeredLife(t, way, minute)
				mu.Lock()
				defer mu.Unlock()
				files[way], privacy = f, p
			})
		}
	})
	timed, untimed := []string{"+notices follow-up", "+notices reminder", "-notices follow-up"}, []string{"+notices reminder"}
	known := map[string][]string{"not now, a vague time": untimed}
	for _, way := range []string{"yes, tonight", "yes, tomorrow", "yes, this weekend", "yes, on Thursday", "not now, tonight", "not now, tomorrow", "not now, this weekend"} {
		known[way] = timed
	}
	for way := range files {
		for i, file := range files[way] {
			if got := file.differsFrom(files[usual][i]); !slices.Equal(got, known[way]) {
				t.Errorf("after %s, looked at for the %dth time, the plain columns differ in:\ngot  %q\nwant %q", way, i+1, got, known[way])
			}
			for _, row := range file["notices"] {
				for _, c := range map[string][]string{"reminder": {"due_at", "attempted_at", "sent_at"}, "follow-up": {"due_at"}}[row["kind"]] {
					if at, err := strconv.ParseInt(row[c], 10, 64); err == nil && at%900 != 0 {
						t.Errorf("after %s, %s of the %s is not at a quarter of an hour: %v", way, c, row["kind"], time.Unix(at, 0).UTC())
					}
				}
			}
		}
	}
	for _, words := range []string{"when we wrote", "when I ask you"} {
		if !strings.Contains(privacy, words) {
			t.Errorf("/privacy does not say %q, which names these differences:\n%s", words, privacy)
		}
	}
}

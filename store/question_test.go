package store_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"leanon/store"
)

// The question of a couple with a year of evenings is chosen by the last two months.
// The whole year is read only if the choice depends on it.
func TestEarlierQuestionsAreReadOnlyWhereTheyDecide(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := pair(t, w.Store, "11", "12", w.now)
	for range 200 {
		w.at(w.now.AddDate(0, 0, 1).Format("2006-01-02") + " 20:00")
		w.opensDue(10, func(a store.Asked) string { return "of " + a.Date })
	}
	w.at(w.now.AddDate(0, 0, 1).Format("2006-01-02") + " 20:00")
	var asked []store.Asked
	answers := []string{"", "the oldest"}
	w.opensDue(10, func(a store.Asked) string {
		a.Last = maps.Clone(a.Last)
		asked = append(asked, a)
		return answers[len(asked)-1]
	})
	if len(asked) != 2 {
		t.Fatalf("choices: got %d, want one by what is recent and one by all", len(asked))
	}
	recent, all := asked[0], asked[1]
	if age := w.now.Sub(recent.Since); age < 60*24*time.Hour || age > 63*24*time.Hour {
		t.Errorf("recent: got since %v ago, want two months", age)
	}
	if n := len(recent.Last); n < 60 || n > 63 {
		t.Errorf("recent: got %d questions, want those of two months", n)
	}
	for ago := range 60 {
		day := w.now.AddDate(0, 0, -ago-1)
		question := "of " + day.Format("2006-01-02")
		if got := recent.Last[question]; !got.Equal(day) {
			t.Errorf("recent: %q was chosen at %v, want %v", question, got, day)
		}
	}
	if !all.Since.IsZero() || len(all.Last) != 200 {
		t.Errorf("all: got %d questions since %v, want 200 of all time", len(all.Last), all.Since)
	}
	for _, person := range []string{"11", "12"} {
		if got := w.question(couple, person); got != "the oldest" {
			t.Errorf("%s: got the question %q, want the one chosen by all", person, got)
		}
	}
}

// It is an error if no question is chosen, and then nobody is asked.
func TestNoQuestionIsAnError(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := pair(t, w.Store, "11", "12", w.now)
	w.at(w.now.AddDate(0, 0, 1).Format("2006-01-02") + " 20:00")
	var since []string
	_, err := w.OpenDue(w.Context(), w.now, 10, func(a store.Asked) string {
		since = append(since, fmt.Sprint(a.Since.IsZero()))
		return ""
	})
	if err == nil || !slices.Equal(since, []string{"true"}) {
		t.Errorf("without a question: got %v after %v, want an error after one look, as they are new", err, since)
	}
	if got := w.question(couple, "11"); got != "" {
		t.Errorf("the open question: got %q, want none", got)
	}
}

package store_test

import (
	"testing"
	"time"

	"leanon/store"
)

// twins is how long the same words are the same draft, in these tests.
const twins = 10 * time.Minute

func TestTheSameWordsWithinMinutesAreTheSameDraft(t *testing.T) {
	t.Parallel()
	type again struct {
		after  time.Duration
		change func(*store.Wording)
	}
	nothing := func(*store.Wording) {}
	for name, c := range map[string]struct {
		again  again
		drafts int
	}{
		"at once":                 {again{0, nothing}, 1},
		"after nine minutes":      {again{9 * time.Minute, nothing}, 1},
		"after twelve":            {again{12 * time.Minute, nothing}, 2},
		"with a clock set back":   {again{-time.Hour, nothing}, 1},
		"with other words":        {again{0, func(w *store.Wording) { w.Words = "Hold me tight" }}, 2},
		"with another request":    {again{0, func(w *store.Wording) { w.Ask = "call me tonight" }}, 2},
		"without a request":       {again{0, func(w *store.Wording) { w.Ask = "" }}, 2},
		"without a limit of time": {again{0, func(w *store.Wording) { w.Twins = 0 }}, 2},
		"with another kind":       {again{0, func(w *store.Wording) { w.Kind = "rest" }}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			couple := w.pair(ana, ben)
			first := store.Wording{Couple: couple, Person: ana, Source: "one", Words: "Hold me", Ask: "call me", Kind: "closeness", Want: "listen", ByForm: true, Owe: true, Twins: twins}
			_, err := w.Word(t.Context(), first, w.now)
			w.must(err)
			second := first
			second.Source = "two"
			c.again.change(&second)
			w.now = w.now.Add(c.again.after)
			got, err := w.Word(t.Context(), second, w.now)
			w.must(err)
			all, err := w.NeedsOf(t.Context(), couple, ana)
			w.must(err)
			if len(all.Drafts) != c.drafts {
				t.Errorf("got %d drafts, want %d", len(all.Drafts), c.drafts)
			}
			if n := got.Need; n.Words != second.Words || n.Ask != second.Ask || n.Kind != second.Kind || n.Want != "listen" {
				t.Errorf("got %q, %q, %q, %q, want what was filled in last", n.Words, n.Ask, n.Kind, n.Want)
			}
		})
	}
}

func TestWordsThatWereDecidedAboutAreANewDraftWhenTheyAreSaidAgain(t *testing.T) {
	t.Parallel()
	for name, decide := range map[string]func(w *world, id store.ID) error{
		"sent":      func(w *world, id store.ID) error { _, err := w.Send(w.Context(), id, ana, "", w.now); return err },
		"kept":      func(w *world, id store.ID) error { _, err := w.Keep(w.Context(), id, ana, "", w.now); return err },
		"discarded": func(w *world, id store.ID) error { _, err := w.Discard(w.Context(), id, ana, "", w.now); return err },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			couple := w.pair(ana, ben)
			wording := store.Wording{Couple: couple, Person: ana, Source: "one", Words: "Hold me", Twins: twins}
			e, err := w.Word(t.Context(), wording, w.now)
			w.must(err)
			w.must(decide(w, e.Need.ID))
			wording.Source = "two"
			again, err := w.Word(t.Context(), wording, w.now)
			w.must(err)
			if again.Need.ID == e.Need.ID || !again.Need.Draft() {
				t.Errorf("got the one that was %s, want a new draft", name)
			}
		})
	}
}

func TestTheSameWordsOfAnotherPlaceAreAnotherDraft(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	withBen, withCleo := w.pair(ana, ben), w.pair(ana, cleo)
	w.at("2026-11-23 20:00")
	w.opens()
	in, err := w.OpenCheckIn(t.Context(), withBen, ana)
	w.must(err)
	first := store.Wording{Couple: withBen, Person: ana, Source: "one", Words: "Hold me", Twins: twins}
	e, err := w.Word(t.Context(), first, w.now)
	w.must(err)
	for name, other := range map[string]store.Wording{
		"another couple": {Couple: withCleo, Person: ana, Source: "two", Words: "Hold me", Twins: twins},
		"the other one":  {Couple: withBen, Person: ben, Source: "three", Words: "Hold me", Twins: twins},
		"a message":      {Couple: withBen, Person: ana, Source: "four", Words: "Hold me", Typed: true},
		"a question":     {Couple: withBen, Person: ana, Source: "five", Words: "Hold me", CheckIn: in.ID, Twins: twins},
	} {
		got, err := w.Word(t.Context(), other, w.now)
		w.must(err)
		if got.Need.ID == e.Need.ID {
			t.Errorf("%s: got the first draft", name)
		}
	}
}

package store_test

import (
	"slices"
	"testing"
	"time"

	"leanon/store"
)

// What somebody said to a question that comes again: theirs alone, of that couple, and only
// what is still kept.

// asksAgain lets Ana answer a question with Ben, with Cleo and Ben answer the same one, and
// returns that check-in of hers, and what she said. ends is what becomes of that before the
// question comes again.
func asksAgain(t *testing.T, after time.Duration, ends func(*world, store.ID)) (w *world, in store.CheckIn, said []string) {
	t.Helper()
	w = newWorld(t)
	ctx := t.Context()
	couple, other := w.pair(ana, ben), w.pair(ana, cleo)
	for _, person := range []string{ana, ben, cleo} {
		w.keeps(person, 0)
	}
	w.asksAll()
	word := func(couple store.ID, person, words string, end func(*world, store.ID)) {
		in, err := w.OpenCheckIn(ctx, couple, person)
		w.must(err)
		e, err := w.Word(ctx, store.Wording{Couple: couple, Person: person, CheckIn: in.ID, Source: w.source(), Words: words}, w.now)
		w.must(err)
		end(w, e.Need.ID)
	}
	word(couple, ben, "what Ben said", send)
	word(other, ana, "said to Cleo", send)
	word(couple, ana, "said to Ben", ends)
	w.now = w.now.Add(after)
	w.must(w.Purge(ctx, w.now))
	w.asksAll()
	in, err := w.OpenCheckIn(ctx, couple, ana)
	w.must(err)
	_, needs, err := w.saidBefore(in.ID, ana)
	w.must(err)
	for _, n := range needs {
		said = append(said, n.Words)
	}
	if _, _, err := w.saidBefore(in.ID, ben); err == nil {
		t.Error("Ben reads what Ana said before: want an error")
	}
	return w, in, said
}

// asksAll lets the next question come to everybody; every one is the same.
func (w *world) asksAll() {
	w.Helper()
	w.opensDue(100, first) // what was missed goes
	w.now = w.now.Truncate(24 * time.Hour).Add(44 * time.Hour)
	w.opensDue(100, first)
}

func (w *world) saidBefore(id store.ID, person string) (in store.CheckIn, said []store.Need, err error) {
	err = w.View(w.Context(), person, func(v store.View) (err error) {
		in, said, err = v.SaidBefore(id)
		return err
	})
	return in, said, err
}

// send and keep are what may become of words.
func send(w *world, id store.ID) {
	_, err := w.Send(w.Context(), id, as(w, id), "", w.now)
	w.must(err)
}

func keep(w *world, id store.ID) {
	_, err := w.Keep(w.Context(), id, ana, "", w.now)
	w.must(err)
}

// as returns who wrote a need.
func as(w *world, id store.ID) string {
	for _, person := range []string{ana, ben} {
		if e, err := w.NeedFor(w.Context(), id, person); err == nil {
			return e.Need.Asker
		}
	}
	return cleo
}

func TestWhatSomebodySaidBeforeIsTheirsAloneAndOnlyWhatIsStillKept(t *testing.T) {
	t.Parallel()
	const long = 130 * 24 * time.Hour
	for name, c := range map[string]struct {
		after time.Duration
		ends  func(*world, store.ID)
		want  []string
	}{
		"sent":           {long, send, []string{"said to Ben"}},
		"kept":           {long, keep, []string{"said to Ben"}},
		"not so long":    {117 * 24 * time.Hour, send, nil},
		"a draft":        {long, func(*world, store.ID) {}, nil},
		"withdrawn":      {long, func(w *world, id store.ID) { send(w, id); w.takesBack(id) }, nil},
		"thrown away":    {long, func(w *world, id store.ID) { _, err := w.Discard(w.Context(), id, ana, "", w.now); w.must(err) }, nil},
		"kept too short": {long, func(w *world, id store.ID) { send(w, id); w.keeps(ben, 90) }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, in, said := asksAgain(t, c.after, c.ends)
			if !slices.Equal(said, c.want) {
				t.Errorf("what Ana said before: got %q, want %q", said, c.want)
			}
			if got, want := !in.Before.IsZero(), len(c.want) > 0; got != want {
				t.Errorf("the question says when it came before: got %v, want %v", got, want)
			}
		})
	}
}

func (w *world) takesBack(id store.ID) {
	w.Helper()
	_, err := w.Withdraw(w.Context(), id, ana, "", w.now)
	w.must(err)
}

// A button of before opens nothing that went meanwhile.
func TestWhatSomebodySaidBeforeGoesWhileItsButtonStands(t *testing.T) {
	t.Parallel()
	var sent store.ID
	w, in, _ := asksAgain(t, 130*24*time.Hour, func(w *world, id store.ID) { send(w, id); sent = id })
	w.takesBack(sent)
	if _, said, err := w.saidBefore(in.ID, ana); err != nil || len(said) != 0 {
		t.Errorf("after it was withdrawn Ana reads %v, %v, want nothing", said, err)
	}
}

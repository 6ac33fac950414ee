package store_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leanon/store"
)

func TestNothingOfADraftIsTheReceivers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	id := w.drafts(couple, ana, "words")
	_, err := w.NeedFor(t.Context(), id, ben)
	w.wants("the receiver's look at a draft", err, store.ErrNotYours)
	_, err = w.Keep(t.Context(), id, ana, "", w.now)
	w.must(err)
	_, err = w.NeedFor(t.Context(), id, ben)
	w.wants("the receiver's look at a kept one", err, store.ErrNotYours)
	w.wantSent()
	for _, person := range []string{ben, cleo} {
		_, err = w.Send(t.Context(), id, person, "", w.now)
		w.wants("somebody else's Send", err, store.ErrNotYours)
		_, err = w.Discard(t.Context(), id, person, "", w.now)
		w.wants("somebody else's Discard", err, store.ErrNotYours)
		_, err = w.Withdraw(t.Context(), id, person, "", w.now)
		w.wants("somebody else's Withdraw", err, store.ErrNotYours)
	}
	all, err := w.NeedsOf(t.Context(), couple, ben)
	w.must(err)
	if n := len(all.Drafts) + len(all.ForMe) + len(all.FromMe) + len(all.Kept); n != 0 {
		t.Errorf("the receiver's list: got %d needs, want none", n)
	}
	if _, err := w.Answer(t.Context(), store.Answering{Need: id, Person: ben, Source: "x", Choice: store.Yes}, w.now); !errors.Is(err, store.ErrNotYours) {
		t.Errorf("an answer to a draft: got %v, want %v", err, store.ErrNotYours)
	}
}

func TestWhatTheAskerKeepsIsNeverTheReceivers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	said, silent := w.writes(couple, ana, "one"), w.writes(couple, ana, "another")
	for _, id := range []store.ID{said, silent} {
		w.answers(id, ben, store.Part)
	}
	before := w.need(silent, ben)
	_, err := w.Reach(t.Context(), said, ana, store.ReachedSomewhat, w.now)
	w.must(err)
	mine, theirs := w.need(said, ana), w.need(said, ben)
	if mine.Reached != store.ReachedSomewhat || mine.ClosedAt.IsZero() {
		t.Errorf("the asker's: got %q, closed %v, want what they said", mine.Reached, mine.ClosedAt)
	}
	same := func(n store.Need) store.Need {
		n.ID, n.Words, n.Answers = 0, "", nil
		return n
	}
	if diff := cmp.Diff(same(before), same(theirs)); diff != "" {
		t.Errorf("the receiver can tell a need whose asker said something (-without +with):\n%s", diff)
	}
	if !theirs.CreatedAt.IsZero() {
		t.Error("the receiver can tell how long the asker thought")
	}
}

func TestARestedAndALetGoNeedLookToTheReceiverAsIfNothingWas(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	rested, letGo, open := w.writes(couple, ana, "one"), w.writes(couple, ana, "two"), w.writes(couple, ana, "three")
	_, err := w.LetGo(t.Context(), letGo, ana, w.now)
	w.must(err)
	w.now = w.now.Add(store.RestAfter - time.Minute)
	later := w.drafts(couple, ana, "four")
	_, err = w.Send(t.Context(), later, ana, "", w.now)
	w.must(err)
	w.now = w.now.Add(time.Minute)
	if n, err := w.Rest(t.Context(), w.now); err != nil || n != 3 {
		t.Errorf("rested: got %d, %v, want the three of the first day", n, err)
	}
	same := func(n store.Need) store.Need {
		n.ID, n.Words = 0, ""
		return n
	}
	want := same(w.need(open, ben))
	for _, id := range []store.ID{rested, letGo} {
		if diff := cmp.Diff(want, same(w.need(id, ben))); diff != "" {
			t.Errorf("the receiver can tell (-open +other):\n%s", diff)
		}
		if !w.need(id, ben).CanSay(store.Yes) {
			t.Error("the receiver can't answer any more, and so can tell")
		}
	}
	if n, err := w.Rest(t.Context(), w.now.Add(time.Hour)); err != nil || n != 0 {
		t.Errorf("rested again: got %d, %v, want none", n, err)
	}
}

func TestTheSameInteractionToldTwiceIsOneDraft(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	wording := store.Wording{Couple: couple, Person: ana, Source: "interaction", Words: "words", Owe: true}
	one, err := w.Word(t.Context(), wording, w.now)
	w.must(err)
	two, err := w.Word(t.Context(), wording, w.now)
	w.must(err)
	if one.Need.ID != two.Need.ID {
		t.Error("two drafts of one interaction")
	}
	w.wantSent(ana + " preview")
	wording.Person = ben
	_, err = w.Word(t.Context(), wording, w.now)
	w.wants("another person's interaction of that name", err, store.ErrNotYours)
}

func TestSendPressedTwiceAtOnceSendsOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.drafts(w.pair(ana, ben), ana, "words")
	var mu sync.Mutex
	var sent, moved int
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, err := w.Send(t.Context(), id, ana, "", w.now)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				sent++
			case errors.Is(err, store.ErrTooLate):
				moved++
			default:
				t.Errorf("send: %v", err)
			}
		})
	}
	all.Wait()
	if sent != 1 || moved != 7 {
		t.Errorf("got %d sent and %d too late, want 1 and 7", sent, moved)
	}
	w.wantSent(ben + " note")
}

func TestThreeNeedsOfOnePersonInOneCoupleMayBeOpen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple, other := w.pair(ana, ben), w.pair(ana, cleo)
	var open []store.ID
	for _, words := range []string{"one", "two", "three"} {
		open = append(open, w.writes(couple, ana, words))
	}
	fourth := w.drafts(couple, ana, "four")
	tooMany := func(when string) {
		t.Helper()
		_, err := w.Send(t.Context(), fourth, ana, "", w.now)
		w.wants("a fourth "+when, err, store.ErrTooManyOpen)
	}
	tooMany("at once")
	if n := w.need(fourth, ana); !n.Draft() || n.Words != "four" {
		t.Error("the draft was not kept")
	}
	w.writes(other, ana, "to somebody else")
	w.writes(couple, ben, "the other way")
	ends := []func(store.ID) error{
		func(id store.ID) error { w.answers(id, ben, store.Heard); return nil },
		func(id store.ID) error { _, err := w.Withdraw(t.Context(), id, ana, "", w.now); return err },
		func(id store.ID) error { _, err := w.LetGo(t.Context(), id, ana, w.now); return err },
	}
	for i, end := range ends {
		w.must(end(open[i]))
		_, err := w.Send(t.Context(), fourth, ana, "", w.now)
		w.must(err)
		fourth = w.drafts(couple, ana, "next")
		tooMany("after one made room")
	}
	w.now = w.now.Add(store.RestAfter)
	_, err := w.Rest(t.Context(), w.now)
	w.must(err)
	if _, err := w.Send(t.Context(), w.drafts(couple, ana, "after a rest"), ana, "", w.now); err != nil {
		t.Errorf("after they rested: got %v, want no error", err)
	}
}

func TestWhatIsTooLongIsKeptAndNotSent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	for name, c := range map[string]struct {
		words, ask string
		want       error
	}{
		"as long as can be":    {strings.Repeat("ä", store.MaxWords), strings.Repeat("家", store.MaxAsk), nil},
		"one word too many":    {strings.Repeat("ä", store.MaxWords+1), "", store.ErrTooLong},
		"an ask of one more":   {"words", strings.Repeat("家", store.MaxAsk+1), store.ErrTooLong},
		"what a message holds": {strings.Repeat("x", 4000), "", store.ErrTooLong},
	} {
		id := w.drafts(couple, ana, "words")
		_, err := w.Reword(t.Context(), id, ana, store.Rewording{Words: c.words, Ask: c.ask}, "", w.now)
		w.must(err)
		if _, err := w.Send(t.Context(), id, ana, "", w.now); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
		if n := w.need(id, ana); n.Words != c.words || n.Ask != c.ask {
			t.Errorf("%s: the words were changed", name)
		}
	}
}

func TestAKeptNeedCanBeSentAndADiscardedOneIsGone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	kept := w.drafts(couple, ana, "kept")
	_, err := w.Keep(t.Context(), kept, ana, "", w.now)
	w.must(err)
	all, err := w.NeedsOf(t.Context(), couple, ana)
	w.must(err)
	if len(all.Kept) != 1 || len(all.Drafts) != 0 {
		t.Errorf("lists: got %d kept and %d drafts, want 1 and none", len(all.Kept), len(all.Drafts))
	}
	_, err = w.Send(t.Context(), kept, ana, "", w.now)
	w.must(err)
	_, err = w.Keep(t.Context(), kept, ana, "", w.now)
	w.wants("Keep after Send", err, store.ErrTooLate)
	gone := w.drafts(couple, ana, "gone")
	e, err := w.Discard(t.Context(), gone, ana, "", w.now)
	w.must(err)
	if e.Need.Words != "gone" {
		t.Errorf("what was discarded: got %q, want it as it was", e.Need.Words)
	}
	_, err = w.Discard(t.Context(), gone, ana, "", w.now)
	w.wants("Discard pressed twice", err, store.ErrNotYours)
}

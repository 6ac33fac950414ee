package store_test

import (
	"testing"
	"time"

	"leanon/store"
)

func TestWhatAPressShowsIsKeptWithWhatItDoes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	channel := func() string {
		t.Helper()
		p, err := w.Partner(t.Context(), ana)
		w.must(err)
		return p.Channel
	}
	was := channel()

	act, done := w.NewAct(t.Context(), time.Minute)
	defer done()
	w.must(act.Store.Seen(t.Context(), ana, "new", "", 0, ""))
	if got := channel(); got != was || act.Saved() {
		t.Fatalf("before anything is written: got %q, saved %v, want it to wait", got, act.Saved())
	}
	_, err := act.Store.Send(t.Context(), 1, ana, "", w.now)
	w.wants("a refused act", err, store.ErrNotYours)
	if got := channel(); got != was {
		t.Fatalf("after a refusal, which writes nothing: got %q", got)
	}
	_, err = act.Store.Word(t.Context(), store.Wording{Couple: couple, Person: ana, Source: "s", Words: "words"}, w.now)
	w.must(err)
	if got := channel(); got != "new" || !act.Saved() {
		t.Errorf("with the act: got %q, saved %v, want it kept", got, act.Saved())
	}

	release := w.hold()
	if err := act.Flush(t.Context()); err != nil {
		t.Errorf("flush what is kept: got %v, want nothing written", err)
	}
	release()

	act, done = w.NewAct(t.Context(), time.Minute)
	defer done()
	w.must(act.Store.Seen(t.Context(), ana, "newer", "", 0, ""))
	w.must(act.Flush(t.Context()))
	if got := channel(); got != "newer" || act.Saved() {
		t.Errorf("flush what nothing was written with: got %q, saved %v, want it kept, and nothing that the person asked for", got, act.Saved())
	}
}

func TestWhatOthersMayAskForAtOnceWaitsForNoAct(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.writes(w.pair(ana, ben), ana, "words")
	n, err := w.attempt(ben)
	w.must(err)
	act, done := w.NewAct(t.Context(), time.Minute)
	defer done()
	w.must(act.Store.Seen(t.Context(), ben, "dm", "", n.ID, "message"))
	if got, err := w.NoticeFor(t.Context(), n.ID, ben); err != nil || len(got.Notes) != 1 || got.Notes[0] != id {
		t.Errorf("the message of a notice: got %v, %v, want its note", got.Notes, err)
	}
	w.must(w.Unreachable(t.Context(), n, w.now))
	w.must(act.Store.Seen(t.Context(), ben, "dm", "", 0, ""))
	if p, err := w.Partner(t.Context(), ben); err != nil || p.Unreachable {
		t.Errorf("who acts: got unreachable %v, %v", p.Unreachable, err)
	}
	w.must(act.Flush(t.Context()))
	if act.Saved() {
		t.Error("what was set aside and written on its own: got saved, want nothing that the person asked for")
	}
}

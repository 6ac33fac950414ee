package store_test

import (
	"testing"

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

	ctx, saved := store.Watch(t.Context())
	ctx, rest := w.Gather(ctx)
	w.must(w.Seen(ctx, ana, "new", "", 0, ""))
	if got := channel(); got != was || saved() {
		t.Fatalf("before anything is written: got %q, saved %v, want it to wait", got, saved())
	}
	_, err := w.Send(ctx, 1, ana, "", w.now)
	w.wants("a refused act", err, store.ErrNotYours)
	if got := channel(); got != was {
		t.Fatalf("after a refusal, which writes nothing: got %q", got)
	}
	_, err = w.Word(ctx, store.Wording{Couple: couple, Person: ana, Source: "s", Words: "words"}, w.now)
	w.must(err)
	if got := channel(); got != "new" {
		t.Errorf("with the act: got %q, want it kept", got)
	}

	release := w.hold()
	if err := rest(); err != nil {
		t.Errorf("the rest of what is kept: got %v, want nothing written", err)
	}
	release()

	ctx, rest = w.Gather(t.Context())
	w.must(w.Seen(ctx, ana, "newer", "", 0, ""))
	w.must(rest())
	if got := channel(); got != "newer" {
		t.Errorf("the rest of what nothing was written with: got %q, want it kept", got)
	}
}

func TestWhatOthersMayAskForAtOnceWaitsForNoAct(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.writes(w.pair(ana, ben), ana, "words")
	n, err := w.attempt(ben)
	w.must(err)
	ctx, rest := w.Gather(t.Context())
	w.must(w.Seen(ctx, ben, "dm", "", n.ID, "message"))
	if got, err := w.NoticeFor(t.Context(), n.ID, ben); err != nil || len(got.Notes) != 1 || got.Notes[0] != id {
		t.Errorf("the message of a notice: got %v, %v, want its note", got.Notes, err)
	}
	w.must(w.Unreachable(t.Context(), n, w.now))
	w.must(w.Seen(ctx, ben, "dm", "", 0, ""))
	if p, err := w.Partner(t.Context(), ben); err != nil || p.Unreachable {
		t.Errorf("who acts: got unreachable %v, %v", p.Unreachable, err)
	}
	w.must(rest())
}

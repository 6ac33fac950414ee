package store_test

import (
	"testing"
	"time"

	"leanon/store"
)

// How long something is kept counts from when its person kept it, or from the last thing
// that one of the two sent about it.

func TestWhatIsKeptPrivateIsKeptFromWhenItWasKeptAndNotFromItsDraft(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.keeps(ana, 7)
	id := w.drafts(w.pair(ana, ben), ana, "words")
	w.now = w.now.Add(13 * day)
	_, err := w.Keep(t.Context(), id, ana, "", w.now)
	w.must(err)
	w.wantGone("a draft of thirteen days that was just kept", id, false)
	w.now = w.now.Add(6 * day)
	_, err = w.Reword(t.Context(), id, ana, store.Rewording{Words: "better words"}, "", w.now)
	w.must(err)
	_, err = w.Keep(t.Context(), id, ana, "", w.now)
	w.must(err)
	w.now = w.now.Add(7*day - time.Minute)
	w.wantGone("a minute before seven days after it was kept once more", id, false)
	w.now = w.now.Add(time.Minute)
	w.wantGone("seven days after it was kept once more", id, true)
}

// laterAct is a thing that somebody does about an exchange that was shared before. It
// lasts if it tells the other something: the exchange is kept anew from then.
type laterAct struct {
	does  func(*world, store.Need) error
	lasts bool
}

func laterActs() map[string]laterAct {
	return map[string]laterAct{
		"nothing": {func(*world, store.Need) error { return nil }, false},
		"another answer": {func(w *world, n store.Need) error {
			w.answers(n.ID, ben, store.Talk)
			return nil
		}, true},
		"what was heard": {func(w *world, n store.Need) error {
			w.heard(n.ID, "you missed me")
			return nil
		}, true},
		"a line that follows": {func(w *world, n store.Need) error {
			_, err := w.AddLine(w.Context(), store.Saying{About: n.LastAnswer().ID, Person: ben, Source: w.source(), Line: "gladly"}, w.now)
			return err
		}, true},
		"asked once more": {func(w *world, n store.Need) error {
			_, err := w.AskAgain(w.Context(), n.ID, ana, w.now)
			return err
		}, true},
		"let's talk": {func(w *world, n store.Need) error {
			_, err := w.LetsTalk(w.Context(), n.ID, ana, w.now)
			return err
		}, true},
		"thanks": {func(w *world, n store.Need) error {
			_, err := w.Thank(w.Context(), n.ID, ana, "thanks", w.now)
			return err
		}, true},
		"what the asker alone knows": {func(w *world, n store.Need) error {
			_, err := w.Reach(w.Context(), n.ID, ana, store.ReachedYes, w.now)
			return err
		}, false},
		"let go": {func(w *world, n store.Need) error {
			_, err := w.LetGo(w.Context(), n.ID, ana, w.now)
			return err
		}, false},
		"taken back": {func(w *world, n store.Need) error {
			_, err := w.TakeBack(w.Context(), n.ID, ana, "", w.now)
			return err
		}, false},
	}
}

func TestWhatWasSharedIsKeptFromTheLastThingThatOneSentAboutIt(t *testing.T) {
	t.Parallel()
	for name, act := range laterActs() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			couple := w.pair(ana, ben)
			id := w.writes(couple, ana, "words")
			w.sent()
			w.now = w.now.Add(time.Hour)
			e := w.answers(id, ben, store.Heard)
			w.sent()
			w.keeps(ben, 7)
			w.now = w.now.Add(6 * day)
			w.sent()
			w.must(act.does(w, e.Need))
			w.sent()
			if !act.lasts {
				w.now = w.now.Add(-6 * day)
			}
			w.now = w.now.Add(7*day - time.Minute)
			w.wantListed("a minute before", couple, 1, 1)
			w.now = w.now.Add(time.Minute)
			w.wantListed("seven days after it", couple, 0, 0)
		})
	}
}

func TestAReplyToWhatWasHeardIsTheLastThingThatWasSentAboutIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	id := w.writes(couple, ana, "words")
	w.answers(id, ben, store.Heard)
	heard := w.heard(id, "you missed me").Need.Heard.ID
	w.sent()
	w.keeps(ben, 7)
	w.now = w.now.Add(6 * day)
	_, err := w.ReplyToHeard(t.Context(), heard, ana, store.ThatsIt, "", 0, w.now)
	w.must(err)
	w.sent()
	w.now = w.now.Add(7*day - time.Minute)
	w.wantListed("a minute before", couple, 1, 1)
	w.now = w.now.Add(time.Minute)
	w.wantListed("seven days after the reply", couple, 0, 0)
}

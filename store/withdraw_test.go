package store_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"leanon/store"
)

// erased fails the test unless nothing is left in a need's row of what its asker wrote or
// chose.
func (w *world) erased(id store.ID) {
	w.Helper()
	var left int
	w.must(raw(w.T, w.path).QueryRow(`SELECT length(words) + (ask IS NOT NULL) + (kind IS NOT NULL) + (want IS NOT NULL) + (chosen IS NOT NULL) + (reached IS NOT NULL)
		+ (closed IS NOT NULL) + (thanks IS NOT NULL) FROM needs WHERE id = ?1`, int64(id)).Scan(&left))
	if left != 0 {
		w.Errorf("a withdrawn need: got %d columns or bytes left in the file, want none", left)
	}
}

func TestWithdrawErasesTheWordsOfWhatNobodyAnswered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.drafts(w.pair(ana, ben), ana, "words")
	kind := "play"
	_, err := w.Describe(t.Context(), id, ana, store.Description{Kind: &kind, Want: &kind}, "", w.now)
	w.must(err)
	_, err = w.Send(t.Context(), id, ana, "", w.now)
	w.must(err)
	w.wantSent(ben + " note")
	_, err = w.LetGo(t.Context(), id, ana, w.now)
	w.must(err)
	_, err = w.TakeBack(t.Context(), id, ana, "", w.now)
	w.wants("to take back what nobody answered", err, store.ErrTooLate)
	var sealed []byte
	w.must(raw(t, w.path).QueryRow(`SELECT words FROM needs WHERE id = ?1`, int64(id)).Scan(&sealed))
	_, err = w.Withdraw(t.Context(), id, ana, "the pressed message", w.now)
	w.must(err)
	for _, file := range []string{w.path, w.path + "-wal"} {
		if content, err := os.ReadFile(file); err != nil || bytes.Contains(content, sealed) {
			t.Errorf("%s: %v, or the sealed words are still in it", filepath.Base(file), err)
		}
	}
	w.wantSent(ben + " note edit")
	w.erased(id)
	for _, person := range []string{ana, ben} {
		if n := w.need(id, person); n.Words != "" || n.Ask != "" || n.Kind != "" || n.Want != "" || n.Sent() || n.TakenBack() {
			t.Errorf("%s's: got %q, %q, %q, %q, want nothing", person, n.Words, n.Ask, n.Kind, n.Want)
		}
	}
	_, err = w.Answer(t.Context(), store.Answering{Need: id, Person: ben, Source: "x", Choice: store.Yes}, w.now)
	w.wants("an answer", err, store.ErrTooLate)
	_, err = w.Withdraw(t.Context(), id, ana, "", w.now)
	w.wants("Withdraw pressed twice", err, store.ErrTooLate)
	_, err = w.LetsTalk(t.Context(), id, ana, w.now)
	w.wants("Let's talk", err, store.ErrTooLate)
	w.wantSent()
}

func TestWhatWasAnsweredIsTakenBackAndItsReceiverKeepsIt(t *testing.T) {
	t.Parallel()
	for name, again := range map[string]bool{"answered": false, "asked again after the answer": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			couple := w.pair(ana, ben)
			id := w.writes(couple, ana, "words")
			w.answers(id, ben, store.Part)
			w.sent()
			if again {
				w.now = w.now.Add(store.AskAgainAfter)
				_, err := w.AskAgain(t.Context(), id, ana, w.now)
				w.must(err)
				w.sent()
			}
			_, err := w.Withdraw(t.Context(), id, ana, "", w.now)
			w.wants("Withdraw", err, store.ErrAnswered)
			if !w.need(id, ben).Sent() {
				t.Error("Withdraw withdrew what was answered")
			}
			_, err = w.TakeBack(t.Context(), id, ben, "", w.now)
			w.wants("the receiver's press", err, store.ErrNotYours)
			w.now = w.now.Add(time.Minute)
			_, err = w.TakeBack(t.Context(), id, ana, "", w.now)
			w.must(err)
			for _, sent := range w.sent() {
				if sent[:len(ben)] == ben {
					t.Errorf("sent: got %q, want no message and no edit to the receiver", sent)
				}
			}
			for _, person := range []string{ana, ben} {
				if n := w.need(id, person); n.Words != "words" || n.Ask != "call me" || !n.TakenBack() || n.Sent() || !n.WithdrawnAt.Equal(w.now) {
					t.Errorf("%s's: got %q, %q, taken back %v at %s, want the words, taken back at %s", person, n.Words, n.Ask, n.TakenBack(), n.WithdrawnAt, w.now)
				}
			}
			if w.need(id, ben).Answerable() {
				t.Error("what was taken back can still be answered")
			}
			if got := w.listed(couple, ben); got != 1 {
				t.Errorf("the receiver's history: got %d, want it", got)
			}
			_, err = w.TakeBack(t.Context(), id, ana, "", w.now)
			w.wants("taken back twice", err, store.ErrTooLate)
			_, err = w.Withdraw(t.Context(), id, ana, "", w.now)
			w.wants("withdrawn after it was taken back", err, store.ErrTooLate)
			w.now = w.now.Add(20 * day)
			_, err = w.Rest(t.Context(), w.now)
			w.must(err)
			w.wantSent()
		})
	}
}

func TestAThankYouThatHadArrivedStaysWithWhatWasTakenBack(t *testing.T) {
	t.Parallel()
	for name, arrives := range map[string]bool{"arrived": true, "held": false} {
		w := newWorld(t)
		couple := w.pair(ana, ben)
		id := w.writes(couple, ana, "words")
		w.answers(id, ben, store.Part)
		w.sent()
		if !arrives {
			w.pauses(couple, ben)
		}
		_, err := w.Thank(t.Context(), id, ana, "thanks", w.now)
		w.must(err)
		w.sent()
		_, err = w.TakeBack(t.Context(), id, ana, "", w.now)
		w.must(err)
		if !arrives {
			w.resumes(couple, ben)
		}
		w.sent()
		if got := w.need(id, ben).Thanks; (got == "thanks") != arrives {
			t.Errorf("%s: the receiver's thank-you: got %q", name, got)
		}
	}
}

func TestWhatOutlivedItsRetentionIsNotWithdrawnFromWhoAnsweredIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.keeps(ana, 7)
	id := w.writes(couple, ana, "words")
	w.sent()
	w.pauses(couple, ben)
	w.answers(id, ben, store.Part)
	w.sent()
	_, err := w.LetsTalk(t.Context(), id, ana, w.now) // a pause holds it, and so the need stays for Ben
	w.must(err)
	w.now = w.now.Add(day)
	w.wantSent(ana + " follow-up")
	w.now = w.now.Add(8 * day)
	w.wantListed("while a pause holds what is owed", couple, 0, 1)
	_, err = w.Withdraw(t.Context(), id, ana, "", w.now)
	w.wants("Withdraw", err, store.ErrNotYours)
	if n := w.need(id, ben); n.Words != "words" || !n.Sent() {
		t.Errorf("the receiver's: got %q, sent %v, want it as it was", n.Words, n.Sent())
	}
}

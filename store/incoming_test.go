package store_test

import (
	"testing"

	"leanon/store"
)

func (w *world) hears(person, id, reply, words string) {
	w.Helper()
	w.must(w.Hear(w.Context(), store.Message{ID: id, Person: person, Channel: "dm-" + person, ReplyTo: reply, Words: words}, w.now))
}

// one returns a person's only draft in a couple.
func (w *world) one(couple store.ID, person string) store.Need {
	w.Helper()
	all, err := w.NeedsOf(w.Context(), couple, person)
	w.must(err)
	if len(all.Drafts) != 1 {
		w.Fatalf("drafts: got %d, want 1", len(all.Drafts))
	}
	return all.Drafts[0].Need
}

func TestAMessageToldTwiceIsOneDraft(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	for range 2 {
		w.hears(ana, "100", "", "words")
	}
	if n := w.one(couple, ana); n.Words != "words" || n.Question != "" {
		t.Errorf("draft: got %q, question %q, want the words alone", n.Words, n.Question)
	}
	w.wantSent(ana + " preview")
	_, err := w.Discard(t.Context(), w.one(couple, ana).ID, ana, "", w.now)
	w.must(err)
	w.sent()
	w.hears(ana, "100", "", "words")
	w.wantSent() // told again after it was thrown away
}

func TestAMessageAnswersTheOpenCheckIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	in, err := w.OpenFirst(t.Context(), couple, ana, w.now, first)
	w.must(err)
	w.sent()
	w.hears(ana, "100", "", "words")
	if got := w.one(couple, ana).Question; got != "first" {
		t.Errorf("question: got %q, want that of the check-in", got)
	}
	got, err := w.CheckInFor(t.Context(), in.ID, ana)
	w.must(err)
	if got.DoneAt.IsZero() {
		t.Error("the check-in still asks")
	}
	w.wantSent(ana+" preview", ana+" check-in edit")
}

func TestAReplyToAPurgedQuestionLosesNoWords(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	in, err := w.OpenFirst(t.Context(), couple, ana, w.now, first)
	w.must(err)
	asked, err := w.attempt(ana)
	w.must(err)
	w.must(w.Delivered(t.Context(), asked, "dm", "200", w.now))
	w.sql(`DELETE FROM check_ins WHERE id = ?1`, in.ID)
	w.hears(ana, "300", "200", "words")
	if n := w.one(couple, ana); n.Words != "words" {
		t.Errorf("draft: got %q, want the words", n.Words)
	}
}

func TestWordsWaitUnderTheirWritersKeyUntilTheyNameTheCouple(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple, other := w.pair(ana, ben), w.pair(ana, cleo)
	w.hears(ana, "100", "", "words")
	n, err := w.attempt(ana)
	w.must(err)
	if n.Kind != store.KindWhom {
		t.Fatalf("owed: got %s, want %s", n.Kind, store.KindWhom)
	}
	foreign := w.pair(ben, cleo)
	_, err = w.Assign(t.Context(), store.Decision{Typed: n.Ref, Person: ana, Couple: foreign}, w.now)
	w.wants("a couple of others", err, store.ErrNotYours)
	_, err = w.Assign(t.Context(), store.Decision{Typed: n.Ref, Person: ben, Couple: couple}, w.now)
	w.wants("somebody else's words", err, store.ErrNotYours)
	_, err = w.Assign(t.Context(), store.Decision{Typed: n.Ref, Person: ana, Couple: other}, w.now)
	w.must(err)
	if got := w.one(other, ana).Words; got != "words" {
		t.Errorf("draft: got %q, want the words", got)
	}
	_, err = w.Assign(t.Context(), store.Decision{Typed: n.Ref, Person: ana, Couple: couple}, w.now)
	w.wants("named twice", err, store.ErrTooLate)
	var left int
	w.must(raw(t, w.path).QueryRow(`SELECT count(words) FROM incoming`).Scan(&left))
	if left != 0 {
		t.Errorf("words left outside of the couple: got %d, want none", left)
	}
}

func TestADeletedMessageTakesItsDraftAlongAndNothingElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.hears(ana, "100", "", "kept")
	kept := w.one(couple, ana)
	_, err := w.Keep(t.Context(), kept.ID, ana, "", w.now)
	w.must(err)
	w.hears(ana, "101", "", "drafted")
	drafted := w.one(couple, ana)
	w.sent()
	for _, message := range []string{"100", "101", "unknown"} {
		w.must(w.Unhear(t.Context(), message, "dm-"+ana, w.now))
	}
	if n := w.need(kept.ID, ana); n.Words != "kept" {
		t.Errorf("a kept need: got %q, want it there", n.Words)
	}
	_, err = w.NeedFor(t.Context(), drafted.ID, ana)
	w.wants("the draft", err, store.ErrNotYours)
	w.wantSent(ana + " preview edit")
}

func TestMessagesThatCannotBeTakenAreAnsweredOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.hears(ana, "100", "", "hello?")
	w.hears(ana, "100", "", "hello?")
	w.wantSent(ana + " nobody")
	w.pair(ana, ben)
	w.hears(ana, "101", "", " \u200b\u2060\n")
	w.wantSent(ana + " wordless")
}

func TestInvisibleWordsAreNone(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]bool{
		"": false, " \t\n": false, "\u200b\u200e\u2066\u2069": false, "\u3164\u2800\u115f\u00ad": false, "\ufe0f": false,
		"a": true, "\u200bno\u200b": true, "❤️": true, "家": true, "...": true, "👨‍👩‍👧": true,
	} {
		if got := store.Visible(words); got != want {
			t.Errorf("Visible(%q): got %v, want %v", words, got, want)
		}
	}
}

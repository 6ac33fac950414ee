package store_test

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leanon/clock"
	"leanon/store"
	"leanon/store/seal"
)

// TestNoIdOfAnEventOfDiscordsLiesInTheClear lets Discord name messages and interactions in
// every way that the store keeps, and looks for these ids in the files.
func TestNoIdOfAnEventOfDiscordsLiesInTheClear(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	const typed, waits, pressed, answered, undecided = "1177777777777777701", "1177777777777777702", "1177777777777777703", "1177777777777777704", "1177777777777777705"
	w.must(w.Hear(t.Context(), store.Message{ID: typed, Person: ana, Channel: "dm-" + ana, Words: "a draft by message"}, w.now))
	e, err := w.Word(t.Context(), store.Wording{Couple: couple, Person: ana, Source: pressed, Words: "a draft by form"}, w.now)
	w.must(err)
	_, err = w.Send(t.Context(), e.Need.ID, ana, "", w.now)
	w.must(err)
	w.sent()
	w.must(w.Hear(t.Context(), store.Message{ID: waits, Person: ben, Channel: "dm-" + ben, Words: "an answer, perhaps"}, w.now))
	_, err = w.SaveUndecidedLine(t.Context(), store.UndecidedLine{Need: e.Need.ID, Person: ben, Source: undecided, Purpose: store.ForAnswer, Choice: store.Yes, Line: "line"}, w.now)
	w.must(err)
	_, err = w.Answer(t.Context(), store.Answering{Need: e.Need.ID, Person: ben, Source: answered, Choice: store.Yes, FollowUp: w.now.Add(time.Hour)}, w.now)
	w.must(err)
	for _, when := range []string{"in use", "closed"} {
		all := w.bytesOf()
		if !bytes.Contains(all, []byte(ben)) {
			t.Fatalf("%s: the files do not even name a person: the test looks in the wrong place", when)
		}
		for what, id := range map[string]string{"a message that became a draft": typed, "a message that waits": waits, "a form": pressed, "an answer": answered, "a line": undecided} {
			if bytes.Contains(all, []byte(id)) {
				t.Errorf("%s: the id of %s lies in the clear", when, what)
			}
		}
		w.must(w.Close())
	}
}

func TestAnEventThatIsToldTwiceIsOneByItsHash(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	m := store.Message{ID: "1177777777777777701", Person: ana, Channel: "dm-" + ana, Words: "first words"}
	wording := store.Wording{Couple: couple, Person: ana, Source: "1177777777777777702", Words: "by form"}
	for range 2 {
		w.must(w.Hear(t.Context(), m, w.now))
		_, err := w.Word(t.Context(), wording, w.now)
		w.must(err)
	}
	drafts := func() (words []string) {
		t.Helper()
		all, err := w.NeedsOf(t.Context(), couple, ana)
		w.must(err)
		for _, e := range all.Drafts {
			words = append(words, e.Need.Words)
		}
		return words
	}
	if got := strings.Join(drafts(), ", "); strings.Count(got, ",") != 1 {
		t.Errorf("told twice: got %q, want one of each", got)
	}
	m.Words, m.Edited = "edited words", w.now
	w.must(w.Rehear(t.Context(), m, w.now))
	if got := strings.Join(drafts(), ", "); !strings.Contains(got, "edited words") {
		t.Errorf("after an edit: got %q", got)
	}
	w.must(w.Unhear(t.Context(), m.ID, m.Channel, w.now))
	if got := strings.Join(drafts(), ", "); got != "by form" {
		t.Errorf("after a deletion: got %q, want the other alone", got)
	}
}

// TestIdsThatLieInTheClearAreHiddenAtTheStart opens a database as an earlier version left it.
func TestIdsThatLieInTheClearAreHiddenAtTheStart(t *testing.T) {
	t.Parallel()
	for _, file := range frozenFiles(t) {
		w := thaw(t, file)
		db := raw(t, w.path)
		var plain int
		w.must(db.QueryRow(`SELECT (SELECT count(*) FROM incoming WHERE message NOT GLOB '#*' OR message_id IS NULL) + (SELECT count(*) FROM needs WHERE source NOT GLOB '#*')
			+ (SELECT count(*) FROM answers WHERE source NOT GLOB '#*') + (SELECT count(*) FROM unsent WHERE source NOT GLOB '#*')`).Scan(&plain))
		if plain != 0 {
			t.Errorf("%s: got %d ids in the clear, want none", file, plain)
		}
		// The message that waited for its couple is still the same one.
		m := store.Message{ID: "1177777777777777777", Person: ana, Channel: "dm", Words: "for one of the two", Edited: w.now}
		w.must(w.Rehear(t.Context(), m, w.now))
		if r, err := w.Record(t.Context(), ana); err != nil || len(r.Messages) != 1 || r.Messages[0].Words != m.Words {
			t.Errorf("%s: an edit of a message of before: got %+v, %v", file, r.Messages, err)
		}
	}
}

func TestTheHashesStayTheSameWhenTheMasterKeyIsChanged(t *testing.T) {
	t.Parallel()
	old, next := testKey(t), seal.NewKey()
	keys := []seal.Key{old, next}
	path := filepath.Join(t.TempDir(), "leanon.db")
	opens := func(keys ...seal.Key) *world {
		t.Helper()
		s, err := store.OpenWith(t.Context(), path, func() ([]seal.Key, error) { return keys, nil }, clock.New(), testDefaults())
		if err != nil {
			t.Fatal(err)
		}
		return &world{T: t, Store: s, path: path, now: monday()}
	}
	w := opens(keys...)
	couple := w.pair(ana, ben)
	m := store.Message{ID: "1177777777777777701", Person: ana, Channel: "dm-" + ana, Words: "first words"}
	w.must(w.Hear(t.Context(), m, w.now))
	w.must(w.BeginRotation(t.Context(), next))
	for n := 1; n > 0; {
		var err error
		n, err = w.Rewrap(t.Context(), 50)
		w.must(err)
	}
	_, err := w.EndRotation(t.Context())
	w.must(err)
	w.must(w.Close())
	w = opens(next)
	defer w.Close()
	m.Words, m.Edited = "edited words", w.now
	w.must(w.Hear(t.Context(), m, w.now))
	all, err := w.NeedsOf(t.Context(), couple, ana)
	w.must(err)
	if len(all.Drafts) != 1 || all.Drafts[0].Need.Words != m.Words {
		t.Errorf("heard again under the next key: got %d drafts, want the one, edited", len(all.Drafts))
	}
}

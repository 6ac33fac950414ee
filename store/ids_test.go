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
	n, err := w.attempt(ana)
	w.must(err)
	const sent, shown = "1177777777777777706", "1177777777777777707"
	w.must(w.Delivered(t.Context(), n, "dm-"+ana, sent, w.now))
	n, err = w.attempt(ben) // it knows the newest message of its chat
	w.must(err)
	if n.After != waits {
		t.Errorf("the newest message before the attempt: got %q, want %q", n.After, waits)
	}
	w.must(w.Seen(t.Context(), ben, "dm-"+ben, "", n.ID, shown))
	u, err := w.Unread(t.Context(), ana, w.now)
	w.must(err)
	w.must(w.HasRead(t.Context(), u, "", "1177777777777777708", w.now))
	for _, when := range []string{"in use", "closed"} {
		all := w.bytesOf()
		if !bytes.Contains(all, []byte(ben)) {
			t.Fatalf("%s: the files do not even name a person: the test looks in the wrong place", when)
		}
		for what, id := range map[string]string{"a message that became a draft": typed, "a message that waits": waits, "a form": pressed, "an answer": answered, "a line": undecided,
			"a message that was sent": sent, "a message that a press showed": shown, "the last message that was read": "1177777777777777708", "any message of ours": "message-"} {
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
		w.reseals(2)
		w.must(db.QueryRow(`SELECT (SELECT count(*) FROM notices WHERE message NOT GLOB '#*' OR (message IS NULL) <> (message_id IS NULL) OR after <> '')
			+ (SELECT count(*) FROM partners WHERE last_message <> '' OR heard_to <> '' OR last_id IS NULL)`).Scan(&plain))
		if plain != 0 {
			t.Errorf("%s: got %d ids of messages in the clear, want none", file, plain)
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

// TestAMessageOfBeforeIsFoundAndEditedBeforeAndAfterItsIdIsHidden replies to a check-in that
// an earlier version sent, and edits a note of before.
func TestAMessageOfBeforeIsFoundAndEditedBeforeAndAfterItsIdIsHidden(t *testing.T) {
	t.Parallel()
	for _, hidden := range []bool{false, true} {
		w := newWorld(t)
		couple := w.pair(ana, ben)
		w.pair(ana, cleo)
		in, err := w.OpenFirst(t.Context(), couple, ana, w.now, first)
		w.must(err)
		w.sent()
		e, err := w.Word(t.Context(), store.Wording{Couple: couple, Person: ben, Source: w.source(), Words: "a note", Owe: true}, w.now)
		w.must(err)
		w.sent()
		note := e.Need.ID
		_, err = w.Send(t.Context(), note, ben, "", w.now)
		w.must(err)
		w.sent()
		const preview = "1177777777777777704"
		w.sql(`UPDATE notices SET message = CASE kind WHEN 'check-in' THEN '1177777777777777701' WHEN 'note' THEN '1177777777777777702' WHEN 'preview' THEN ?1 ELSE id END, message_id = NULL`, preview)
		if hidden {
			w.reseals(2)
		}
		// Ana is in two couples: only what she replies to says which one she means.
		w.must(w.Hear(t.Context(), store.Message{ID: "1177777777777777703", Person: ana, Channel: "dm-" + ana, ReplyTo: "1177777777777777701", Words: "an answer to the question"}, w.now))
		w.sent()
		all, err := w.NeedsOf(t.Context(), couple, ana)
		w.must(err)
		if len(all.Drafts) != 1 || all.Drafts[0].Need.Question != in.Question {
			t.Errorf("hidden %v: a reply to a question of before: got %+v, want a draft that answers it", hidden, all.Drafts)
		}
		_, err = w.Withdraw(t.Context(), note, ben, preview, w.now)
		w.must(err)
		var edits int
		w.must(raw(t, w.path).QueryRow(`SELECT count(*) FROM notices WHERE kind = 'preview' AND person = ?1 AND edit > 0`, ben).Scan(&edits))
		if edits != 0 {
			t.Errorf("hidden %v: the message that the reply edits itself: got %d edits owed, want none", hidden, edits)
		}
		n, err := w.attempt(ana)
		w.must(err)
		if n.Kind != store.KindNote || n.Message != "1177777777777777702" {
			t.Errorf("hidden %v: the edit of a note of before: got %s of %q", hidden, n.Kind, n.Message)
		}
		w.must(w.Edited(t.Context(), n))
	}
}

func TestAMessageWhoseSealedIdIsAnothersIsNotEdited(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	one := w.writes(couple, ana, "one")
	w.sent()
	w.sql(`UPDATE notices SET message_id = (SELECT message_id FROM notices WHERE person = '` + ben + `' AND kind = 'welcome') WHERE kind = 'note'`)
	_, err := w.Withdraw(t.Context(), one, ana, "", w.now)
	w.must(err)
	_, err = w.attempt(ben)
	w.wants("an edit of another message", err, store.ErrAltered)
}

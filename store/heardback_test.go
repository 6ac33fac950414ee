package store_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"leanon/store"
)

func (w *world) heard(need store.ID, words string) store.Exchange {
	w.Helper()
	e, err := w.SayHeard(w.Context(), store.Saying{About: need, Person: ben, Source: w.source(), Line: words}, w.now)
	w.must(err)
	return e
}

func TestWhatWasHeardIsSaidOnceAfterIHearYou(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.writes(w.pair(ana, ben), ana, "words")
	w.sent()
	say := store.Saying{About: id, Person: ben, Source: "first", Line: "you missed me"}
	_, err := w.SayHeard(t.Context(), say, w.now)
	w.wants("before I hear you", err, store.ErrTooLate)
	w.answers(id, ben, store.Heard)
	w.sent()
	for range 2 { // the second is the same interaction, told twice
		_, err = w.SayHeard(t.Context(), say, w.now)
		w.must(err)
	}
	w.wantSent(ana + " heard")
	n := w.need(id, ana)
	if n.Heard.Words != "you missed me" || n.Heard.Reply != "" || len(n.Answers) != 1 {
		t.Errorf("the note has %+v and answers %+v, want the words and one answer", n.Heard, n.Answers)
	}
	say.Source = "second"
	_, err = w.SayHeard(t.Context(), say, w.now)
	w.wants("once more", err, store.ErrTooLate)
	say.Person = ana
	_, err = w.SayHeard(t.Context(), say, w.now)
	w.wants("the asker's own", err, store.ErrNotYours)
	say.Person = cleo
	_, err = w.SayHeard(t.Context(), say, w.now)
	w.wants("a stranger's", err, store.ErrNotYours)
}

func TestTheAskerRepliesOnceToWhatWasHeard(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.writes(w.pair(ana, ben), ana, "words")
	w.answers(id, ben, store.Heard)
	heard := w.heard(id, "you missed me").Need.Heard.ID
	w.sent()
	_, err := w.HeardBackFor(t.Context(), heard, ben)
	w.wants("a look before the reply", err, store.ErrNotYours)
	_, err = w.ReplyToHeard(t.Context(), heard, ben, store.ThatsIt, "", 0, w.now)
	w.wants("a reply of whoever heard", err, store.ErrNotYours)
	_, err = w.ReplyToHeard(t.Context(), heard, ana, store.NotQuite, "it was the party", 0, w.now)
	w.must(err)
	w.wantSent(ben + " heard")
	e, err := w.HeardBackFor(t.Context(), heard, ben)
	if err != nil || e.Need.Heard.Reply != store.NotQuite || e.Need.Heard.Line != "it was the party" {
		t.Errorf("the reply: got %+v, %v", e.Need.Heard, err)
	}
	e, err = w.ReplyToHeard(t.Context(), heard, ana, store.ThatsIt, "", 0, w.now)
	w.wants("a second reply", err, store.ErrTooLate)
	if e.Need.Heard.Reply != store.NotQuite {
		t.Errorf("after a second reply it is %q, want what was said first", e.Need.Heard.Reply)
	}
}

// sizes lists the lengths of the sealed values of each answer, and what stands beside
// them in the clear.
func (w *world) sizes() string {
	w.Helper()
	db, err := sql.Open("sqlite3", "file:"+w.path+"?mode=ro")
	w.must(err)
	defer db.Close()
	rows, err := db.Query(`SELECT concat_ws(' ', length(choice), length(time), length(line), at) FROM answers
		UNION ALL SELECT concat_ws(' ', kind, round, lane, held, due_at) FROM notices WHERE kind = 'heard'`)
	w.must(err)
	defer rows.Close()
	var all strings.Builder
	for rows.Next() {
		var row string
		w.must(rows.Scan(&row))
		all.WriteString(row + "\n")
	}
	w.must(rows.Err())
	return all.String()
}

func TestNoColumnTellsWhatTheAskerSaidToWhatWasHeard(t *testing.T) {
	t.Parallel()
	seen := map[string][]string{}
	for _, reply := range []struct {
		said store.HeardReply
		line string
	}{{store.ThatsIt, ""}, {store.NotQuite, ""}, {store.NotQuite, strings.Repeat("🌻", store.MaxLine)}} {
		w := newWorld(t)
		id := w.writes(w.pair(ana, ben), ana, "words")
		w.answers(id, ben, store.Heard)
		heard := w.heard(id, "you missed me").Need.Heard.ID
		before := w.sizes()
		_, err := w.ReplyToHeard(t.Context(), heard, ana, reply.said, reply.line, 0, w.now)
		w.must(err)
		replied := fmt.Sprintf("heard 1 1 1 %d\n", w.now.Unix())
		after := w.sizes()
		if rows := strings.TrimSuffix(after, replied); rows != before {
			t.Errorf("a reply changes what the columns tell of the answers:\n%s\nwas\n%s", rows, before)
		}
		seen[after] = append(seen[after], fmt.Sprintf("%s with %d bytes", reply.said, len(reply.line)))
		if e, err := w.HeardBackFor(t.Context(), heard, ben); err != nil || e.Need.Heard.Line != reply.line {
			t.Errorf("the line came back with %d bytes, %v, want %d", len(e.Need.Heard.Line), err, len(reply.line))
		}
	}
	if len(seen) != 1 {
		t.Errorf("the columns tell the replies apart: %v", seen)
	}
}

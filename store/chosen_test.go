package store_test

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"leanon/store"
)

// plainOf returns, for each row of a table, its columns but for ids and times: NULL, the
// length of a sealed value, or the value itself. same lists the columns to leave out.
func (w *world) plainOf(table, order string, leaveOut ...string) (all []string) {
	w.Helper()
	rows, err := raw(w.T, w.path).Query(`SELECT * FROM ` + table + ` ORDER BY ` + order)
	w.must(err)
	defer rows.Close()
	names, err := rows.Columns()
	w.must(err)
	for rows.Next() {
		values, to := make([]any, len(names)), make([]any, len(names))
		for i := range values {
			to[i] = &values[i]
		}
		w.must(rows.Scan(to...))
		var line []string
		for i, name := range names {
			switch v := values[i].(type) {
			case []byte:
				line = append(line, fmt.Sprintf("%s sealed %d", name, len(v)))
			default:
				if !slices.Contains(leaveOut, name) {
					line = append(line, fmt.Sprintf("%s %v", name, v))
				}
			}
		}
		all = append(all, strings.Join(line, ", "))
	}
	w.must(rows.Err())
	return all
}

func TestNoColumnTellsWhatWasChosenAboutANote(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	on, tells := true, store.Tells
	kind, want := "play", "interest-in-my-day"
	ways := map[string]func(id store.ID){
		"asks, with everything": func(id store.ID) {
			_, err := w.Reword(t.Context(), id, ana, store.Rewording{Words: "12345678", Ask: strings.Repeat("家", store.MaxAsk), Kind: kind, Want: want}, "", w.now)
			w.must(err)
			_, err = w.Send(t.Context(), id, ana, "", w.now)
			w.must(err)
		},
		"tells, with nothing": func(id store.ID) {
			_, err := w.Tell(t.Context(), id, ana, "", w.now)
			w.must(err)
		},
		"tells, was softened and has no question": func(id store.ID) {
			_, err := w.Soften(t.Context(), id, ana, "abcdefgh", "", w.now)
			w.must(err)
			_, err = w.Describe(t.Context(), id, ana, store.Description{Manner: &tells, NoQuestion: &on}, "", w.now)
			w.must(err)
			_, err = w.Tell(t.Context(), id, ana, "", w.now)
			w.must(err)
		},
	}
	for _, send := range ways {
		e, err := w.Word(t.Context(), store.Wording{Couple: couple, Person: ana, Source: w.source(), Words: "the words", Bare: len(w.plainOf("needs", "seq"))%2 == 0}, w.now)
		w.must(err)
		send(e.Need.ID)
	}
	check := func(when string) {
		t.Helper()
		for _, table := range []string{"needs", "notices"} {
			all := w.plainOf(table, "seq", "seq", "id", "source", "ref", "carried_by", "message")
			for _, line := range all[1:] {
				if table == "needs" && line != all[0] {
					t.Errorf("%s, a row tells: got %q and %q", when, all[0], line)
				}
			}
		}
	}
	check("sent")
	w.now = w.now.Add(store.RestAfter)
	if n, err := w.Rest(t.Context(), w.now); err != nil || n != len(ways) {
		t.Errorf("rest in the file: got %d, %v, want all %d", n, err, len(ways))
	}
	check("after two weeks")
}

func TestARowOfBeforeKeepsWhatItWas(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	id := w.drafts(couple, ana, "words")
	other := w.drafts(couple, ana, "what went well")
	w.writeBefore(couple, id, "words", "call me soon", "")
	w.writeBefore(couple, other, "what went well", "", "")
	w.sql(`UPDATE needs SET sent_at = ?2, shares = 1 WHERE id = ?1`, other, w.now.Unix())
	if n := w.need(id, ana); n.Ask != "call me soon" || n.Tells {
		t.Errorf("an older draft: got %q, tells %v, want its request", n.Ask, n.Tells)
	}
	if n := w.need(other, ben); !n.Tells || n.Open() {
		t.Errorf("an older note that told what went well: tells %v, open %v", n.Tells, n.Open())
	}
	_, err := w.Send(t.Context(), id, ana, "", w.now)
	w.must(err)
	if n := w.need(id, ben); n.Ask != "call me soon" || n.Tells {
		t.Errorf("sent now: got %q, tells %v, want its request", n.Ask, n.Tells)
	}
	var left sql.NullString
	w.must(raw(t, w.path).QueryRow(`SELECT ask FROM needs WHERE id = ?1`, id).Scan(&left))
	if left.Valid {
		t.Error("its request stays in its own column, want it sealed with all that was chosen")
	}
	w.now = w.now.Add(store.RestAfter)
	if n, err := w.Rest(t.Context(), w.now); err != nil || n != 1 {
		t.Errorf("rested: got %d, %v, want the one that asks", n, err)
	}
}

func TestWhatWasChosenBeforeIsSealedInTheBackground(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	asks, tells, bare := w.drafts(couple, ana, "one"), w.drafts(couple, ana, "two"), w.drafts(couple, ana, "six")
	w.writeBefore(couple, asks, "one", "call me", "listen")
	w.writeBefore(couple, tells, "two", "", "")
	w.writeBefore(couple, bare, "six", "", "")
	w.sql(`UPDATE needs SET sent_at = ?2, shares = id = ?1 WHERE id IN (?1, ?3, ?4)`, tells, w.now.Unix(), asks, bare)
	w.reseals(50)
	all := w.plainOf("needs", "seq", "seq", "id", "source")
	for _, line := range all {
		if line != all[0] {
			t.Errorf("a row tells: got %q and %q", all[0], line)
		}
	}
	if n := w.need(asks, ben); n.Ask != "call me" || n.Want != "listen" || n.Tells {
		t.Errorf("the one that asks: got %q, %q, tells %v", n.Ask, n.Want, n.Tells)
	}
	if n := w.need(tells, ben); !n.Tells {
		t.Error("the one that told what went well does not tell any more")
	}
}

func TestTheFirstWordsAreKeptUntilADecision(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	id := w.drafts(couple, ana, "you never call")
	soften := func(words string) {
		t.Helper()
		e, err := w.Soften(t.Context(), id, ana, words, "", w.now)
		w.must(err)
		if e.Need.Words != words || e.Need.First != "you never call" {
			t.Errorf("softened: got %q, first %q", e.Need.Words, e.Need.First)
		}
	}
	soften("When it rang, I felt glad.")
	soften("When it rang, I felt seen.")
	e, err := w.BackToMine(t.Context(), id, ana, "", w.now)
	w.must(err)
	if e.Need.Words != "you never call" || e.Need.First != "" {
		t.Errorf("back to mine: got %q, first %q", e.Need.Words, e.Need.First)
	}
	soften("When it rang, I felt glad.")
	_, err = w.Keep(t.Context(), id, ana, "", w.now)
	w.must(err)
	if n := w.need(id, ana); n.First != "" {
		t.Errorf("kept: the first words are still %q", n.First)
	}
	_, err = w.Reword(t.Context(), id, ana, store.Rewording{Words: "you never call"}, "", w.now)
	w.must(err)
	soften("When it rang, I felt glad.")
	_, err = w.Send(t.Context(), id, ana, "", w.now)
	w.must(err)
	if n := w.need(id, ana); n.First != "" || n.Words != "When it rang, I felt glad." {
		t.Errorf("sent: got %q, first %q", n.Words, n.First)
	}
}

func TestThreeDraftsOfAPersonGetTheHintAndNoColumnTellsWhich(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	var got []bool
	var lengths []int
	for _, fits := range []bool{false, true, false, true, true, true, true} {
		e, err := w.Word(t.Context(), store.Wording{Couple: couple, Person: ana, Source: w.source(), Words: "words", Bare: fits}, w.now)
		w.must(err)
		got = append(got, e.Need.Bare)
		var sealed []byte
		w.must(raw(t, w.path).QueryRow(`SELECT hints FROM partners WHERE person = ?1`, ana).Scan(&sealed))
		lengths = append(lengths, len(sealed))
		w.now = w.now.Add(time.Minute)
	}
	if want := []bool{false, true, false, true, true, false, false}; !slices.Equal(got, want) {
		t.Errorf("drafts with the hint: got %v, want %v", got, want)
	}
	if slices.Min(lengths) != slices.Max(lengths) {
		t.Errorf("lengths of the sealed count: got %v, want one", lengths)
	}
}

func TestADraftsCopiesAreEditedWhereverItBecameOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.pair(ana, cleo)
	w.must(w.Hear(t.Context(), store.Message{ID: "1", Person: ana, Channel: "dm", Words: "for one of two"}, w.now))
	n, err := w.attempt(ana)
	w.must(err)
	w.must(w.Delivered(t.Context(), n, "dm", "asked whom", w.now))
	e, err := w.Assign(t.Context(), store.Decision{Typed: n.Ref, Person: ana, Couple: couple}, w.now)
	w.must(err)
	_, err = w.Keep(t.Context(), e.Need.ID, ana, "another message", w.now)
	w.must(err)
	w.wantSent(ana + " preview edit")
	_, err = w.Discard(t.Context(), e.Need.ID, ana, "another message", w.now)
	w.must(err)
	w.wantSent(ana + " preview edit")
}

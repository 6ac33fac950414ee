package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leanon/store"
)

func TestASealedValueOpensOnlyInItsTableColumnAndRow(t *testing.T) {
	t.Parallel()
	for name, move := range map[string]string{
		"another row":             `UPDATE needs SET words = (SELECT words FROM needs WHERE id = ?2) WHERE id = ?1`,
		"another column":          `UPDATE needs SET words = (SELECT chosen FROM needs WHERE id = ?1) WHERE id = ?1 AND ?2`,
		"another table":           `UPDATE needs SET words = (SELECT name FROM members WHERE person = '` + ana + `') WHERE id = ?1 AND ?2`,
		"a flipped bit":           `UPDATE needs SET words = CAST(substr(words, 1, 20) || CASE substr(words, 21, 1) WHEN x'00' THEN x'01' ELSE x'00' END || substr(words, 22) AS BLOB) WHERE id = ?1 AND ?2`,
		"cut short":               `UPDATE needs SET words = substr(words, 1, length(words) - 1) WHERE id = ?1 AND ?2`,
		"no value":                `UPDATE needs SET words = x'' WHERE id = ?1 AND ?2`,
		"another format":          `UPDATE needs SET words = CAST(x'03' || substr(words, 2) AS BLOB) WHERE id = ?1 AND ?2`,
		"the format of before":    `UPDATE needs SET words = CAST(x'01' || substr(words, 2) AS BLOB) WHERE id = ?1 AND ?2`,
		"the other's name":        `UPDATE members SET name = (SELECT name FROM members m WHERE m.person = '` + ben + `') WHERE person = '` + ana + `' AND ?1 AND ?2`,
		"another couple's key":    `UPDATE couples SET wrapped_key = (SELECT c.wrapped_key FROM couples c JOIN needs n ON n.couple_id = c.id WHERE n.id = ?2) WHERE id = (SELECT couple_id FROM needs WHERE id = ?1)`,
		"another couple's record": `UPDATE needs SET couple_id = (SELECT couple_id FROM needs WHERE id = ?2) WHERE id = ?1`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			one := w.drafts(w.pair(ana, ben), ana, "first words")
			two := w.drafts(w.pair(ana, cleo), ana, "other words")
			w.need(one, ana)
			w.sql(move, one, two)
			if e, err := w.NeedFor(t.Context(), one, ana); err == nil {
				t.Errorf("the need opens, with %q", e.Need.Words)
			}
		})
	}
}

func TestTheLengthOfASealedChoiceTellsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	for i, c := range []struct {
		choice  store.Choice
		reached store.Reached
		kind    string
	}{{store.Heard, store.ReachedYes, "play"}, {store.CannotNow, store.ReachedNotYet, "interest-in-my-day"}, {store.Yes, store.NoLongerNeeded, "space"}} {
		id := w.drafts(couple, ana, fmt.Sprint("words ", i))
		_, err := w.Describe(t.Context(), id, ana, store.Description{Kind: &c.kind, Want: &c.kind}, "", w.now)
		w.must(err)
		_, err = w.Send(t.Context(), id, ana, "", w.now)
		w.must(err)
		w.answers(id, ben, c.choice)
		_, err = w.Reach(t.Context(), id, ana, c.reached, w.now)
		w.must(err)
	}
	db := raw(t, w.path)
	for _, column := range []string{"needs.chosen", "needs.reached", "needs.closed", "answers.choice", "answers.time", "answers.line"} {
		table, name, _ := strings.Cut(column, ".")
		var lengths, rows int
		w.must(db.QueryRow(fmt.Sprintf("SELECT count(DISTINCT length(%s)), count(%s) FROM %s", name, name, table)).Scan(&lengths, &rows))
		if lengths != 1 || rows != 3 {
			t.Errorf("%s: got %d lengths in %d sealed values, want one in 3", column, lengths, rows)
		}
	}
}

// everything writes everything that a couple can write, and returns the words that must
// not be found in a file.
func (w *world) everything(couple store.ID, a, b string) []string {
	w.Helper()
	ctx := w.Context()
	id := w.drafts(couple, a, "drafted first")
	_, err := w.Reword(ctx, id, a, store.Rewording{Words: "the very words", Ask: "hold my hand"}, "", w.now)
	w.must(err)
	kind, want := "time-together", "just-know"
	_, err = w.Describe(ctx, id, a, store.Description{Kind: &kind, Want: &want}, "", w.now)
	w.must(err)
	_, err = w.Send(ctx, id, a, "", w.now)
	w.must(err)
	_, err = w.Answer(ctx, store.Answering{Need: id, Person: b, Source: w.source(), Choice: store.NotNow, Time: "after the choir", Line: "a line of mine",
		FollowUp: w.now.Add(time.Hour), Remind: w.now.Add(time.Hour)}, w.now)
	w.must(err)
	_, err = w.Reach(ctx, id, a, store.ReachedSomewhat, w.now)
	w.must(err)
	_, err = w.Thank(ctx, id, a, "thank you for that", w.now)
	w.must(err)
	kept := w.drafts(couple, a, "kept to myself")
	_, err = w.Keep(ctx, kept, a, "", w.now)
	w.must(err)
	gone := w.drafts(couple, a, "thrown away")
	_, err = w.Discard(ctx, gone, a, "", w.now)
	w.must(err)
	w.must(w.Hear(ctx, store.Message{ID: w.source(), Person: a, Channel: "dm", Words: "a plain message"}, w.now))
	w.sent()
	return []string{"drafted first", "the very words", "hold my hand", "time-together", "just-know", "not-now", "after the choir", "a line of mine",
		"somewhat", "thank you for that", "kept to myself", "thrown away", "a plain message", "Inviter", "Invitee", "call me"}
}

// bytesOf returns the bytes of all files in the database's directory.
func (w *world) bytesOf() []byte {
	w.Helper()
	files, err := filepath.Glob(filepath.Join(filepath.Dir(w.path), "*"))
	w.must(err)
	var all []byte
	for _, file := range files {
		b, err := os.ReadFile(file)
		w.must(err)
		all = append(all, b...)
	}
	return all
}

func TestNothingThatAPersonWroteLiesInTheClearInAnyFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.pair(ana, cleo) // so that a plain message waits for its couple
	words := w.everything(couple, ana, ben)
	_, err := w.Leave(t.Context(), w.pair(ben, cleo), ben, true, w.now)
	w.must(err)
	for _, when := range []string{"in use", "closed"} {
		all := w.bytesOf()
		if !bytes.Contains(all, []byte(ana)) {
			t.Fatalf("%s: the files do not even name a person: the test looks in the wrong place", when)
		}
		for _, said := range words {
			if bytes.Contains(all, []byte(said)) {
				t.Errorf("%s: %q lies in the clear", when, said)
			}
		}
		w.must(w.Close())
	}
}

// sealedOf reads all sealed values of a couple, and its wrapped key.
func sealedOf(t *testing.T, db *sql.DB, couple store.ID) (all [][]byte) {
	t.Helper()
	for _, query := range []string{
		`SELECT wrapped_key FROM couples WHERE id = ?1`, `SELECT name FROM members WHERE couple_id = ?1`,
		`SELECT words FROM needs WHERE couple_id = ?1`, `SELECT chosen FROM needs WHERE couple_id = ?1 AND chosen IS NOT NULL`,
		`SELECT reached FROM needs WHERE couple_id = ?1 AND reached IS NOT NULL`, `SELECT thanks FROM needs WHERE couple_id = ?1 AND thanks IS NOT NULL`,
		`SELECT a.choice FROM answers a JOIN needs n ON n.id = a.need_id WHERE n.couple_id = ?1`, `SELECT a.line FROM answers a JOIN needs n ON n.id = a.need_id WHERE n.couple_id = ?1`,
	} {
		rows, err := db.Query(query, couple)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for ; rows.Next(); n++ {
			var b []byte
			if err := rows.Scan(&b); err != nil {
				t.Fatal(err)
			}
			all = append(all, b)
		}
		if err := rows.Close(); err != nil || n == 0 {
			t.Fatalf("%s: got %d values, %v, want some", query, n, err)
		}
	}
	return all
}

func TestAfterLeaveNoByteOfTheRecordNorItsKeyIsLeft(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple, other := w.pair(ana, ben), w.pair(cleo, ben)
	w.everything(couple, ana, ben)
	stays := w.drafts(other, cleo, "of another couple")
	db := raw(t, w.path)
	gone, kept := sealedOf(t, db, couple), w.need(stays, cleo)
	db.Close()
	_, err := w.Leave(t.Context(), couple, ben, false, w.now)
	w.must(err)
	for _, when := range []string{"in use", "closed"} {
		all := w.bytesOf()
		for i, b := range gone {
			// A part is enough: a page may have been written in pieces.
			if bytes.Contains(all, b) || bytes.Contains(all, b[:24]) || bytes.Contains(all, b[len(b)-24:]) {
				t.Errorf("%s: value %d of the ended couple is still in a file", when, i)
			}
		}
		if when == "in use" {
			if got := w.need(stays, cleo); got.Words != kept.Words {
				t.Errorf("another couple's words: got %q, want %q", got.Words, kept.Words)
			}
		}
		w.must(w.Close())
	}
}

func TestACoupleEndsEvenWhileSomebodyReads(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.everything(couple, ana, ben)
	db := raw(t, w.path)
	gone := sealedOf(t, db, couple)
	db.Close()
	ctx, cancel := context.WithCancel(t.Context())
	reading, err := store.Reader(w.Store).BeginTx(ctx, nil)
	w.must(err)
	var n int
	w.must(reading.QueryRow(`SELECT count(*) FROM needs`).Scan(&n)) // a snapshot that holds the log
	defer cancel()
	c, err := w.Leave(t.Context(), couple, ana, true, w.now)
	w.must(err)
	if c.Other.Name == "" {
		t.Error("the receipt has no name")
	}
	_, err = w.CoupleFor(t.Context(), couple, ana)
	w.wants("the couple", err, store.ErrNotYours)
	w.must(reading.Rollback())
	w.must(w.Purge(t.Context(), w.now))
	all := w.bytesOf()
	for i, b := range gone {
		if bytes.Contains(all, b) {
			t.Errorf("value %d of the ended couple is still in a file after Purge", i)
		}
	}
}

package sqlite_test

import (
	"database/sql"
	"path/filepath"
	"testing"
	"time"
)

// A program that replicates the file reads all the time, so that the log cannot begin anew
// before it has copied it. Whoever deletes something does not wait for it each time.
func TestAReaderThatStaysIsNotWaitedForEachTime(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.db")
	db := opened(t, path)
	defer db.Close()
	says(t, db, "on Monday")
	other, err := sql.Open("sqlite3", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	reads, err := other.Begin()
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := reads.QueryRow(`SELECT count(*) FROM said`).Scan(&n); err != nil || n != 1 {
		t.Fatalf("got %d, %v", n, err)
	}
	says(t, db, "on Tuesday")
	wants := func(what string, empties func() (bool, error), clean bool) {
		t.Helper()
		got, err := empties()
		if err != nil || got != clean {
			t.Errorf("%s: got clean %v, %v, want %v", what, got, err, clean)
		}
	}
	empty := func() (bool, error) { return db.EmptyLog(t.Context()) }
	wants("the first time", empty, false)
	if db.LogKept() {
		t.Error("one try alone counts, which a busy machine may be to blame for")
	}
	wants("the second time", empty, false)
	const times = 20
	began := time.Now()
	for range times {
		wants("again", empty, false)
	}
	if took := time.Since(began); took > times*500*time.Millisecond/2 {
		t.Errorf("%d times took %v: each waited for the reader", times, took)
	}
	if !db.LogKept() {
		t.Error("that the log is kept is not known")
	}
	wants("a purge", func() (bool, error) { return db.BeginLog(t.Context()) }, false)
	says(t, db, "on Wednesday")
	if err := reads.Rollback(); err != nil {
		t.Fatal(err)
	}
	wants("afterwards", empty, true)
	wants("and begun", func() (bool, error) { return db.BeginLog(t.Context()) }, true)
}

package sqlite

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"testing"
)

// A crash while the log is begun leaves it with a token that its file may not have yet.
func TestALogThatACrashLeftHalfBegunIsForeignToALaterFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	nothing := func(context.Context, *sql.DB) error { return nil }
	open := func() *DB {
		t.Helper()
		db, err := Open(t.Context(), filepath.Join(dir, "a.db"), 1, nothing, nothing)
		if err != nil {
			t.Fatal(err)
		}
		return db
	}
	keep := func(part, to string) {
		t.Helper()
		raw, err := os.ReadFile(filepath.Join(dir, "a.db"+part))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, to), raw, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	wants := func(what, path string, want bool) {
		t.Helper()
		if got, err := ForeignLog(filepath.Join(dir, path)); err != nil || got != want {
			t.Errorf("%s: got foreign %v, %v, want %v", what, got, err, want)
		}
	}
	open().Close()
	keep("", "earlier.db")
	db := open()
	if _, err := db.Writer.Exec(`CREATE TABLE said (words TEXT)`); err != nil {
		t.Fatal(err)
	}
	if clean, err := db.EmptyLog(t.Context()); err != nil || !clean { // the first step of BeginLog
		t.Fatalf("empty the log: got %v, %v", clean, err)
	}
	if done, err := setToken(t.Context(), db.Writer, 8); err != nil || !done {
		t.Fatalf("begin the log: got %v, %v", done, err)
	}
	keep("", "own.db")
	keep("-wal", "own.db-wal")
	wants("the file that it goes on from", "own.db", false)
	db.Close()
	for range 2 { // starts
		open().Close()
	}
	keep("", "later.db")
	for _, path := range []string{"earlier.db", "later.db"} {
		raw, err := os.ReadFile(filepath.Join(dir, "own.db-wal"))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, path+"-wal"), raw, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		wants(path, path, true)
	}
}

// Who deletes something empties the log too. Until the checkpointer looks, somebody may
// write to the log that follows.
func TestALogThatWasEmptiedBeginsWithItsToken(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.db")
	nothing := func(context.Context, *sql.DB) error { return nil }
	db, err := Open(t.Context(), path, 1, nothing, func(ctx context.Context, db *sql.DB) error {
		_, err := db.ExecContext(ctx, `CREATE TABLE said (words TEXT)`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for what, empties := range map[string]func(context.Context) (bool, error){"emptied": db.EmptyLog, "begun": db.BeginLog} {
		if clean, err := empties(t.Context()); err != nil || !clean {
			t.Fatalf("%s: got %v, %v", what, clean, err)
		}
		if _, err := db.Writer.Exec(`INSERT INTO said VALUES (?1)`, what); err != nil { // past the checkpointer
			t.Fatal(err)
		}
		log, err := os.Open(path + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		defer log.Close()
		versions, err := firstPages(log)
		if err != nil {
			t.Fatal(err)
		}
		if len(versions) == 0 || versions[0].token&tokenKnown == 0 {
			t.Errorf("%s: the log begins with %v, want the token", what, versions)
		}
	}
}

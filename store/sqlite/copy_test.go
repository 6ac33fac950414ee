package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"leanon/machine"
	"leanon/store/sqlite"
)

// copied copies a database that somebody writes to, and returns the path of the copy.
func copied(t *testing.T, path string, meanwhile func()) string {
	t.Helper()
	from, err := sqlite.OpenToRead(t.Context(), path, ours, nothing)
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	to := filepath.Join(t.TempDir(), "copy.db")
	last := 0
	err = from.Copy(t.Context(), to, func(copied, of int) {
		if copied < last || copied > of {
			t.Errorf("told of %d of %d pages after %d", copied, of, last)
		}
		last = copied
		meanwhile()
	})
	if err != nil || last == 0 {
		t.Fatalf("copy: %v after %d pages", err, last)
	}
	return to
}

func count(t *testing.T, path, query string) (n int) {
	t.Helper()
	db, err := sqlite.OpenToRead(t.Context(), path, ours, nothing)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.Read(t.Context(), func(x *sqlite.Tx) error { return x.QueryRow(query).Scan(&n) })
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestACopyIsOneStateHoweverMuchIsWrittenMeanwhile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.db")
	db := opened(t, path)
	defer db.Close()
	err := db.Write(t.Context(), sqlite.How{}, func(x *sqlite.Tx) error {
		return x.Exec(`INSERT INTO said WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) SELECT hex(randomblob(50000)) FROM n`)
	})
	if err != nil {
		t.Fatal(err)
	}
	wrote := 0
	to := copied(t, path, func() { // between any two steps: rows of every part grow by one letter, and one comes
		wrote++
		err := db.Write(t.Context(), sqlite.How{}, func(x *sqlite.Tx) error {
			if err := x.Exec(`UPDATE said SET words = words || 'x' WHERE rowid % 60 = 0`); err != nil {
				return err
			}
			return x.Exec(`INSERT INTO said VALUES (?1)`, "late")
		})
		if err != nil {
			t.Error(err)
		}
	})
	if wrote < 3 {
		t.Fatalf("copied in %d steps, want some", wrote)
	}
	if err := sqlite.Whole(t.Context(), to); err != nil {
		t.Errorf("the copy: %v", err)
	}
	if n := count(t, to, `SELECT count(*) FROM said WHERE length(words) = 100000`); n != 300 {
		t.Errorf("%d rows are as they were when the copy began, want 300", n)
	}
	if n := count(t, to, `SELECT count(*) FROM said`); n != 300 {
		t.Errorf("got %d rows, want the 300 of when the copy began", n)
	}
	info, err := os.Stat(to)
	if err != nil || machine.OpenToOthers(to, info) || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("got %v, %v, want a file that nobody else can open", info.Mode(), err)
	}
	for _, part := range []string{"-wal", "-shm", "-journal"} {
		if _, err := os.Stat(to + part); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: got %v, want no such file", part, err)
		}
	}
}

func TestNoDatabasesLogIsPlayedOnACopy(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.db")
	db := opened(t, path)
	defer db.Close()
	says(t, db, "on Monday")
	to := copied(t, path, func() {})
	for _, when := range []string{"at once", "on Tuesday", "on Wednesday"} {
		left := killed(t, path)
		wantForeign(t, "the file itself, "+when, left, false)
		raw, err := os.ReadFile(to)
		if err == nil {
			err = os.WriteFile(left, raw, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		wantForeign(t, "the copy beside the log, "+when, left, true)
		says(t, db, when)
		if _, err := db.EmptyLog(t.Context()); err != nil {
			t.Fatal(err)
		}
		says(t, db, "and on")
	}
}

func TestACopyThatIsNotWantedAnyMoreEnds(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.db")
	opened(t, path).Close()
	from, err := sqlite.OpenToRead(t.Context(), path, ours, nothing)
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := from.Copy(ctx, filepath.Join(t.TempDir(), "copy.db"), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	taken := filepath.Join(t.TempDir(), "taken.db")
	if err := os.WriteFile(taken, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := from.Copy(t.Context(), taken, nil); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a file: got %v, want %v", err, fs.ErrExist)
	}
}

func TestWholeSeesWhatAQuickLookDoesNot(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.db")
	db := opened(t, path)
	if _, err := db.Writer.Exec(`CREATE INDEX said_words ON said (words)`); err != nil {
		t.Fatal(err)
	}
	says(t, db, "on Monday")
	db.Close()
	raw, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	raw.SetMaxOpenConns(1)
	for _, query := range []string{ // an index that lacks a row
		`PRAGMA writable_schema = ON`, `CREATE TABLE other (words TEXT)`, `CREATE INDEX other_words ON other (words)`,
		`UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'other_words') WHERE name = 'said_words'`,
		`DELETE FROM sqlite_master WHERE name = 'other_words'`,
	} {
		if _, err := raw.Exec(query); err != nil {
			t.Fatal(err)
		}
	}
	raw.Close()
	if err := sqlite.Whole(t.Context(), path); !errors.Is(err, sqlite.ErrDamaged) {
		t.Errorf("got %v, want %v", err, sqlite.ErrDamaged)
	}
}

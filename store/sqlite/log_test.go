package sqlite_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"leanon/store/sqlite"
)

const ours = 0x6c65616e

func nothing(context.Context, *sql.DB) error { return nil }

// opened opens a database with one table.
func opened(t *testing.T, path string) *sqlite.DB {
	t.Helper()
	db, err := sqlite.Open(t.Context(), path, ours, nothing, func(ctx context.Context, db *sql.DB) error {
		_, err := db.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS said (words TEXT)`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func says(t *testing.T, db *sqlite.DB, words string) {
	t.Helper()
	if err := db.Write(t.Context(), sqlite.How{}, func(x *sqlite.Tx) error { return x.Exec(`INSERT INTO said VALUES (?1)`, words) }); err != nil {
		t.Fatal(err)
	}
}

// killed copies a file with its log to another directory, as a crash would leave them.
func killed(t *testing.T, path string) string {
	t.Helper()
	left := filepath.Join(t.TempDir(), "a.db")
	for _, part := range []string{"", "-wal"} {
		raw, err := os.ReadFile(path + part)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(left+part, raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return left
}

func wantForeign(t *testing.T, what, path string, want bool) {
	t.Helper()
	if got, err := sqlite.ForeignLog(path); err != nil || got != want {
		t.Errorf("%s: got foreign %v, %v, want %v", what, got, err, want)
	}
}

func TestALogIsForeignToEveryFileButItsOwn(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.db")
	db := opened(t, path)
	says(t, db, "on Monday")
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	wantForeign(t, "no log", path, false)
	backup, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}

	db = opened(t, path)
	defer db.Close()
	wantForeign(t, "a log with only its token", killed(t, path), false)
	says(t, db, "on Tuesday")
	left := killed(t, path)
	wantForeign(t, "its own log", left, false)
	again := opened(t, left)
	says(t, again, "after the crash")
	wantForeign(t, "the log after a crash", killed(t, left), false)
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}

	left = killed(t, path)
	if err := os.WriteFile(left, backup, 0o600); err != nil {
		t.Fatal(err)
	}
	wantForeign(t, "a backup beside a later log", left, true)
	aside, err := sqlite.PutLogAside(left)
	if err != nil || aside != left+"-wal.aside-1" {
		t.Fatalf("put aside: got %s, %v", aside, err)
	}
	wantForeign(t, "the backup without it", left, false)

	if clean, err := db.BeginLog(t.Context()); err != nil || !clean {
		t.Fatalf("begin the log: got %v, %v", clean, err)
	}
	says(t, db, "on Wednesday")
	before := killed(t, path)
	if clean, err := db.BeginLog(t.Context()); err != nil || !clean {
		t.Fatalf("begin the log: got %v, %v", clean, err)
	}
	says(t, db, "on Thursday")
	left = killed(t, path)
	if err := os.Rename(before, left); err != nil {
		t.Fatal(err)
	}
	wantForeign(t, "a copy from before the last purge", left, true)
}

// SQLite begins a log anew by itself once all of it is in the file.
func TestALogThatSQLiteBeganAnewStaysItsFilesOwn(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.db")
	db := opened(t, path)
	says(t, db, "once")
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	backup, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	db = opened(t, path)
	defer db.Close()
	for range 3 {
		says(t, db, "once more")
	}
	if _, err := db.Writer.Exec(`PRAGMA wal_checkpoint(RESTART)`); err != nil {
		t.Fatal(err)
	}
	says(t, db, "in a log begun anew")
	for tries := 0; ; tries++ { // until the checkpointer has looked
		left := killed(t, path)
		wantForeign(t, "its own log", left, false)
		if err := os.WriteFile(left, backup, 0o600); err != nil {
			t.Fatal(err)
		}
		if foreign, _ := sqlite.ForeignLog(left); foreign {
			return
		}
		if tries == 200 {
			t.Fatal("a backup beside a log that was begun anew is not told from its own file")
		}
		says(t, db, "and more")
	}
}

func TestWhatIsNoLogIsForeignToNobody(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.db")
	db := opened(t, path)
	says(t, db, "once")
	left := killed(t, path)
	whole, err := os.ReadFile(left + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	db.Close()
	for n := 0; n < len(whole); n += 97 {
		if err := os.WriteFile(left+"-wal", whole[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		wantForeign(t, "a log that was cut short", left, false)
		spoilt := append([]byte{}, whole...)
		spoilt[n] ^= 0x40
		if err := os.WriteFile(left+"-wal", spoilt, 0o600); err != nil {
			t.Fatal(err)
		}
		wantForeign(t, "a log with a bit turned", left, false)
	}
}

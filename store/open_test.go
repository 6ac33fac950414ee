package store_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leanon/clock"
	"leanon/store"
	"leanon/store/seal"
)

func TestADatabaseLivesUnderAnyName(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"leanon.db", "with a blank.db", "what?.db", "number#1.db", "100%25.db", "a&b=c;d.db", "päär 家.db", "file:x.db", "?mode=memory"} {
		dir := t.TempDir()
		path := filepath.Join(dir, name)
		s, err := openAt(t, path)
		if err != nil {
			t.Errorf("open %q: %v", name, err)
			continue
		}
		if _, err := s.Set(t.Context(), ana, store.Settings{}); err != nil {
			t.Errorf("write to %q: %v", name, err)
		}
		if err := s.Close(); err != nil {
			t.Errorf("close %q: %v", name, err)
		}
		left, _ := os.ReadDir(dir)
		if len(left) != 1 || left[0].Name() != name {
			t.Errorf("files of %q: got %v, want it alone", name, left)
		}
	}
}

func TestEveryFileIsItsOwnersAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.pair(ana, ben)
	files, err := filepath.Glob(filepath.Join(filepath.Dir(w.path), "*"))
	w.must(err)
	if len(files) != 3 {
		t.Errorf("files in use: got %v, want the database, its log and its index", files)
	}
	for _, file := range files {
		info, err := os.Stat(file)
		w.must(err)
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s: got mode %o, want 600", filepath.Base(file), info.Mode().Perm())
		}
	}
	w.must(w.Close())
	w.must(os.Chmod(w.path, 0o644)) // as a copy might be
	s, err := openAt(t, w.path)
	w.must(err)
	defer s.Close()
	for _, part := range []string{"", "-wal", "-shm"} {
		if info, err := os.Stat(w.path + part); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("opened again, %q: got %v, %v, want 600", part, info.Mode(), err)
		}
	}
}

// refused checks that a file is not opened for a reason, and left as it is.
func refused(t *testing.T, path string, want error) {
	t.Helper()
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s, err := openAt(t, path)
	if !errors.Is(err, want) {
		t.Errorf("open: got %v, want %v", err, want)
	}
	if err == nil {
		s.Close()
	}
	after, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("the refused file was changed (%v)", err)
	}
}

func TestAnotherProgramsFileIsRefusedAndLeftAsItIs(t *testing.T) {
	t.Parallel()
	text := filepath.Join(t.TempDir(), "text")
	if err := os.WriteFile(text, []byte(strings.Repeat("Dear diary, ", 500)), 0o644); err != nil {
		t.Fatal(err)
	}
	refused(t, text, store.ErrForeign)
	if info, _ := os.Stat(text); info.Mode().Perm() != 0o644 {
		t.Errorf("mode: got %o, want 644 as it was", info.Mode().Perm())
	}

	for name, query := range map[string]string{
		"tables, no mark":      `CREATE TABLE partners (person TEXT)`,
		"another mark":         `PRAGMA application_id = 42; CREATE TABLE t (x)`,
		"another mark, empty":  `PRAGMA application_id = 42; CREATE TABLE t (x); DROP TABLE t`,
		"no mark, goose's own": `CREATE TABLE goose_db_version (version_id INTEGER)`,
	} {
		path := filepath.Join(t.TempDir(), "other.db")
		db := raw(t, path)
		if _, err := db.Exec(query); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		db.Close()
		refused(t, path, store.ErrForeign)
	}
}

func TestAnEmptyFileIsNoNewDatabase(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "leanon.db")
	if store.Exists(path) {
		t.Error("Exists: got true for no file, want false")
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if !store.Exists(path) {
		t.Error("Exists: got false for an empty file, want true: it was something once")
	}
	refused(t, path, store.ErrEmptied)
}

// A first start that is cut short before the rename leaves a file with another name, and
// the next start must begin anew. But it must refuse a log without a database, because
// SQLite would delete the log.
func TestAFirstStartBeginsAnewOnWhatAnotherLeft(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "leanon.db")
	if err := os.WriteFile(path+".new", []byte("half a page"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path+"-wal", []byte("the log of a database"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := openAt(t, path); !errors.Is(err, store.ErrLogAlone) {
		t.Errorf("open beside a log alone: got %v, want %v", err, store.ErrLogAlone)
	}
	if left, err := os.ReadFile(path + "-wal"); err != nil || string(left) != "the log of a database" {
		t.Errorf("the log: got %q, %v, want it as it was", left, err)
	}
	if err := os.Remove(path + "-wal"); err != nil {
		t.Fatal(err)
	}
	s, err := openAt(t, path)
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	if files, _ := filepath.Glob(path + "*"); len(files) != 1 {
		t.Errorf("files: got %v, want the database alone", files)
	}
}

func TestAFirstStartThatWasCutShortGoesOn(t *testing.T) {
	t.Parallel()
	for name, query := range map[string]string{
		"after the mark":    `PRAGMA application_id = 1818583406`,
		"before the proof":  `DELETE FROM meta`,
		"during the schema": `PRAGMA application_id = 1818583406; CREATE TABLE goose_db_version (id INTEGER PRIMARY KEY AUTOINCREMENT, version_id INTEGER NOT NULL, is_applied INTEGER NOT NULL, tstamp TIMESTAMP DEFAULT (datetime('now'))); INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, 1)`,
		"before the mark":   `CREATE TABLE t (x); DROP TABLE t`,
	} {
		path := filepath.Join(t.TempDir(), "leanon.db")
		if name == "before the proof" {
			s, err := openAt(t, path)
			if err != nil {
				t.Fatal(err)
			}
			s.Close()
		}
		db := raw(t, path)
		if _, err := db.Exec(query); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		db.Close()
		s, err := openAt(t, path)
		if err != nil {
			t.Errorf("cut short %s: got %v, want no error", name, err)
			continue
		}
		if _, err := s.Set(t.Context(), ana, store.Settings{}); err != nil {
			t.Errorf("cut short %s: write: got %v, want no error", name, err)
		}
		s.Close()
	}
}

func TestAWrongKeyIsRefusedBeforeAnythingIsWritten(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.pair(ana, ben)
	w.must(w.Close())
	before, err := os.ReadFile(w.path)
	w.must(err)
	wrong, err := seal.ParseKey(strings.Repeat("A", 43))
	w.must(err)
	_, err = store.Open(t.Context(), w.path, wrong, clock.New(), testDefaults())
	w.wants("open with another key", err, seal.ErrWrongKey)
	_, err = store.Open(t.Context(), w.path, seal.Key{}, clock.New(), testDefaults())
	w.wants("open without a key", err, seal.ErrKeyForm)
	if after, _ := os.ReadFile(w.path); !bytes.Equal(before, after) {
		t.Error("the database was changed")
	}
}

func TestANewerDatabaseIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(w.Close())
	db := raw(t, w.path)
	if _, err := db.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1); PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
		t.Fatal(err)
	}
	db.Close()
	refused(t, w.path, store.ErrNewer)
}

func TestADatabaseThatWasKilledOpensAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	copied := filepath.Join(t.TempDir(), "leanon.db")
	for _, part := range []string{"", "-wal"} { // as a kill leaves them: nothing was closed
		b, err := os.ReadFile(w.path + part)
		w.must(err)
		w.must(os.WriteFile(copied+part, b, 0o600))
	}
	s, err := openAt(t, copied)
	w.must(err)
	defer s.Close()
	if _, err := s.CoupleFor(t.Context(), couple, ana); err != nil {
		t.Errorf("couple: got %v, want it there", err)
	}
}

func TestThePragmasAreInForce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	got := map[string]string{}
	for _, name := range []string{"secure_delete", "foreign_keys", "journal_mode", "synchronous"} {
		got[name] = store.Pragma(t.Context(), w.Store, name, true)
	}
	got["query_only"] = store.Pragma(t.Context(), w.Store, "query_only", false)
	for name, want := range map[string]string{"secure_delete": "1", "foreign_keys": "1", "journal_mode": "wal", "synchronous": "2", "query_only": "1"} {
		if got[name] != want {
			t.Errorf("PRAGMA %s: got %q, want %q", name, got[name], want)
		}
	}
	if err := store.WriteThroughReader(t.Context(), w.Store); err == nil {
		t.Error("a reader could write")
	}
}

func TestACancelledWriteLeavesNothingAndBlocksNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	ctx, cancel := context.WithCancel(t.Context())
	w.at("2026-11-23 20:00")
	_, err := w.OpenDue(ctx, w.now, 100, func(store.Asked) string { cancel(); return "first" })
	w.wants("open", err, context.Canceled)
	if _, err := w.OpenCheckIn(t.Context(), couple, ana); !errors.Is(err, store.ErrNotYours) {
		t.Errorf("check-in: got %v, want none", err)
	}
	if got := w.opens(); got != 2 {
		t.Errorf("opened after it: got %d, want 2", got)
	}
}

func TestAPanicLeavesNothingAndBlocksNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.pair(ana, ben)
	w.at("2026-11-23 20:00")
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic did not come through")
			}
		}()
		_, _ = w.OpenDue(t.Context(), w.now, 100, func(store.Asked) string { panic("choosing failed") })
	}()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if n, err := w.OpenDue(ctx, w.now, 100, first); err != nil || n != 2 {
		t.Errorf("opened after it: got %d, %v, want 2", n, err)
	}
}

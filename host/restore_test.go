package host

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"leanon/machine"
	"leanon/store"
)

func TestARefusedRestoreSaysWhatToDo(t *testing.T) {
	t.Parallel()
	cfg, _ := stopped(t)
	raw, err := os.ReadFile(store.Path(cfg.Data))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file := func(name string, text []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	whole, path := file("whole.db", raw), store.Path(cfg.Data)
	running := file("running.db", raw)
	file("running.db-wal", []byte("log"))
	const otherKey = "LEANON_KEY=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
	for _, c := range []struct{ file, environ, want string }{
		{dir + "/none.db", "", dir + "/none.db: there is no such file; name the copy of leanon.db to put back"},
		{dir, "", dir + " is not a file: name the copy of leanon.db itself"},
		{file("empty.db", nil), "", filepath.Join(dir, "empty.db") + " is not put in place: the database file is empty; name another copy"},
		{file("text.db", []byte(strings.Repeat("text ", 1000))), "", filepath.Join(dir, "text.db") + " is not put in place: the file is not a leanon database; name another copy"},
		{file("cut.db", raw[:len(raw)/2]), "", filepath.Join(dir, "cut.db") + " is not put in place: the database is damaged; name another copy"},
		{whole, otherKey, whole + " is not put in place: the key does not open this database; set LEANON_KEY to the key that the copy was made with, or unset it if that is in " + KeyPath(cfg.Data)},
		{running, "", running + "-wal is there, so " + running + " was copied while leanon ran and is not whole without it: move " + path + ", its -wal and its -shm away, put these two there as leanon.db and leanon.db-wal, and run leanon restore " + path},
	} {
		_, err := runs(t, RestoreCommand{File: c.file}, "LEANON_DATA="+cfg.Data, c.environ, "DISCORD_TOKEN=not needed here")
		if err == nil || err.Error() != c.want {
			t.Errorf("got %v\nwant %s", err, c.want)
		}
	}
	if now, err := os.ReadFile(path); err != nil || string(now) != string(raw) {
		t.Errorf("a refused copy changed the database: %d bytes, %v", len(now), err)
	}
}

func TestASpoiltKeyBesideADatabaseIsNotToBeMadeAnew(t *testing.T) {
	t.Parallel()
	cfg, env := stopped(t)
	if err := os.WriteFile(KeyPath(cfg.Data), []byte("spoilt"), 0o600); err != nil {
		t.Fatal(err)
	}
	wantRefused(t, cfg, env, KeyPath(cfg.Data)+" holds no key: put your copy of the key of "+store.Path(cfg.Data)+" back; a new one does not open it")
}

func TestCheckBlamesTheKeyForTheFileOfTheKey(t *testing.T) {
	t.Parallel()
	cfg, env := stopped(t)
	_, lines, _ := checks(t, cfg, "DISCORD_TOKEN="+env.Token.Text, "LEANON_KEY_FILE="+cfg.Data+"/none")
	wantLine(t, lines, "key", "FAIL", "LEANON_KEY_FILE: "+cfg.Data+"/none cannot be read")
	wantLine(t, lines, "database", "warn", "not looked at")
	wantLine(t, lines, "token", "ok", "takes it")
	_, lines, _ = checks(t, cfg, "DISCORD_TOKEN_FILE="+cfg.Data+"/none")
	wantLine(t, lines, "key", "ok", "opens the database")
	wantLine(t, lines, "token", "FAIL", "DISCORD_TOKEN_FILE: "+cfg.Data+"/none cannot be read")
}

func TestARefusedRestoreLeavesADirectoryAsItWas(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	spoilt := filepath.Join(t.TempDir(), "spoilt.db")
	if err := os.WriteFile(spoilt, []byte("no database"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(root, "empty"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, where := range []string{"none", "none/deeper/data", "empty", "empty/data"} {
		for _, key := range []string{"", "LEANON_KEY=" + anotherKey} {
			if _, err := runs(t, RestoreCommand{File: spoilt}, "LEANON_DATA="+filepath.Join(root, where), key); err == nil {
				t.Fatalf("%s: a spoilt copy is put in place", where)
			}
			var left []string
			for _, pattern := range []string{"*", "*/*", "*/*/*"} {
				files, err := filepath.Glob(filepath.Join(root, pattern))
				if err != nil {
					t.Fatal(err)
				}
				left = append(left, files...)
			}
			if len(left) != 1 || left[0] != filepath.Join(root, "empty") {
				t.Errorf("%s: got %q left, want only what was there", where, left)
			}
		}
	}
}

// A lock that somebody removed meanwhile is no lock: the next one would make another.
func TestALockIsTakenOnTheFileThatIsThere(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	log := slog.New(slog.DiscardHandler)
	first, err := lockData(dir, log)
	if err != nil {
		t.Fatal(err)
	}
	stale, err := openLock(dir) // by one who starts at that moment
	if err != nil {
		t.Fatal(err)
	}
	leaveAsItWas(dir, dir, false)
	machine.Unlock(first)
	if taken, err := takeLock(dir, stale); taken || err != nil {
		t.Errorf("the lock of a file that is gone: got %v, %v, want it not taken", taken, err)
	}
	second, err := lockData(dir, log)
	if err != nil {
		t.Fatal(err)
	}
	defer machine.Unlock(second)
	if _, err := lockData(dir, log); !errors.Is(err, errInUse) {
		t.Errorf("a third: got %v, want %v", err, errInUse)
	}
}

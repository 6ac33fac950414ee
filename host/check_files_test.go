package host

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"leanon/store"
)

func TestCheckSaysOfAHeldLockThatASecondLeanonWouldNotStart(t *testing.T) {
	t.Parallel()
	cfg, env, _ := hosted(t)
	st := used(t, cfg)
	_, lines, _ := checks(t, cfg, "DISCORD_TOKEN="+env.Token.Text)
	wantLine(t, lines, "lock", "ok", "a second one would not start")
	if err := Serve(t.Context(), cfg, env); err == nil {
		t.Error("a second one starts")
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestCheckSaysOfALockedDatabaseWhatServeWould(t *testing.T) {
	t.Parallel()
	for _, mode := range []string{"IMMEDIATE", "EXCLUSIVE"} {
		cfg, env := stopped(t)
		db, err := sql.Open("sqlite3", store.Path(cfg.Data))
		if err != nil {
			t.Fatal(err)
		}
		db.SetMaxOpenConns(1)
		if _, err := db.Exec(`BEGIN ` + mode); err != nil {
			t.Fatal(err)
		}
		_, lines, _ := checks(t, cfg, "DISCORD_TOKEN="+env.Token.Text)
		wantLine(t, lines, "database", "FAIL", store.Path(cfg.Data)+" is held by another program: end that, and start again")
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		_, lines, _ = checks(t, cfg, "DISCORD_TOKEN="+env.Token.Text)
		wantLine(t, lines, "database", "ok", "is whole")
	}
}

func TestCheckDoesNotSayOfADirectoryThatItCannotSeeThatNothingIsThere(t *testing.T) {
	t.Parallel()
	cfg, env, _ := hosted(t)
	cfg.Data = filepath.Join(t.TempDir(), "data")
	dirs := []string{cfg.Data}
	if err := os.WriteFile(cfg.Data, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if os.Geteuid() != 0 { // who may do anything is refused nothing
		locked := filepath.Join(t.TempDir(), "locked")
		if err := os.Mkdir(locked, 0); err != nil {
			t.Fatal(err)
		}
		dirs = append(dirs, locked)
	}
	for _, dir := range dirs {
		cfg.Data = dir
		_, lines, all := checks(t, cfg, "DISCORD_TOKEN="+env.Token.Text)
		wantLine(t, lines, "database", "warn", "not looked at, because of its directory")
		if _, ok := lines["key"]; ok {
			t.Errorf("got a line about the key in\n%s", all)
		}
	}
}

func TestADirectoryWhereAFileHasToBeIsNamed(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"leanon.lock":  "leanon may not write to the data directory DIR: DIR/leanon.lock: is a directory; change its owner, or set data in config.yaml to another one",
		"leanon.ended": "DIR/leanon.ended cannot be opened: is a directory",
	} {
		cfg, env := stopped(t)
		if err := os.RemoveAll(filepath.Join(cfg.Data, name)); err != nil {
			t.Fatal(err)
		}
		if err := os.Mkdir(filepath.Join(cfg.Data, name), 0o700); err != nil {
			t.Fatal(err)
		}
		wantRefused(t, cfg, env, strings.ReplaceAll(want, "DIR", cfg.Data))
	}
}

//go:build unix

package host

import (
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// isAlone says whether a file, or a directory, is its owner's alone and no program.
func isAlone(_ string, info fs.FileInfo) bool {
	if info.IsDir() {
		return info.Mode().Perm() == 0o700
	}
	return info.Mode().Perm() == 0o600
}

func TestADataDirectoryThatOthersCanReadIsWarnedOf(t *testing.T) {
	t.Parallel()
	for mode, want := range map[os.FileMode]bool{0o700: false, 0o750: true, 0o701: true} {
		dir := filepath.Join(t.TempDir(), "data")
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(dir, mode); err != nil {
			t.Fatal(err)
		}
		var log record
		lock, err := lockData(dir, slog.New(slog.NewTextHandler(&log, nil)))
		if err != nil {
			t.Fatal(err)
		}
		lock.Close()
		if got := strings.Contains(log.String(), "chmod 700"); got != want {
			t.Errorf("mode %v: got a warning %v, want %v", mode, got, want)
		}
	}
}

func TestAFileOfTheDataDirectoryThatOthersCanOpenIsWarnedOf(t *testing.T) {
	t.Parallel()
	for mode, want := range map[os.FileMode]bool{0o600: false, 0o400: false, 0o640: true, 0o604: true, 0o622: true} {
		dir := t.TempDir()
		if err := os.Chmod(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"leanon.db", "leanon.db-wal", "notes.txt"} {
			file := filepath.Join(dir, name)
			if err := os.WriteFile(file, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			if name != "leanon.db" {
				if err := os.Chmod(file, mode); err != nil {
					t.Fatal(err)
				}
			}
		}
		var log record
		lock, err := lockData(dir, slog.New(slog.NewTextHandler(&log, nil)))
		if err != nil {
			t.Fatal(err)
		}
		lock.Close()
		warned := strings.Contains(log.String(), filepath.Join(dir, "leanon.db-wal"))
		if warned != want || strings.Contains(log.String(), "notes.txt") || strings.Contains(log.String(), "leanon.db\n") {
			t.Errorf("mode %v: got %q, want a warning %v of the one file that is ours and wide", mode, log.String(), want)
		}
	}
}

func TestAKeyFileThatTheGroupCouldReadIsNarrowedAtTheStart(t *testing.T) {
	t.Parallel()
	for _, mode := range []os.FileMode{0o640, 0o660} {
		cfg, env := stopped(t)
		if err := os.Chmod(KeyPath(cfg.Data), mode); err != nil {
			t.Fatal(err)
		}
		_, lines, _ := checks(t, cfg, "DISCORD_TOKEN="+env.Token.Text)
		wantLine(t, lines, "key", "ok", "opens the database")
		if info, err := os.Stat(KeyPath(cfg.Data)); err != nil || info.Mode().Perm() != mode {
			t.Errorf("after check: got %v, %v, want it unchanged", info.Mode().Perm(), err)
		}
		if err := serves(t, cfg, env)(); err != nil {
			t.Error(err)
		}
		if info, err := os.Stat(KeyPath(cfg.Data)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("mode %v: got %v, %v, want 0600", mode, info.Mode().Perm(), err)
		}
	}
}

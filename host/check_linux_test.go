package host

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
)

// Nobody can make a directory in /proc, not even root.
func TestCheckSaysOfADirectoryThatCannotBeMadeWhatServeWould(t *testing.T) {
	t.Parallel()
	dirs := []string{"/proc/leanon", "/proc/leanon/data"}
	if os.Geteuid() != 0 { // who may do anything is refused nothing
		locked := filepath.Join(t.TempDir(), "locked")
		if err := os.Mkdir(locked, 0o500); err != nil {
			t.Fatal(err)
		}
		dirs = append(dirs, filepath.Join(locked, "leanon", "data"))
	}
	for _, dir := range dirs {
		cfg, env, _ := hosted(t)
		cfg.Data = dir
		_, said := lockData(dir, slog.New(slog.DiscardHandler))
		if said == nil {
			t.Fatalf("%s could be made", dir)
		}
		_, lines, _ := checks(t, cfg, "DISCORD_TOKEN="+env.Token.Text)
		wantLine(t, lines, "data directory", "FAIL", fmt.Sprint(said))
	}
}

func TestCheckLeavesNothingWhereTheDirectoryWillBe(t *testing.T) {
	t.Parallel()
	cfg, env, _ := hosted(t)
	above := t.TempDir()
	cfg.Data = filepath.Join(above, "leanon", "data")
	_, lines, _ := checks(t, cfg, "DISCORD_TOKEN="+env.Token.Text)
	wantLine(t, lines, "data directory", "ok", "the first start makes it")
	left, err := os.ReadDir(above)
	if err != nil || len(left) != 0 {
		t.Errorf("got %v, %v left behind, want nothing", left, err)
	}
}

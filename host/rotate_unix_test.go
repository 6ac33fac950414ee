//go:build unix

package host

import (
	"os"
	"syscall"
	"testing"
)

func TestANewKeyFileIsItsOldOwners(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("only root can give files away")
	}
	k := keeps(t, "")
	const leanon = 65532
	for _, path := range []string{k.cfg.Data, KeyPath(k.cfg.Data)} {
		if err := os.Chown(path, leanon, leanon); err != nil {
			t.Fatal(err)
		}
	}
	if err := k.rotation("", nil).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(KeyPath(k.cfg.Data))
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Sys().(*syscall.Stat_t); got.Uid != leanon || got.Gid != leanon || info.Mode().Perm() != 0o600 {
		t.Errorf("got owner %d:%d, mode %v, want %d:%d and 0600", got.Uid, got.Gid, info.Mode(), leanon, leanon)
	}
}

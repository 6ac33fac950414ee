//go:build unix

package host

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"leanon/machine"
	"leanon/store"
)

// On a new machine a package has made the directory for its service, and its host restores
// into it as root.
func TestWhatRootRestoresBelongsToTheService(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("only root can give a file away")
	}
	cfg, env := stopped(t)
	copied := filepath.Join(t.TempDir(), "copy.db")
	if err := os.Rename(store.Path(cfg.Data), copied); err != nil {
		t.Fatal(err)
	}
	key, err := os.ReadFile(KeyPath(cfg.Data))
	if err != nil {
		t.Fatal(err)
	}
	cfg.Data = filepath.Join(t.TempDir(), "data")
	if err := os.Mkdir(cfg.Data, 0o700); err != nil {
		t.Fatal(err)
	}
	list := []byte("leanon ended 1 0011223344556677 8899aabbccddeeff\n")
	for path, text := range map[string][]byte{KeyPath(cfg.Data): key, store.EndedPath(store.Path(cfg.Data)): list} {
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const service = 65532
	if err := os.Chown(cfg.Data, service, service); err != nil { // and not key and list, which root puts there
		t.Fatal(err)
	}
	r := Restore{RestoreCommand: RestoreCommand{File: copied, Trust: true}, Config: cfg, Key: env.Key, Now: rotationDay(), Log: slog.New(slog.DiscardHandler)}
	if err := r.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	there, err := os.ReadDir(cfg.Data)
	if err != nil || len(there) < 4 {
		t.Fatalf("got %v, %v, want the database, its key, the list of what ended and the lock", there, err)
	}
	for _, entry := range there {
		info, err := entry.Info()
		if err != nil {
			t.Fatal(err)
		}
		if user, group := machine.OwnerOf(info); user != service || group != service {
			t.Errorf("%s belongs to %d:%d, want the directory's owner %d", entry.Name(), user, group, service)
		}
	}
}

package seal

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// ErrKeyFileOpen says that others on the machine can read the key file.
var ErrKeyFileOpen = errors.New("can be read by others; run chmod 600 on it")

// KeyFile reads the master key from a file that only its owner can read. It fails with
// ErrKeyFileOpen if others can, and with ErrKeyForm if the file holds no key. If the file
// is missing and create is true, it makes one, mode 0600. Callers pass false if a database
// exists: its key is lost or elsewhere, and a new key would not open it.
func KeyFile(path string, create bool) (Key, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) && create {
		return createKeyFile(path)
	}
	if err != nil {
		return Key{}, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return Key{}, fmt.Errorf("%s %w", filepath.Base(path), ErrKeyFileOpen)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return Key{}, err
	}
	k, err := ParseKey(string(b))
	if err != nil {
		return Key{}, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	return k, nil
}

func createKeyFile(path string) (Key, error) {
	k := NewKey()
	return k, SaveKeyFile(path, k)
}

// SaveKeyFile writes the key to a new file beside the path, mode 0600, syncs it and
// renames it to the path, so that a crash leaves a whole key or the file of before.
func SaveKeyFile(path string, k Key) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".key-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err := f.WriteString(base64.StdEncoding.EncodeToString(k.bytes()) + "\n"); err != nil {
		f.Close()
		return err
	}
	if err := f.Sync(); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return MoveKeyFile(f.Name(), path)
}

// MoveKeyFile renames a key file within its directory and replaces a file that has the
// new name. Once it returns, the new name survives a power failure.
func MoveKeyFile(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return syncDir(filepath.Dir(to))
}

// syncDir makes the names in a directory survive a power failure.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	// Some file systems cannot sync a directory. SQLite ignores that too.
	if err := d.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, syscall.ENOTSUP) {
		d.Close()
		return err
	}
	return d.Close()
}

package seal

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"leanon/machine"
)

// Errors about a key file that is there and is not to be trusted.
var (
	// ErrKeyFileOpen says that others on the machine can read the key file.
	ErrKeyFileOpen = errors.New("can be read by others; " + machine.KeepFileAlone)
	// ErrKeyFileForeign says that the key file belongs to somebody else, who knows the key
	// and can change it.
	ErrKeyFileForeign = errors.New("belongs to somebody else; run chown on it, or put a file of your own in its place")
)

// KeyFile reads the master key from a file that belongs to whoever runs this and that
// nobody else can read. It fails with ErrKeyFileForeign or ErrKeyFileOpen for another
// file, and with ErrKeyForm if the file holds no key. A file that its group can read is
// taken where NarrowKeyFile can narrow it. If the file is missing and create is true, it
// makes one, mode 0600. Callers pass false if a database exists: its key is lost or
// elsewhere, and a new key would not open it.
func KeyFile(path string, create bool) (Key, error) {
	f, err := openKeyFile(path)
	if errors.Is(err, fs.ErrNotExist) && create {
		return createKeyFile(path)
	}
	if err != nil {
		return Key{}, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, keyFileMost))
	if err != nil {
		return Key{}, err
	}
	k, err := ParseKey(string(b))
	if err != nil {
		return Key{}, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	return k, nil
}

// keyFileMost is how many bytes of a key file are read. A key has 44 and a line break.
const keyFileMost = 1 << 10

// NarrowKeyFile makes a key file that its group can read its owner's alone, and says
// whether it had to. A file that is missing or not to be trusted is left to KeyFile.
func NarrowKeyFile(path string) (narrowed bool, err error) {
	f, wide, err := openWide(path)
	if err != nil || !wide {
		return false, err
	}
	defer f.Close()
	return true, machine.KeepAlone(f.Name())
}

// IsWideKeyFile says whether NarrowKeyFile would make a key file its owner's alone.
func IsWideKeyFile(path string) bool {
	f, wide, err := openWide(path)
	if wide {
		f.Close()
	}
	return err == nil && wide
}

// openWide opens a key file that is to be trusted, if its group can read it.
func openWide(path string) (f *os.File, wide bool, err error) {
	f, err = openKeyFile(path)
	if err != nil {
		return nil, false, nil
	}
	info, err := f.Stat()
	if err != nil || !machine.OpenToOthers(path, info) {
		f.Close()
		return nil, false, err
	}
	return f, true, nil
}

// openKeyFile opens a key file that is to be trusted. A link is followed to a file of the
// same owner only: otherwise whoever made it would choose which key is used.
func openKeyFile(path string) (*os.File, error) {
	link, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	f, err := machine.Open(path) // a pipe in its place is not waited for
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil {
		err = trusted(f, link, info)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// unfinished is the pattern of the names under which keys are written before they get
// their own.
const unfinished = ".key-*"

// Unfinished lists the key files in a directory that do not have their name yet.
func Unfinished(dir string) []string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil // whoever can't list them can't remove them
	}
	var all []string
	for _, e := range entries {
		if is, _ := filepath.Match(unfinished, e.Name()); is {
			all = append(all, filepath.Join(dir, e.Name()))
		}
	}
	return all
}

// RemoveUnfinished removes the key files in a directory that a crash left before they had
// their name. Nobody may be making one meanwhile.
func RemoveUnfinished(dir string) error {
	left := Unfinished(dir)
	if len(left) == 0 {
		return nil
	}
	for _, file := range left {
		if err := os.Remove(file); err != nil {
			return err
		}
	}
	return machine.SyncDir(dir)
}

func createKeyFile(path string) (Key, error) {
	k := NewKey()
	return k, SaveKeyFile(path, k)
}

// SaveKeyFile writes the key to a new file beside the path, mode 0600, syncs it and
// renames it to the path, so that a crash leaves a whole key or the file of before.
func SaveKeyFile(path string, k Key) error {
	f, err := os.CreateTemp(filepath.Dir(path), unfinished)
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := machine.KeepAlone(f.Name()); err != nil {
		f.Close()
		return err
	}
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
	if err := machine.Rename(from, to); err != nil {
		return err
	}
	return machine.SyncDir(filepath.Dir(to))
}

//go:build unix

package seal_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"leanon/store/seal"
)

func TestAKeyFileThatOthersCanReadIsRefused(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "leanon.key")
	if _, err := seal.KeyFile(path, true); err != nil {
		t.Fatal(err)
	}
	for _, mode := range []fs.FileMode{0o644, 0o664, 0o604, 0o606, 0o601} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := seal.KeyFile(path, true); !errors.Is(err, seal.ErrKeyFileOpen) {
			t.Errorf("mode %o: got %v, want %v", mode, err, seal.ErrKeyFileOpen)
		}
	}
}

func TestAKeyFileThatItsGroupCanReadIsNarrowed(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "leanon.key")
	made, err := seal.KeyFile(path, true)
	if err != nil {
		t.Fatal(err)
	}
	for mode, want := range map[fs.FileMode]bool{0o640: true, 0o660: true, 0o610: true, 0o600: false, 0o400: false} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if k, err := seal.KeyFile(path, false); err != nil || !k.Same(made) {
			t.Errorf("mode %o: got another key or %v", mode, err)
		}
		narrowed, err := seal.NarrowKeyFile(path)
		if err != nil || narrowed != want {
			t.Errorf("mode %o: got narrowed %v, %v, want %v", mode, narrowed, err, want)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("mode %o: got %v, %v, want it to be the owner's alone", mode, info.Mode().Perm(), err)
		}
	}
	if narrowed, err := seal.NarrowKeyFile(path + ".new"); narrowed || err != nil {
		t.Errorf("no file: got %v, %v, want nothing to do", narrowed, err)
	}
}

func TestAPipeInPlaceOfTheKeyIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "leanon.key")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := seal.KeyFile(path, true); !errors.Is(err, seal.ErrKeyForm) {
		t.Errorf("got %v, want %v", err, seal.ErrKeyForm)
	}
}

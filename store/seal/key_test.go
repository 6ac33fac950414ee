package seal_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"leanon/machine"
	"leanon/store/seal"
)

func TestAKeyIs32BytesInBase64(t *testing.T) {
	t.Parallel()
	whole := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{0xfb}, 32))
	for _, form := range []string{whole, strings.TrimRight(whole, "="), " " + whole + "\n", whole + "\r\n"} {
		if _, err := seal.ParseKey(form); err != nil {
			t.Errorf("ParseKey of a key with %d characters: got %v, want no error", len(form), err)
		}
	}
	for name, form := range map[string]string{
		"nothing": "", "31 bytes": base64.StdEncoding.EncodeToString(make([]byte, 31)), "33 bytes": base64.StdEncoding.EncodeToString(make([]byte, 33)),
		"hex": strings.Repeat("ab", 32), "URL's alphabet": strings.NewReplacer("+", "-", "/", "_").Replace(whole), "a sentence": "let me in",
		"a blank in it": whole[:10] + " " + whole[10:],
	} {
		if _, err := seal.ParseKey(form); !errors.Is(err, seal.ErrKeyForm) {
			t.Errorf("ParseKey of %s: got %v, want %v", name, err, seal.ErrKeyForm)
		} else if form != "" && strings.Contains(err.Error(), form) {
			t.Errorf("ParseKey of %s: the error repeats what was given", name)
		}
	}
}

func TestAKeyFileIsMadeOnceForItsOwnerAlone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "leanon.key")
	if _, err := seal.KeyFile(path, false); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no key beside a database: got %v, want %v", err, fs.ErrNotExist)
	}
	if _, err := seal.KeyFile(path, true); err != nil {
		t.Fatalf("make: %v", err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || machine.OpenToOthers(path, info) || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("got %v, %v, want a file that nobody else can open", info.Mode(), err)
	}
	if _, err := seal.KeyFile(path, true); err != nil {
		t.Errorf("read again: got %v, want no error", err)
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("the key was made anew")
	}
	// Nothing but the key is left: what a crash would cut short has another name.
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("files: got %d, want the key alone", len(left))
	}
}

func TestOneByteAgainAndAgainCanBeGuessed(t *testing.T) {
	t.Parallel()
	for form, want := range map[string]bool{
		base64.StdEncoding.EncodeToString(make([]byte, 32)):               true,
		base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{0xfb}, 32)): true,
		base64.StdEncoding.EncodeToString(append(make([]byte, 31), 1)):    false,
	} {
		k, err := seal.ParseKey(form)
		if err != nil {
			t.Fatal(err)
		}
		if k.Guessable() != want {
			t.Errorf("got %v for a key of %q, want %v", !want, form, want)
		}
	}
	if seal.NewKey().Guessable() {
		t.Error("a random key can be guessed")
	}
}

func TestAKeyFileThatWasCutShortIsNotReplaced(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "leanon.key")
	for _, half := range []string{"", "QUJD"} {
		if err := os.WriteFile(path, []byte(half), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := seal.KeyFile(path, true); !errors.Is(err, seal.ErrKeyForm) {
			t.Errorf("a file of %d bytes: got %v, want %v", len(half), err, seal.ErrKeyForm)
		}
		if got, _ := os.ReadFile(path); string(got) != half {
			t.Error("the file was changed")
		}
	}
}

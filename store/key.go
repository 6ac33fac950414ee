package store

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// What people write is sealed with AES-256-GCM under a data key (one per couple,
// one per person), and data keys are sealed under the master key, which is never
// in the database. A sealed value is one format byte, then the random nonce,
// ciphertext and tag that crypto/cipher's NewGCMWithRandomNonce makes. The
// associated data is "table/column/row", so that a value moved to another place
// does not open. NIST SP 800-38D bounds random nonces to 2^32 seals per key; a
// couple writes a few thousand.

const (
	keySize    = 32
	sealFormat = 1
)

// Key is a 256-bit key. It never prints itself.
type Key struct{ b [keySize]byte }

// String hides the key from every formatting verb.
func (Key) String() string { return "key" }

// GoString hides the key from %#v.
func (Key) GoString() string { return "key" }

// ErrKeyForm says that a key is not 32 bytes in base64.
var ErrKeyForm = errors.New("a key is 32 random bytes in base64, as `openssl rand -base64 32` prints")

// ParseKey reads a master key as LEANON_KEY and the key file hold it.
func ParseKey(s string) (Key, error) {
	s = strings.TrimRight(strings.TrimSpace(s), "=")
	b, err := base64.RawStdEncoding.DecodeString(s)
	if err != nil || len(b) != keySize {
		return Key{}, ErrKeyForm
	}
	var k Key
	copy(k.b[:], b)
	return k, nil
}

func newKey() Key {
	var k Key
	_, _ = rand.Read(k.b[:]) // never fails (crypto/rand, Go 1.24)
	return k
}

// ErrKeyFileOpen says that others on the machine can read the key file.
var ErrKeyFileOpen = errors.New("can be read by others; run chmod 600 on it")

// KeyFile reads the master key from a file that only its owner can read. Where
// there is none it makes one, mode 0600, unless mayCreate says that a database
// is there already: then its key is lost or elsewhere, and a new one would not
// open it.
func KeyFile(path string, mayCreate bool) (Key, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) && mayCreate {
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

// createKeyFile writes the key beside the path, syncs it and renames it into
// place, so that a crash leaves a whole key or none.
func createKeyFile(path string) (Key, error) {
	k := newKey()
	f, err := os.CreateTemp(filepath.Dir(path), ".key-*") // mode 0600
	if err != nil {
		return Key{}, err
	}
	defer os.Remove(f.Name())
	if _, err := f.WriteString(base64.StdEncoding.EncodeToString(k.b[:]) + "\n"); err != nil {
		f.Close()
		return Key{}, err
	}
	if err := f.Sync(); err != nil {
		f.Close()
		return Key{}, err
	}
	if err := f.Close(); err != nil {
		return Key{}, err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return Key{}, err
	}
	if d, err := os.Open(filepath.Dir(path)); err == nil { // make the name durable too
		_ = d.Sync()
		d.Close()
	}
	return k, nil
}

// fingerprint names a key without telling it.
func (k Key) fingerprint() []byte {
	h := sha256.Sum256(append([]byte("leanon master key\x00"), k.b[:]...))
	return h[:8]
}

func (k Key) aead() cipher.AEAD {
	block, err := aes.NewCipher(k.b[:])
	if err != nil {
		panic(err) // the size is fixed
	}
	gcm, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err) // AES has the block size that GCM wants
	}
	return gcm
}

// place is the associated data: which table, column and row a value lives in.
func place(table, column string, row any) string {
	return fmt.Sprintf("%s/%s/%v", table, column, row)
}

func (k Key) seal(plain []byte, place string) []byte {
	return k.aead().Seal([]byte{sealFormat}, nil, plain, append([]byte{sealFormat}, place...))
}

func (k Key) open(sealed []byte, place string) ([]byte, error) {
	if len(sealed) < 1 || sealed[0] != sealFormat {
		return nil, fmt.Errorf("open %s: unknown format", place)
	}
	plain, err := k.aead().Open(nil, nil, sealed[1:], append([]byte{sealFormat}, place...))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", place, err)
	}
	return plain, nil
}

// sealText seals s; the empty text is NULL in the database.
func (k Key) sealText(s, place string) any {
	if s == "" {
		return nil
	}
	return k.seal([]byte(s), place)
}

func (k Key) openText(sealed []byte, place string) (string, error) {
	if sealed == nil {
		return "", nil
	}
	b, err := k.open(sealed, place)
	return string(b), err
}

// wrap seals a data key under the master key; the fingerprint in front tells
// which master key it was.
func (k Key) wrap(data Key, place string) []byte {
	return append(k.fingerprint(), k.seal(data.b[:], place)...)
}

func (k Key) unwrap(wrapped []byte, place string) (Key, error) {
	if len(wrapped) < 8 {
		return Key{}, fmt.Errorf("unwrap %s: too short", place)
	}
	b, err := k.open(wrapped[8:], place)
	if err != nil {
		return Key{}, err
	}
	if len(b) != keySize {
		return Key{}, fmt.Errorf("unwrap %s: %d bytes", place, len(b))
	}
	var data Key
	copy(data.b[:], b)
	return data, nil
}

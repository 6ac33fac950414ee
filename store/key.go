package store

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// What people write is sealed with AES-256-GCM under a data key (one per couple,
// one per person), and data keys are sealed under the master key, which is never
// in the database. A sealed value is one format byte, then the random nonce,
// ciphertext and tag that crypto/cipher's NewGCMWithRandomNonce makes. The
// associated data is "table/column/row", so that a value moved to another place
// does not open. NIST SP 800-38D bounds random nonces to 2^32 seals per key; a
// couple writes a few thousand.
//
// GCM keeps a text's length, and the length of "yes" or "not-yet" tells which it
// is: so texts are padded to whole blocks of 32 bytes before they are sealed, with
// a 1 bit and zeros (ISO/IEC 7816-4). Whatever is chosen from a list fits one.

const (
	keySize    = 32
	sealFormat = 1
	sealBlock  = 32

	fingerprintSize = 8 // bytes in front of a wrapped key
)

// Key is a 256-bit key. It never prints itself: its bytes are in a closure, of
// which fmt shows an address at most, also where the Key is an unexported field
// and fmt calls no methods (it follows a pointer there under a verb that does not
// fit). The zero Key seals nothing; Open refuses it.
type Key struct{ bytes func() []byte }

// String hides the key from printing and logging.
func (Key) String() string { return "key" }

// Format hides the key from every formatting verb.
func (Key) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "key") }

// LogValue hides the key from slog.
func (Key) LogValue() slog.Value { return slog.StringValue("key") }

// ErrKeyForm says that a key is not 32 bytes in base64.
var ErrKeyForm = errors.New("a key is 32 random bytes in base64, as `openssl rand -base64 32` prints")

// ParseKey reads a master key as LEANON_KEY and the key file hold it.
func ParseKey(s string) (Key, error) {
	s = strings.TrimRight(strings.TrimSpace(s), "=")
	b, err := base64.RawStdEncoding.DecodeString(s)
	if err != nil || len(b) != keySize {
		return Key{}, ErrKeyForm
	}
	return keyOf(b), nil
}

// keyOf takes keySize bytes as a key.
func keyOf(b []byte) Key { return Key{func() []byte { return b }} }

func newKey() Key {
	b := make([]byte, keySize)
	_, _ = rand.Read(b) // never fails (crypto/rand, Go 1.24)
	return keyOf(b)
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

func createKeyFile(path string) (Key, error) {
	k := newKey()
	return k, SaveKeyFile(path, k)
}

// SaveKeyFile writes the key beside the path, mode 0600, syncs it and renames it
// into place, so that a crash leaves a whole key or what was there before.
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

// MoveKeyFile puts a key file in the place of another in the same directory, for
// good once it returns.
func MoveKeyFile(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return syncDir(filepath.Dir(to))
}

// Same says whether two keys are one.
func (k Key) Same(other Key) bool {
	return k.bytes != nil && other.bytes != nil && bytes.Equal(k.bytes(), other.bytes())
}

// syncDir makes the names in a directory durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	// Some file systems cannot sync a directory; SQLite lets that pass as well.
	if err := d.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, syscall.ENOTSUP) {
		d.Close()
		return err
	}
	return d.Close()
}

// fingerprint names a key without telling it.
func (k Key) fingerprint() []byte {
	h := sha256.Sum256(append([]byte("leanon master key\x00"), k.bytes()...))
	return h[:fingerprintSize]
}

func (k Key) aead() cipher.AEAD {
	block, err := aes.NewCipher(k.bytes())
	if err != nil {
		panic(err) // the size is fixed
	}
	gcm, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err) // AES has the block size that GCM wants
	}
	return gcm
}

// sealLocation is the associated data: which table, column and row a value lives in.
func sealLocation(table, column string, row any) string {
	return fmt.Sprintf("%s/%s/%v", table, column, row)
}

func (k Key) seal(plain []byte, place string) []byte {
	return k.aead().Seal([]byte{sealFormat}, nil, pad(plain), append([]byte{sealFormat}, place...))
}

// pad fills a text up to whole blocks; there is always room for the mark.
func pad(plain []byte) []byte {
	padded := make([]byte, (len(plain)/sealBlock+1)*sealBlock)
	padded[copy(padded, plain)] = 0x80
	return padded
}

// unpad is what pad was given; ok is false for what pad did not make.
func unpad(padded []byte) (plain []byte, ok bool) {
	plain = bytes.TrimRight(padded, "\x00")
	if len(plain) == 0 || plain[len(plain)-1] != 0x80 {
		return nil, false
	}
	return plain[:len(plain)-1], true
}

func (k Key) open(sealed []byte, place string) ([]byte, error) {
	if len(sealed) < 1 || sealed[0] != sealFormat {
		return nil, fmt.Errorf("open %s: unknown format", place)
	}
	padded, err := k.aead().Open(nil, nil, sealed[1:], append([]byte{sealFormat}, place...))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", place, err)
	}
	plain, ok := unpad(padded)
	if !ok {
		return nil, fmt.Errorf("open %s: not padded", place)
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

// sealTime seals a moment to the minute, or the zero time.
func (k Key) sealTime(at time.Time, place string) []byte {
	text := ""
	if !at.IsZero() {
		text = strconv.FormatInt(minute(at), 10)
	}
	return k.seal([]byte(text), place)
}

func (k Key) openTime(sealed []byte, place string) (at time.Time, err error) {
	text, err := k.openText(sealed, place)
	if err != nil || text == "" {
		return at, err
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return at, fmt.Errorf("open %s: not a time", place)
	}
	return time.Unix(seconds, 0).UTC(), nil
}

// wrap seals a data key under the master key; the fingerprint in front tells
// which master key it was.
func (k Key) wrap(data Key, place string) []byte {
	return append(k.fingerprint(), k.seal(data.bytes(), place)...)
}

func (k Key) unwrap(wrapped []byte, place string) (Key, error) {
	if len(wrapped) < fingerprintSize {
		return Key{}, fmt.Errorf("unwrap %s: too short", place)
	}
	b, err := k.open(wrapped[fingerprintSize:], place)
	if err != nil {
		return Key{}, err
	}
	if len(b) != keySize {
		return Key{}, fmt.Errorf("unwrap %s: %d bytes", place, len(b))
	}
	return keyOf(b), nil
}

// Package seal encrypts what people wrote. Each couple and each person has a data key,
// which seals their values; the master key of the host wraps the data keys. This
// package has the keys (this file), the file that a master key is kept in
// (keyfile.go), the master keys that are in use while one replaces another (ring.go),
// and sealed values (sealed.go).
//
// Open sealed.go first: it has the form of a sealed value, which lies in every database
// and never changes. Couples, the meaning of values, and SQL belong in package store.
package seal

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

const (
	keySize = 32

	// FingerprintSize is the length in bytes of what Fingerprint returns. Each wrapped key
	// begins with so many bytes that name its master key.
	FingerprintSize = 8
)

// Key is a 256-bit key. It never prints itself: its bytes are in a closure, and fmt shows
// at most the address of that. Methods alone would not be enough, because fmt calls none
// on an unexported field, and follows a pointer there. The zero Key holds no bytes:
// NewRing refuses it, it equals no key, and every other use of it panics.
type Key struct {
	bytes func() []byte
	bound bool // all values that it sealed are bound to facts: no value of before opens
}

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
func keyOf(b []byte) Key { return Key{bytes: func() []byte { return b }} }

// NewKey makes a random key. All values that it will seal are bound.
func NewKey() Key {
	b := make([]byte, keySize)
	_, _ = rand.Read(b) // never fails (crypto/rand, Go 1.24)
	return keyOf(b).Bound()
}

// Bound returns the key as one that has sealed nothing in an earlier format, or nothing
// that is still so: it refuses such values, because somebody with an old copy could put
// them back.
func (k Key) Bound() Key { return Key{k.bytes, true} }

// IsBound reports whether a key refuses values of an earlier format.
func (k Key) IsBound() bool { return k.bound }

// Same says whether two keys are equal. A zero Key equals none.
func (k Key) Same(other Key) bool {
	return k.bytes != nil && other.bytes != nil && bytes.Equal(k.bytes(), other.bytes())
}

// Guessable says whether a key is one byte repeated, as somebody types who only wants a
// value of the right length. Such a key protects nothing.
func (k Key) Guessable() bool {
	b := k.bytes()
	return bytes.Count(b, b[:1]) == len(b)
}

// Named returns a hash of the key and a purpose, which tells neither.
func (k Key) Named(purpose string) []byte {
	h := hmac.New(sha256.New, k.bytes())
	h.Write([]byte("leanon names a key\x00" + purpose))
	return h.Sum(nil)
}

// Hash returns a keyed hash of a text, of hashSize bytes in base64 for URLs. Nobody without
// the key can tell what the text is, or guess it.
func (k Key) Hash(text string) string {
	h := hmac.New(sha256.New, k.bytes())
	h.Write([]byte("leanon hashes an id\x00" + text))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:hashSize])
}

// hashSize makes it unlikely that two of 10^15 texts have the same hash.
const hashSize = 16

// Fingerprint names a key without revealing it.
func (k Key) Fingerprint() []byte {
	h := sha256.Sum256(append([]byte("leanon master key\x00"), k.bytes()...))
	return h[:FingerprintSize]
}

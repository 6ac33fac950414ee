package store

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
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

// Same says whether two keys are one.
func (k Key) Same(other Key) bool {
	return k.bytes != nil && other.bytes != nil && bytes.Equal(k.bytes(), other.bytes())
}

// fingerprint names a key without telling it.
func (k Key) fingerprint() []byte {
	h := sha256.Sum256(append([]byte("leanon master key\x00"), k.bytes()...))
	return h[:fingerprintSize]
}

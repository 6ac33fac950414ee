package seal

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"fmt"
	"strconv"
	"time"
)

// A sealed value is one format byte, then the random nonce, ciphertext and tag that
// crypto/cipher's NewGCMWithRandomNonce makes of AES-256-GCM. Its associated data is
// the format byte and its location, so that a value that was moved elsewhere does not
// open. NIST SP 800-38D bounds random nonces to 2^32 seals for each key; a couple
// writes a few thousand.
//
// GCM keeps a text's length, and the length of "yes" or "not-yet" would reveal which
// of them it is. So a text is padded to whole blocks of 32 bytes before it is sealed,
// with a 1 bit and zeros (ISO/IEC 7816-4). All choices of a list fit one block.
const (
	format = 1
	block  = 32
)

func (k Key) aead() cipher.AEAD {
	cipherBlock, err := aes.NewCipher(k.bytes())
	if err != nil {
		panic(err) // the size is fixed
	}
	gcm, err := cipher.NewGCMWithRandomNonce(cipherBlock)
	if err != nil {
		panic(err) // AES has the block size that GCM wants
	}
	return gcm
}

// Location names the table, column and row that a value is kept in. A value opens only
// with the location that it was sealed with.
func Location(table, column string, row any) string {
	return fmt.Sprintf("%s/%s/%v", table, column, row)
}

// Seal seals a text for its location.
func (k Key) Seal(plain []byte, location string) []byte {
	return k.aead().Seal([]byte{format}, nil, pad(plain), append([]byte{format}, location...))
}

// pad appends a mark and fills the text up to whole blocks.
func pad(plain []byte) []byte {
	padded := make([]byte, (len(plain)/block+1)*block)
	padded[copy(padded, plain)] = 0x80
	return padded
}

// unpad returns what pad was given; ok is false for a text that pad did not make.
func unpad(padded []byte) (plain []byte, ok bool) {
	plain = bytes.TrimRight(padded, "\x00")
	if len(plain) == 0 || plain[len(plain)-1] != 0x80 {
		return nil, false
	}
	return plain[:len(plain)-1], true
}

// Open opens what Seal made for the same location.
func (k Key) Open(sealed []byte, location string) ([]byte, error) {
	if len(sealed) < 1 || sealed[0] != format {
		return nil, fmt.Errorf("open %s: unknown format", location)
	}
	padded, err := k.aead().Open(nil, nil, sealed[1:], append([]byte{format}, location...))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", location, err)
	}
	plain, ok := unpad(padded)
	if !ok {
		return nil, fmt.Errorf("open %s: not padded", location)
	}
	return plain, nil
}

// SealText seals a text for a column that is NULL for the empty text.
func (k Key) SealText(s, location string) any {
	if s == "" {
		return nil
	}
	return k.Seal([]byte(s), location)
}

// OpenText opens what SealText made; nil is the empty text.
func (k Key) OpenText(sealed []byte, location string) (string, error) {
	if sealed == nil {
		return "", nil
	}
	b, err := k.Open(sealed, location)
	return string(b), err
}

// SealTime seals a moment, cut to the minute. The zero time is sealed as well, so that
// its column tells nothing.
func (k Key) SealTime(at time.Time, location string) []byte {
	text := ""
	if !at.IsZero() {
		text = strconv.FormatInt(at.Truncate(time.Minute).Unix(), 10)
	}
	return k.Seal([]byte(text), location)
}

// OpenTime opens what SealTime made, in UTC.
func (k Key) OpenTime(sealed []byte, location string) (at time.Time, err error) {
	text, err := k.OpenText(sealed, location)
	if err != nil || text == "" {
		return at, err
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return at, fmt.Errorf("open %s: not a time", location)
	}
	return time.Unix(seconds, 0).UTC(), nil
}

// Wrap seals a data key under this master key, whose fingerprint goes in front.
func (k Key) Wrap(data Key, location string) []byte {
	return append(k.Fingerprint(), k.Seal(data.bytes(), location)...)
}

func (k Key) unwrap(wrapped []byte, location string) (Key, error) {
	if len(wrapped) < FingerprintSize {
		return Key{}, fmt.Errorf("unwrap %s: too short", location)
	}
	b, err := k.Open(wrapped[FingerprintSize:], location)
	if err != nil {
		return Key{}, err
	}
	if len(b) != keySize {
		return Key{}, fmt.Errorf("unwrap %s: %d bytes", location, len(b))
	}
	return keyOf(b), nil
}

package seal

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"fmt"
	"strconv"
	"time"
)

// A sealed value is one format byte, and then the random nonce, the ciphertext and the
// tag of AES-256-GCM, as crypto/cipher's NewGCMWithRandomNonce returns them. Its
// associated data is the format byte and its location, so that a value that was moved
// elsewhere does not open. NIST SP 800-38D allows 2^32 seals with random nonces for each
// key; a couple writes a few thousand.
//
// GCM does not hide a text's length, which would tell "yes" from "not-yet". So a text is
// padded to whole blocks of 32 bytes before it is sealed, with a 1 bit and zeros (ISO/IEC
// 7816-4). Every choice of a list fits into one block.
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

// Location names the table, column and row of a value. A value opens only with the
// location that it was sealed with.
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

// unpad returns the text that pad was given. ok is false if pad did not make padded.
func unpad(padded []byte) (plain []byte, ok bool) {
	plain = bytes.TrimRight(padded, "\x00")
	if len(plain) == 0 || plain[len(plain)-1] != 0x80 {
		return nil, false
	}
	return plain[:len(plain)-1], true
}

// Open opens what Seal made for the same location, and fails for anything else.
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

// SealText is Seal for a column in which NULL means the empty text.
func (k Key) SealText(s, location string) any {
	if s == "" {
		return nil
	}
	return k.Seal([]byte(s), location)
}

// OpenText opens what Seal or SealText made; nil is the empty text.
func (k Key) OpenText(sealed []byte, location string) (string, error) {
	if sealed == nil {
		return "", nil
	}
	b, err := k.Open(sealed, location)
	return string(b), err
}

// SealTime seals a moment, cut to the minute. It seals the zero time as well, so that the
// column does not reveal whether there is a moment.
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

// Wrap seals a data key with this master key, and puts the fingerprint of this key in
// front.
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

package store

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"fmt"
	"strconv"
	"time"
)

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
		text = strconv.FormatInt(at.Truncate(time.Minute).Unix(), 10)
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

package store_test

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/binary"
	"strings"

	"leanon/store"
)

// This file writes values as earlier versions of the program sealed them, by what
// docs/security.md says and not by package seal.

// gcm is the cipher of all formats.
func (w *world) gcm(key []byte) cipher.AEAD {
	w.Helper()
	block, err := aes.NewCipher(key)
	w.must(err)
	aead, err := cipher.NewGCMWithRandomNonce(block)
	w.must(err)
	return aead
}

// keyBefore makes a couple one of an earlier version, whose values may be of the first
// format, and returns its data key.
func (w *world) keyBefore(couple store.ID) []byte {
	w.Helper()
	master, err := base64.StdEncoding.DecodeString(strings.Repeat("QUJD", 10) + "QUI=")
	w.must(err)
	var wrapped []byte
	w.must(raw(w.T, w.path).QueryRow(`SELECT wrapped_key FROM couples WHERE id = ?1`, couple).Scan(&wrapped))
	location := "couples/wrapped_key/" + couple.String()
	data := append(binary.BigEndian.AppendUint32([]byte{2}, uint32(len(location))), location...)
	if wrapped[8] == 1 {
		data = append([]byte{1}, location...)
	}
	padded, err := w.gcm(master).Open(nil, nil, wrapped[9:], data)
	w.must(err)
	key := padded[:32]
	w.sql(`UPDATE couples SET wrapped_key = ?2 WHERE id = ?1`, couple, append(bytes.Clone(wrapped[:8]), w.sealBefore(master, string(key), location)...))
	return key
}

// sealBefore seals a text in the first format, which binds it to its location alone.
func (w *world) sealBefore(key []byte, text, location string) []byte {
	w.Helper()
	padded := make([]byte, (len(text)/32+1)*32)
	padded[copy(padded, text)] = 0x80
	return w.gcm(key).Seal([]byte{1}, nil, padded, append([]byte{1}, location...))
}

// writeBefore gives a need the values that an earlier version would have written: its words,
// and its request and want, "" for none, in columns of their own.
func (w *world) writeBefore(couple, need store.ID, words, ask, want string) {
	w.Helper()
	key := w.keyBefore(couple)
	seal := func(column, text string) any {
		if text == "" {
			return nil
		}
		return w.sealBefore(key, text, "needs/"+column+"/"+need.String())
	}
	w.sql(`UPDATE needs SET words = ?2, ask = ?3, want = ?4, chosen = NULL WHERE id = ?1`, need, seal("words", words), seal("ask", ask), seal("want", want))
}

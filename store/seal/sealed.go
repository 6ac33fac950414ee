package seal

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// A sealed value is one format byte, and then the random nonce, the ciphertext and the
// tag of AES-256-GCM, as crypto/cipher's NewGCMWithRandomNonce returns them. Its
// associated data says where it lies and to what it is bound, so that it opens nowhere
// else, nor after the facts beside it were changed by hand. NIST SP 800-38D allows 2^32
// seals with random nonces for each key; a couple writes a few thousand.
//
// GCM does not hide a text's length, which would tell "yes" from "not-yet". So a text is
// padded to whole blocks of 32 bytes before it is sealed, with a 1 bit and zeros (ISO/IEC
// 7816-4). Every choice of a list fits into one block.
//
// testdata has values of each format, which must open for ever.
const (
	// formatPlace is what earlier versions wrote: its associated data is the format byte
	// and "table/column/row".
	formatPlace = 1
	// formatBound adds the facts of the value's Place. Its associated data is the format
	// byte, and then the location and each fact with its length in front, in 4 bytes.
	formatBound = 2

	block = 32
)

// ErrAltered says that a sealed value does not open where it lies: it was damaged or moved,
// or a fact that it is bound to was changed by hand.
var ErrAltered = errors.New("it was changed from outside, or does not belong there")

// Place says where a value lies, and to which facts it is bound. It opens only with the
// Place that it was sealed with.
type Place struct {
	column string // table/column
	row    string
	facts  []string
}

// At is the Place of a column in a row of a table. The facts stand beside the value in the
// clear, as whose it is, and have to be the same when it is opened.
func At(table, column string, row any, facts ...string) Place {
	return Place{table + "/" + column, fmt.Sprint(row), facts}
}

// String names the table and the column. It leaves out the row, because it goes into logs.
func (p Place) String() string { return p.column }

// associated returns the associated data of a format.
func (p Place) associated(format byte) []byte {
	location := p.column + "/" + p.row
	data := make([]byte, 0, 128)
	data = append(data, format)
	if format == formatPlace {
		return append(data, location...)
	}
	add := func(text string) {
		data = binary.BigEndian.AppendUint32(data, uint32(len(text)))
		data = append(data, text...)
	}
	add(location)
	for _, fact := range p.facts {
		add(fact)
	}
	return data
}

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

// Seal seals a text for its place.
func (k Key) Seal(plain []byte, p Place) []byte { return k.seal(formatBound, plain, p) }

func (k Key) seal(format byte, plain []byte, p Place) []byte {
	return k.aead().Seal([]byte{format}, nil, pad(plain), p.associated(format))
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

// Open opens what Seal made for the same place, also what earlier versions made, unless
// all values of this key are bound. It fails with ErrAltered for anything else.
func (k Key) Open(sealed []byte, p Place) ([]byte, error) {
	format := byte(0)
	if len(sealed) > 0 {
		format = sealed[0]
	}
	if format != formatBound && (format != formatPlace || k.bound) {
		return nil, fmt.Errorf("open %v: format %d: %w", p, format, ErrAltered)
	}
	padded, err := k.aead().Open(nil, nil, sealed[1:], p.associated(format))
	if err != nil {
		return nil, fmt.Errorf("open %v: %w", p, ErrAltered)
	}
	plain, ok := unpad(padded)
	if !ok {
		return nil, fmt.Errorf("open %v: not padded", p)
	}
	return plain, nil
}

// Anew seals a value of an earlier format in the present one. It returns any other value,
// and nil, as it is.
func (k Key) Anew(sealed []byte, p Place) ([]byte, error) {
	if len(sealed) == 0 || sealed[0] != formatPlace {
		return sealed, nil
	}
	plain, err := k.Open(sealed, p)
	if err != nil {
		return nil, err
	}
	return k.Seal(plain, p), nil
}

// SealText is Seal for a column in which NULL means the empty text.
func (k Key) SealText(s string, p Place) any {
	if s == "" {
		return nil
	}
	return k.Seal([]byte(s), p)
}

// OpenText opens what Seal or SealText made; nil is the empty text.
func (k Key) OpenText(sealed []byte, p Place) (string, error) {
	if sealed == nil {
		return "", nil
	}
	b, err := k.Open(sealed, p)
	return string(b), err
}

// SealTime seals a moment, cut to the minute. It seals the zero time as well, so that the
// column does not reveal whether there is a moment.
func (k Key) SealTime(at time.Time, p Place) []byte {
	text := ""
	if !at.IsZero() {
		text = strconv.FormatInt(at.Truncate(time.Minute).Unix(), 10)
	}
	return k.Seal([]byte(text), p)
}

// OpenTime opens what SealTime made, in UTC.
func (k Key) OpenTime(sealed []byte, p Place) (at time.Time, err error) {
	text, err := k.OpenText(sealed, p)
	if err != nil || text == "" {
		return at, err
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return at, fmt.Errorf("open %v: not a time", p)
	}
	return time.Unix(seconds, 0).UTC(), nil
}

// Wrap seals a data key with this master key, and puts the fingerprint of this key in
// front. The format of the wrapped key says whether all values of the data key are bound.
func (k Key) Wrap(data Key, p Place) []byte {
	format := byte(formatPlace)
	if data.bound {
		format = formatBound
	}
	return append(k.Fingerprint(), k.seal(format, data.bytes(), p)...)
}

func (k Key) unwrap(wrapped []byte, p Place) (Key, error) {
	if len(wrapped) < FingerprintSize {
		return Key{}, fmt.Errorf("unwrap %v: too short: %w", p, ErrAltered)
	}
	b, err := k.Open(wrapped[FingerprintSize:], p)
	if err != nil {
		return Key{}, err
	}
	if len(b) != keySize {
		return Key{}, fmt.Errorf("unwrap %v: %d bytes", p, len(b))
	}
	data := keyOf(b)
	data.bound = wrapped[FingerprintSize] == formatBound
	return data, nil
}

package store

import (
	"crypto/rand"
	"encoding/binary"
	"strconv"
)

// ID names a row. It is random and positive, so that it tells nothing.
type ID int64

func newID() ID {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand, Go 1.24)
	return ID(binary.BigEndian.Uint64(b[:])>>1 | 1)
}

// newIDs makes n ids that lie beside one another in an index, so that a batch of many
// rows writes a few pages of the index and not one for each row. The ids share their
// first bits, which reveals only that they were made together.
func newIDs(n int) []ID {
	const own = 1<<40 - 1
	first, all := newID(), make([]ID, n)
	for i := range all {
		all[i] = first&^own | newID()&own
	}
	return all
}

// String returns the id as Discord's custom ids carry it, in at most 13 characters.
func (id ID) String() string { return strconv.FormatInt(int64(id), 36) }

// ParseID reads what String wrote. It fails with ErrNotYours for anything else.
func ParseID(s string) (ID, error) {
	n, err := strconv.ParseInt(s, 36, 64)
	if err != nil || n <= 0 || ID(n).String() != s {
		return 0, ErrNotYours
	}
	return ID(n), nil
}

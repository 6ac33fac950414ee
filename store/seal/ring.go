package seal

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"sync"
)

// ErrWrongKey says that none of the master keys opens the database.
var ErrWrongKey = errors.New("the key does not open this database")

// Keys returns the master keys that exist at the moment, the one for a new database
// first. A Ring calls it when it is made, and again when it needs a master key that it
// does not know, because somebody may have begun to rotate the key.
type Keys func() ([]Key, error)

// ErrHalfRotated says that a rotation of the key was cut short and that one of the
// two keys is missing. Both are needed until the rotation is done.
var ErrHalfRotated = errors.New("a rotation of the key was cut short; both keys are needed to go on")

// Ring holds the master keys that a database may need: one, or two while a rotation
// lasts. It is safe for concurrent use.
type Ring struct {
	source Keys

	mu    sync.Mutex
	known []Key
}

// NewRing makes a ring of the keys that source returns. It fails with ErrKeyForm if
// there are none.
func NewRing(source Keys) (*Ring, error) {
	r := &Ring{source: source}
	return r, r.look()
}

// look asks the source anew. It keeps every key that was known before, because it may be
// needed until a rotation is done.
func (r *Ring) look() error {
	all, err := r.source()
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return ErrKeyForm
	}
	for _, k := range all {
		if k.bytes == nil {
			return ErrKeyForm
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, k := range r.known {
		if !slices.ContainsFunc(all, k.Same) {
			all = append(all, k)
		}
	}
	r.known = all
	return nil
}

// First returns the key for a new database.
func (r *Ring) First() Key {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.known[0]
}

// Find returns the first known key that fits. If none fits, it asks the source once more.
// ok is false if no key fits then either.
func (r *Ring) Find(fits func(Key) bool) (k Key, ok bool, err error) {
	for again := false; ; again = true {
		r.mu.Lock()
		known := r.known
		r.mu.Unlock()
		for _, k := range known {
			if fits(k) {
				return k, true, nil
			}
		}
		if again {
			return Key{}, false, nil
		}
		if err := r.look(); err != nil {
			return Key{}, false, err
		}
	}
}

// Named is Find for the master key with a fingerprint.
func (r *Ring) Named(fingerprint []byte) (Key, bool, error) {
	return r.Find(func(k Key) bool { return bytes.Equal(k.Fingerprint(), fingerprint) })
}

// Unwrap opens a data key with the master key that its first bytes name. It fails with
// ErrWrongKey if there is no such key, and with ErrAltered as Open does.
func (r *Ring) Unwrap(wrapped []byte, p Place) (Key, error) {
	if len(wrapped) < FingerprintSize {
		return Key{}, fmt.Errorf("unwrap %v: too short: %w", p, ErrAltered)
	}
	master, ok, err := r.Named(wrapped[:FingerprintSize])
	if err != nil {
		return Key{}, fmt.Errorf("unwrap %v: %w", p, err)
	}
	if !ok {
		return Key{}, fmt.Errorf("unwrap %v: %w", p, ErrWrongKey)
	}
	return master.unwrap(wrapped, p)
}

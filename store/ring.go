package store

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"sync"
)

// ErrWrongKey says that none of the master keys opens what it should.
var ErrWrongKey = errors.New("the key does not open this database")

// Keys gives the master keys that there are at the moment, the one for a new
// database first. It is called by Open, and again when a master key is needed that
// it did not give before: somebody rotates the key then.
type Keys func() ([]Key, error)

// ErrHalfRotated says that a rotation of the key was cut short, and that one of
// the two keys that are needed until it is done is missing.
var ErrHalfRotated = errors.New("a rotation of the key was cut short; both keys are needed to go on")

// ring is the master keys that a store has.
type ring struct {
	source Keys

	mu    sync.Mutex
	known []Key
}

func newRing(source Keys) (*ring, error) {
	r := &ring{source: source}
	return r, r.look()
}

// look asks the source anew. What was known before stays: it may be needed until
// a rotation is done.
func (r *ring) look() error {
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

// first is the key for a new database.
func (r *ring) first() Key {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.known[0]
}

// find is the first known key that fits, after another look if none does.
func (r *ring) find(fits func(Key) bool) (k Key, ok bool, err error) {
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

// named is the master key of a fingerprint.
func (r *ring) named(fingerprint []byte) (Key, bool, error) {
	return r.find(func(k Key) bool { return bytes.Equal(k.fingerprint(), fingerprint) })
}

// unwrap opens a data key with the master key that its first bytes name.
func (r *ring) unwrap(wrapped []byte, place string) (Key, error) {
	if len(wrapped) < fingerprintSize {
		return Key{}, fmt.Errorf("unwrap %s: too short", place)
	}
	master, ok, err := r.named(wrapped[:fingerprintSize])
	if err != nil {
		return Key{}, fmt.Errorf("unwrap %s: %w", place, err)
	}
	if !ok {
		return Key{}, fmt.Errorf("unwrap %s: %w", place, ErrWrongKey)
	}
	return master.unwrap(wrapped, place)
}

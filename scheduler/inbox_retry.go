package scheduler

import (
	"errors"
	"slices"
)

// errNotKept says that the store could not keep what a channel told.
var errNotKept = errors.New("what was heard could not be kept")

// Unheard says that something a person wrote could not be kept, because of the disk
// or another program, or has to wait for what they wrote before: their channel is
// read soon, and again until all of it is kept. What they write next waits for that.
// It never waits itself.
func (h *Inbox) Unheard(person string) {
	h.caughtUp.remove(person)
	h.mu.Lock()
	h.unheard[person] = true
	h.mu.Unlock()
	select {
	case h.wake <- struct{}{}:
	default:
	}
}

// isUnheard says whether a person was named to Unheard since.
func (h *Inbox) isUnheard(person string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.unheard[person]
}

// takeUnheard is isUnheard, and forgets it.
func (h *Inbox) takeUnheard(person string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	named := h.unheard[person]
	delete(h.unheard, person)
	return named
}

// addUnheard puts whom Unheard named behind who is to be read already.
func (r *reading) addUnheard() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for person := range r.unheard {
		r.waiting[person] = true
		if !slices.Contains(r.toRead, person) {
			r.toRead = append(r.toRead, person)
		}
	}
	clear(r.unheard)
}

// withWaiting adds whom Unheard named and who were not read since: a round, and a
// new session, begin with them too.
func (r *reading) withWaiting(people []string) []string {
	for person := range r.waiting {
		if !slices.Contains(people, person) {
			people = append(people, person)
		}
	}
	return people
}

package scheduler

import (
	"errors"
	"slices"
)

// errUnkept says that the store could not keep what a channel told.
var errUnkept = errors.New("what was heard could not be kept")

// Unheard says that something a person wrote could not be kept although it was
// heard, because of the disk or another program: their channel is read soon, and
// again until all of it is kept. It never waits.
func (h *Hearing) Unheard(person string) {
	h.mu.Lock()
	h.unheard[person] = true
	h.mu.Unlock()
	select {
	case h.wake <- struct{}{}:
	default:
	}
}

// isUnheard says whether a person was named to Unheard since.
func (h *Hearing) isUnheard(person string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.unheard[person]
}

// takeUnheard is isUnheard, and forgets it.
func (h *Hearing) takeUnheard(person string) bool {
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
		if !slices.Contains(r.left, person) {
			r.left = append(r.left, person)
		}
	}
	clear(r.unheard)
}

// withLater adds whose words the store failed too often in the last round.
func (r *reading) withLater(people []string) []string {
	for person := range r.later {
		if !slices.Contains(people, person) {
			people = append(people, person)
		}
	}
	clear(r.later)
	return people
}

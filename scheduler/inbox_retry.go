package scheduler

import (
	"errors"
	"slices"
)

// errNotKept says that the store could not keep everything that was read in a channel.
var errNotKept = errors.New("what was heard could not be kept")

// Unheard tells the inbox that a message of a person was not heard, because the store
// could not keep it, or because it has to wait for earlier ones. The inbox reads their
// channel soon, and again until everything in it is heard; what they write meanwhile is
// handled after that. Unheard does not wait for it.
func (i *Inbox) Unheard(person string) {
	i.caughtUp.remove(person)
	i.mu.Lock()
	i.unheard[person] = true
	i.mu.Unlock()
	select {
	case i.wake <- struct{}{}:
	default:
	}
}

// isUnheard reports whether Unheard named a person since the inbox last looked.
func (i *Inbox) isUnheard(person string) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.unheard[person]
}

// takeUnheard reports the same as isUnheard and forgets it.
func (i *Inbox) takeUnheard(person string) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	named := i.unheard[person]
	delete(i.unheard, person)
	return named
}

// addUnheard adds the persons whom Unheard named to the end of this round, except those
// whose channels are being read: finish asks for them.
func (r *reading) addUnheard() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for person := range r.unheard {
		if r.busy[person] {
			continue
		}
		delete(r.unheard, person)
		r.waiting[person] = true
		r.readAgain(person)
	}
}

// readAgain adds a person to the end of this round.
func (r *reading) readAgain(person string) {
	if !slices.Contains(r.toRead, person) {
		r.toRead = append(r.toRead, person)
	}
}

// withWaiting adds to a new round the persons whom Unheard named and whose channels were
// not read since.
func (r *reading) withWaiting(people []string) []string {
	for person := range r.waiting {
		if !slices.Contains(people, person) {
			people = append(people, person)
		}
	}
	return people
}

package scheduler

import (
	"context"
	"slices"
	"sync"
)

// defaultReaders is how many channels are read at a time. Discord takes a quarter of a
// second for one on a bad day, and after an outage 45 a second are to be read.
const defaultReaders = 24

// readers are the channels that are being read.
type readers struct {
	busy     map[string]bool // the persons whose channels are being read
	finished chan read

	hearing      sync.Mutex
	hearFailures map[string]int // by message: how often it was not heard
}

func newReaders() readers {
	return readers{busy: map[string]bool{}, finished: make(chan read), hearFailures: map[string]int{}}
}

// read says how the reading of a channel ended.
type read struct {
	person  string
	session int // in which it began
	err     error
}

// next returns the index in toRead of the person whose channel is read next, -1 if there
// is none or all readers are busy.
func (r *reading) next() int {
	if len(r.busy) >= r.Readers {
		return -1
	}
	return slices.IndexFunc(r.toRead, func(person string) bool { return !r.busy[person] })
}

// start begins to read a person's channel.
func (r *reading) start(ctx context.Context, person string) {
	r.busy[person] = true
	session := r.caughtUp.current()
	go func() { r.finished <- read{person, session, r.read(ctx, person)} }()
}

// heardAtLast reports, of a message that was tried, whether it need not be tried again:
// it was heard, or was tried maxHearTries times. givenUp says that it was not heard.
func (r *readers) heardAtLast(message string, heard bool) (done, givenUp bool) {
	r.hearing.Lock()
	defer r.hearing.Unlock()
	if !heard {
		r.hearFailures[message]++
		if r.hearFailures[message] < maxHearTries {
			return false, false
		}
	}
	delete(r.hearFailures, message)
	return true, !heard
}

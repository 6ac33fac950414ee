package scheduler

import (
	"context"
	"errors"
	"sync"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// catchUpWithin is how long a message waits for what its writer wrote before it.
const catchUpWithin = 5 * time.Second

// catchUpTries is how often its writer's channel is tried in that time. Limits are
// waited for below.
const catchUpTries = 5

// caughtUp remembers whose channels were read since the present gateway session
// began: of those people nothing older than what comes now is unheard.
type caughtUp struct {
	mu      sync.Mutex
	session int
	people  map[string]bool
}

// newSession forgets everybody: a new session has missed what was before it.
func (a *caughtUp) newSession() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.session++
	a.people = map[string]bool{}
}

// current names the session, for with.
func (a *caughtUp) current() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.session
}

// add notes that a person's channel was read in a session; false if that is no
// news, or another session has begun.
func (a *caughtUp) add(person string, session int) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.session != session || a.people[person] {
		return false
	}
	a.people[person] = true
	return true
}

// remove takes a note of with back.
func (a *caughtUp) remove(person string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.people, person)
}

// CatchUp lets what a person wrote before a message be heard before it: after a new
// session, what they write now may come before their channel was read. take hears
// one message, at once; all that was missed is taken in its order, also the message
// itself and what came after it, so that told again they are nothing new. Call it
// in line with what the person does. False where the channel cannot be read now:
// then this message is not to be taken either; all of them are heard, in order,
// when the channel is read.
func (h *Inbox) CatchUp(ctx context.Context, r talk.Request, take func(context.Context, talk.Request)) bool {
	person := r.Person.ID
	if r.Kind != talk.Wrote && r.Kind != talk.Edited || !h.caughtUp.add(person, h.caughtUp.current()) {
		return true
	}
	missed, err := h.readMissed(ctx, person)
	switch {
	case err == nil:
	case errors.Is(err, store.ErrTooLate): // nothing was read of them so far
	case errors.Is(err, talk.ErrChannelGone), errors.Is(err, talk.ErrRejected), errors.Is(err, talk.ErrUnreachable):
		// What is not there to be read comes before nothing.
	default:
		h.Unheard(person)
		return false
	}
	for _, m := range missed {
		if take(ctx, m); h.isUnheard(person) {
			return false
		}
	}
	return true
}

// readMissed reads what a person wrote and nobody heard, oldest first.
func (h *Inbox) readMissed(ctx context.Context, person string) (missed []talk.Request, err error) {
	ctx, cancel := context.WithTimeout(ctx, catchUpWithin)
	defer cancel()
	u, err := h.Store.Unread(ctx, person, h.Now())
	if err != nil {
		return nil, err
	}
	var wrote []talk.Request
	for range catchUpTries {
		if wrote, err = h.SinceUrgent(ctx, u.Channel, u.After); err == nil {
			break
		}
	}
	if err != nil {
		return nil, err
	}
	ids := make([]string, 0, len(wrote))
	for _, m := range wrote {
		ids = append(ids, m.MessageID)
	}
	heard, err := h.Store.Heard(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, m := range wrote {
		if _, known := heard[m.MessageID]; !known && u.Missed(m.MessageID) {
			missed = append(missed, m)
		}
	}
	return missed, nil
}

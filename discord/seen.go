package discord

import "sync"

// recentIDsEach is how many ids each half of recentIDs holds: interactions of minutes
// even in the busiest evening.
const recentIDsEach = 4096

// recentIDs remembers ids of interactions that came lately, and of messages that we
// deleted. Discord may deliver an event any number of times (reference page,
// consistency), within seconds or after a RESUME, and a press must not undo what it has
// just done. It holds the last recentIDsEach ids at least and twice as many at most. A new
// process needs none of them: its session gets no event of before.
type recentIDs struct {
	mu           sync.Mutex
	newer, older map[string]struct{}
}

func newRecentIDs() *recentIDs { return &recentIDs{newer: map[string]struct{}{}} }

// firstTime notes an id and returns whether it is new.
func (r *recentIDs) firstTime(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, again := r.newer[id]
	if !again {
		_, again = r.older[id]
	}
	if again {
		return false
	}
	if len(r.newer) == recentIDsEach {
		r.newer, r.older = map[string]struct{}{}, r.newer
	}
	r.newer[id] = struct{}{}
	return true
}

// has reports whether an id was noted lately.
func (r *recentIDs) has(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, newer := r.newer[id]
	_, older := r.older[id]
	return newer || older
}

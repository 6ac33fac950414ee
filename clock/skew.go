package clock

import (
	"sync"
	"time"
)

// Tolerated is how far the machine's clock may be from the one that it is compared with.
const Tolerated = 5 * time.Minute

// compareAgain is how soon an old moment of the other clock may raise doubt again: what
// somebody wrote hours ago, and is read now, has such a moment too.
const compareAgain = time.Minute

// jumped is how far the machine's clock and the steady one may drift apart before the
// machine's counts as set.
const jumped = time.Minute

// Reading is what a machine's clocks show at one moment.
type Reading struct {
	Machine time.Time     // the clock that may be set wrong, and set right
	Steady  time.Duration // counts the time that passes, whatever that clock is set to
}

// setSince returns by how much the machine's clock was set forward between two readings.
func (r Reading) setSince(earlier Reading) time.Duration {
	return r.Machine.Round(0).Sub(earlier.Machine.Round(0)) - (r.Steady - earlier.Steady)
}

// Skew is what is known of how far the machine's clock is ahead of another one. Many
// goroutines may use it at once. The zero Skew knows nothing.
type Skew struct {
	mu    sync.Mutex
	known bool          // the two were compared
	ahead time.Duration // at the last comparison; negative where the machine's was behind
	at    Reading       // of the last comparison
	doubt bool          // something came that does not fit the last comparison
}

// Compare takes note of what the other clock showed at a moment between two readings. That
// says nothing if much time lies between them, or the machine's clock was set meanwhile. If
// other is zero, because nobody says what that clock shows, the machine's counts as right.
func (s *Skew) Compare(before, after Reading, other time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch took := after.Machine.Round(0).Sub(before.Machine.Round(0)); {
	case other.IsZero():
		if s.doubtful(after) {
			s.compare(after, after.Machine)
		}
	case took.Abs() < jumped && after.Steady-before.Steady < jumped:
		s.compare(after, other)
	}
}

func (s *Skew) compare(r Reading, other time.Time) {
	s.known, s.at, s.doubt = true, r, false
	s.ahead = r.Machine.Round(0).Sub(other.Round(0)) // by what the clocks show, not by what has passed
}

// Passed takes note of a moment that the other clock has shown already, a little while or
// a long time ago. Where the machine's clock is behind it, that is a comparison; where it is
// ahead of it, one is needed.
func (s *Skew) Passed(r Reading, other time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch off := r.Machine.Round(0).Sub(other.Round(0)) - s.wrong(); {
	case off < -Tolerated:
		s.compare(r, other)
	case off > Tolerated && r.Steady-s.at.Steady > compareAgain:
		s.doubt = true
	}
}

// Doubtful reports whether the two have to be compared before anybody may go by the
// machine's clock: they never were, or that clock was set since, or the machine slept.
func (s *Skew) Doubtful(r Reading) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.doubtful(r)
}

func (s *Skew) doubtful(r Reading) bool {
	return !s.known || s.doubt || r.setSince(s.at).Abs() > jumped
}

// At returns what time it is at a reading: what the machine's clock shows, less what it was
// wrong by. If it was set since the last comparison, that is counted on by the steady clock.
func (s *Skew) At(r Reading) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.known && r.setSince(s.at).Abs() > jumped:
		return s.at.Machine.Round(0).Add(r.Steady - s.at.Steady - s.wrong())
	case s.wrong() != 0:
		return r.Machine.Round(0).Add(-s.wrong()) // by what it shows: it may have been set before
	}
	return r.Machine
}

// Wrong returns how far the machine's clock was ahead at the last comparison, and 0 if
// that was tolerable.
func (s *Skew) Wrong() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.wrong()
}

func (s *Skew) wrong() time.Duration {
	if s.ahead.Abs() <= Tolerated {
		return 0
	}
	return s.ahead
}

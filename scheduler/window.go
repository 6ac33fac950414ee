package scheduler

import "time"

// window is a stretch of the clock's time. A clock that is set back to before it
// began is out of it, so that nothing waits for an hour to come round again.
type window struct{ from, until time.Time }

func during(now time.Time, d time.Duration) window { return window{now, now.Add(d)} }

func (s window) lasts(now time.Time) bool { return !now.Before(s.from) && now.Before(s.until) }

// backoff is a burst of failures of the store and the pause after the last one:
// 1 second, doubled each time, at most 30.
type backoff struct {
	window
	failures int
}

// failed counts a failure.
func (t *backoff) failed(now time.Time) {
	t.window = during(now, backoffDelay(t.failures, 30*time.Second))
	t.failures++
}

// backoffDelay is 1 second, doubled with every earlier try, at most most.
func backoffDelay(tries int, most time.Duration) time.Duration {
	return min(time.Second<<min(tries, 10), most)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

package scheduler

import "time"

// window is a stretch of time. A clock that is set back to before its beginning is
// outside it, so that nothing waits for the same hour twice.
type window struct{ from, until time.Time }

func during(now time.Time, d time.Duration) window { return window{now, now.Add(d)} }

func (w window) lasts(now time.Time) bool { return !now.Before(w.from) && now.Before(w.until) }

// backoff is a row of failures and the pause after the latest of them: 1 second after
// the first, twice as long after each further one, at most 30 seconds.
type backoff struct {
	window
	failures int
}

// failed counts a failure and begins its pause.
func (b *backoff) failed(now time.Time) {
	b.window = during(now, backoffDelay(b.failures, 30*time.Second))
	b.failures++
}

// backoffDelay returns 1 second, doubled for each earlier try, but not more than most.
func backoffDelay(tries int, most time.Duration) time.Duration {
	return min(time.Second<<min(tries, 10), most)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

package discord

import (
	"context"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// lanes is how many levels of urgency there are: 0 somebody is waiting,
// 1 relays, 2 scheduled.
const lanes = 3

// limiter decides who may make the next request. A lower lane goes first, in
// each lane first come first served; at most one request of a bucket is under
// way, so that what its headers say is known before the next. All waiting is
// done by timers; the clock serves estimates only.
type limiter struct {
	patience time.Duration
	now      func() time.Time

	mu           sync.Mutex
	rate         *rate.Limiter // nil: no bound of our own
	awaitingRate bool          // await will pump when the rate allows the next
	rateOpen     bool          // it does now
	global       cooldown
	lanes        [lanes][]*waiter
	granted      int                // turns so far
	alone        *waiter            // under way alone, the first after a pause
	buckets      map[string]*bucket // only those that are busy or held
}

// bucket is one rate limit of Discord's.
type bucket struct {
	busy     bool
	cooldown cooldown
}

// waiter is one request that waits.
type waiter struct {
	key    string
	idleAt int // turns granted when nothing was under way or waiting; -1 where something was
	done   chan struct{}
	err    error // set before done is closed when the turn will not come in good time
}

func newLimiter(perSecond float64, patience time.Duration, now func() time.Time) *limiter {
	l := &limiter{patience: patience, now: now, buckets: map[string]*bucket{}}
	if perSecond > 0 {
		// Without a burst requests are spread evenly: a larger one would let twice
		// the limit through within the first second. But a timer is always late, and
		// what it loses must not be lost for good; so a request may come early by a
		// quarter of an interval, and the rate is a hundredth below the limit, which
		// keeps each second at or under 50 for Discord's 50.
		l.rate = rate.NewLimiter(rate.Limit(perSecond*usedShare*partsPerRequest), partsPerRequest+1)
	}
	return l
}

const (
	usedShare       = 0.99 // of the limit that is used
	partsPerRequest = 4    // of a request, in which the rate is counted
)

// take waits until a request of the bucket may go out; release must follow. It
// returns a *talk.Wait when a known limit outlasts our patience, and the
// context's error when that ends first: both mean that nothing was sent.
func (l *limiter) take(ctx context.Context, lane int, key string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	t := &waiter{key: key, idleAt: -1, done: make(chan struct{})}
	l.mu.Lock()
	if w := l.beyondPatience(key); w != nil {
		l.mu.Unlock()
		return w
	}
	if l.rate != nil && l.idle() {
		t.idleAt = l.granted
	}
	lane = max(0, min(lane, lanes-1))
	l.lanes[lane] = append(l.lanes[lane], t)
	l.grant()
	l.mu.Unlock()

	select {
	case <-t.done:
		return t.err
	case <-ctx.Done():
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case <-t.done:
		if t.err == nil {
			l.finish(key)
		}
	default:
		l.remove(lane, t)
	}
	return ctx.Err()
}

// release ends a request and learns from its headers (rate limits page).
func (l *limiter) release(key string, h http.Header) {
	if h.Get("X-RateLimit-Remaining") == "0" {
		l.coolDown(key, seconds(h.Get("X-RateLimit-Reset-After")))
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.finish(key)
}

// grant grants as many turns as the limits allow. The lock is held.
func (l *limiter) grant() {
	for l.global.timers == 0 && l.alone == nil {
		lane, t := l.nextWaiter()
		switch {
		case t == nil:
			return
		case l.rate != nil && !l.rateOpen:
			if !l.awaitingRate {
				l.awaitingRate = true
				go l.awaitRate()
			}
			return
		}
		l.rateOpen = false
		l.bucket(t.key).busy = true
		if t.idleAt == l.granted { // it may have waited for its bucket while others went
			l.startAlone(t)
		}
		l.granted++
		l.remove(lane, t)
		close(t.done)
	}
}

// awaitRate waits until the rate allows one more request, and lets whoever is first by
// then have it. It waits by the rate's own clock, which neither stands still nor
// jumps.
func (l *limiter) awaitRate() {
	_ = l.rate.WaitN(context.Background(), partsPerRequest) // ends with no error: one request always fits
	l.mu.Lock()
	defer l.mu.Unlock()
	l.awaitingRate, l.rateOpen = false, true
	l.grant()
	l.rateOpen = false
}

// nextWaiter is the first turn, by lane, whose bucket is open.
func (l *limiter) nextWaiter() (lane int, t *waiter) {
	for lane, waiting := range l.lanes {
		for _, t := range waiting {
			if b := l.buckets[t.key]; b == nil || (!b.busy && b.cooldown.timers == 0) {
				return lane, t
			}
		}
	}
	return 0, nil
}

func (l *limiter) remove(lane int, t *waiter) {
	for i, o := range l.lanes[lane] {
		if o == t {
			l.lanes[lane] = append(l.lanes[lane][:i:i], l.lanes[lane][i+1:]...)
			return
		}
	}
}

func (l *limiter) bucket(key string) *bucket {
	b := l.buckets[key]
	if b == nil {
		b = &bucket{}
		l.buckets[key] = b
	}
	return b
}

// finish ends a bucket's request. The lock is held.
func (l *limiter) finish(key string) {
	l.bucket(key).busy = false
	l.forgetIfOpen(key)
	if l.alone != nil {
		l.endAlone() // it was the only one
		return
	}
	l.grant()
}

// forgetIfOpen forgets a bucket that limits nothing: an open one needs no memory.
func (l *limiter) forgetIfOpen(key string) {
	if b := l.buckets[key]; b != nil && !b.busy && b.cooldown.timers == 0 {
		delete(l.buckets, key)
	}
}

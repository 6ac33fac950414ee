package discord

import (
	"context"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// lanes is how many lanes requests go in.
const lanes = 4

// The lanes that the wire itself uses; talk.Delivery names the first three.
const (
	laneWaiting   = 0 // somebody is waiting
	laneScheduled = 2
	laneHistory   = lanes - 1 // what is read without anybody waiting for it takes what the others leave
)

// limiter decides which request goes next. A lower lane goes first, but lets each other
// lane have a turn now and then, and in each lane the one that came first goes first. Each bucket has one request in flight at a time, so
// that what its headers say is known before the next goes. All waiting is done by timers;
// now serves only for estimates.
type limiter struct {
	patience time.Duration // longest known limit that is waited for
	now      func() time.Time

	mu           sync.Mutex
	rate         *rate.Limiter // nil where requests have no bound of our own
	awaitingRate bool          // a goroutine waits until the rate allows the next request
	rateOpen     bool          // the rate allows one request now
	global       cooldown      // of all buckets
	lanes        [lanes][]*waiter
	passedOver   [lanes]int         // how many requests of more urgent lanes went since this lane could have had one
	granted      int                // requests that were let go so far
	alone        *waiter            // in flight, and no other may go meanwhile; nil mostly
	buckets      map[string]*bucket // only those that are busy or cooling down
}

// bucket is one rate limit of Discord's.
type bucket struct {
	busy     bool // a request is in flight
	cooldown cooldown
}

// waiter is one request that waits to go.
type waiter struct {
	key    string        // of its bucket
	free   bool          // it does not count against the rate
	idleAt int           // limiter.granted when it came, if nothing was waiting or in flight then; -1 otherwise
	done   chan struct{} // closed when it may go, or has to give up
	err    error         // why it has to give up; set before done is closed
}

// How the rate is counted: in quarters of a request, and to 99 % of the limit.
// Without a burst requests are spread evenly; a larger burst would let twice the
// limit through within the first second. But timers are late, and what each loses
// would be lost for good: an evening took 3 % longer than the limit asks for. So a
// request may come early by a quarter of an interval, and the rate stays 1 % below
// the limit, which keeps each second at or under 50 requests for Discord's 50.
const (
	usedShare       = 0.99
	partsPerRequest = 4
)

func newLimiter(perSecond float64, patience time.Duration, now func() time.Time) *limiter {
	l := &limiter{patience: patience, now: now, buckets: map[string]*bucket{}}
	if perSecond > 0 {
		l.rate = rate.NewLimiter(rate.Limit(perSecond*usedShare*partsPerRequest), partsPerRequest+1)
	}
	return l
}

// take waits until a request of the bucket may go; release must follow. It returns
// a *talk.Wait when a known limit lasts longer than patience, and the context's
// error when that ends first. Both mean that the request must not be sent.
func (l *limiter) take(ctx context.Context, lane int, key string) error {
	return l.wait(ctx, lane, &waiter{key: key, idleAt: -1, done: make(chan struct{})})
}

// takeUncounted is take for a request that does not count against the rate. It keeps
// to all other limits.
func (l *limiter) takeUncounted(ctx context.Context, lane int, key string) error {
	return l.wait(ctx, lane, &waiter{key: key, free: true, idleAt: -1, done: make(chan struct{})})
}

// wait waits until a request may go, as take says.
func (l *limiter) wait(ctx context.Context, lane int, w *waiter) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	key := w.key
	l.mu.Lock()
	if err := l.beyondPatience(key); err != nil {
		l.mu.Unlock()
		return err
	}
	if l.rate != nil && !w.free && l.idle() {
		w.idleAt = l.granted
	}
	lane = max(0, min(lane, lanes-1))
	l.lanes[lane] = append(l.lanes[lane], w)
	l.grant()
	l.mu.Unlock()

	select {
	case <-w.done:
		return w.err
	case <-ctx.Done():
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case <-w.done:
		if w.err == nil {
			l.finish(key)
		}
	default:
		l.remove(lane, w)
	}
	return ctx.Err()
}

// release ends a request and learns from the headers of its response (rate limits
// page); h is nil where none came.
func (l *limiter) release(key string, h http.Header) {
	if h.Get("X-RateLimit-Remaining") == "0" {
		l.coolDown(key, seconds(h.Get("X-RateLimit-Reset-After")))
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.finish(key)
}

// grant lets as many requests go as the limits allow. The lock is held.
func (l *limiter) grant() {
	for l.global.timers == 0 && l.alone == nil {
		lane, w := l.nextWaiter()
		switch {
		case w == nil:
			return
		case l.rate != nil && !w.free && !l.rateOpen:
			if !l.awaitingRate {
				l.awaitingRate = true
				go l.awaitRate()
			}
			return
		}
		l.bucket(w.key).busy = true
		if w.idleAt == l.granted { // no other went while it waited for its bucket
			l.startAlone(w)
		}
		if !w.free {
			l.rateOpen = false
			l.granted++
			l.keepTurns(lane)
		}
		l.remove(lane, w)
		close(w.done)
	}
}

// awaitRate waits until the rate allows one more request, and lets the one go that
// is first by then. It waits by the rate's own clock, which neither stands still
// nor jumps.
func (l *limiter) awaitRate() {
	_ = l.rate.WaitN(context.Background(), partsPerRequest) // never fails: the burst holds one request
	l.mu.Lock()
	defer l.mu.Unlock()
	l.awaitingRate, l.rateOpen = false, true
	l.grant()
	l.rateOpen = false
}

// remove takes a request out of its lane. The lock is held.
func (l *limiter) remove(lane int, w *waiter) {
	for i, other := range l.lanes[lane] {
		if other == w {
			l.lanes[lane] = append(l.lanes[lane][:i:i], l.lanes[lane][i+1:]...)
			return
		}
	}
}

// bucket returns a bucket, a new one if it is not known. The lock is held.
func (l *limiter) bucket(key string) *bucket {
	b := l.buckets[key]
	if b == nil {
		b = &bucket{}
		l.buckets[key] = b
	}
	return b
}

// finish ends the request that is in flight in a bucket. The lock is held.
func (l *limiter) finish(key string) {
	l.bucket(key).busy = false
	l.forgetIfOpen(key)
	if l.alone != nil {
		l.endAlone() // no other was in flight
		return
	}
	l.grant()
}

// forgetIfOpen forgets a bucket that holds no request back, so that buckets do not
// add up for ever. The lock is held.
func (l *limiter) forgetIfOpen(key string) {
	if b := l.buckets[key]; b != nil && !b.busy && b.cooldown.timers == 0 {
		delete(l.buckets, key)
	}
}

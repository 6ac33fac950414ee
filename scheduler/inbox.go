package scheduler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

const (
	// readEvery is the pause between two rounds of reading, in case Discord lost
	// an event although the session stayed up.
	readEvery = 15 * time.Minute
	// readsPerSecond bounds how many channels are read in any second.
	readsPerSecond = 10
	// unreadableFor is how long a channel is left alone that Discord does not let us read.
	unreadableFor = 24 * time.Hour
	// maxReadTries is how often a channel that cannot be read is tried in one round.
	maxReadTries = 10
)

// InboxOptions are what an Inbox is given; all are required.
type InboxOptions struct {
	Store *store.Store
	// Now and After are the clock, as Options has them.
	Now   func() time.Time
	After func(until time.Time) <-chan time.Time
	Log   *slog.Logger
	// Since reads what people wrote in a channel after a message, oldest first.
	Since func(ctx context.Context, channel, after string) ([]talk.Request, error)
	// Urgent is Since for somebody who waits.
	SinceUrgent func(ctx context.Context, channel, after string) ([]talk.Request, error)
	// Hear takes one message as if its event came now, in line with what the same
	// person does meanwhile, and returns once it was handled.
	Replay func(ctx context.Context, r talk.Request) error
}

// Inbox reads what people wrote while nobody listened: after each new gateway
// session, which has missed what was before it, and every 15 minutes. It reads
// the channels that the store names, in its order, at most 10 a second.
type Inbox struct {
	InboxOptions
	caughtUp caughtUp
	missed   chan struct{}
	wake     chan struct{}
	settle   chan chan struct{}
	ended    chan struct{}

	mu      sync.Mutex
	unheard map[string]bool // by person: the store failed what they wrote
}

// NewInbox returns an Inbox that does nothing until Run.
func NewInbox(o InboxOptions) *Inbox {
	return &Inbox{InboxOptions: o, caughtUp: caughtUp{people: map[string]bool{}}, missed: make(chan struct{}, 1), wake: make(chan struct{}, 1),
		settle: make(chan chan struct{}), ended: make(chan struct{}), unheard: map[string]bool{}}
}

// Missed says that events may have been missed: a round of reading begins now,
// also in the middle of another one. It never waits.
func (h *Inbox) Missed() {
	h.caughtUp.newSession()
	select {
	case h.missed <- struct{}{}:
	default:
	}
}

// Run reads, from the first Missed on, until ctx ends. It returns nil then, or
// an error that wraps talk.ErrUnauthorized. Call it once.
func (h *Inbox) Run(ctx context.Context) error {
	defer close(h.ended)
	r := &reading{Inbox: h, readFailures: map[string]int{}, waiting: map[string]bool{}, unreadable: map[string]window{}, hearFailures: map[string]int{}}
	for ctx.Err() == nil && r.fatal == nil {
		r.step(ctx)
	}
	return r.fatal
}

// Settle returns once all that Missed was told of so far is read, or can be no
// further at the present clock. ErrEnded when Run returns first, ctx's error when
// that ends first.
func (h *Inbox) Settle(ctx context.Context) error {
	idle := make(chan struct{})
	select {
	case h.settle <- idle:
	case <-h.ended:
		return ErrEnded
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case <-idle:
		return nil
	case <-h.ended:
		return ErrEnded
	case <-ctx.Done():
		return ctx.Err()
	}
}

// reading is what Run knows between two steps.
type reading struct {
	*Inbox
	roundOwed    bool            // a round is to begin, whatever is left of this one
	toRead       []string        // whose channels this round has still to read
	readFailures map[string]int  // how often each could not be read in this round
	waiting      map[string]bool // named by Unheard, and not read since
	roundPause   window          // until the next round; zero before the first
	limiter      readLimiter
	failing      backoff
	unreadable   map[string]window // people whose channels we may not read
	hearFailures map[string]int    // how often a message could not be heard
	fatal        error

	settling []chan struct{}
}

// step reads one channel, or waits until there is one to read.
func (r *reading) step(ctx context.Context) {
	now := r.Now()
	select {
	case <-r.missed:
		r.roundOwed, r.failing = true, backoff{} // there is a session again
	default:
	}
	if !r.failing.lasts(now) && (r.roundOwed || r.due(now)) {
		r.begin(ctx, now)
	}
	r.addUnheard()
	wait := r.wait(now)
	if len(r.toRead) > 0 && !r.roundOwed && !wait.After(now) {
		r.limiter.take(now)
		r.next(ctx)
		return
	}
	for _, idle := range r.settling {
		close(idle)
	}
	r.settling = nil
	select {
	case <-ctx.Done():
	case <-r.After(wait):
	case <-r.missed:
		r.roundOwed, r.failing = true, backoff{}
	case <-r.wake:
	case idle := <-r.settle:
		r.settling = append(r.settling, idle)
	}
}

// due says whether the rest between two rounds is over; a clock that was set
// back ends it too.
func (r *reading) due(now time.Time) bool {
	return len(r.toRead) == 0 && !r.roundPause.until.IsZero() && !r.roundPause.lasts(now)
}

// begin starts a round, if the store can say whose.
func (r *reading) begin(ctx context.Context, now time.Time) {
	people, err := r.Store.ToRead(ctx, now)
	if err != nil {
		r.roundOwed = true
		r.fail(ctx, err)
		return
	}
	r.roundOwed = false
	people = r.withWaiting(people)
	r.toRead = slices.DeleteFunc(people, func(person string) bool {
		if r.unreadable[person].lasts(now) {
			return true
		}
		delete(r.unreadable, person)
		return false
	})
	r.readFailures = map[string]int{}
	r.roundPause = during(now, readEvery)
}

// wait is when the next step may be taken.
func (r *reading) wait(now time.Time) time.Time {
	wait := now.Add(longestSleep) // the clock may be set anew
	switch {
	case r.failing.lasts(now):
		wait = earlier(wait, r.failing.until)
	case len(r.toRead) > 0:
		wait = earlier(wait, r.limiter.next(now))
	case r.roundPause.lasts(now):
		wait = earlier(wait, r.roundPause.until)
	}
	return wait
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// next reads the next person's channel. What went wrong is tried again after the
// others.
func (r *reading) next(ctx context.Context) {
	person := r.toRead[0]
	r.toRead = r.toRead[1:]
	session := r.caughtUp.current()
	err := r.read(ctx, person)
	if r.takeUnheard(person) && err == nil {
		err = errNotKept
	}
	if err == nil {
		r.caughtUp.add(person, session)
		r.failing = backoff{}
	}
	switch {
	case ctx.Err() != nil:
	case err == nil, errors.Is(err, store.ErrTooLate):
		delete(r.waiting, person)
	case errors.Is(err, talk.ErrUnauthorized):
		r.fatal = fmt.Errorf("read what was written: %w", err)
	case errors.Is(err, talk.ErrChannelGone):
		delete(r.waiting, person)
		if err := r.Store.ChannelGone(ctx, person); err != nil {
			r.fail(ctx, err)
		}
	case errors.Is(err, talk.ErrRejected), errors.Is(err, talk.ErrUnreachable):
		delete(r.waiting, person)
		r.unreadable[person] = during(r.Now(), unreadableFor)
	default:
		if r.readFailures[person]++; r.readFailures[person] < maxReadTries {
			r.toRead = append(r.toRead, person)
		}
		if errors.Is(err, errNotKept) {
			r.waiting[person] = true
		}
		r.fail(ctx, err)
	}
}

// fail waits after a failure that says nothing about the channel: as long as a
// rate limit says, else longer each time. A burst is logged once.
func (r *reading) fail(ctx context.Context, err error) {
	if ctx.Err() != nil {
		return
	}
	var limit *talk.Wait
	if errors.As(err, &limit) {
		r.failing.window = during(r.Now(), limit.After)
		return
	}
	if r.failing.failures == 0 {
		r.Log.Warn("what was written meanwhile cannot be read yet", "err", err)
	}
	r.failing.failed(r.Now())
}

// readLimiter remembers the last reads, so that no second has more than readsPerSecond.
type readLimiter struct {
	last [readsPerSecond]time.Time
	at   int
}

// next is when another read may begin; a clock that was set back forgets the others.
func (p *readLimiter) next(now time.Time) time.Time {
	first := p.last[p.at]
	if free := first.Add(time.Second); !first.IsZero() && !now.Before(first) && free.After(now) {
		return free
	}
	return now
}

func (p *readLimiter) take(now time.Time) {
	p.last[p.at] = now
	p.at = (p.at + 1) % readsPerSecond
}

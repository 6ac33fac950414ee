package scheduler

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

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

	settling settling
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
	r.settling.end()
	select {
	case <-ctx.Done():
	case <-r.After(wait):
	case <-r.missed:
		r.roundOwed, r.failing = true, backoff{}
	case <-r.wake:
	case idle := <-r.asked:
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

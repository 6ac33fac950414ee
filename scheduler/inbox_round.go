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

// reading is the state of Inbox.Run. A round reads the channel of everybody whom the
// store names, several at a time.
type reading struct {
	*Inbox
	roundOwed    bool            // a new round is to begin, even if this one has not ended
	newSession   bool            // that round is the first one of a session
	perSecond    int             // how many channels this round reads in a second
	toRead       []string        // the persons whose channels this round has still to read
	readFailures map[string]int  // by person: how often this round failed to read their channel
	waiting      map[string]bool // the persons named by Unheard whose channels were not read since
	roundPause   window          // the pause between two rounds; zero before the first one
	limiter      readLimiter
	failing      backoff
	unreadable   map[string]window // by person: Discord does not let us read their channel; twice as long after each refusal that may pass
	readers
	fatal error

	settling settling
}

// step begins to read one channel, or waits until there may be one to read.
func (r *reading) step(ctx context.Context) {
	now := r.Now()
	select {
	case <-r.missed:
		r.sessionBegan()
	default:
	}
	if !r.failing.lasts(now) && (r.roundOwed || r.due(now)) {
		r.begin(ctx, now)
	}
	r.addUnheard()
	wait := r.wait(now)
	if next := r.next(); next >= 0 && !r.roundOwed && !wait.After(now) {
		r.limiter.take(now)
		person := r.toRead[next]
		r.toRead = slices.Delete(r.toRead, next, next+1)
		r.start(ctx, person)
		return
	}
	if len(r.busy) == 0 {
		r.settling.end()
	}
	select {
	case <-ctx.Done():
	case <-r.pulse:
	case <-r.After(wait):
	case <-r.missed:
		r.sessionBegan()
	case <-r.wake:
	case done := <-r.finished:
		r.finish(ctx, done)
	case idle := <-r.asked:
		r.settling = append(r.settling, idle)
	}
}

// sessionBegan owes a round at once: a session is there, so reading may work again.
func (r *reading) sessionBegan() {
	r.roundOwed, r.newSession, r.failing = true, true, backoff{}
}

// due reports whether the pause between two rounds is over. It is over too when the
// clock was set back to before its beginning.
func (r *reading) due(now time.Time) bool {
	return len(r.toRead) == 0 && !r.roundPause.until.IsZero() && !r.roundPause.lasts(now)
}

// begin begins a round, unless the store cannot say whose channels to read.
func (r *reading) begin(ctx context.Context, now time.Time) {
	people, err := r.Store.ToRead(ctx, now)
	if err != nil {
		r.roundOwed = true
		r.fail(ctx, err)
		return
	}
	r.perSecond = readsPerSecond
	if r.newSession {
		r.perSecond = catchUpPerSecond
	}
	r.roundOwed, r.newSession = false, false
	people = r.withWaiting(people)
	r.toRead = slices.DeleteFunc(people, func(person string) bool {
		return r.unreadable[person].lasts(now)
	})
	r.readFailures = map[string]int{}
	r.roundPause = during(now, readEvery)
}

// wait returns when the next step may read a channel or begin a round.
func (r *reading) wait(now time.Time) time.Time {
	wait := now.Add(longestSleep)
	switch {
	case r.failing.lasts(now):
		wait = earlier(wait, r.failing.until)
	case len(r.toRead) > 0:
		if r.next() >= 0 {
			wait = earlier(wait, r.limiter.next(now, r.perSecond))
		}
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

// finish takes note of how the reading of a channel ended. If it failed it may be tried
// again after the other channels.
func (r *reading) finish(ctx context.Context, done read) {
	person, err := done.person, done.err
	delete(r.busy, person)
	if r.takeUnheard(person) && err == nil {
		err = errNotKept
	}
	if err == nil {
		r.caughtUp.add(person, done.session)
		delete(r.unreadable, person)
		if !r.failing.lasts(r.Now()) { // a pause that began meanwhile lasts
			r.failing = backoff{}
		}
	}
	switch {
	case ctx.Err() != nil:
	case err == nil, errors.Is(err, store.ErrTooLate):
		delete(r.waiting, person)
	case errors.Is(err, talk.ErrUnauthorized):
		r.fatal = fmt.Errorf("read what was written: %w", err)
	case errors.Is(err, talk.ErrRejected), errors.Is(err, talk.ErrUnreachable):
		delete(r.waiting, person)
		r.unreadable[person] = during(r.Now(), unreadableFor)
	case errors.Is(err, talk.ErrChannelGone), errors.Is(err, talk.ErrNotNow) && !errors.Is(err, talk.ErrUnclear):
		delete(r.waiting, person)
		was := r.unreadable[person]
		r.unreadable[person] = during(r.Now(), min(max(2*was.until.Sub(was.from), readEvery), unreadableFor))
	default:
		if r.readFailures[person]++; r.readFailures[person] < maxReadTries {
			r.readAgain(person)
		}
		if errors.Is(err, errNotKept) {
			r.waiting[person] = true
		}
		r.fail(ctx, err)
	}
}

// fail begins a pause after a failure that says nothing about the channel: as long as a
// rate limit asks for, otherwise longer after each failure. It logs the first of several
// failures in a row.
func (r *reading) fail(ctx context.Context, err error) {
	if ctx.Err() != nil {
		return
	}
	var limit *talk.Wait
	if errors.As(err, &limit) {
		r.failing.window = during(r.Now(), limit.After)
		return
	}
	if r.failing.lasts(r.Now()) {
		return // several that were read at a time failed together
	}
	if r.failing.failures == 0 {
		r.Log.Warn("what was written meanwhile cannot be read yet", "err", err)
	}
	r.failing.failed(r.Now())
}

// readLimiter remembers the last reads, so that no second has too many of them.
type readLimiter struct {
	last [catchUpPerSecond]time.Time
	at   int
}

// next returns when another read may begin, at perSecond, which is catchUpPerSecond at
// most. Reads from before the clock was set back do not count.
func (p *readLimiter) next(now time.Time, perSecond int) time.Time {
	first := p.last[(p.at+len(p.last)-perSecond)%len(p.last)]
	if free := first.Add(time.Second); !first.IsZero() && !now.Before(first) && free.After(now) {
		return free
	}
	return now
}

func (p *readLimiter) take(now time.Time) {
	p.last[p.at] = now
	p.at = (p.at + 1) % len(p.last)
}

package scheduler

import (
	"context"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// listAtOnce is how many due notices are listed at a time: a few more than can be under
// way, which stay due meanwhile.
const listAtOnce = 256

// reservedShare is which part of the workers, one in so many, sends no check-ins: when
// thousands are due and Discord is slow, a relay still finds a worker.
const reservedShare = 4

// noNewChannelsFor is how long no new channel is asked for when Discord opens none, how
// long each notice that needs one waits, and how often the host is warned of that.
const noNewChannelsFor = 10 * time.Minute

// result is how a send ended, as far as the loop has to know.
type result struct {
	owed          store.Owed
	again         time.Time     // when it is tried again, before what follows it
	global        time.Duration // Discord wants no requests at all for this long
	noNewChannels bool          // Discord opens no new channels
	notComposed   bool          // the message could not be composed
	failed        error         // the store's
	fatal         error         // ends the program
}

// clean says that nothing but this notice's own end follows from a send.
func (r result) clean() bool {
	return r.again.IsZero() && r.global == 0 && !r.noNewChannels && !r.notComposed && r.failed == nil && r.fatal == nil
}

// dispatch hands each person's first due notice to a worker, the most urgent
// lane first, as long as there are workers. What was listed and not yet handed out
// is not listed again before something may have changed.
func (l *loop) dispatch(ctx context.Context, now time.Time) {
	if l.rateLimited.lasts(now) || l.listing.lasts(now) {
		return
	}
	if l.moreOwed && len(l.queue) > 0 && !l.relist {
		l.putUrgentFirst(ctx, now)
	}
	if l.relist || l.moreOwed {
		l.queue, l.relist = nil, true
	}
	for limit := listAtOnce; l.inFlight < l.Workers && !l.listing.lasts(now); limit *= 2 {
		l.handOut(ctx, now)
		if l.inFlight == l.Workers || len(l.queue) > 0 || !l.relist && !l.moreDue || ctx.Err() != nil {
			return
		}
		clear(l.behind)
		due, err := l.Store.Due(ctx, now, store.LaneScheduled, limit)
		l.noteOutcome(ctx, &l.listing, now, "due notices could not be listed", err)
		l.queue, l.relist, l.moreOwed, l.moreDue = l.firstOfEach(due, now), false, false, len(due) == limit
	}
}

// putUrgentFirst puts what people are waiting for before the check-ins in line, which
// are not listed anew for it: each press of an evening would list hundreds. What
// else is owed since is listed after those in line.
func (l *loop) putUrgentFirst(ctx context.Context, now time.Time) {
	due, err := l.Store.Due(ctx, now, store.LaneScheduled-1, listAtOnce)
	l.noteOutcome(ctx, &l.listing, now, "due notices could not be listed", err)
	if err != nil || len(due) == listAtOnce {
		return // all is listed anew
	}
	line := l.firstOfEach(due, now)
	urgent := map[string]bool{}
	for _, o := range line {
		urgent[o.Person] = true
	}
	for _, o := range l.queue {
		if o.Lane == store.LaneScheduled && !urgent[o.Person] { // the others are listed again
			line = append(line, o)
		}
	}
	l.queue, l.moreOwed, l.moreDue = line, false, true
}

// handOut starts what is first in line, as long as there are workers. Nothing of
// the lane of check-ins is started by the last workers.
func (l *loop) handOut(ctx context.Context, now time.Time) {
	for len(l.queue) > 0 && l.inFlight < l.Workers && ctx.Err() == nil {
		o := l.queue[0]
		if o.Lane == store.LaneScheduled && l.scheduled == l.Workers-l.Workers/reservedShare {
			return // all that follows is of this lane too
		}
		l.queue = l.queue[1:]
		l.start(o, now)
	}
}

// firstOfEach picks the one notice of each person that is next, most urgent first. A
// notice that is tried again goes before its lane's others.
func (l *loop) firstOfEach(due []store.Owed, now time.Time) (all []store.Owed) {
	dueAgain := map[store.ID]store.Owed{}
	for _, o := range due {
		if t := l.retryOrders[o.Person]; t != nil && t[o.Lane].owed.ID == o.ID {
			dueAgain[o.ID] = o
		}
	}
	picked := map[string]bool{}
	for _, o := range due {
		if picked[o.Person] || l.busy[o.Person] || l.failing[o.Person].lasts(now) {
			l.behind[o.Person] = true
			continue
		}
		o, free := l.retryOrders[o.Person].first(o, dueAgain, now)
		if !free {
			continue
		}
		picked[o.Person] = true
		all = append(all, o)
	}
	return all
}

// start hands a notice to a worker.
func (l *loop) start(o store.Owed, now time.Time) {
	if t, ok := l.retryOrders[o.Person]; ok && !t.over(o.Lane) {
		delete(l.retryOrders, o.Person)
	}
	l.busy[o.Person] = true
	l.inFlight++
	if o.Lane == store.LaneScheduled {
		l.scheduled++
	}
	j := job{o, l.composeFailures[o.ID], l.OpenDM}
	if l.noNewChannels.lasts(now) {
		j.open = openNone
	}
	if l.workers < l.inFlight {
		l.workers++
		go l.worker(l.jobs)
	}
	l.jobs <- j
}

// job is one notice to be sent.
type job struct {
	owed            store.Owed
	composeFailures int
	open            openDM
}

// worker sends one notice after another: with a goroutine for each, every one would
// have to grow its stack anew.
func (l *loop) worker(jobs <-chan job) {
	for j := range jobs {
		r := l.send(l.work, j.owed.ID, j.composeFailures, j.open)
		r.owed = j.owed
		l.finished <- r
	}
}

// endWorkers ends the workers, all of whom are idle.
func (l *loop) endWorkers() {
	close(l.jobs)
	l.jobs, l.workers = make(chan job, l.Workers), 0
}

// openNone opens no channel and does not ask: that would be one more refusal.
func openNone(context.Context, string) (string, error) { return "", talk.ErrNoNewChannels }

// finish notes how a send ended.
func (l *loop) finish(r result) {
	now, person := l.Now(), r.owed.Person
	delete(l.busy, person)
	if l.behind[person] || !r.clean() {
		l.lookAgain()
	}
	if l.inFlight--; l.inFlight == 0 {
		l.endWorkers()
	}
	if r.owed.Lane == store.LaneScheduled {
		l.scheduled--
	}
	if r.fatal != nil && l.fatal == nil {
		l.fatal = r.fatal
	}
	if !r.again.IsZero() {
		l.holdPlace(r.owed, window{now, r.again})
	}
	if r.global > 0 {
		l.rateLimited = during(now, r.global)
	}
	if r.notComposed {
		l.composeFailures[r.owed.ID]++
	} else {
		delete(l.composeFailures, r.owed.ID)
	}
	if r.noNewChannels && !l.noNewChannels.lasts(now) {
		l.noNewChannels = during(now, noNewChannelsFor)
		l.Log.Warn("discord opens no new direct messages for now; channels that are open go on")
	}
	if r.failed == nil {
		delete(l.failing, person)
		return
	}
	t := l.failing[person]
	if t.failures == 0 && !l.warned.lasts(now) { // a full disk fails everybody's
		l.warned = during(now, time.Minute)
		l.Log.Error("a notice could not be kept track of", "notice", r.owed.ID.String(), "err", r.failed)
	}
	t.failed(now)
	l.failing[person] = t
}

package scheduler

import (
	"context"
	"slices"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// listAtOnce is how many due notices of each lane a list has at first: more than can be
// in flight, because those in flight are due too.
const listAtOnce = 256

// noNewChannelsFor is how long the outbox asks for no new channel after Discord refused
// to open one. Notices that need one wait that long, and the host is warned once in it.
const noNewChannelsFor = 10 * time.Minute

// result tells the loop how a send ended. The zero value stands for one that is done.
type result struct {
	owed          store.Owed
	again         time.Time     // when the notice is tried again, before those after it
	global        time.Duration // how long Discord wants no requests at all
	noNewChannels bool          // Discord opens no new channels
	notComposed   bool          // the message could not be composed
	taken         bool          // Discord did what it was asked for
	refused       bool          // Discord refused what it has seldom refused before, and not for its content
	failed        error         // an error of the store
	fatal         error         // an error that ends the program
}

// clean reports whether the send has no consequence for any other notice.
func (r result) clean() bool {
	return r.again.IsZero() && r.global == 0 && !r.noNewChannels && !r.notComposed && r.failed == nil && r.fatal == nil
}

// dispatch hands the first due notice of each person to a worker, the most urgent lane
// first, as long as workers are free. It lists what is due only when the queue is empty
// or may be out of date.
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
		due, err := l.due(ctx, now, limit)
		l.keepOutcome(ctx, &l.listing, now, "due notices could not be listed", err)
		l.queue, l.relist, l.moreOwed, l.moreDue = l.firstOfEach(due, now), false, false, full(due, limit)
	}
}

// due lists what is owed now. It does not ask where the last look has found nothing.
func (l *loop) due(ctx context.Context, now time.Time, limit int) ([]store.Owed, error) {
	if !isDue(l.coming.Notice, now) {
		return nil, nil
	}
	return l.Store.Due(ctx, now, store.LaneScheduled, limit)
}

// putUrgentFirst lists only the notices that people wait for and puts them before the
// check-ins in the queue. Otherwise each press of a busy evening would list hundreds of
// check-ins anew. Check-ins that are owed since are listed once the queue is empty.
func (l *loop) putUrgentFirst(ctx context.Context, now time.Time) {
	due, err := l.Store.Due(ctx, now, store.LaneScheduled-1, listAtOnce)
	l.keepOutcome(ctx, &l.listing, now, "due notices could not be listed", err)
	if err != nil || full(due, listAtOnce) {
		return // dispatch lists everything anew
	}
	queue := l.firstOfEach(due, now)
	urgent := map[string]bool{}
	for _, o := range queue {
		urgent[o.Person] = true
	}
	for _, o := range l.queue {
		if o.Lane == store.LaneScheduled && !urgent[o.Person] { // the others stay due and are listed later
			queue = append(queue, o)
		}
	}
	l.queue, l.moreOwed, l.moreDue = queue, false, true
}

// full reports whether a list has as many notices of a lane as it has room for.
func full(due []store.Owed, limit int) bool {
	var listed [store.LaneScheduled + 1]int
	for _, o := range due {
		listed[o.Lane]++
	}
	return slices.Contains(listed[:], limit)
}

// handOut starts the first notices in the queue as long as workers are free. It keeps
// the reserved workers for the other lanes.
func (l *loop) handOut(ctx context.Context, now time.Time) {
	later := l.queue[:0]
	for i, o := range l.queue {
		if l.inFlight == l.Workers || ctx.Err() != nil {
			later = append(later, l.queue[i:]...)
			break
		}
		if l.mayStart(o.Lane) {
			l.start(o, now)
		} else {
			later = append(later, o)
		}
	}
	l.queue = later
}

// start hands a notice to a worker.
func (l *loop) start(o store.Owed, now time.Time) {
	if t, ok := l.retryOrders[o.Person]; ok && !t.over(o.Lane) {
		delete(l.retryOrders, o.Person)
	}
	l.busy[o.Person] = true
	l.inFlight++
	l.sending[o.Lane]++
	l.turn++
	l.turns[o.Person] = l.turn
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

// worker sends one notice after another. A goroutine for each notice would have to grow
// its stack anew.
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

// openNone refuses to open a channel without asking Discord, who would refuse it too.
func openNone(context.Context, string) (string, error) { return "", talk.ErrNoNewChannels }

// finish takes note of how a send ended.
func (l *loop) finish(r result) {
	now, person := l.Now(), r.owed.Person
	delete(l.busy, person)
	if l.behind[person] || !r.clean() {
		l.lookAgain()
	}
	if l.inFlight--; l.inFlight == 0 {
		l.endWorkers()
	}
	l.sending[r.owed.Lane]--
	if r.fatal != nil && l.fatal == nil {
		l.fatal = r.fatal
	}
	if !r.again.IsZero() {
		l.keepPlace(r.owed, window{now, r.again})
	}
	if r.global > 0 {
		l.rateLimited = during(now, r.global)
	}
	l.countRefusals(r, now)
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
	if t.failures == 0 && !l.warned.lasts(now) { // once for all: a full disk fails everybody's sends
		l.warned = during(now, time.Minute)
		l.Log.Error("a notice could not be kept track of", "notice", r.owed.ID.String(), "err", r.failed)
	}
	t.failed(now)
	l.failing[person] = t
}

package scheduler

import (
	"context"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// listAtOnce is how many due notices a list has at first: more than can be in flight,
// because those in flight are due too.
const listAtOnce = 256

// reservedShare says that one in four workers sends no check-ins. When thousands of
// check-ins are due and Discord is slow, a note still finds a worker at once.
const reservedShare = 4

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
		l.queue, l.relist, l.moreOwed, l.moreDue = l.firstOfEach(due, now), false, false, len(due) == limit
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
	if err != nil || len(due) == listAtOnce {
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

// handOut starts the first notices in the queue as long as workers are free. It keeps
// the reserved workers for notices that are not of LaneScheduled.
func (l *loop) handOut(ctx context.Context, now time.Time) {
	for len(l.queue) > 0 && l.inFlight < l.Workers && ctx.Err() == nil {
		o := l.queue[0]
		if o.Lane == store.LaneScheduled && l.scheduled == l.Workers-l.Workers/reservedShare {
			return // all that follow are of this lane too
		}
		l.queue = l.queue[1:]
		l.start(o, now)
	}
}

// firstOfEach picks the one notice that comes next for each person, the most urgent
// first. A notice that is tried again goes before the others of its lane.
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
	if r.owed.Lane == store.LaneScheduled {
		l.scheduled--
	}
	if r.fatal != nil && l.fatal == nil {
		l.fatal = r.fatal
	}
	if !r.again.IsZero() {
		l.keepPlace(r.owed, window{now, r.again})
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
	if t.failures == 0 && !l.warned.lasts(now) { // once for all: a full disk fails everybody's sends
		l.warned = during(now, time.Minute)
		l.Log.Error("a notice could not be kept track of", "notice", r.owed.ID.String(), "err", r.failed)
	}
	t.failed(now)
	l.failing[person] = t
}

package scheduler

import (
	"context"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// look is how many due notices are listed at a time.
const look = 256

// reserved is which part of the workers, one in so many, sends no check-ins: when
// thousands are due and Discord is slow, a relay still finds a worker.
const reserved = 4

// closedFor is how long no new channel is asked for when Discord opens none, how
// long each notice that needs one waits, and how often the host is warned of that.
const closedFor = 10 * time.Minute

// turn keeps a person's order while a notice of theirs is tried again: nothing
// of its lane or a lower one overtakes it.
type turn struct {
	spell
	owed store.Owed
}

// result is how a send ended, as far as the loop has to know.
type result struct {
	owed    store.Owed
	again   time.Time     // when it is tried again, before what follows it
	global  time.Duration // Discord wants no requests at all for this long
	closed  bool          // Discord opens no new channels
	muddled bool          // the message could not be composed
	failed  error         // the store's
	fatal   error         // ends the program
}

// dispatch hands each person's first due notice to a worker, the most urgent
// lane first, as long as there are workers.
func (l *loop) dispatch(ctx context.Context, now time.Time) {
	if l.pause.lasts(now) || l.listing.lasts(now) {
		return
	}
	for limit := look; l.underWay < l.Workers; limit *= 2 {
		due, err := l.Store.Due(ctx, now, limit)
		l.judge(ctx, &l.listing, now, "due notices could not be listed", err)
		for _, o := range l.firsts(due, now) {
			if l.underWay == l.Workers || ctx.Err() != nil {
				return
			}
			if o.Lane == store.LaneScheduled && l.scheduled == l.Workers-l.Workers/reserved {
				return // all that follows is of this lane too
			}
			l.start(o, now)
		}
		if len(due) < limit {
			return
		}
	}
}

// firsts picks the one notice of each person that is next, most urgent first. A
// notice that is tried again goes before its lane's others.
func (l *loop) firsts(due []store.Owed, now time.Time) (all []store.Owed) {
	dueAgain := map[string]store.Owed{}
	for _, o := range due {
		if l.turns[o.Person].owed.ID == o.ID {
			dueAgain[o.Person] = o
		}
	}
	picked := map[string]bool{}
	for _, o := range due {
		if picked[o.Person] || l.busy[o.Person] || l.failing[o.Person].lasts(now) {
			continue
		}
		t, waits := l.turns[o.Person]
		if waits && o.Lane >= t.owed.Lane {
			if t.lasts(now) {
				continue
			}
			if again, ok := dueAgain[o.Person]; ok {
				o = again
			}
		}
		picked[o.Person] = true
		all = append(all, o)
	}
	return all
}

// start hands a notice to a worker.
func (l *loop) start(o store.Owed, now time.Time) {
	if t, ok := l.turns[o.Person]; ok && o.Lane >= t.owed.Lane {
		delete(l.turns, o.Person)
	}
	l.busy[o.Person] = true
	l.underWay++
	if o.Lane == store.LaneScheduled {
		l.scheduled++
	}
	muddled, open := l.muddled[o.ID], l.OpenDM
	if l.closed.lasts(now) {
		open = openNone
	}
	go func() {
		r := l.send(l.work, o.ID, muddled, open)
		r.owed = o
		l.finished <- r
	}()
}

// openNone opens no channel and does not ask: that would be one more refusal.
func openNone(context.Context, string) (string, error) { return "", talk.ErrNoNewChannels }

// finish notes how a send ended.
func (l *loop) finish(r result) {
	now, person := l.Now(), r.owed.Person
	delete(l.busy, person)
	l.underWay--
	if r.owed.Lane == store.LaneScheduled {
		l.scheduled--
	}
	if r.fatal != nil && l.fatal == nil {
		l.fatal = r.fatal
	}
	if !r.again.IsZero() {
		l.turns[person] = turn{spell{now, r.again}, r.owed}
	}
	if r.global > 0 {
		l.pause = during(now, r.global)
	}
	if r.muddled {
		l.muddled[r.owed.ID]++
	} else {
		delete(l.muddled, r.owed.ID)
	}
	if r.closed && !l.closed.lasts(now) {
		l.closed = during(now, closedFor)
		l.Log.Warn("discord opens no new direct messages for now; channels that are open go on")
	}
	if r.failed == nil {
		delete(l.failing, person)
		return
	}
	t := l.failing[person]
	if t.failures == 0 && !l.complained.lasts(now) { // a full disk fails everybody's
		l.complained = during(now, time.Minute)
		l.Log.Error("a notice could not be kept track of", "notice", r.owed.ID.String(), "err", r.failed)
	}
	t.failed(now)
	l.failing[person] = t
}

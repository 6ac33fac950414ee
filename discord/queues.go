package discord

import (
	"context"
	"sync"
	"time"

	"leanon/discord/talk"
)

// intake gives each person a queue, so that what one person does is handled in
// order while different people are handled at the same time. A queue exists
// only while it has something to do.
type intake struct {
	c *Client

	mu      sync.Mutex
	work    context.Context // nil while closed
	running sync.WaitGroup
	queues  map[string]*queue // by person
	owners  map[string]string // direct message channel to the person whose queue knows it
}

// queue is what one person did and nobody has handled yet.
type queue struct {
	jobs     []func(context.Context)
	channels []string
}

func newIntake(c *Client) *intake {
	return &intake{c: c, queues: map[string]*queue{}, owners: map[string]string{}}
}

// open accepts work, which gets the context.
func (in *intake) open(work context.Context) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.work = work
}

// drain refuses new work and waits until all that was accepted is done, or the
// time is up.
func (in *intake) drain(within time.Duration) (finished bool) {
	in.mu.Lock()
	in.work = nil
	in.mu.Unlock()
	done := make(chan struct{})
	go func() { in.running.Wait(); close(done) }()
	t := time.NewTimer(within)
	defer t.Stop()
	select {
	case <-done:
		return true
	case <-t.C:
		return false
	}
}

// aside runs work that waits for nothing before it.
func (in *intake) aside(job func(context.Context)) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if work := in.work; work != nil {
		in.running.Go(func() { job(work) })
	}
}

// line puts work behind what the same person did before; false when no work is
// accepted.
func (in *intake) line(r talk.Request, job func(context.Context)) bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.work == nil {
		return false
	}
	key := in.key(r)
	q, ok := in.queues[key]
	if !ok {
		q = &queue{}
		in.queues[key] = q
	}
	if r.Guild == "" && in.owners[r.Channel] == "" {
		in.owners[r.Channel] = key
		q.channels = append(q.channels, r.Channel)
	}
	q.jobs = append(q.jobs, job)
	if !ok {
		work := in.work
		in.running.Go(func() { in.run(work, key, q) })
	}
	return true
}

// key is the person; for a deletion, of which Discord tells only the channel,
// the person who is in line in that channel, if anybody.
func (in *intake) key(r talk.Request) string {
	if r.Person.ID != "" {
		return r.Person.ID
	}
	if owner := in.owners[r.Channel]; owner != "" {
		return owner
	}
	return "channel " + r.Channel
}

// run handles a queue until it is empty.
func (in *intake) run(work context.Context, key string, q *queue) {
	for {
		in.mu.Lock()
		if len(q.jobs) == 0 {
			delete(in.queues, key)
			for _, ch := range q.channels {
				delete(in.owners, ch)
			}
			in.mu.Unlock()
			return
		}
		job := q.jobs[0]
		q.jobs = q.jobs[1:]
		in.mu.Unlock()
		job(work)
	}
}

package discord

import (
	"context"
	"sync"
	"time"

	"leanon/discord/talk"
)

// personQueues gives each person a queue, so that what one person does is handled in
// order while different people are handled at the same time. A queue exists
// only while it has something to do.
type personQueues struct {
	c *Client

	mu         sync.Mutex
	jobContext context.Context // nil while closed
	running    sync.WaitGroup
	byName     map[string]*queue // by person
	ofChannel  map[string]string // direct message channel to the person whose queue knows it
}

// queue is what one person did and nobody has handled yet.
type queue struct {
	jobs     []func(context.Context)
	channels []string
}

func newPersonQueues(c *Client) *personQueues {
	return &personQueues{c: c, byName: map[string]*queue{}, ofChannel: map[string]string{}}
}

// open accepts work, which gets the context.
func (in *personQueues) open(work context.Context) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.jobContext = work
}

// drain refuses new work and waits until all that was accepted is done, or the
// time is up.
func (in *personQueues) drain(within time.Duration) (finished bool) {
	in.mu.Lock()
	in.jobContext = nil
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

// startNow runs work that waits for nothing before it.
func (in *personQueues) startNow(job func(context.Context)) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if work := in.jobContext; work != nil {
		in.running.Go(func() { job(work) })
	}
}

// enqueue puts work behind what the same person did before; false when no work is
// accepted.
func (in *personQueues) enqueue(r talk.Request, job func(context.Context)) bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.jobContext == nil {
		return false
	}
	key := in.queueName(r)
	q, ok := in.byName[key]
	if !ok {
		q = &queue{}
		in.byName[key] = q
	}
	if r.Guild == "" && in.ofChannel[r.Channel] == "" {
		in.ofChannel[r.Channel] = key
		q.channels = append(q.channels, r.Channel)
	}
	q.jobs = append(q.jobs, job)
	if !ok {
		work := in.jobContext
		in.running.Go(func() { in.run(work, key, q) })
	}
	return true
}

// queueName is the person; for a deletion, of which Discord tells only the channel,
// the person who is in line in that channel, if anybody.
func (in *personQueues) queueName(r talk.Request) string {
	if r.Person.ID != "" {
		return r.Person.ID
	}
	if owner := in.ofChannel[r.Channel]; owner != "" {
		return owner
	}
	return "channel " + r.Channel
}

// run handles a queue until it is empty.
func (in *personQueues) run(work context.Context, key string, q *queue) {
	for {
		in.mu.Lock()
		if len(q.jobs) == 0 {
			delete(in.byName, key)
			for _, ch := range q.channels {
				delete(in.ofChannel, ch)
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

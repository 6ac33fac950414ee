package discord

import (
	"context"
	"sync"
	"time"

	"leanon/discord/talk"
)

// personQueues gives each person a queue, so that what one person does is handled
// in order while different people are served at the same time. A queue exists only
// while it has jobs.
type personQueues struct {
	mu         sync.Mutex
	jobContext context.Context // given to each job; nil while no job is accepted
	running    sync.WaitGroup
	byName     map[string]*queue
	ofChannel  map[string]string // direct message channel -> name of the queue that wrote there
}

// queue holds the jobs of one person that have not begun.
type queue struct {
	jobs     []func(context.Context)
	channels []string // its keys in ofChannel
}

func newPersonQueues() *personQueues {
	return &personQueues{byName: map[string]*queue{}, ofChannel: map[string]string{}}
}

// open accepts jobs from now on; each gets ctx.
func (p *personQueues) open(ctx context.Context) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.jobContext = ctx
}

// drain accepts no more jobs and waits until all accepted ones are done. It returns
// false when they are not within the time given.
func (p *personQueues) drain(within time.Duration) (finished bool) {
	p.mu.Lock()
	p.jobContext = nil
	p.mu.Unlock()
	done := make(chan struct{})
	go func() { p.running.Wait(); close(done) }()
	t := time.NewTimer(within)
	defer t.Stop()
	select {
	case <-done:
		return true
	case <-t.C:
		return false
	}
}

// startNow runs a job at once, beside all queues. It drops the job when none is
// accepted.
func (p *personQueues) startNow(job func(context.Context)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if ctx := p.jobContext; ctx != nil {
		p.running.Go(func() { job(ctx) })
	}
}

// enqueue puts a job behind what the same person did before. It returns false when
// no job is accepted.
func (p *personQueues) enqueue(r talk.Request, job func(context.Context)) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.jobContext == nil {
		return false
	}
	name := p.queueName(r)
	q, ok := p.byName[name]
	if !ok {
		q = &queue{}
		p.byName[name] = q
	}
	if r.Guild == "" && !r.Apart && p.ofChannel[r.Channel] == "" {
		p.ofChannel[r.Channel] = name
		q.channels = append(q.channels, r.Channel)
	}
	q.jobs = append(q.jobs, job)
	if !ok {
		ctx := p.jobContext
		p.running.Go(func() { p.run(ctx, name, q) })
	}
	return true
}

// queueName returns the person's id. For a deletion Discord tells only the channel: the
// deletion goes to the queue that has jobs from that channel, or else to one of its own.
func (p *personQueues) queueName(r talk.Request) string {
	if r.Person.ID != "" {
		return r.Person.ID
	}
	if name := p.ofChannel[r.Channel]; name != "" {
		return name
	}
	return "channel " + r.Channel
}

// run runs a queue's jobs until none is left, and forgets the queue.
func (p *personQueues) run(ctx context.Context, name string, q *queue) {
	for {
		p.mu.Lock()
		if len(q.jobs) == 0 {
			delete(p.byName, name)
			for _, channel := range q.channels {
				delete(p.ofChannel, channel)
			}
			p.mu.Unlock()
			return
		}
		job := q.jobs[0]
		q.jobs = q.jobs[1:]
		p.mu.Unlock()
		job(ctx)
	}
}

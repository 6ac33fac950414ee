package discord

import (
	"sync"
	"time"
)

// attention is how long what the clock brings waits at most for one person's answer,
// and for everybody's before it has as long a turn of its own.
const attention = 100 * time.Millisecond

// watch is a time in which somebody waits to be answered.
type watch struct {
	over bool // they were waited for, and the clock has its turn
}

// attend lets nothing scheduled begin while a person waits to be answered: their
// answer would queue behind what is under way. A rate of our own spreads that
// already. answered must follow, once or more often.
func (l *limiter) attend() (answered func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.heard++
	l.listen()
	over := sync.OnceFunc(func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.heard--; l.heard == 0 && l.watch != nil && !l.watch.over {
			l.watch = nil
			l.pump()
		}
	})
	late := time.AfterFunc(attention, over)
	return func() {
		late.Stop()
		over()
	}
}

// listen begins a watch where somebody is to be waited for. People who come one after
// the other could else keep the clock waiting for ever. The lock is held.
func (l *limiter) listen() {
	if l.watch != nil || l.heard == 0 {
		return
	}
	w := &watch{}
	l.watch = w
	time.AfterFunc(attention, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.watch != w {
			return
		}
		w.over = true
		l.pump()
		time.AfterFunc(attention, func() {
			l.mu.Lock()
			defer l.mu.Unlock()
			l.watch = nil
			l.listen()
		})
	})
}

// attends says whether the clock has to wait for somebody. The lock is held.
func (l *limiter) attends() bool { return l.watch != nil && !l.watch.over && l.rate == nil }

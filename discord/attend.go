package discord

import (
	"sync"
	"time"
)

// attention is how long what the clock brings waits at most for one person's answer.
const attention = 100 * time.Millisecond

// attend lets nothing scheduled begin while a person waits to be answered: their
// answer would queue behind what is under way. A rate of our own spreads that
// already. answered must follow, once or more often.
func (l *limiter) attend() (answered func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.heard++
	over := sync.OnceFunc(func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.heard--
		l.pump()
	})
	late := time.AfterFunc(attention, over)
	return func() {
		late.Stop()
		over()
	}
}

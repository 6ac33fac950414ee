package demo

import (
	"slices"
	"sync"
)

// demoLog keeps the newest lines of the bot's log.
type demoLog struct {
	mu  sync.Mutex
	all []string
}

// keptLines is how many lines of the log are kept.
const keptLines = 300

func (l *demoLog) add(line string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, line)
	l.all = slices.Delete(l.all, 0, max(0, len(l.all)-keptLines))
}

func (l *demoLog) lines() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.all)
}

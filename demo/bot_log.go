package demo

import (
	"slices"
	"sync"
)

// botLog keeps the newest lines of a bot's log. It may be used from many goroutines.
type botLog struct {
	mu  sync.Mutex
	all []string
}

// keptLines is how many lines a botLog keeps.
const keptLines = 300

func (l *botLog) add(line string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, line)
	l.all = slices.Delete(l.all, 0, max(0, len(l.all)-keptLines))
}

func (l *botLog) lines() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.all)
}

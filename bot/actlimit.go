package bot

import (
	"sync"
	"time"

	"leanon/discord/talk"
)

// maxActs is how many interactions of one person are taken in a minute.
const maxActs = 120

const (
	sayOneMoment = "One moment, please: that was a lot at once. Nothing is lost; try again in a minute."
	// What was typed into a command is in no draft yet, and Discord keeps it nowhere.
	sayNotTaken = "One moment, please: that was a lot at once. What you typed wasn't kept: send it again in a minute."
)

// sayWait asks somebody who is over the limit to wait, and says what became of it.
func sayWait(r talk.Request) string {
	if r.Kind == talk.Command && len(r.Options) > 0 {
		return sayNotTaken
	}
	return sayOneMoment
}

// actLimit knows what people did within the last minute, and nothing else: neither
// who did what, nor after that minute that they did anything. Its memory is
// bounded by who acts within two minutes, at most maxActs times each.
type actLimit struct {
	mu    sync.Mutex
	acts  map[string][]time.Time // oldest first
	swept time.Time
}

func newActLimit() *actLimit { return &actLimit{acts: map[string][]time.Time{}} }

// allows notes that a person acts, and says whether that is within the limit. What
// is over it does not count, so that going on trying keeps nobody out.
func (p *actLimit) allows(person string, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if since := now.Sub(p.swept); since >= time.Minute || since < 0 {
		for who, acts := range p.acts {
			if acts = recent(acts, now); len(acts) == 0 {
				delete(p.acts, who)
			} else {
				p.acts[who] = acts
			}
		}
		p.swept = now
	}
	acts := recent(p.acts[person], now)
	if len(acts) >= maxActs {
		p.acts[person] = acts
		return false
	}
	p.acts[person] = append(acts, now)
	return true
}

// recent are the acts of the minute before now. What a clock that was set back has
// put into the future is none of them.
func recent(acts []time.Time, now time.Time) []time.Time {
	kept := acts[:0]
	for _, at := range acts {
		if !at.After(now) && now.Sub(at) < time.Minute {
			kept = append(kept, at)
		}
	}
	return kept
}

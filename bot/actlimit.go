package bot

import (
	"sync"
	"time"

	"leanon/discord/talk"
)

// maxActs is how many interactions one person may begin in a minute, and how many plain
// messages they may write.
const maxActs = 120

// sayWait asks somebody over the limit to wait, and says whether what they typed was
// kept. The options of a command are in no draft yet, and Discord does not keep them.
func (s speaker) sayWait(r talk.Request) string {
	if r.Kind == talk.Command && len(r.Options) > 0 {
		return s.say("error.wait.typed")
	}
	return s.say("error.wait")
}

// actLimit counts what each person did within the last minute. It knows times and
// persons only, not acts, and forgets both after that minute. It holds at most maxActs
// times for each person who acted within two minutes.
type actLimit struct {
	mu    sync.Mutex
	acts  map[string][]time.Time // oldest first
	swept time.Time
}

func newActLimit() *actLimit { return &actLimit{acts: map[string][]time.Time{}} }

// allows counts an act of a person and reports whether it is within the limit. An act
// over the limit is not counted, so that somebody who keeps trying is let in again
// after a minute.
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

// recent returns those acts that lie in the minute before now. Acts later than now,
// which a clock that was set back leaves behind, are dropped.
func recent(acts []time.Time, now time.Time) []time.Time {
	kept := acts[:0]
	for _, at := range acts {
		if !at.After(now) && now.Sub(at) < time.Minute {
			kept = append(kept, at)
		}
	}
	return kept
}

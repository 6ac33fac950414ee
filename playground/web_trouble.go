package playground

import (
	"net/http"
	"strings"
	"time"
)

// trouble is what a visitor has switched on to go wrong with Discord.
type trouble struct {
	Down    bool            `json:"down"`
	Slow    bool            `json:"slow"`
	Limited bool            `json:"limited"`
	Closed  map[string]bool `json:"closed"` // by person: direct messages
}

// Troubled returns whether messages cannot get through: while Discord is down or limits
// the bot.
func (p *Page) Troubled() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.trouble.Down || p.trouble.Limited
}

func (p *Page) isDown() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.trouble.Down
}

// slowness is how long each request takes while Discord is slow; a reply is then still
// within its three seconds. hurry is the same while the clock is being moved on.
// limitation is how long the rate limit tells the bot to wait.
const (
	slowness   = 2 * time.Second
	hurry      = 20 * time.Millisecond
	limitation = 500 * time.Millisecond
)

func (p *Page) makeTrouble(w http.ResponseWriter, r *http.Request) {
	var t trouble
	if !p.read(w, r, &t) {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	d := p.o.Discord
	for _, s := range p.o.Seats {
		s.Person.CloseDMs(t.Closed[s.Person.ID])
	}
	d.Fault(p.fault(t))
	if t.Down != p.trouble.Down {
		d.Down(t.Down)
	}
	p.trouble = t
	p.Changed()
	writeJSON(w, http.StatusOK, outcome{})
}

// fault returns what goes wrong with each request, or nil if nothing does. Replies to people
// are not rate limited (D:interactions/receiving-and-responding).
func (p *Page) fault(t trouble) func(*http.Request) *Fault {
	if !t.Slow && !t.Limited {
		return nil
	}
	return func(r *http.Request) *Fault {
		f := &Fault{}
		if t.Limited && !strings.Contains(r.URL.Path, "/interactions/") && !strings.Contains(r.URL.Path, "/webhooks/") {
			f = RateLimited(limitation, false)
		}
		switch {
		case t.Slow && p.clockMoves.Load():
			f.Delay = hurry
		case t.Slow:
			f.Delay = slowness
		}
		return f
	}
}

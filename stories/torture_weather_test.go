package stories

import (
	"bytes"
	"cmp"
	"io"
	"math/rand/v2"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"leanon/playground"
)

// maxLimited is how many 429s one torture makes up: in all its tests together a
// bot's invalid requests stay under 100.
const maxLimited = 55

// weather is what goes wrong with requests on their way to Discord and back.
type weather struct {
	discord *playground.Discord
	entered atomic.Int64
	stormy  atomic.Bool
	limited atomic.Int64

	mu      sync.Mutex
	shut    string          // the chat that Discord refuses
	marks   map[string]bool // which messages it refused
	refused map[string]bool // the plain words that those are about
	closed  string          // the chat that is not to be read once
	unread  map[string]int  // how often it refused to let a chat be read, by chat
	unreads int             // and in all
	trap    *trap           // waits for a message
	held    *trap           // holds one that is to reach Discord late
}

// trap catches one request that creates a message, and holds it.
type trap struct {
	kind   trapKind
	first  func() // done before the request is held
	mark   string // of the message it caught
	caught chan struct{}
	opened chan struct{}
	once   sync.Once
}

func newTrap(kind trapKind, first func()) *trap {
	return &trap{kind: kind, first: first, caught: make(chan struct{}), opened: make(chan struct{})}
}

// release lets the request go on.
func (t *trap) release() { t.once.Do(func() { close(t.opened) }) }

func (w *weather) storms(on bool) { w.stormy.Store(on) }

// enters counts a request in; it takes no time.
func (w *weather) enters() time.Duration { w.entered.Add(1); return 0 }

// routes are all that the bot asks Discord for.
var routes = []string{
	"GET /oauth2/applications/@me", "GET /gateway", "GET /applications/{application_id}/commands",
	"PUT /applications/{application_id}/commands", "POST /users/@me/channels", "DELETE /channels/{channel_id}/messages/{message_id}",
	"GET /channels/{channel_id}/messages", "POST /channels/{channel_id}/messages", "PATCH /channels/{channel_id}/messages/{message_id}",
	"POST /interactions/{interaction_id}/{interaction_token}/callback",
}

// quiet says whether no request is under way.
func (w *weather) quiet() bool {
	entered, done := w.entered.Load(), int64(0)
	for _, route := range routes {
		done += int64(w.discord.Count(route))
	}
	return done >= entered
}

// sets lays a trap and waits until it has caught something; false if nothing came.
func (w *weather) sets(t *trap) bool {
	w.mu.Lock()
	w.trap = t
	w.mu.Unlock()
	tooLong := time.NewTimer(2 * time.Second)
	defer tooLong.Stop()
	select {
	case <-t.caught:
		return true
	case <-tooLong.C:
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.trap = nil
	select {
	case <-t.caught: // just now
		return true
	default:
		t.release()
		return false
	}
}

// lands waits until the held message reached Discord: together with the next
// attempt to send it, else a while later.
func (w *weather) lands(t *trap) {
	tooLong := time.NewTimer(15 * time.Second)
	defer tooLong.Stop()
	select {
	case <-t.opened:
	case <-tooLong.C:
		t.release()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.held = nil
}

// fault decides about one request.
func (w *weather) fault(r *http.Request) *playground.Fault {
	if isCreate(r) {
		t, twin := w.catches(markIn(r))
		if twin {
			return nil // both are carried out, in any order
		}
		if t != nil {
			t.first()
			close(t.caught)
			<-t.opened
			return &playground.Fault{Execute: t.kind != unsent, Drop: true}
		}
	}
	if !w.stormy.Load() {
		return nil
	}
	if f := cmp.Or(w.refuses(r), w.keepsFromReading(r)); f != nil {
		return f
	}
	switch path := r.URL.Path; {
	case isCreate(r):
		return w.roll(4, 6, 6)
	case strings.HasSuffix(path, "/callback"):
		return w.roll(4, 4, 0)
	case strings.Contains(path, "/channels/"):
		return w.roll(4, 4, 3)
	}
	return w.roll(1, 1, 0)
}

// markIn is the notice that a request sends.
func markIn(r *http.Request) string { return foundIn(r, `"custom_id":"[^".]*\.([^"]+)"`) }

// plainIn is the words of a plain message that a request is about.
func plainIn(r *http.Request) string { return foundIn(r, `(walk-[0-9]{6})`) }

// foundIn is the first part of a request's body that a pattern names.
func foundIn(r *http.Request, pattern string) string {
	body, err := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	if err != nil {
		return ""
	}
	if found := regexp.MustCompile(pattern).FindSubmatch(body); found != nil {
		return string(found[1])
	}
	return ""
}

// catches gives the request to the trap that waits for one. The next attempt to
// send a held message lets the first one go at the same time.
func (w *weather) catches(mark string) (t *trap, twin bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.held != nil && w.held.mark == mark {
		w.held.release()
		w.held = nil
		return nil, true
	}
	if w.trap == nil {
		return nil, false
	}
	t = w.trap
	w.trap = nil
	t.mark = mark
	if t.kind == late {
		w.held = t
	}
	return t, false
}

// roll is one request's luck; the chances, in percent, are of being lost before
// Discord has it, of losing the answer, and of coming too often by one.
func (w *weather) roll(before, after, often int) *playground.Fault {
	f := &playground.Fault{}
	if rand.IntN(100) < 25 {
		f.Delay = between(1, 40)
	}
	luck := rand.IntN(100)
	switch {
	case luck < before:
		lose(f)
	case luck < before+after:
		lose(f)
		f.Execute = true
	case luck < before+after+often && w.limited.Add(1) <= maxLimited:
		limit := playground.RateLimited(between(100, 400), rand.IntN(4) == 0)
		limit.Delay = f.Delay
		return limit
	}
	return f
}

// lose makes a request end without its answer.
func lose(f *playground.Fault) {
	if rand.IntN(2) == 0 {
		f.Drop = true
		return
	}
	broken := playground.Broken([]int{500, 502, 503}[rand.IntN(3)])
	f.Status, f.Header, f.Body = broken.Status, broken.Header, broken.Body
}

// isLate says whether Discord refused an answer because its time was over.
func isLate(err error) bool { return strings.HasPrefix(err.Error(), "10062 ") }

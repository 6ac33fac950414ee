package playground

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// plenty is the limit that the headers of a route name if it has no real one.
const plenty = 1000

// limits counts requests in windows of a second. Discord's own windows and numbers vary
// by route, and a client must not hard code them (D:topics/rate-limits).
type limits struct {
	windows map[string]*window
	sweep   int
	global  window
}

type window struct {
	spent int
	ends  time.Time
}

func newLimits() limits { return limits{windows: map[string]*window{}, sweep: 1024} }

// take spends one of limit and returns how many are left in this window, or how long it
// is until the next one if none was left. A new window lasts for length.
func (w *window) take(now time.Time, limit int, length time.Duration) (left int, wait time.Duration) {
	if !now.Before(w.ends) {
		w.spent, w.ends = 0, now.Add(length)
	}
	if w.spent >= limit {
		return 0, w.ends.Sub(now)
	}
	w.spent++
	return limit - w.spent, 0
}

// window returns a bucket's window. Now and then it forgets windows that ended long ago,
// so that the buckets of interaction tokens do not pile up.
func (l *limits) window(key string, now time.Time) *window {
	if w := l.windows[key]; w != nil {
		return w
	}
	if len(l.windows) >= l.sweep {
		for k, w := range l.windows {
			if !now.Before(w.ends) {
				delete(l.windows, k)
			}
		}
		l.sweep = max(1024, 2*len(l.windows))
	}
	w := &window{}
	l.windows[key] = w
	return w
}

// spend counts a request against the global limit and that of its bucket, writes the
// bucket's headers, and refuses the request if either limit is spent. The global limit
// does not count requests to interaction endpoints (D:interactions/receiving-and-responding).
func (d *Discord) spend(r *http.Request, route string, header http.Header) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.o.Steady()
	if d.o.Global > 0 && !byToken(route) {
		if _, wait := d.limits.global.take(now, d.o.Global, time.Second); wait > 0 {
			return limited(wait, true)
		}
	}
	limit, left, wait := plenty, plenty-1, time.Duration(0)
	ends, bucket := now.Add(time.Second), route
	if of, name := d.limitOf(r, route); of.most > 0 {
		bucket += name
		w := d.limits.window(bucket+r.PathValue("channel_id"), now)
		limit = of.most
		left, wait = w.take(now, limit, of.in)
		ends = w.ends
	}
	sum := sha256.Sum256([]byte(bucket))
	header.Set("X-RateLimit-Limit", strconv.Itoa(limit))
	header.Set("X-RateLimit-Remaining", strconv.Itoa(left))
	header.Set("X-RateLimit-Reset", strconv.FormatFloat(float64(ends.UnixMilli())/1000, 'f', 3, 64))
	header.Set("X-RateLimit-Reset-After", seconds(ends.Sub(now), 3))
	header.Set("X-RateLimit-Bucket", hex.EncodeToString(sum[:16]))
	if wait > 0 {
		return limited(wait, false)
	}
	return nil
}

// limit is how many requests go in a time.
type limit struct {
	most int
	in   time.Duration
}

// limitOf returns the limit of a route in a channel, and what tells its bucket from others
// of the route; the zero limit where there is none. A message is deleted under another
// limit by its age (discord-api-docs#8330).
func (d *Discord) limitOf(r *http.Request, route string) (of limit, name string) {
	switch {
	case d.o.PerChannel <= 0:
		return limit{}, ""
	case route == "POST /channels/{channel_id}/messages":
		return limit{d.o.PerChannel, time.Second}, ""
	case route != "DELETE /channels/{channel_id}/messages/{message_id}":
		return limit{}, ""
	}
	made := time.UnixMilli(int64(idNumber(r.PathValue("message_id"))>>22) + discordEpoch)
	switch age := d.o.Now().Sub(made); {
	case age > 14*24*time.Hour:
		return limit{30, 4 * time.Second}, " old"
	case age > 10*time.Second:
		return limit{3, time.Second / 3}, ""
	}
	return limit{5, time.Second}, " young"
}

func limited(wait time.Duration, global bool) *apiError {
	f := RateLimited(wait, global)
	return &apiError{status: f.Status, message: "rate limited", mayHappen: true, header: f.Header, raw: f.Body}
}

// nonces holds which message each nonce of the bot's made.
type nonces struct {
	by    map[string]nonce
	order []string // oldest first
}

type nonce struct {
	message *message
	at      time.Time
}

func newNonces() nonces { return nonces{by: map[string]nonce{}} }

// find returns the message that the same nonce made within the window.
func (n *nonces) find(text string, now time.Time, window time.Duration) *message {
	n.prune(now, window)
	return n.by[text].message
}

func (n *nonces) keep(text string, m *message, now time.Time) {
	if _, known := n.by[text]; !known {
		n.order = append(n.order, text)
	}
	n.by[text] = nonce{m, now}
}

func (n *nonces) prune(now time.Time, window time.Duration) {
	for len(n.order) > 0 && now.Sub(n.by[n.order[0]].at) >= window {
		delete(n.by, n.order[0])
		n.order = n.order[1:]
	}
}

// nonceText returns a nonce without the quotes of JSON, because 1 and "1" are the same.
func nonceText(raw []byte) string { return strings.Trim(string(raw), `"`) }

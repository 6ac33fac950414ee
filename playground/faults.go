package playground

import (
	"net"
	"net/http"
	"time"

	"github.com/gorilla/websocket"
)

// Fault says what goes wrong with one REST request. The zero Fault is no fault.
type Fault struct {
	// Delay holds the request up before anything else happens to it.
	Delay time.Duration
	// Execute carries the request out before Drop or Status replaces its answer, so that
	// the sender cannot know about it.
	Execute bool
	// Drop resets the connection instead of answering.
	Drop bool
	// Status, if not 0, is the status of the answer. Its body is Discord's JSON error of
	// Code and Message, or Body if there is one.
	Status  int
	Code    int
	Message string
	Header  http.Header
	Body    []byte
}

type faults struct {
	each        func(*http.Request) *Fault
	down        bool
	oldestFirst bool
	dateless    bool
}

// Fault asks f about each REST request before anything else looks at it. If f returns nil,
// there is no fault; a nil f ends all faults. Several requests may call f at once.
func (d *Discord) Fault(f func(r *http.Request) *Fault) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.faults.each = f
	d.touch()
}

// Down takes all of Discord off the network, or brings it back. While it is down, every
// connection is reset, of REST and of the gateway.
func (d *Discord) Down(down bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.faults.down = down
	if down {
		d.gateway.hangUpAll()
	}
	d.touch()
}

// OldestFirst turns each page of a channel's history round: Discord does not say in which
// order it answers.
func (d *Discord) OldestFirst(on bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.faults.oldestFirst = on
	d.touch()
}

// Dateless takes the Date from each answer, as a proxy on the way may.
func (d *Discord) Dateless(on bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.faults.dateless = on
	d.touch()
}

// date returns what an answer has for its Date.
func (d *Discord) date() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.faults.dateless {
		return nil
	}
	return []string{d.o.Now().UTC().Format(http.TimeFormat)}
}

func (d *Discord) faultFor(r *http.Request) *Fault {
	d.mu.Lock()
	each, down := d.faults.each, d.faults.down
	d.mu.Unlock()
	switch {
	case down:
		return &Fault{Drop: true}
	case each != nil:
		return each(r)
	}
	return nil
}

// RateLimited returns a 429 of Discord's own. A global one comes without the headers of
// a bucket, as documented (D:topics/rate-limits).
func RateLimited(after time.Duration, global bool) *Fault {
	f := &Fault{Status: http.StatusTooManyRequests, Header: http.Header{}}
	f.Header.Set("Content-Type", "application/json")
	f.Header.Set("Retry-After", seconds(after, 0))
	f.Header.Set("X-RateLimit-Scope", "user")
	if global {
		f.Header.Set("X-RateLimit-Global", "true")
		f.Header.Set("X-RateLimit-Scope", "global")
	} else {
		f.Header.Set("X-RateLimit-Reset-After", seconds(after, 3))
	}
	f.Body = rateLimitBody(after, global, 0)
	return f
}

// EditsLimited returns the 429 of too many edits of messages older than an hour
// (30046, D:topics/opcodes-and-status-codes).
func EditsLimited(after time.Duration) *Fault {
	f := RateLimited(after, false)
	f.Body = rateLimitBody(after, false, 30046)
	return f
}

// Banned returns Cloudflare's 429 after too many invalid requests: HTML, and no header
// or code of Discord's (D:topics/rate-limits).
func Banned(after time.Duration) *Fault {
	return &Fault{
		Status: http.StatusTooManyRequests,
		Header: http.Header{"Content-Type": {"text/html"}, "Retry-After": {seconds(after, 0)}, "Server": {"cloudflare"}},
		Body:   []byte("<!DOCTYPE html><html><head><title>Access denied | discord.com used Cloudflare to restrict access</title></head></html>"),
	}
}

// Broken returns a 500, 502, 503 or 504, with the kind of body that Cloudflare sends.
func Broken(status int) *Fault {
	return &Fault{Status: status, Header: http.Header{"Content-Type": {"text/html"}}, Body: []byte("<html><body>" + http.StatusText(status) + "</body></html>")}
}

// reset closes the connection without an answer; over TCP with a reset.
func reset(w http.ResponseWriter) {
	h, ok := w.(http.Hijacker)
	if !ok {
		panic(http.ErrAbortHandler)
	}
	c, _, err := h.Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	resetConn(c)
}

func resetConn(c net.Conn) {
	if tcp, ok := c.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
	c.Close()
}

// Gateway switches what the gateway does wrong from now on, and counts how often a
// client came. Its methods act on all connections.
type Gateway struct {
	d        *Discord
	conns    map[*conn]struct{}
	sessions map[string]*session

	silent, unready, mute, refuse, refuseResume, reconnectFirst bool
	connections, identifies, resumes, beats                     int

	times     int // how often each event comes; 0 counts as once
	closeWith int // the close code that ends each new connection; 0 for none
}

func (g *Gateway) set(fault *bool, on bool) {
	g.d.mu.Lock()
	defer g.d.mu.Unlock()
	*fault = on
	g.d.touch()
}

// Silent accepts new connections and sends nothing on them, not even HELLO.
func (g *Gateway) Silent(on bool) { g.set(&g.silent, on) }

// Unready greets new connections and never answers IDENTIFY or RESUME.
func (g *Gateway) Unready(on bool) { g.set(&g.unready, on) }

// Mute keeps heartbeats from being acknowledged.
func (g *Gateway) Mute(on bool) { g.set(&g.mute, on) }

// Refuse resets new connections; present ones stay.
func (g *Gateway) Refuse(on bool) { g.set(&g.refuse, on) }

// RefuseResume answers each RESUME with op 9, not resumable.
func (g *Gateway) RefuseResume(on bool) { g.set(&g.refuseResume, on) }

// ReconnectInsteadOfReady answers each IDENTIFY and RESUME with op 7.
func (g *Gateway) ReconnectInsteadOfReady(on bool) { g.set(&g.reconnectFirst, on) }

// RefuseWith ends each new connection from now on with a close code of Discord's, such as
// 4012, instead of greeting it; 0 takes that back.
func (g *Gateway) RefuseWith(code int) {
	g.d.mu.Lock()
	defer g.d.mu.Unlock()
	g.closeWith = code
	g.d.touch()
}

// Repeat delivers each event this many times from now on, one right after another, as
// Discord says that it may (D:reference#consistency). READY and RESUMED come once.
func (g *Gateway) Repeat(times int) {
	g.d.mu.Lock()
	defer g.d.mu.Unlock()
	g.times = times
	g.d.touch()
}

func (g *Gateway) refused() bool {
	g.d.mu.Lock()
	defer g.d.mu.Unlock()
	return g.refuse || g.d.faults.down || g.d.closed
}

func (g *Gateway) each(do func(c *conn)) {
	g.d.mu.Lock()
	defer g.d.mu.Unlock()
	for c := range g.conns {
		do(c)
	}
	g.d.touch()
}

// Reconnect sends op 7, which asks the client to reconnect and resume.
func (g *Gateway) Reconnect() { g.each(func(c *conn) { g.send(c, opReconnect, nil) }) }

// Beat sends op 1, which asks for a heartbeat at once.
func (g *Gateway) Beat() { g.each(func(c *conn) { g.send(c, opBeat, nil) }) }

// Invalidate sends op 9. The client may resume the session if it is resumable; otherwise
// the session has ended. The connection stays, ready for IDENTIFY or RESUME.
func (g *Gateway) Invalidate(resumable bool) {
	g.each(func(c *conn) {
		code := websocket.CloseGoingAway
		if resumable {
			code = 0
		}
		g.detach(c, code)
		g.send(c, opInvalid, resumable)
	})
}

// CloseWith ends the connections with a close code of Discord's, such as 4000.
func (g *Gateway) CloseWith(code int) { g.each(func(c *conn) { g.end(c, code) }) }

// Drop resets the connections without a close frame; sessions stay resumable.
func (g *Gateway) Drop() {
	g.d.mu.Lock()
	defer g.d.mu.Unlock()
	g.hangUpAll()
	g.d.touch()
}

// hangUpAll resets every connection at once. The caller holds d.mu.
func (g *Gateway) hangUpAll() {
	for c := range g.conns {
		g.detach(c, 0)
		resetConn(c.raw)
	}
}

// Identifies returns how many IDENTIFYs were accepted.
func (g *Gateway) Identifies() int { return g.count(&g.identifies) }

// Resumes returns how many RESUMEs came, refused ones too.
func (g *Gateway) Resumes() int { return g.count(&g.resumes) }

// Connections returns how many WebSockets were opened.
func (g *Gateway) Connections() int { return g.count(&g.connections) }

// Beats returns how many heartbeats were received.
func (g *Gateway) Beats() int { return g.count(&g.beats) }

func (g *Gateway) count(n *int) int {
	g.d.mu.Lock()
	defer g.d.mu.Unlock()
	return *n
}

// Connected returns whether there is a session that is identified or resumed and has its
// connection.
func (g *Gateway) Connected() bool {
	g.d.mu.Lock()
	defer g.d.mu.Unlock()
	return g.connected()
}

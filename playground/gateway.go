package playground

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// Gateway intents and opcodes (D:events/gateway, D:topics/opcodes-and-status-codes).
const (
	intentGuilds         = 1 << 0
	intentGuildMessages  = 1 << 9
	intentDirectMessages = 1 << 12
	intentsPrivileged    = 1<<1 | 1<<8 | 1<<15

	opDispatch, opBeat, opIdentify, opResume, opReconnect, opInvalid, opHello, opAck = 0, 1, 2, 6, 7, 9, 10, 11
)

// hangUp is how long a closing connection may stay open. It is longer than the second
// that discordgo sleeps between sending its close frame and hanging up. A close frame is
// never answered, because discordgo's reader would then wait for a mutex that is held
// during that sleep.
const hangUp = 2 * time.Second

// maxPayload is how many bytes a client may send in one frame (D:events/gateway).
const maxPayload = 4096

// conn is one WebSocket. Discord.mu guards all but ws and raw.
type conn struct {
	ws      *websocket.Conn
	raw     net.Conn
	session *session // nil until identified or resumed
	silent  bool
	out     []outgoing
	wake    chan struct{}
	closed  bool
	overdue *time.Timer
}

type outgoing struct {
	kind int
	data []byte
}

// ServeHTTP serves the gateway at /ws and /ws/, files at /attachments/ and the
// API below /api/.
func (d *Discord) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path == "/ws", r.URL.Path == "/ws/":
		d.gateway.serve(w, r)
	case strings.HasPrefix(r.URL.Path, "/attachments/"):
		d.serveFile(w, r)
	default:
		d.api(w, r)
	}
}

func (g *Gateway) serve(w http.ResponseWriter, r *http.Request) {
	if g.refused() {
		reset(w)
		return
	}
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	ws.SetCloseHandler(func(int, string) error { return nil })
	ws.SetReadLimit(1 << 20)
	c := &conn{ws: ws, raw: ws.NetConn(), wake: make(chan struct{}, 1)}
	if !g.accept(c, r.URL.Query().Get("v")) {
		c.raw.Close()
		return
	}
	g.read(c)
}

// accept greets a new connection and returns true, or returns false after Close.
func (g *Gateway) accept(c *conn, version string) bool {
	g.d.mu.Lock()
	defer g.d.mu.Unlock()
	if g.d.closed {
		return false
	}
	g.conns[c] = struct{}{}
	g.connections++
	g.d.running.Add(1)
	g.d.running.Go(func() { g.write(c) })
	c.silent = g.silent
	if g.closeWith != 0 {
		g.end(c, g.closeWith)
		return true
	}
	if version != "" && version != "9" && version != "10" {
		g.end(c, 4012)
		return true
	}
	if !c.silent {
		c.overdue = time.AfterFunc(g.d.o.Heartbeat+g.d.o.Patience, func() { g.timeOut(c) })
		g.send(c, opHello, map[string]any{"heartbeat_interval": g.d.o.Heartbeat.Milliseconds()})
	}
	g.d.touch()
	return true
}

// timeOut ends a connection whose client sends no heartbeats any more, and its session:
// 4009 is "session timed out".
func (g *Gateway) timeOut(c *conn) {
	g.d.mu.Lock()
	defer g.d.mu.Unlock()
	g.end(c, 4009)
}

func (g *Gateway) read(c *conn) {
	defer g.d.running.Done()
	for {
		_, data, err := c.ws.ReadMessage()
		if err != nil {
			code := 0
			if ce, ok := err.(*websocket.CloseError); ok {
				code = ce.Code
			}
			g.closed(c, code)
			return
		}
		g.receive(c, data)
	}
}

// closed removes a connection that has ended. After a close frame it gives the client
// time to hang up by itself.
func (g *Gateway) closed(c *conn, code int) {
	g.d.mu.Lock()
	g.detach(c, code)
	if c.overdue != nil {
		c.overdue.Stop()
	}
	c.closed = true
	wake(c)
	g.d.touch()
	over := g.d.closed
	g.d.mu.Unlock()
	g.d.o.Log.Debug("gateway connection ended", "code", code)
	if code != 0 && !over {
		timer := time.AfterFunc(hangUp, func() { c.raw.Close() })
		io.Copy(io.Discard, c.raw)
		timer.Stop()
	}
	c.raw.Close()
	g.d.mu.Lock()
	defer g.d.mu.Unlock()
	delete(g.conns, c)
}

// detach separates a session from its connection. The session ends if the client closed
// with 1000 or 1001, or Discord with a code after which a client has to identify anew;
// after any other end it is resumable (D:events/gateway,
// D:topics/opcodes-and-status-codes).
func (g *Gateway) detach(c *conn, code int) {
	s := c.session
	if s == nil {
		return
	}
	c.session = nil
	s.conn, s.detached = nil, g.d.o.Now()
	switch code {
	case websocket.CloseNormalClosure, websocket.CloseGoingAway, 4003, 4004, 4007, 4009, 4010, 4011, 4012, 4013, 4014:
		delete(g.sessions, s.id)
	}
}

func (g *Gateway) receive(c *conn, data []byte) {
	var m struct {
		Op int             `json:"op"`
		D  json.RawMessage `json:"d"`
	}
	g.d.mu.Lock()
	defer g.d.mu.Unlock()
	if c.closed || c.silent {
		return
	}
	if len(data) > maxPayload || json.Unmarshal(data, &m) != nil {
		g.end(c, 4002)
		return
	}
	switch m.Op {
	case opBeat:
		g.beaten(c, m.D)
	case opIdentify:
		g.identify(c, m.D)
	case opResume:
		g.resume(c, m.D)
	case 3, 4, 8: // presence, voice state, request members: taken, and nothing follows
		if c.session == nil {
			g.end(c, 4003)
		}
	default:
		g.end(c, 4001)
	}
	g.d.touch()
}

func (g *Gateway) beaten(c *conn, last json.RawMessage) {
	var seq int64
	if json.Unmarshal(last, &seq) == nil && c.session != nil {
		c.session.forget(seq)
	}
	if c.overdue != nil {
		c.overdue.Reset(g.d.o.Heartbeat + g.d.o.Patience)
	}
	g.beats++
	if !g.mute {
		g.send(c, opAck, nil)
	}
}

// send queues a frame that is not an event. The caller holds d.mu.
func (g *Gateway) send(c *conn, op int, data any) {
	raw, err := json.Marshal(map[string]any{"op": op, "d": data, "s": nil, "t": nil})
	if err != nil {
		panic("playground: frame does not marshal: " + err.Error())
	}
	g.queue(c, outgoing{websocket.TextMessage, raw})
}

func (g *Gateway) queue(c *conn, o outgoing) {
	if c.closed {
		return
	}
	c.out = append(c.out, o)
	wake(c)
}

func wake(c *conn) {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// end queues a close frame with a code of Discord's. The caller holds d.mu.
func (g *Gateway) end(c *conn, code int) {
	g.queue(c, outgoing{websocket.CloseMessage, websocket.FormatCloseMessage(code, "")})
	g.detach(c, code)
	c.silent = true
	g.d.touch()
}

// write sends what is queued, in order, until the connection is closed. It does not hold
// the lock while it writes, so that a client that does not read blocks nobody.
func (g *Gateway) write(c *conn) {
	for range c.wake {
		g.d.mu.Lock()
		out, closed := c.out, c.closed
		c.out = nil
		g.d.mu.Unlock()
		for _, o := range out {
			if err := c.ws.WriteMessage(o.kind, o.data); err != nil {
				break
			}
			if o.kind == websocket.CloseMessage {
				time.AfterFunc(hangUp, func() { c.raw.Close() })
			}
		}
		if closed {
			return
		}
	}
}

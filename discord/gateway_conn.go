package discord

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"net"
	"time"
)

// Gateway opcodes that decide whether a connection lives (opcodes and status codes
// page).
const (
	opDispatch       = 0
	opReconnect      = 7
	opInvalidSession = 9
	opHello          = 10
	opAck            = 11
)

// Why a gatewayConn hangs up: discordgo v0.29.0 would not survive the frame.
var (
	errEarlyReconnect = errors.New("asked to reconnect before the session was ready")
	errNoSession      = errors.New("the session is refused by Discord")
)

// gatewayConn is a gateway connection that reads along and reports what discordgo
// keeps to itself: the heartbeat interval, acknowledgements and close codes.
//
// It hangs up before discordgo reads a frame that it does not survive. If Discord asks
// it to reconnect before READY, discordgo locks itself up for ever
// (https://github.com/bwmarrin/discordgo/issues/513). It answers each "invalid session"
// with another IDENTIFY at once, and a bot may send 1,000 of those a day.
type gatewayConn struct {
	net.Conn
	frames       frameReader
	buffer       []byte // what Read reads into
	endErr       error  // what ended the connection
	resuming     bool   // a session was up before: one "invalid session" may come
	ready        bool   // a dispatch came: READY or RESUMED
	report       func(*gatewayConn, connEvent)
	stopWatching func() bool // the connection is no longer closed when the session is killed
}

// connEvent is what happened to a session or its connection.
type connEvent struct {
	kind     connEventKind
	interval time.Duration // of helloReceived: between two heartbeats; of redialing: the pause
	code     int           // of connClosed
	err      error         // of openReturned
}

type connEventKind int

const (
	openReturned   connEventKind = iota + 1 // discordgo's Open returned
	helloReceived                           // Discord told the heartbeat interval
	heartbeatAcked                          // Discord acknowledged a heartbeat
	sessionUp                               // READY or RESUMED came
	connLost                                // the connection ended or is about to end
	connClosed                              // Discord closed the connection with a code
	redialing                               // the next connection is dialled after a pause
	resumeRefused                           // the session is over, and discordgo identifies anew
)

// newGatewayConn wraps a connection that has yet to become a WebSocket.
func newGatewayConn(conn net.Conn, resuming bool, report func(*gatewayConn, connEvent)) *gatewayConn {
	g := &gatewayConn{Conn: conn, resuming: resuming, report: report, buffer: make([]byte, longestInspected)}
	g.frames.judge = g.judgeFrame
	return g
}

// Read returns what the connection brings, without the frames that discordgo must
// not read.
func (g *gatewayConn) Read(p []byte) (int, error) {
	for len(g.frames.out) == 0 && g.endErr == nil {
		n, err := g.Conn.Read(g.buffer)
		if refused := g.frames.feed(g.buffer[:n]); refused != nil {
			g.Conn.Close()
			g.frames.out, err = nil, refused
		} else if err != nil {
			g.frames.flush()
		}
		g.endErr = err
	}
	if len(g.frames.out) > 0 {
		n := copy(p, g.frames.out)
		g.frames.out = g.frames.out[n:]
		return n, nil
	}
	g.report(g, connEvent{kind: connLost})
	time.Sleep(endDelay)
	return 0, g.endErr
}

// endDelay is how long Read holds the end of a connection back. discordgo then
// sleeps for a second with its lock held, and a heartbeat that it is just sending
// should not get stuck behind that. (In a synctest bubble it would be for ever.)
const endDelay = time.Millisecond

// Write never fails: only Read reports the end of a connection. Otherwise discordgo
// would close and reconnect from two goroutines at once, and could use a connection that
// it has set to nil (https://github.com/bwmarrin/discordgo/issues/1702).
func (g *gatewayConn) Write(p []byte) (int, error) {
	if _, err := g.Conn.Write(p); err != nil {
		g.Conn.Close()
	}
	return len(p), nil
}

// writeLast writes a last frame, within a second. That it may not get through
// harms nobody.
func (g *gatewayConn) writeLast(frame []byte) {
	stuck := time.AfterFunc(time.Second, func() { g.Conn.Close() })
	defer stuck.Stop()
	g.Conn.Write(frame)
}

// Close ends the connection.
func (g *gatewayConn) Close() error {
	g.stopWatching()
	return g.Conn.Close()
}

// judgeFrame reports what a frame tells, and returns an error for one that discordgo
// must not read. payload is nil where whole is false: such a frame is too long to be
// anything but a dispatch.
func (g *gatewayConn) judgeFrame(opcode byte, payload []byte, whole bool) error {
	const text, closing = 1, 8
	switch {
	case opcode == closing && len(payload) >= 2:
		g.report(g, connEvent{kind: connClosed, code: int(binary.BigEndian.Uint16(payload))})
		return nil
	case opcode != text:
		return nil
	case !whole:
		g.ready = true
		return nil
	}
	var p struct {
		Op   *int            `json:"op"`
		Data json.RawMessage `json:"d"`
	}
	if json.Unmarshal(payload, &p) != nil || p.Op == nil {
		return nil
	}
	return g.judgePayload(*p.Op, p.Data)
}

// judgePayload reports what a payload tells, and returns an error for one that
// discordgo must not read.
func (g *gatewayConn) judgePayload(op int, data json.RawMessage) error {
	switch op {
	case opDispatch:
		g.ready = true
	case opHello:
		var h struct {
			Interval int `json:"heartbeat_interval"` // milliseconds
		}
		if json.Unmarshal(data, &h) == nil && h.Interval > 0 {
			g.report(g, connEvent{kind: helloReceived, interval: time.Duration(h.Interval) * time.Millisecond})
		}
	case opAck:
		g.report(g, connEvent{kind: heartbeatAcked})
	case opReconnect:
		if !g.ready {
			return errEarlyReconnect
		}
		g.report(g, connEvent{kind: connLost})
		time.Sleep(endDelay)
	case opInvalidSession:
		if !g.resuming {
			return errNoSession
		}
		g.resuming = false // discordgo identifies anew, once
		g.report(g, connEvent{kind: resumeRefused})
	}
	return nil
}

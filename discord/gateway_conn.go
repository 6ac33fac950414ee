package discord

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"time"
)

// Gateway opcodes and close codes that decide whether a connection lives
// (opcodes and status codes page).
const (
	opDispatch       = 0
	opReconnect      = 7
	opInvalidSession = 9
	opHello          = 10
	opAck            = 11

	closeAuthentication    = 4004
	closeInvalidIntents    = 4013
	closeDisallowedIntents = 4014
)

// What a tap makes of frames that discordgo v0.29.0 would not survive.
var (
	errEarlyReconnect = errors.New("asked to reconnect before the session was ready")
	errNoSession      = errors.New("the session is refused by Discord")
)

// gatewayConn is a gateway connection that listens along. discordgo keeps the heartbeat
// interval, acknowledgements and close codes to itself; it locks itself up for
// ever when told to reconnect before READY (its issue 513), and answers each
// "invalid session" with another IDENTIFY at once, of which a bot has 1,000 a
// day. The tap tells what it hears, and hangs up before such a frame reaches
// discordgo.
//
// Discord tells a bot of each message of its own, and nobody here listens to that.
// discordgo decodes it four times over, which costs more than to send it: the tap
// passes on no more than that there was an event.
type gatewayConn struct {
	net.Conn
	frames       frameReader
	buffer       []byte // what Read reads into
	endErr       error  // what ended the connection
	resuming     bool   // a session was up before: one invalid session may come
	ready        bool   // a dispatch came: READY or RESUMED
	report       func(*gatewayConn, connEvent)
	stopWatching func() bool // forgets that the link's end closes the connection
}

// connEvent is what a gateway connection reports.
type connEvent struct {
	kind     connEventKind
	interval time.Duration // of hello
	code     int           // of closed
	err      error         // of opened
}

type connEventKind int

const (
	openReturned   connEventKind = iota + 1 // discordgo's Open returned
	helloReceived                           // the heartbeat interval is known
	heartbeatAcked                          // a heartbeat was acknowledged
	sessionUp                               // READY or RESUMED
	connLost                                // the connection ended or is about to
	connClosed                              // Discord closed it with a code
)

// newGatewayConn listens along on a connection that has yet to become a WebSocket.
func newGatewayConn(conn net.Conn, resuming bool, tell func(*gatewayConn, connEvent)) *gatewayConn {
	t := &gatewayConn{Conn: conn, resuming: resuming, report: tell, buffer: make([]byte, longestInspected)}
	t.frames.judge = t.judgeFrame
	return t
}

// Read passes on what the connection says unless it must not be heard.
func (t *gatewayConn) Read(p []byte) (int, error) {
	for len(t.frames.out) == 0 && t.endErr == nil {
		n, err := t.Conn.Read(t.buffer)
		if unfit := t.frames.feed(t.buffer[:n]); unfit != nil {
			t.Conn.Close()
			t.frames.out, err = nil, unfit
		} else if err != nil {
			t.frames.flush()
		}
		t.endErr = err
	}
	if len(t.frames.out) > 0 {
		n := copy(p, t.frames.out)
		t.frames.out = t.frames.out[n:]
		return n, nil
	}
	t.report(t, connEvent{kind: connLost})
	time.Sleep(endDelay)
	return 0, t.endErr
}

// endDelay is how long the end of a connection is held back. discordgo then
// sleeps a second with its lock held; its heartbeat, if it is just at work,
// shall not get stuck behind that. (In a synctest bubble it would for ever.)
const endDelay = time.Millisecond

// Write never fails: whatever ends a connection is told by Read alone. Else
// discordgo would close and reconnect from two goroutines at once, which can
// make it use a connection that it has set to nil (its issue 1702).
func (t *gatewayConn) Write(p []byte) (int, error) {
	if _, err := t.Conn.Write(p); err != nil {
		t.Conn.Close()
	}
	return len(p), nil
}

// Close ends the connection.
func (t *gatewayConn) Close() error {
	t.stopWatching()
	return t.Conn.Close()
}

// judgeFrame judges one frame; only frames too long to be anything but a dispatch
// come without their payload. It returns what is to be heard instead, nil for the
// frame itself.
func (t *gatewayConn) judgeFrame(opcode byte, payload []byte, whole bool) (instead []byte, err error) {
	const text, closing = 1, 8
	switch {
	case opcode == closing && len(payload) >= 2:
		t.report(t, connEvent{kind: connClosed, code: int(binary.BigEndian.Uint16(payload))})
		return nil, nil
	case opcode != text:
		return nil, nil
	case !whole:
		t.ready = true
		return nil, nil
	}
	if sequence, ok := botMessage(payload); ok {
		t.ready = true
		// The sequence counts: a resumed session goes on from it.
		return fmt.Appendf(nil, `{"op":0,"t":"OF_A_BOT","s":%d,"d":null}`, sequence), nil
	}
	var p struct {
		Op   *int            `json:"op"`
		Data json.RawMessage `json:"d"`
	}
	if json.Unmarshal(payload, &p) != nil || p.Op == nil {
		return nil, nil
	}
	return nil, t.judgePayload(*p.Op, p.Data)
}

// botMessage says whether a payload tells of a message by a bot, as all of ours are,
// and its place in the sequence of events.
func botMessage(payload []byte) (sequence int64, ok bool) {
	if !bytes.Contains(payload, []byte(`"bot":true`)) { // cheap, and rules out nearly all else
		return 0, false
	}
	var p struct {
		Op       *int   `json:"op"`
		Type     string `json:"t"`
		Sequence int64  `json:"s"`
		Data     struct {
			Author struct {
				Bot bool `json:"bot"`
			} `json:"author"`
		} `json:"d"`
	}
	if json.Unmarshal(payload, &p) != nil || p.Op == nil || *p.Op != opDispatch || p.Sequence == 0 {
		return 0, false
	}
	return p.Sequence, p.Data.Author.Bot && (p.Type == "MESSAGE_CREATE" || p.Type == "MESSAGE_UPDATE")
}

func (t *gatewayConn) judgePayload(op int, data json.RawMessage) error {
	switch op {
	case opDispatch:
		t.ready = true
	case opHello:
		var h struct {
			Interval int `json:"heartbeat_interval"` // milliseconds
		}
		if json.Unmarshal(data, &h) == nil && h.Interval > 0 {
			t.report(t, connEvent{kind: helloReceived, interval: time.Duration(h.Interval) * time.Millisecond})
		}
	case opAck:
		t.report(t, connEvent{kind: heartbeatAcked})
	case opReconnect:
		if !t.ready {
			return errEarlyReconnect
		}
		t.report(t, connEvent{kind: connLost})
		time.Sleep(endDelay)
	case opInvalidSession:
		if !t.resuming {
			return errNoSession
		}
		t.resuming = false // discordgo identifies anew, once
	}
	return nil
}

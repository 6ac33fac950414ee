package discord

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

const switching = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"

// frame is what a server sends: unmasked, in one piece.
func frame(opcode byte, payload string) string {
	b := []byte{0x80 | opcode}
	switch n := len(payload); {
	case n < 126:
		b = append(b, byte(n))
	case n < 1<<16:
		b = binary.BigEndian.AppendUint16(append(b, 126), uint16(n))
	default:
		b = binary.BigEndian.AppendUint64(append(b, 127), uint64(n))
	}
	return string(b) + payload
}

// script is a connection that says what it is given, in pieces, and then ends.
type script struct {
	net.Conn
	pieces []string
	closed bool
}

func (s *script) Read(p []byte) (int, error) {
	if len(s.pieces) == 0 {
		return 0, io.EOF
	}
	n := copy(p, s.pieces[0])
	if s.pieces[0] = s.pieces[0][n:]; s.pieces[0] == "" {
		s.pieces = s.pieces[1:]
	}
	return n, nil
}

func (s *script) Close() error { s.closed = true; return nil }

// readAll reads a gateway connection that brings pieces to its end: what discordgo
// would read, and what the connection reports.
func readAll(resuming bool, pieces ...string) (said string, reported []connEvent, err error) {
	g := newGatewayConn(&script{pieces: pieces}, resuming, func(_ *gatewayConn, e connEvent) { reported = append(reported, e) })
	g.stopWatching = func() bool { return true }
	var out bytes.Buffer
	buf := make([]byte, 1024)
	for {
		n, err := g.Read(buf)
		out.Write(buf[:n])
		if err != nil {
			return out.String(), reported, err
		}
	}
}

func TestAGatewayConnectionTellsHelloAcknowledgementsAndCloseCodes(t *testing.T) {
	t.Parallel()
	stream := switching +
		frame(1, `{"t":null,"s":null,"op":10,"d":{"heartbeat_interval":41250,"_trace":["x"]}}`) +
		frame(9, "ping") +
		frame(1, `{"op":0,"t":"READY","s":1,"d":{}}`) +
		frame(1, `{"op":0,"t":"X","s":2,"d":"`+strings.Repeat("a", 70000)+`"}`) +
		frame(1, `{"op":11,"d":null}`) +
		frame(1, `not json`) + frame(1, ``) +
		frame(8, "\x0f\xa4")
	want := []connEvent{{kind: helloReceived, interval: 41250 * time.Millisecond}, {kind: heartbeatAcked}, {kind: connClosed, code: 4004}, {kind: connLost}}

	rapid.Check(t, func(t *rapid.T) {
		var pieces []string
		for rest := stream; rest != ""; {
			n := rapid.IntRange(1, min(len(rest), 40000)).Draw(t, "piece")
			pieces, rest = append(pieces, rest[:n]), rest[n:]
		}
		said, reported, err := readAll(false, pieces...)
		if err != io.EOF || said != stream {
			t.Fatalf("got %d bytes and %v, want all %d and the end", len(said), err, len(stream))
		}
		if !reflect.DeepEqual(reported, want) {
			t.Fatalf("reported %v, want %v", reported, want)
		}
	})
}

func TestAGatewayConnectionHangsUpBeforeWhatDiscordgoWouldNotSurvive(t *testing.T) {
	t.Parallel()
	const (
		greeting  = `{"op":10,"d":{"heartbeat_interval":1}}`
		reconnect = `{"op":7,"d":null}`
		invalid   = `{"op":9,"d":false}`
		ready     = `{"op":0,"t":"READY","s":1,"d":{}}`
	)
	for name, c := range map[string]struct {
		resuming    bool
		frameReader []string
		want        error
	}{
		"reconnect before READY":            {false, []string{greeting, reconnect}, errEarlyReconnect},
		"reconnect before RESUMED":          {true, []string{greeting, reconnect}, errEarlyReconnect},
		"reconnect after READY":             {false, []string{greeting, ready, reconnect}, io.EOF},
		"a new session refused":             {false, []string{greeting, invalid}, errNoSession},
		"an old session refused":            {true, []string{greeting, invalid, ready}, io.EOF},
		"an old session and its new one":    {true, []string{greeting, invalid, invalid}, errNoSession},
		"a running session declared over":   {false, []string{greeting, ready, invalid}, errNoSession},
		"reconnect after a new long READY":  {false, []string{greeting, `{"op":0,"d":"` + strings.Repeat("x", longestInspected) + `"}`, reconnect}, io.EOF},
		"reconnect after an acknowledgment": {false, []string{greeting, `{"op":11}`, reconnect}, errEarlyReconnect},
	} {
		stream := switching
		for _, f := range c.frameReader {
			stream += frame(1, f)
		}
		said, _, err := readAll(c.resuming, stream)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
		if c.want != io.EOF && strings.Contains(said, c.frameReader[len(c.frameReader)-1]) {
			t.Errorf("%s: the frame was passed on", name)
		}
	}
}

func FuzzAGatewayConnectionPassesOnWhatItIsGiven(f *testing.F) {
	f.Add([]byte(switching + frame(1, `{"op":9}`)))
	f.Add([]byte("\r\n\r\n\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, b []byte) {
		said, _, err := readAll(true, string(b))
		if err == io.EOF && said != string(b) {
			t.Errorf("passed on %q of %q", said, b)
		}
		if !strings.HasPrefix(string(b), said) {
			t.Errorf("%q is no beginning of %q", said, b)
		}
	})
}

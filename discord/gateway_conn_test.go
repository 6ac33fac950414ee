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

func TestAGatewayConnectionPassesOnOfABotsMessageOnlyThatThereWasOne(t *testing.T) {
	t.Parallel()
	echo := func(kind, author string) string {
		return frame(1, `{"t":"`+kind+`","s":7,"op":0,"d":{"content":"a question","author":`+author+`,"components":[]}}`)
	}
	for name, c := range map[string]struct{ frame, want string }{
		"our own":             {echo("MESSAGE_CREATE", `{"id":"1","bot":true}`), frame(1, `{"op":0,"t":"OF_A_BOT","s":7,"d":null}`)},
		"our own, edited":     {echo("MESSAGE_UPDATE", `{"id":"1","bot":true}`), frame(1, `{"op":0,"t":"OF_A_BOT","s":7,"d":null}`)},
		"a person's":          {echo("MESSAGE_CREATE", `{"id":"1","bot":false}`), ""},
		"a person's, unsaid":  {echo("MESSAGE_CREATE", `{"id":"1"}`), ""},
		"a person who is sly": {echo("MESSAGE_CREATE", `{"id":"1","username":"\"bot\":true"}`), ""},
		"a person's, to ours": {frame(1, `{"t":"MESSAGE_CREATE","s":7,"op":0,"d":{"author":{"id":"1"},"referenced_message":{"author":{"bot":true}}}}`), ""},
		"something else":      {echo("INTERACTION_CREATE", `{"id":"1","bot":true}`), ""},
		"without a sequence":  {frame(1, `{"t":"MESSAGE_CREATE","op":0,"d":{"author":{"bot":true}}}`), ""},
		"a long one":          {frame(1, `{"t":"MESSAGE_CREATE","s":7,"op":0,"d":{"author":{"bot":true},"content":"`+strings.Repeat("x", longestInspected)+`"}}`), ""},
	} {
		want := switching + frame(1, `{"op":10}`) + c.want + frame(1, `{"op":11}`)
		if c.want == "" {
			want = switching + frame(1, `{"op":10}`) + c.frame + frame(1, `{"op":11}`)
		}
		said, _, err := readAll(false, switching+frame(1, `{"op":10}`)+c.frame+frame(1, `{"op":11}`))
		if err != io.EOF || said != want {
			t.Errorf("%s: heard %q and %v, want %q", name, said, err, want)
		}
	}
}

func TestAReconnectAfterABotsMessageIsAfterReady(t *testing.T) {
	t.Parallel()
	_, _, err := readAll(false, switching+frame(1, `{"op":10}`)+frame(1, `{"t":"MESSAGE_CREATE","s":7,"op":0,"d":{"author":{"bot":true}}}`)+frame(1, `{"op":7}`))
	if err != io.EOF {
		t.Errorf("got %v, want the end", err)
	}
}

func FuzzAGatewayConnectionPassesOnWhatItIsGiven(f *testing.F) {
	f.Add([]byte(switching + frame(1, `{"op":9}`)))
	f.Add([]byte("\r\n\r\n\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if bytes.Contains(b, []byte(`"bot":true`)) {
			return // something else may be heard instead
		}
		said, _, err := readAll(true, string(b))
		if err == io.EOF && said != string(b) {
			t.Errorf("passed on %q of %q", said, b)
		}
		if !strings.HasPrefix(string(b), said) {
			t.Errorf("%q is no beginning of %q", said, b)
		}
	})
}

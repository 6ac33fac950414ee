package discord

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"sync"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// session is one discordgo session and the connections that it opens one after
// another. It is used once: a session that failed is killed and never reconnects.
type session struct {
	c      *Client
	dgo    *discordgo.Session
	events chan connEvent  // to Client.watch
	ctx    context.Context // ends when the session is killed
	kill   context.CancelFunc

	mu            sync.Mutex
	current       *gatewayConn // nil before the first connection
	wasUp         bool         // READY or RESUMED came at least once
	resumeRefused bool         // the last RESUME was refused, so the next may be as well
}

// newSession prepares a session; open connects it.
func newSession(c *Client) (*session, error) {
	dgo, err := discordgo.New("Bot " + c.token)
	if err != nil {
		return nil, fmt.Errorf("prepare a gateway session: %w", err)
	}
	s := &session{c: c, dgo: dgo, events: make(chan connEvent)}
	s.ctx, s.kill = context.WithCancel(context.Background())
	dgo.Client = &http.Client{Transport: s}
	// A handshake has no deadline of its own: the wait for READY covers it.
	dgo.Dialer = &websocket.Dialer{NetDialContext: s.dial, NetDialTLSContext: s.dialTLS}
	dgo.Identify.Intents = discordgo.IntentsDirectMessages
	dgo.StateEnabled = false
	dgo.Compress = false // gatewayConn reads the frames too, and direct messages are few
	dgo.SyncEvents = true
	dgo.ShouldReconnectVoiceOnSessionError = false
	dgo.ShouldRetryOnRateLimit = false
	dgo.MaxRestRetries = 0
	dgo.LogLevel = discordgo.LogError - 1 // its log lines hold payloads and tokens
	dgo.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) { s.event(e) })
	return s, nil
}

// open connects in the background and reports when discordgo's Open returns.
func (s *session) open() {
	go func() { s.report(connEvent{kind: openReturned, err: s.dgo.Open()}) }()
}

// event takes one gateway event, and none once the session is killed. discordgo calls
// it in order and under its lock, so it must not wait for anything that needs the session.
func (s *session) event(e *discordgo.Event) {
	if s.ctx.Err() != nil {
		return
	}
	switch e.Type {
	case "READY":
		var r struct {
			Application struct{ ID string } `json:"application"`
		}
		if json.Unmarshal(e.RawData, &r) == nil && r.Application.ID != "" {
			s.c.app.Store(&r.Application.ID)
		}
		s.c.handler.NewSession()
		s.reportUp()
	case "RESUMED":
		s.mu.Lock()
		s.resumeRefused = false
		s.mu.Unlock()
		s.reportUp()
	default:
		s.c.dispatch(e.Type, e.RawData)
	}
}

// reportUp notes and reports that the session is up.
func (s *session) reportUp() {
	s.mu.Lock()
	s.wasUp = true
	s.mu.Unlock()
	s.report(connEvent{kind: sessionUp})
}

// report hands an event to Client.watch. It returns without doing so when the
// session is killed.
func (s *session) report(e connEvent) {
	select {
	case s.events <- e:
	case <-s.ctx.Done():
	}
}

// reportFrom reports what a connection tells, if it is the current one. An older
// one may still tell of its end after a new one began.
func (s *session) reportFrom(g *gatewayConn, e connEvent) {
	s.mu.Lock()
	current := s.current == g
	if current && e.kind == resumeRefused {
		s.resumeRefused = true
		s.c.backoff.next() // discordgo identifies on the same connection
	}
	s.mu.Unlock()
	if current {
		s.report(e)
	}
}

// dial opens a gateway connection without TLS.
func (s *session) dial(ctx context.Context, network, address string) (net.Conn, error) {
	return s.connect(ctx, func(ctx context.Context) (net.Conn, error) {
		return s.c.dial(ctx, network, address)
	})
}

// dialTLS opens a gateway connection with TLS. The handshake is done here, so that
// gatewayConn reads frames in the clear.
func (s *session) dialTLS(ctx context.Context, network, address string) (net.Conn, error) {
	return s.connect(ctx, func(ctx context.Context) (net.Conn, error) {
		host, _, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		raw, err := s.c.dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		conn := tls.Client(raw, s.c.tlsTo(host))
		if err := conn.HandshakeContext(ctx); err != nil {
			raw.Close()
			return nil, err
		}
		return conn, nil
	})
}

// connect makes the session's next connection and wraps it. From the second one on
// it pauses before it dials, because discordgo redials at once when it is dropped again
// and again. It does not return once the session is killed.
func (s *session) connect(ctx context.Context, dial func(context.Context) (net.Conn, error)) (net.Conn, error) {
	s.mu.Lock()
	redial, resuming := s.current != nil, s.wasUp
	s.mu.Unlock()
	if redial {
		pause := s.pace().next()
		s.report(connEvent{kind: redialing, interval: pause})
		if !sleep(s.ctx, pause) {
			s.exit()
		}
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(s.ctx, cancel)()
	conn, err := dial(ctx)
	if s.ctx.Err() != nil {
		if err == nil {
			conn.Close()
		}
		s.exit()
	}
	if err != nil {
		return nil, err
	}
	g := newGatewayConn(conn, resuming, s.reportFrom)
	// Read fails as soon as the session is killed, which ends discordgo's loops.
	g.stopWatching = context.AfterFunc(s.ctx, func() { conn.Close() })
	s.mu.Lock()
	s.current = g
	s.mu.Unlock()
	return g, nil
}

// pace returns the pauses that hold for the next dial. All IDENTIFYs of all sessions have
// one: a bot may send 1,000 a day. RESUMEs have shorter ones, as long as they succeed.
func (s *session) pace() *backoff {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.wasUp && !s.resumeRefused {
		return s.c.resumes
	}
	return s.c.backoff
}

// RoundTrip answers the one REST request that discordgo makes, for the gateway's
// address. It asks through Client.call, with its limits and errors.
func (s *session) RoundTrip(req *http.Request) (*http.Response, error) {
	if s.ctx.Err() != nil {
		s.exit()
	}
	var where json.RawMessage
	err := s.c.call(s.ctx, request{method: "GET", route: "/gateway", url: discordgo.EndpointGateway, anonymous: true}, &where)
	if s.ctx.Err() != nil {
		s.exit()
	}
	if err != nil {
		return nil, err
	}
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Request: req, Header: http.Header{},
		Body: io.NopCloser(bytes.NewReader(where)), ContentLength: int64(len(where)),
	}, nil
}

// tlsTo returns the TLS configuration for a WebSocket to host: gorilla/websocket
// speaks HTTP/1.1 only.
func (c *Client) tlsTo(host string) *tls.Config {
	cfg := &tls.Config{}
	if c.tls != nil {
		cfg = c.tls.Clone()
	}
	cfg.ServerName, cfg.NextProtos = host, []string{"http/1.1"}
	return cfg
}

// exit ends the calling goroutine, which runs a killed session, within a second or so:
// discordgo sleeps for one before it reconnects, and nobody waits for it. discordgo
// reconnects until it succeeds and cannot be told to stop. But each time it tries,
// its own goroutine comes through RoundTrip or connect, and it frees by defer
// whatever it holds then.
func (s *session) exit() { runtime.Goexit() }

// sayGoodbye tells Discord that the session is over, so that the bot shows as
// offline at once. discordgo's own Close would sleep for a second under its lock.
func (s *session) sayGoodbye() {
	s.mu.Lock()
	g := s.current
	s.mu.Unlock()
	if g == nil {
		return
	}
	normalClosure := []byte{0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe8} // masked with zeros (RFC 6455, 5.2)
	g.writeLast(normalClosure)
}

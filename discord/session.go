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
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// session is one discordgo session and the connections under it. It is used once:
// a session that got into trouble is killed and never let back in.
type session struct {
	c       *Client
	dgo     *discordgo.Session
	events  chan connEvent
	ctx     context.Context // ends when the link is killed
	kill    context.CancelFunc
	ended   chan struct{} // closed when discordgo's last goroutine is on its way out
	endOnce sync.Once

	mu      sync.Mutex
	current *gatewayConn // nil before the first connection
	wasUp   bool
}

// newSession prepares a session that reports to heard.
func newSession(c *Client) (*session, error) {
	s, err := discordgo.New("Bot " + c.token)
	if err != nil {
		return nil, fmt.Errorf("prepare a gateway session: %w", err)
	}
	l := &session{c: c, dgo: s, events: make(chan connEvent), ended: make(chan struct{})}
	l.ctx, l.kill = context.WithCancel(context.Background())
	s.Client = &http.Client{Transport: l}
	// A handshake has no deadline of its own: the wait for READY covers it.
	s.Dialer = &websocket.Dialer{NetDialContext: l.dial, NetDialTLSContext: l.dialTLS}
	s.Identify.Intents = discordgo.IntentsDirectMessages
	s.StateEnabled = false
	s.Compress = false // the tap reads along, and direct messages are few
	s.SyncEvents = true
	s.ShouldReconnectVoiceOnSessionError = false
	s.ShouldRetryOnRateLimit = false
	s.MaxRestRetries = 0
	s.LogLevel = discordgo.LogError - 1 // its log lines hold payloads and tokens
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) { l.event(e) })
	return l, nil
}

// open connects in the background.
func (l *session) open() {
	go func() {
		ok := false
		defer func() {
			if !ok {
				l.end()
			}
		}()
		err := l.dgo.Open()
		ok = err == nil
		l.report(connEvent{kind: openReturned, err: err})
	}()
}

// event is called by discordgo, in order and under its lock: it must not wait
// for anything that needs the session.
func (l *session) event(e *discordgo.Event) {
	switch e.Type {
	case "READY":
		var r struct {
			Application struct{ ID string } `json:"application"`
		}
		if json.Unmarshal(e.RawData, &r) == nil && r.Application.ID != "" {
			l.c.app.Store(&r.Application.ID)
		}
		l.c.handler.NewSession()
		l.reportUp()
	case "RESUMED":
		l.reportUp()
	default:
		l.c.dispatch(e.Type, e.RawData)
	}
}

// reportUp notes that the session is up.
func (l *session) reportUp() {
	l.mu.Lock()
	l.wasUp = true
	l.mu.Unlock()
	l.report(connEvent{kind: sessionUp})
}

// report reports to whoever watches the link, unless it is killed.
func (l *session) report(n connEvent) {
	select {
	case l.events <- n:
	case <-l.ctx.Done():
	}
}

// reportFrom passes on what the current connection reports; an old one may still
// report its end after a new one began.
func (l *session) reportFrom(t *gatewayConn, n connEvent) {
	l.mu.Lock()
	current := l.current == t
	l.mu.Unlock()
	if current {
		l.report(n)
	}
}

// dial opens a connection for the gateway, at the common pace of all links: a
// session of discordgo's that is dropped again and again redials at once.
func (l *session) dial(ctx context.Context, network, address string) (net.Conn, error) {
	return l.connect(ctx, func(ctx context.Context) (net.Conn, error) {
		return l.c.dial(ctx, network, address)
	})
}

// dialTLS is dial with TLS, done here so that the tap hears plain frames.
func (l *session) dialTLS(ctx context.Context, network, address string) (net.Conn, error) {
	return l.connect(ctx, func(ctx context.Context) (net.Conn, error) {
		host, _, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		raw, err := l.c.dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		conn := tls.Client(raw, l.c.tlsTo(host))
		if err := conn.HandshakeContext(ctx); err != nil {
			raw.Close()
			return nil, err
		}
		return conn, nil
	})
}

func (l *session) connect(ctx context.Context, dial func(context.Context) (net.Conn, error)) (net.Conn, error) {
	l.mu.Lock()
	redial, resuming := l.current != nil, l.wasUp
	l.mu.Unlock()
	if redial && !sleep(l.ctx, l.c.backoff.next()) {
		l.exit()
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(l.ctx, cancel)()
	conn, err := dial(ctx)
	if l.ctx.Err() != nil {
		if err == nil {
			conn.Close()
		}
		l.exit()
	}
	if err != nil {
		return nil, err
	}
	t := newGatewayConn(conn, resuming, l.reportFrom)
	// Read fails as soon as the link is killed, which ends discordgo's loops.
	t.stopWatching = context.AfterFunc(l.ctx, func() { conn.Close() })
	l.mu.Lock()
	l.current = t
	l.mu.Unlock()
	return t, nil
}

// RoundTrip answers the one REST request a session makes, for the gateway's
// address, through our own REST with its limits and errors.
func (l *session) RoundTrip(req *http.Request) (*http.Response, error) {
	if l.ctx.Err() != nil {
		l.exit()
	}
	var where json.RawMessage
	err := l.c.call(l.ctx, request{method: "GET", route: "/gateway", url: discordgo.EndpointGateway}, &where)
	if l.ctx.Err() != nil {
		l.exit()
	}
	if err != nil {
		return nil, err
	}
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Request: req, Header: http.Header{},
		Body: io.NopCloser(bytes.NewReader(where)), ContentLength: int64(len(where)),
	}, nil
}

// tlsTo is the configuration for a WebSocket, which HTTP/2 does not carry here.
func (c *Client) tlsTo(host string) *tls.Config {
	cfg := &tls.Config{}
	if c.tls != nil {
		cfg = c.tls.Clone()
	}
	cfg.ServerName, cfg.NextProtos = host, []string{"http/1.1"}
	return cfg
}

// exit ends the goroutine that runs a killed session. discordgo reconnects
// until it succeeds and cannot be told to stop; but it comes here, in its own
// goroutine, each time it tries, and all it holds then it frees by defer.
func (l *session) exit() {
	l.end()
	runtime.Goexit()
}

func (l *session) end() { l.endOnce.Do(func() { close(l.ended) }) }

// sayGoodbye tells Discord that the session is over, so that the bot shows as
// offline at once. discordgo's own Close would sleep a second under its lock.
func (l *session) sayGoodbye() {
	l.mu.Lock()
	t := l.current
	l.mu.Unlock()
	if t == nil {
		return
	}
	normalClosure := []byte{0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe8} // masked with zeros (RFC 6455, 5.2)
	t.writeLast(normalClosure)
}

// writeLast writes a last frame; nobody minds when it does not get through.
func (t *gatewayConn) writeLast(frame []byte) {
	stuck := time.AfterFunc(time.Second, func() { t.Conn.Close() })
	defer stuck.Stop()
	t.Conn.Write(frame)
}

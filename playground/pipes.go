package playground

import (
	"context"
	"fmt"
	"net"
	"sync"
)

// Pipes is a listener in memory, for Serve inside a testing/synctest bubble,
// where no real socket may wait. Clients connect with Dial, whatever the address.
type Pipes struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

// NewPipes returns an open listener. Make it inside the bubble that uses it.
func NewPipes() *Pipes {
	return &Pipes{conns: make(chan net.Conn), closed: make(chan struct{})}
}

// Dial connects to the listener, whatever the address. It fits http.Transport.DialContext
// and websocket.Dialer.NetDialContext.
func (p *Pipes) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case p.conns <- server:
		return client, nil
	case <-p.closed:
		return nil, fmt.Errorf("dial the playground: %w", net.ErrClosed)
	case <-ctx.Done():
		return nil, fmt.Errorf("dial the playground: %w", context.Cause(ctx))
	}
}

// Accept waits for a Dial and returns the server's end of the connection.
func (p *Pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

// Close refuses further connections; present ones stay.
func (p *Pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

// Addr returns a name that fits into a URL.
func (p *Pipes) Addr() net.Addr { return pipeAddr{} }

type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "playground.invalid" }

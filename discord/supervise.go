package discord

import (
	"context"
	"errors"
	"fmt"
	"time"

	"leanon/discord/talk"
)

// silentIntervals is how many heartbeat intervals may pass without an acknowledgement.
// discordgo waits five, and then closes so that the session cannot be resumed.
const silentIntervals = 2.5

// sessionEndTimeout is how long Run waits for discordgo to notice its end: it sleeps
// one second whenever it closes.
const sessionEndTimeout = 2 * time.Second

// Run keeps a gateway session until ctx ends, and then lets what is in flight
// finish. Whatever happens to a connection, a session that is not up within
// Timings.Open or whose heartbeats stay unanswered is given up, its sockets are
// closed and kept closed, and a fresh one begins after a growing pause. It
// returns nil when ctx ended, an error that wraps talk.ErrUnauthorized when
// Discord refuses the token, or ErrIntents. Call it once, after Handle.
func (c *Client) Run(ctx context.Context) error {
	if c.handler.Request == nil {
		return errors.New("discord needs a handler of requests before it runs")
	}
	work, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	c.queues.open(work)
	trying, give := context.WithCancelCause(ctx)
	defer give(nil)
	go func() {
		select {
		case <-c.refused:
			give(talk.ErrUnauthorized)
		case <-trying.Done():
		}
	}()
	last, err := c.supervise(trying)
	if !c.queues.drain(c.timings.Stop) {
		c.log.Warn("stopped with requests still in flight")
	}
	if last != nil {
		gone, cancel := context.WithTimeout(context.Background(), sessionEndTimeout)
		defer cancel()
		select {
		case <-last.ended:
		case <-gone.Done():
		}
	}
	c.transport.CloseIdleConnections()
	return err
}

// supervise opens one link after another until ctx ends, with
// talk.ErrUnauthorized as its cause when a request was refused for the token.
// It returns the last link, dead.
func (c *Client) supervise(ctx context.Context) (*session, error) {
	var l *session
	for sleep(ctx, c.backoff.next()) {
		var err error
		if l, err = newSession(c); err != nil {
			return nil, err
		}
		err = c.watch(ctx, l)
		l.kill()
		c.setConnected(false)
		switch {
		case ctx.Err() != nil:
		case errors.Is(err, talk.ErrUnauthorized), errors.Is(err, ErrIntents):
			return l, fmt.Errorf("connect to Discord: %w", err)
		default:
			c.log.Warn("gateway session ended", "err", loggable(err))
		}
	}
	if errors.Is(context.Cause(ctx), talk.ErrUnauthorized) {
		return l, fmt.Errorf("stay connected to Discord: %w", talk.ErrUnauthorized)
	}
	return l, nil
}

// watch runs a link until it is beyond help or ctx ends.
func (c *Client) watch(ctx context.Context, l *session) error {
	v := &deadlines{c: c, ready: time.NewTimer(c.timings.Open), ack: stoppedTimer(), healthy: stoppedTimer()}
	defer v.stop()
	l.open()
	for {
		select {
		case <-ctx.Done():
			l.sayGoodbye()
			return nil
		case <-v.ready.C:
			return errNotReady
		case <-v.ack.C:
			return errSilent
		case <-v.healthy.C:
			c.backoff.reset()
		case n := <-l.events:
			if err := v.update(n); err != nil {
				return err
			}
		}
	}
}

// deadlines is what a link still owes, each with its deadline.
type deadlines struct {
	c          *Client
	ready      *time.Timer   // READY or RESUMED
	ack        *time.Timer   // the next acknowledgement
	healthy    *time.Timer   // nothing: it held long enough
	ackTimeout time.Duration // for acknowledgements; known after hello
}

// update sets the deadlines by what a connection reports. It returns why the link
// is to be given up, if it is.
func (v *deadlines) update(n connEvent) error {
	switch n.kind {
	case openReturned:
		return openError(n.err)
	case helloReceived:
		v.ackTimeout = time.Duration(silentIntervals * float64(n.interval))
		v.ack.Reset(v.ackTimeout)
	case heartbeatAcked:
		v.ack.Reset(v.ackTimeout)
	case sessionUp:
		v.ready.Stop()
		v.healthy.Reset(v.c.timings.Healthy)
		v.c.setConnected(true)
	case connLost:
		v.awaitSession()
	case connClosed:
		// discordgo may read no further, and so never find the connection's end.
		v.awaitSession()
		return fatalCloseCode(n.code)
	}
	return nil
}

// awaitSession sets the deadline for the next connection: this one is over.
func (v *deadlines) awaitSession() {
	v.ack.Stop()
	v.healthy.Stop()
	v.ready.Reset(v.c.timings.Open)
	v.c.setConnected(false)
}

func (v *deadlines) stop() {
	v.ready.Stop()
	v.ack.Stop()
	v.healthy.Stop()
}

// setConnected notes whether the gateway is up.
func (c *Client) setConnected(up bool) {
	if c.connected.Swap(up) != up {
		c.meter.Connected(up)
		c.log.Info("gateway", "connected", up)
	}
}

// stoppedTimer is a timer that was never started.
func stoppedTimer() *time.Timer {
	t := time.NewTimer(time.Hour)
	t.Stop()
	return t
}

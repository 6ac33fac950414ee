package discord

import (
	"context"
	"errors"
	"fmt"
	"time"

	"leanon/discord/talk"
)

// silentIntervals is how many heartbeat intervals may pass without an
// acknowledgement. discordgo itself waits for five, and then closes in a way that
// the session cannot be resumed.
const silentIntervals = 2.5

// Run keeps a gateway session up until ctx ends, and then lets what is in flight
// finish, for Timings.Stop at most. A session is given up when it is not up within
// Timings.Open or its heartbeats stay unanswered: its sockets are closed and kept
// closed, and a new session begins after a pause that grows. Run returns nil when
// ctx ended, an error that wraps talk.ErrUnauthorized when Discord refuses the
// token, or one that wraps ErrIntents, ErrTooOld or ErrNoApplication. Call it once,
// after Handle.
func (c *Client) Run(ctx context.Context) error {
	if c.handler.Request == nil {
		return errors.New("discord needs a handler of requests before it runs")
	}
	close(c.begun)
	defer close(c.ended)
	work, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	c.queues.open(work)
	trying, giveUp := context.WithCancelCause(ctx)
	defer giveUp(nil)
	go func() {
		select {
		case <-c.refused:
			giveUp(talk.ErrUnauthorized)
		case <-trying.Done():
		}
	}()
	err := c.supervise(trying)
	if !c.queues.drain(c.timings.Stop) {
		c.log.Warn("stopped with requests still in flight")
	}
	c.transport.CloseIdleConnections()
	return err
}

// supervise opens one session after another until ctx ends. ctx ends with the cause
// talk.ErrUnauthorized when a request was refused for the token.
func (c *Client) supervise(ctx context.Context) error {
	for c.pause(ctx, c.backoff.next()) {
		s, err := newSession(c)
		if err != nil {
			return err
		}
		err = c.watch(ctx, s)
		s.kill()
		c.setConnected(false)
		switch {
		case ctx.Err() != nil:
		case isFinal(err):
			return fmt.Errorf("connect to Discord: %w", err)
		default:
			c.log.Warn("gateway session ended", "err", loggable(err))
		}
	}
	if errors.Is(context.Cause(ctx), talk.ErrUnauthorized) {
		return fmt.Errorf("stay connected to Discord: %w", talk.ErrUnauthorized)
	}
	return nil
}

// watch runs a session. It returns why the session has to be given up, or nil when
// ctx ended.
func (c *Client) watch(ctx context.Context, s *session) error {
	d := &deadlines{c: c, ready: time.NewTimer(c.timings.Open), ack: stoppedTimer(), healthy: stoppedTimer()}
	defer d.stop()
	s.open()
	for {
		select {
		case <-ctx.Done():
			s.sayGoodbye()
			return nil
		case <-d.ready.C:
			return errNotReady
		case <-d.ack.C:
			return errSilent
		case <-c.pulse:
		case <-d.healthy.C:
			c.backoff.reset()
			c.resumes.reset()
		case e := <-s.events:
			if err := d.update(e); err != nil {
				return err
			}
		}
	}
}

// pause waits between two sessions. It returns false when ctx ended first.
func (c *Client) pause(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-c.pulse:
		case <-t.C:
			return true
		}
	}
}

// Alive returns nil once the supervisor of the session has come round to where it waits,
// whether Discord can be reached or not, and at once while Run has not begun or has
// returned. If it hangs, Alive returns the error of ctx when that ends.
func (c *Client) Alive(ctx context.Context) error {
	select {
	case <-c.begun:
	default:
		return nil
	}
	select {
	case c.pulse <- struct{}{}:
		return nil
	case <-c.ended:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// deadlines are the timers of one session.
type deadlines struct {
	c          *Client
	ready      *time.Timer   // READY or RESUMED must come before it
	ack        *time.Timer   // the next acknowledgement must come before it
	healthy    *time.Timer   // the connection has lasted when it ends
	ackTimeout time.Duration // known after HELLO
	redialed   bool          // the next connection was dialled since the last one ended
}

// update sets the timers by what the session reports. It returns why the session
// has to be given up, nil if it goes on.
func (d *deadlines) update(e connEvent) error {
	switch e.kind {
	case openReturned:
		return openError(e.err)
	case helloReceived:
		d.ackTimeout = time.Duration(silentIntervals * float64(e.interval))
		d.ack.Reset(d.ackTimeout)
	case heartbeatAcked:
		d.ack.Reset(d.ackTimeout)
	case sessionUp:
		d.ready.Stop()
		d.healthy.Reset(d.c.timings.Healthy)
		d.c.setConnected(true)
	case connLost:
		d.awaitSession()
	case redialing:
		// The time to READY or RESUMED begins at the dial, at the first one only: a network
		// that is gone for longer gets a new session.
		if !d.redialed {
			d.redialed = true
			d.ready.Reset(e.interval + d.c.timings.Open)
		}
	case connClosed:
		// discordgo may read no further, and so never find the connection's end.
		d.awaitSession()
		return FinalCloseCode(e.code)
	}
	return nil
}

// awaitSession starts the wait for READY or RESUMED anew after a connection ended.
func (d *deadlines) awaitSession() {
	d.ack.Stop()
	d.healthy.Stop()
	d.redialed = false
	d.ready.Reset(d.c.timings.Open)
	d.c.setConnected(false)
}

func (d *deadlines) stop() {
	d.ready.Stop()
	d.ack.Stop()
	d.healthy.Stop()
}

// setConnected keeps, counts and logs whether the gateway is up.
func (c *Client) setConnected(up bool) {
	if c.connected.Swap(up) != up {
		c.meter.Connected(up)
		c.log.Info("gateway", "connected", up)
	}
}

// stoppedTimer returns a timer that does not run.
func stoppedTimer() *time.Timer {
	t := time.NewTimer(time.Hour)
	t.Stop()
	return t
}

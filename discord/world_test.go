package discord

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"leanon/discord/talk"
	"leanon/playground"
	"leanon/playground/spec"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is a Discord on pipes and a client of it, in a bubble whose clock runs
// only when all wait: a test lives for days at production timings.
type world struct {
	*testing.T
	*playground.Discord
	pipes  *playground.Pipes
	client *Client
	log    *record
	ready  chan newSessionCall // one for each READY

	mu     sync.Mutex
	handle func(context.Context, talk.Request) talk.Reply
	failed []string // kinds of failed deliveries
	states []bool   // of Meter.Connected
}

// newSessionCall is one call of Handler.NewSession.
type newSessionCall struct{}

// inWorld runs a test in a world of its own. What is sent must be what a
// correct bot sends, also by Discord's description where this machine has it.
func inWorld(t *testing.T, test func(w *world)) {
	t.Parallel()
	inBubble(t, playground.Options{Now: time.Now}, test)
}

func inBubble(t *testing.T, o playground.Options, test func(w *world)) {
	synctest.Test(t, func(t *testing.T) {
		test(newWorld(t, o))
	})
}

func newWorld(t *testing.T, o playground.Options) *world {
	w := &world{T: t, log: &record{}, ready: make(chan newSessionCall, 4096)}
	if o.Broke == nil {
		o.Broke = func(request string, err error) { t.Errorf("%s breaks a rule of Discord's: %v", request, err) }
	}
	if d, err := spec.Find(); err == nil {
		o.Check = d.Check
	} else if !errors.As(err, &spec.Missing{}) {
		t.Fatal(err)
	}
	w.Discord = playground.New(o)
	w.pipes = playground.NewPipes()
	served := make(chan struct{})
	go func() { defer close(served); w.Serve(w.pipes) }()
	synctest.Wait()
	t.Cleanup(func() {
		w.Discord.Close()
		w.pipes.Close()
		<-served
		if w.client != nil {
			w.client.transport.CloseIdleConnections()
		}
		time.Sleep(20 * time.Minute) // timers of limits and of dead sessions run out
	})
	w.client = w.newClient(func(*Options) {})
	return w
}

// newClient is a client of this Discord with the world's handler, its options
// changed as a test wants.
func (w *world) newClient(change func(*Options)) *Client {
	w.Helper()
	o := Options{
		Token: w.Token(), APIURL: w.URL(), Log: slog.New(slog.NewTextHandler(w.log, nil)), Now: time.Now, Dial: w.pipes.Dial,
		Meter: Meter{
			Failed: func(kind string) {
				w.mu.Lock()
				defer w.mu.Unlock()
				w.failed = append(w.failed, kind)
			},
			Connected: func(up bool) {
				w.mu.Lock()
				defer w.mu.Unlock()
				w.states = append(w.states, up)
			},
		},
	}
	change(&o)
	c, err := New(o)
	if err != nil {
		w.Fatalf("new client: %v", err)
	}
	c.Handle(Handler{Request: w.answer, NewSession: func() { w.ready <- newSessionCall{} }})
	return c
}

// answer is what the bot says to a request: nothing until handles was called.
func (w *world) answer(ctx context.Context, r talk.Request) talk.Reply {
	w.mu.Lock()
	handle := w.handle
	w.mu.Unlock()
	if handle == nil {
		return talk.Reply{}
	}
	return handle(ctx, r)
}

// handles sets what the bot says to a request.
func (w *world) handles(h func(context.Context, talk.Request) talk.Reply) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.handle = h
}

// runs starts the client and waits until its session is up. The returned
// function stops it, and returns what Run returned and how long stopping took.
func (w *world) runs() (stop func() (time.Duration, error)) {
	w.Helper()
	stop = w.starts()
	w.upWithin(time.Second)
	return stop
}

func (w *world) starts() (stop func() (time.Duration, error)) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- w.client.Run(ctx) }()
	var once sync.Once
	var err error
	var took time.Duration
	stop = func() (time.Duration, error) {
		once.Do(func() {
			began := time.Now()
			cancel()
			err = <-ended
			took = time.Since(began)
		})
		return took, err
	}
	w.Cleanup(func() {
		if _, err := stop(); err != nil && !errors.Is(err, talk.ErrUnauthorized) && !errors.Is(err, ErrIntents) {
			w.Errorf("Run ended with %v, want nil", err)
		}
		w.log.neverTells(w.T, w.Token(), "/callback", "/api/")
	})
	return stop
}

// next returns what comes from a channel within an hour of the bubble's clock.
func next[T any](w *world, from <-chan T) (v T) {
	w.Helper()
	select {
	case v = <-from:
	case <-time.After(time.Hour):
		w.Fatalf("no %T came within an hour", v)
	}
	return v
}

// upWithin waits for the session to be up on both sides.
func (w *world) upWithin(limit time.Duration) {
	w.Helper()
	for end := time.Now().Add(limit); ; time.Sleep(10 * time.Millisecond) {
		synctest.Wait()
		if w.Gateway().Connected() && w.client.Connected() {
			return
		}
		if !time.Now().Before(end) {
			w.Fatalf("no session within %v: Discord's side %t, ours %t; the log says:\n%s", limit, w.Gateway().Connected(), w.client.Connected(), w.log)
		}
	}
}

// record is a log that a test can read.
type record struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.buf.Write(p)
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.buf.String()
}

func (r *record) neverTells(t *testing.T, secrets ...string) {
	t.Helper()
	for _, s := range secrets {
		if strings.Contains(r.String(), s) {
			t.Errorf("the log tells %q:\n%s", s, r)
		}
	}
}

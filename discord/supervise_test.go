package discord

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"leanon/discord/talk"
	"leanon/playground"
)

func TestTheFirstSessionComesAtOnce(t *testing.T) {
	inWorld(t, func(w *world) {
		began := time.Now()
		w.runs()
		if got := time.Since(began); got > 10*time.Millisecond {
			t.Errorf("READY after %v, want it at once", got)
		}
		next(w, w.ready)
		if got := w.client.InviteURL(); !strings.Contains(got, "client_id="+w.Application()+"&") {
			t.Errorf("invite link: got %q, want it to name application %s", got, w.Application())
		}
		time.Sleep(time.Hour)
		if got := w.Gateway().Connections(); got != 1 {
			t.Errorf("connections in a quiet hour: got %d, want 1", got)
		}
	})
}

// After each fault a session must be up again within the given time, resumed where
// Discord still knows it.
func TestTheGatewaySurvives(t *testing.T) {
	for name, c := range map[string]struct {
		errorBody  func(w *world, g *playground.Gateway)
		within     time.Duration
		identifies int
	}{
		"a request to reconnect": {
			func(_ *world, g *playground.Gateway) { g.Reconnect() }, 5 * time.Second, 1},
		"a reset connection": {
			func(_ *world, g *playground.Gateway) { g.Drop() }, 5 * time.Second, 1},
		"a close code": {
			func(_ *world, g *playground.Gateway) { g.CloseWith(4000) }, 5 * time.Second, 1},
		"a heartbeat request": {
			func(_ *world, g *playground.Gateway) { g.Beat() }, 0, 1},
		"a session that cannot be resumed": {
			func(_ *world, g *playground.Gateway) { g.RefuseResume(true); g.Drop() }, 5 * time.Second, 2},
		"a running session declared over": {
			func(_ *world, g *playground.Gateway) { g.Invalidate(false) }, 10 * time.Second, 2},
		"a running session declared resumable": {
			func(_ *world, g *playground.Gateway) { g.Invalidate(true) }, 10 * time.Second, 1},
		"a request to reconnect instead of READY": {
			func(_ *world, g *playground.Gateway) {
				g.ReconnectInsteadOfReady(true)
				g.Drop()
				time.Sleep(5 * time.Minute)
				g.ReconnectInsteadOfReady(false)
			}, 110 * time.Second, 0},
		"silence after connecting": {
			func(_ *world, g *playground.Gateway) {
				g.Silent(true)
				g.Drop()
				time.Sleep(5 * time.Minute)
				g.Silent(false)
			}, 140 * time.Second, 2},
		"no READY": {
			func(_ *world, g *playground.Gateway) {
				g.Unready(true)
				g.Drop()
				time.Sleep(5 * time.Minute)
				g.Unready(false)
			}, 140 * time.Second, 0},
		"heartbeats without acknowledgement": {
			func(_ *world, g *playground.Gateway) {
				g.Mute(true)
				time.Sleep(150 * time.Second)
				g.Mute(false)
			}, 140 * time.Second, 0},
		"minutes of refused connections": {
			func(_ *world, g *playground.Gateway) {
				g.Refuse(true)
				g.Drop()
				time.Sleep(20 * time.Minute)
				g.Refuse(false)
			}, 110 * time.Second, 2},
		"an outage of everything": {
			func(w *world, _ *playground.Gateway) {
				w.Down(true)
				time.Sleep(time.Hour)
				w.Down(false)
			}, 110 * time.Second, 2},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				w.runs()
				time.Sleep(11*time.Minute + 3*time.Second) // healthy, and between two heartbeats
				c.errorBody(w, w.Gateway())
				synctest.Wait()
				w.upWithin(c.within)
				time.Sleep(30 * time.Minute)
				w.upWithin(0)
				if got := w.Gateway().Identifies(); c.identifies != 0 && got != c.identifies {
					t.Errorf("got %d IDENTIFYs, want %d", got, c.identifies)
				}
			})
		})
	}
}

func TestMissingAcknowledgementsAreNoticedAfterTwoAndAHalfIntervals(t *testing.T) {
	inWorld(t, func(w *world) {
		w.runs()
		time.Sleep(time.Minute)
		w.Gateway().Mute(true)
		began := time.Now()
		ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
		defer cancel()
		if err := w.Await(ctx, func() bool { return w.Gateway().Connections() == 2 }); err != nil {
			t.Fatal(err)
		}
		const interval = 41250 * time.Millisecond
		if got := time.Since(began); got < interval || got > 5*interval/2+time.Second {
			t.Errorf("a new connection after %v, want it within two and a half intervals of %v and a second", got, interval)
		}
	})
}

// Discord resets the token of a bot that identifies more than 1,000 times a day.
func TestNoFaultComesNearAThousandIdentifiesADay(t *testing.T) {
	for name, fault := range map[string]func(g *playground.Gateway){
		"reconnect instead of READY": func(g *playground.Gateway) { g.ReconnectInsteadOfReady(true) },
		"no READY":                   func(g *playground.Gateway) { g.Unready(true) },
		"no acknowledgements":        func(g *playground.Gateway) { g.Mute(true) },
		"drops and no resuming":      func(g *playground.Gateway) { g.RefuseResume(true) },
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				w.runs()
				fault(w.Gateway())
				before := w.Gateway().Connections()
				for range 24 * 60 {
					w.Gateway().Drop()
					time.Sleep(time.Minute + 3*time.Millisecond)
				}
				most := 900
				if name == "no acknowledgements" {
					most = 24 * 60 // each drop is resumed, which Discord does not count
				}
				if got := w.Gateway().Connections() - before; got == 0 || got > most {
					t.Errorf("got %d connections in a day, want some and at most %d", got, most)
				}
				if got := w.Gateway().Identifies(); got > 900 {
					t.Errorf("got %d IDENTIFYs in a day, want at most 900", got)
				}
			})
		})
	}
}

func TestARefusedTokenEndsTheRun(t *testing.T) {
	for name, c := range map[string]struct {
		refuse func(w *world)
		want   error
	}{
		"by the gateway, later":          {func(w *world) { w.Gateway().CloseWith(4004) }, talk.ErrUnauthorized},
		"intents, later":                 {func(w *world) { w.Gateway().CloseWith(4014) }, ErrIntents},
		"invalid intents, later":         {func(w *world) { w.Gateway().CloseWith(4013) }, ErrIntents},
		"too old for the gateway, later": {func(w *world) { w.Gateway().CloseWith(4012) }, ErrTooOld},
		"too old for a new session": {func(w *world) {
			w.Gateway().RefuseWith(4012)
			w.Gateway().Drop()
		}, ErrTooOld},
		"a shard that is none":          {func(w *world) { w.Gateway().CloseWith(4010) }, ErrTooOld},
		"a session of too many servers": {func(w *world) { w.Gateway().CloseWith(4011) }, ErrTooOld},
		"too old to ask for the gateway": {func(w *world) {
			w.Fault(func(*http.Request) *playground.Fault { return &playground.Fault{Status: 400, Code: 50041} })
			w.Gateway().Mute(true)
			time.Sleep(3 * time.Minute) // until the session is given up
		}, ErrTooOld},
		"by a request with its code": {func(w *world) {
			w.Fault(func(*http.Request) *playground.Fault { return &playground.Fault{Status: 403, Code: 40001} })
			if _, err := w.client.Check(context.Background()); !errors.Is(err, talk.ErrUnauthorized) {
				t.Errorf("Check: got %v, want %v", err, talk.ErrUnauthorized)
			}
		}, talk.ErrUnauthorized},
		"by a request": {func(w *world) {
			w.Fault(func(*http.Request) *playground.Fault { return &playground.Fault{Status: 401} })
			if _, err := w.client.Check(context.Background()); !errors.Is(err, talk.ErrUnauthorized) {
				t.Errorf("Check: got %v, want %v", err, talk.ErrUnauthorized)
			}
		}, talk.ErrUnauthorized},
		"by a request, between two connections": {func(w *world) {
			w.Gateway().Refuse(true)
			w.Gateway().Drop()
			time.Sleep(20 * time.Minute)
			w.Fault(func(*http.Request) *playground.Fault { return &playground.Fault{Status: 401} })
			w.client.OpenDM(context.Background(), "42")
		}, talk.ErrUnauthorized},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				ended := make(chan error, 1)
				go func() { ended <- w.client.Run(context.Background()) }()
				w.upWithin(time.Second)
				c.refuse(w)
				began := time.Now()
				if err := <-ended; !errors.Is(err, c.want) {
					t.Errorf("Run ended with %v, want %v", err, c.want)
				}
				if got := time.Since(began); got > 5*time.Second {
					t.Errorf("Run ended after %v, want it soon", got)
				}
				w.log.neverTells(t, w.Token())
			})
		})
	}
}

func TestWhatRefusesUsAtTheStartIsSaidInOneSentence(t *testing.T) {
	for name, c := range map[string]struct {
		fault *playground.Fault
		want  error
	}{
		"an API version that ended":   {&playground.Fault{Status: 400, Code: 50041}, ErrTooOld},
		"an application that is gone": {&playground.Fault{Status: 404, Code: 10002}, ErrNoApplication},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				w.Fault(func(*http.Request) *playground.Fault { return c.fault })
				_, err := w.client.Check(context.Background())
				if !errors.Is(err, c.want) || !strings.Contains(err.Error(), "this leanon is too old for Discord") {
					t.Errorf("got %v, want %v", err, c.want)
				}
			})
		})
	}
}

func TestAWrongTokenEndsTheRun(t *testing.T) {
	inWorld(t, func(w *world) {
		c := w.newClient(func(o *Options) { o.Token = "wrong.token.entirely" })
		defer c.transport.CloseIdleConnections()
		if err := c.Run(context.Background()); !errors.Is(err, talk.ErrUnauthorized) {
			t.Errorf("got %v, want %v", err, talk.ErrUnauthorized)
		}
		w.log.neverTells(t, "wrong.token.entirely")
	})
}

func TestStoppingSaysGoodbyeAndIsQuick(t *testing.T) {
	inWorld(t, func(w *world) {
		var mu sync.Mutex
		var last []byte // of what we wrote on the gateway's connection, or any later one
		w.client = w.newClient(func(o *Options) {
			dial := o.Dial
			o.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
				conn, err := dial(ctx, network, address)
				return &eavesdropped{conn, func(p []byte) { mu.Lock(); defer mu.Unlock(); last = bytes.Clone(p) }}, err
			}
		})
		stop := w.runs()
		time.Sleep(time.Minute)
		took, err := stop()
		mu.Lock()
		defer mu.Unlock()
		if want := []byte{0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe8}; !bytes.Equal(last, want) {
			t.Errorf("the last words were %x, want the close code 1000, %x", last, want)
		}
		if err != nil || took > 2*time.Second {
			t.Errorf("got %v after %v, want nil within 2s", err, took)
		}
		if w.Gateway().Connected() || w.client.Connected() {
			t.Error("a session is still up")
		}
	})
}

// eavesdropped is a connection whose writes, as far as they got through, are told.
type eavesdropped struct {
	net.Conn
	wrote func([]byte)
}

func (e *eavesdropped) Write(p []byte) (int, error) {
	n, err := e.Conn.Write(p)
	if err == nil {
		e.wrote(p)
	}
	return n, err
}

func TestAHundredLostSessionsLeaveNothingBehind(t *testing.T) {
	inWorld(t, func(w *world) {
		w.runs()
		for range 100 {
			time.Sleep(16 * 41250 * time.Millisecond) // 11 minutes, at the moment of a heartbeat
			w.Gateway().Silent(true)
			w.Gateway().Drop()
			time.Sleep(time.Minute)
			w.Gateway().Silent(false)
			w.upWithin(5 * time.Minute)
		}
		// TestMain looks for goroutines, and the bubble for those of its own.
	})
}

func TestACloseCodeIsTheConnectionsEndAtOnce(t *testing.T) {
	inWorld(t, func(w *world) {
		w.runs()
		w.Gateway().CloseWith(4000)
		synctest.Wait() // discordgo now sleeps a second before it looks further
		if w.client.Connected() {
			t.Error("the client counts as connected after Discord hung up")
		}
		w.upWithin(5 * time.Second)
	})
}

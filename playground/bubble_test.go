package playground_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
	"go.uber.org/goleak"

	"leanon/playground"
)

type intoPipes struct {
	base string
	next *http.Transport
}

func (r intoPipes) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.URL.Scheme, req.URL.Host = "http", strings.TrimPrefix(r.base, "http://")
	return r.next.RoundTrip(req)
}

func TestTheRealClientLivesADayInABubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pipes := playground.NewPipes()
		d := playground.New(playground.Options{Now: time.Now})
		go d.Serve(pipes)
		synctest.Wait()
		s, _ := discordgo.New("Bot " + d.Token())
		transport := &http.Transport{DialContext: pipes.Dial}
		s.Client = &http.Client{Transport: intoPipes{d.URL(), transport}}
		s.Dialer = &websocket.Dialer{NetDialContext: pipes.Dial}
		s.Identify.Intents, s.StateEnabled, s.LogLevel = discordgo.IntentsDirectMessages, false, -1
		heard := 0
		s.SyncEvents = true
		s.AddHandler(func(_ *discordgo.Session, m *discordgo.MessageCreate) { heard++ })
		if err := s.Open(); err != nil {
			t.Fatal(err)
		}
		ana := d.AddPerson("Ana")
		hurts := []func(){d.Gateway().Reconnect, d.Gateway().Drop, d.Gateway().Beat, func() { d.Gateway().Invalidate(false) }, func() { d.Gateway().CloseWith(4000) }}
		// discordgo holds its mutex while it sleeps a second when it closes. A heartbeat
		// that is due in that second would wait for the mutex; a bubble's clock stands
		// still while a goroutine waits for a mutex, so both would wait for ever.
		beaten := func() {
			for before := d.Gateway().Beats(); d.Gateway().Beats() == before; {
				time.Sleep(time.Second)
			}
		}
		for hour := range 24 {
			if _, err := s.ChannelMessageSend(ana.DM().ID, fmt.Sprint(hour)); err != nil {
				t.Fatal(err)
			}
			if hour%4 == 0 {
				beaten()
				hurts[hour/4%len(hurts)]()
			}
			time.Sleep(time.Hour)
		}
		synctest.Wait()
		if heard != 24 || !d.Gateway().Connected() {
			t.Errorf("heard %d of 24 messages, connected: %v", heard, d.Gateway().Connected())
		}
		if got := d.Gateway().Beats(); got < 2000 {
			t.Errorf("got %d heartbeats in a day, want about 2,090", got)
		}
		beaten()
		s.Close()
		d.Close()
		transport.CloseIdleConnections()
	})
}

func TestAClientThatStopsBeatingLaterIsCutOffAfterAsLong(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		pipes := playground.NewPipes()
		d := playground.New(playground.Options{Now: time.Now, Heartbeat: time.Second, Patience: 2 * time.Second})
		go d.Serve(pipes)
		synctest.Wait()
		dialer := websocket.Dialer{NetDialContext: pipes.Dial}
		conn, _, err := dialer.Dial("ws"+strings.TrimPrefix(d.URL(), "http")+"/ws/?encoding=json&v=9", nil)
		if err != nil {
			t.Fatal(err)
		}
		s := &socket{Conn: conn, t: t}
		s.expect(10, "")
		s.send(2, object{"token": d.Token(), "intents": direct})
		s.expect(0, "READY")
		for range 3 {
			time.Sleep(2 * time.Second)
			s.send(1, nil)
			s.expect(11, "")
		}
		last := time.Now()
		if err := d.Await(t.Context(), func() bool { return !d.Gateway().Connected() }); err != nil {
			t.Fatal(err)
		}
		if got, want := time.Since(last), 3*time.Second; got != want {
			t.Errorf("cut off %v after the last heartbeat, want %v", got, want)
		}
		if got := s.closed(); got != 4009 {
			t.Errorf("got close code %d, want 4009", got)
		}
		conn.Close()
		d.Close()
	})
}

func TestCloseLeavesNothingRunning(t *testing.T) {
	before := goleak.IgnoreCurrent()
	w := &world{t: t, clock: &clock{at: time.Unix(1_800_000_000, 0)}}
	w.Discord = playground.New(playground.Options{Now: w.now})
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	gone := w.dial()
	gone.identify(w, direct)
	gone.leave(w, 1000)
	for range 3 {
		w.dial().identify(w, direct)
	}
	w.send(w.AddPerson("Ana"), text("x"))
	w.Close()
	w.Close()
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	goleak.VerifyNone(t, before)
	if err := w.Start(); err == nil {
		t.Error("a closed world starts again")
	}
}

func TestAwaitEndsWithItsContext(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.AddPerson("Ana")
	ctx, cancel := context.WithCancel(context.Background())
	asked := 0
	err := w.Await(ctx, func() bool {
		asked++
		if asked == 1 {
			go func() { w.send(ana, text("x")); cancel() }()
		}
		return false
	})
	if err == nil || asked < 2 {
		t.Errorf("got %v after asking %d times, want the context's end after a change", err, asked)
	}
}

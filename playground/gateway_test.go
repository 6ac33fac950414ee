package playground_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"

	"leanon/playground"
)

// socket is a gateway client that sends exactly what a test tells it to.
type socket struct {
	*websocket.Conn
	t   testing.TB
	seq int64
}

type frame struct {
	Op   int             `json:"op"`
	Seq  int64           `json:"s"`
	Name string          `json:"t"`
	D    json.RawMessage `json:"d"`
}

func (w *world) dial() *socket { return w.dialVersion("9") }

func (w *world) dialVersion(version string) *socket {
	w.t.Helper()
	c, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(w.URL(), "http")+"/ws/?encoding=json&v="+version, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { c.Close() })
	return &socket{Conn: c, t: w.t}
}

func (s *socket) next() frame {
	s.t.Helper()
	var f frame
	if err := s.ReadJSON(&f); err != nil {
		s.t.Fatalf("read: %v", err)
	}
	if f.Seq > 0 {
		s.seq = f.Seq
	}
	return f
}

func (s *socket) expect(op int, name string) frame {
	s.t.Helper()
	f := s.next()
	if f.Op != op || f.Name != name {
		s.t.Fatalf("got op %d %q, want op %d %q", f.Op, f.Name, op, name)
	}
	return f
}

func (s *socket) send(op int, d any) {
	s.t.Helper()
	if err := s.WriteJSON(object{"op": op, "d": d}); err != nil {
		s.t.Fatal(err)
	}
}

// closed reads until the server's close frame and returns its code.
func (s *socket) closed() int {
	s.t.Helper()
	for {
		if _, _, err := s.ReadMessage(); err != nil {
			ce, is := err.(*websocket.CloseError)
			if !is {
				s.t.Fatalf("got %v, want a close frame", err)
			}
			return ce.Code
		}
	}
}

func (s *socket) identify(w *world, intents int) string {
	s.t.Helper()
	s.expect(10, "")
	s.send(2, object{"token": w.Token(), "intents": intents})
	var ready struct {
		Session string `json:"session_id"`
		Resume  string `json:"resume_gateway_url"`
	}
	if err := json.Unmarshal(s.expect(0, "READY").D, &ready); err != nil || !strings.HasPrefix(ready.Resume, "ws://127.0.0.1:") {
		s.t.Fatalf("got %+v, %v, want a session that can be resumed here", ready, err)
	}
	return ready.Session
}

func (s *socket) resume(w *world, session string, seq int64) {
	s.t.Helper()
	s.expect(10, "")
	s.send(6, object{"token": "Bot " + w.Token(), "session_id": session, "seq": seq})
}

const direct = 1 << 12

// leave sends a close frame and waits until it was taken.
func (s *socket) leave(w *world, code int) {
	s.t.Helper()
	if err := s.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(code, "")); err != nil {
		s.t.Fatal(err)
	}
	w.await("the session to lose its connection", func() bool { return !w.Gateway().Connected() })
}

func TestWrongWordsAtTheGatewayHaveTheirCloseCodes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, c := range []struct {
		name string
		act  func(*socket)
		want int
	}{
		{"a wrong token", func(s *socket) { s.expect(10, ""); s.send(2, object{"token": "wrong"}) }, 4004},
		{"identified twice", func(s *socket) { s.identify(w, 0); s.send(2, object{"token": w.Token()}) }, 4005},
		{"a privileged intent", func(s *socket) { s.expect(10, ""); s.send(2, object{"token": w.Token(), "intents": 1 << 15}) }, 4014},
		{"an unknown opcode", func(s *socket) { s.expect(10, ""); s.send(99, nil) }, 4001},
		{"presence before identify", func(s *socket) { s.expect(10, ""); s.send(3, nil) }, 4003},
		{"too much", func(s *socket) { s.expect(10, ""); s.send(1, strings.Repeat("x", 4096)) }, 4002},
	} {
		s := w.dial()
		c.act(s)
		if got := s.closed(); got != c.want {
			t.Errorf("%s: got close code %d, want %d", c.name, got, c.want)
		}
	}
}

func TestIntentsDecideWhichEventsCome(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.AddPerson("Ana")
	w.AddGuild("home", ana)
	w.want("PUT", "/applications/"+w.Application()+"/commands", []any{object{"name": "need", "description": "d"}}, 200, 0)
	none, guilds, all := w.dial(), w.dial(), w.dial()
	none.identify(w, 0)
	guilds.identify(w, 1)
	guilds.expect(0, "GUILD_CREATE")
	all.identify(w, direct)
	w.send(ana, text("x"))
	all.expect(0, "MESSAGE_CREATE")
	go ana.Command(t.Context(), nil, "need", nil)
	for _, s := range []*socket{none, guilds, all} {
		s.expect(0, "INTERACTION_CREATE")
	}
}

func TestHeartbeatsAreAcknowledgedUnlessMuted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *playground.Options) { o.Heartbeat = time.Hour })
	s := w.dial()
	if hello := s.expect(10, ""); string(hello.D) != `{"heartbeat_interval":3600000}` {
		t.Errorf("got %s, want an hour", hello.D)
	}
	s.send(1, nil)
	s.expect(11, "")
	w.Gateway().Mute(true)
	s.send(1, nil)
	w.await("the second heartbeat", func() bool { return w.Gateway().Beats() == 2 })
	w.Gateway().Beat()
	s.expect(1, "")
}

func TestAClientThatStopsBeatingIsCutOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *playground.Options) { o.Heartbeat = time.Millisecond; o.Patience = time.Millisecond })
	s := w.dial()
	if got := s.closed(); got != 4009 {
		t.Errorf("got close code %d, want 4009", got)
	}
}

func TestASilentOrRefusingGatewayKeepsClientsWaiting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Gateway().Silent(true)
	silent := w.dial()
	silent.send(2, object{"token": w.Token()})
	w.await("the connection", func() bool { return w.Gateway().Connections() == 1 })
	w.Gateway().CloseWith(4000)
	if _, data, err := silent.ReadMessage(); err == nil {
		t.Errorf("got %s, want not a word", data)
	}
	w.Gateway().Silent(false)
	w.Gateway().Unready(true)
	s := w.dial()
	s.expect(10, "")
	s.send(2, object{"token": w.Token()})
	w.await("the identify", func() bool { return w.Gateway().Identifies() == 1 })
	w.Gateway().Unready(false)
	w.Gateway().ReconnectInsteadOfReady(true)
	s = w.dial()
	s.expect(10, "")
	s.send(2, object{"token": w.Token()})
	s.expect(7, "")
	w.Gateway().Refuse(true)
	if c, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(w.URL(), "http")+"/ws", nil); err == nil {
		c.Close()
		t.Error("got a connection, want it refused")
	}
	if w.Gateway().Connected() {
		t.Error("got a connected session, want none")
	}
}

func TestTheRealClientComesBackFromWhatTheGatewayDoes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name       string
		hurt       func(*playground.Gateway)
		identifies int
	}{
		{"op 7", func(g *playground.Gateway) { g.Reconnect() }, 1},
		{"dropped", func(g *playground.Gateway) { g.Drop() }, 2}, // it closes by 1000 itself, if it still can
		{"op 9", func(g *playground.Gateway) { g.Invalidate(false) }, 2},
		{"op 9 on resume", func(g *playground.Gateway) { g.RefuseResume(true); g.Reconnect() }, 2},
		{"closed with 4000", func(g *playground.Gateway) { g.CloseWith(4000) }, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			ana := w.AddPerson("Ana")
			s := w.session(discordgo.IntentsDirectMessages)
			heard := make(chan string, 100)
			s.AddHandler(func(_ *discordgo.Session, m *discordgo.MessageCreate) { heard <- m.Content })
			if err := s.Open(); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { s.Close() })
			g := w.Gateway()
			// If a connection breaks before its first heartbeat, discordgo closes twice:
			// its reader and its heartbeat both fail, and the slower one closes the new
			// connection with 1000, which ends the session.
			w.await("the first heartbeat", func() bool { return g.Beats() > 0 })
			c.hurt(g)
			w.await("the client to come back", func() bool {
				return g.Connected() && g.Identifies()+g.Resumes() > 1
			})
			w.send(ana, text("still there?"))
			if got := <-heard; got != "still there?" {
				t.Errorf("got %q, want to be heard", got)
			}
			if got := g.Identifies(); got > c.identifies {
				t.Errorf("got %d identifies, want at most %d", got, c.identifies)
			}
		})
	}
}

func TestTheGatewayAddressFollowsTheListener(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	out := w.want("GET", "/gateway/bot", nil, 200, 0)
	if got, want := out["url"], "ws"+strings.TrimPrefix(w.URL(), "http")+"/ws"; got != want {
		t.Errorf("got %v, want %s", got, want)
	}
	for _, path := range []string{"/users/@me", "/applications/@me", "/oauth2/applications/@me"} {
		if out := w.want("GET", path, nil, 200, 0); out["id"] != w.Application() {
			t.Errorf("%s: got id %v, want %s", path, out["id"], w.Application())
		}
	}
	resp, err := http.Get(w.URL() + "/elsewhere")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 404 {
		t.Errorf("got %d, want 404", resp.StatusCode)
	}
}

package playground

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// A session can be resumed for "a few minutes" (D:events/gateway), on Now, after it lost
// its connection, and only while all events that it missed are still kept.
const (
	resumable   = 5 * time.Minute
	maxBacklog  = 10_000
	sessionsDay = 1000 // session_start_limit.total
)

// session is one identified gateway session and the events a RESUME may ask for.
type session struct {
	id       string
	intents  int
	seq      int64
	floor    int64 // the last event that is no longer kept
	backlog  []frame
	conn     *conn
	detached time.Time
}

type frame struct {
	seq  int64
	data []byte
}

// forget drops the events up to seq, which the client has acknowledged.
func (s *session) forget(seq int64) {
	i := 0
	for i < len(s.backlog) && s.backlog[i].seq <= seq {
		i++
	}
	if i > 0 {
		s.floor = s.backlog[i-1].seq
		s.backlog = s.backlog[i:]
	}
}

func (g *Gateway) identify(c *conn, data json.RawMessage) {
	var id struct {
		Token   string `json:"token"`
		Intents int    `json:"intents"`
		Shard   *[2]int
	}
	switch err := json.Unmarshal(data, &id); {
	case c.session != nil:
		g.end(c, 4005)
	case err != nil:
		g.end(c, 4002)
	case strings.TrimPrefix(id.Token, "Bot ") != g.d.token:
		g.end(c, 4004)
	case id.Intents&intentsPrivileged != 0:
		g.end(c, 4014)
	case id.Shard != nil && (id.Shard[1] < 1 || id.Shard[0] >= id.Shard[1]):
		g.end(c, 4010)
	default:
		g.identifies++
		g.begin(c, id.Intents)
	}
}

func (g *Gateway) begin(c *conn, intents int) {
	if g.reconnectFirst {
		g.send(c, opReconnect, nil)
		return
	}
	if g.unready {
		return
	}
	id := make([]byte, 16)
	rand.Read(id)
	s := &session{id: hex.EncodeToString(id), intents: intents, conn: c}
	g.prune()
	g.sessions[s.id] = s
	c.session = s
	guilds := []any{}
	for _, guild := range g.d.guildList {
		if !guild.expelled {
			guilds = append(guilds, map[string]any{"id": guild.ID, "unavailable": true})
		}
	}
	user := g.d.bot.json()
	g.event(s, "READY", marshal(map[string]any{
		"v": 9, "user": user, "guilds": guilds, "session_id": s.id, "session_type": "normal",
		"resume_gateway_url": g.url(), "shard": []int{0, 1}, "private_channels": []any{}, "relationships": []any{},
		"application": map[string]any{"id": g.d.bot.ID, "flags": 0},
	}))
	if intents&intentGuilds == 0 {
		return
	}
	for _, guild := range g.d.guildList {
		if !guild.expelled {
			g.event(s, "GUILD_CREATE", marshal(guild.json()))
		}
	}
}

// url returns the gateway's address. It follows the listener, not the request's
// Host, so that a REST proxy in between does not move the gateway.
func (g *Gateway) url() string { return "ws" + strings.TrimPrefix(g.d.base, "http") + "/ws" }

func (g *Gateway) resume(c *conn, data json.RawMessage) {
	var r struct {
		Token   string `json:"token"`
		Session string `json:"session_id"`
		Seq     int64  `json:"seq"`
	}
	if err := json.Unmarshal(data, &r); err != nil {
		g.end(c, 4002)
		return
	}
	if strings.TrimPrefix(r.Token, "Bot ") != g.d.token {
		g.end(c, 4004)
		return
	}
	g.resumes++
	if g.reconnectFirst {
		g.send(c, opReconnect, nil)
		return
	}
	g.prune()
	s := g.sessions[r.Session]
	if g.refuseResume || s == nil || c.session != nil || r.Seq > s.seq || r.Seq < s.floor {
		g.send(c, opInvalid, false)
		return
	}
	if g.unready {
		return
	}
	if old := s.conn; old != nil {
		old.session = nil
		old.raw.Close()
	}
	s.conn, c.session = c, s
	s.forget(r.Seq)
	for _, f := range s.backlog {
		g.queue(c, outgoing{websocket.TextMessage, f.data})
	}
	g.event(s, "RESUMED", []byte("{}"))
}

// prune drops sessions that nobody can resume any more.
func (g *Gateway) prune() {
	for id, s := range g.sessions {
		if s.conn == nil && g.d.o.Now().Sub(s.detached) > resumable {
			delete(g.sessions, id)
		}
	}
}

// wanted returns whether any session asked for an intent. No event is encoded for none.
func (g *Gateway) wanted(intent int) bool {
	for _, s := range g.sessions {
		if s.intents&intent != 0 {
			return true
		}
	}
	return false
}

// dispatch sends an event to each session that identified with its intent. An intent of 0
// means that the event needs none. The caller holds d.mu.
func (g *Gateway) dispatch(name string, data any, intent int) {
	var raw []byte
	for _, s := range g.sessions {
		if intent != 0 && s.intents&intent == 0 {
			continue
		}
		if raw == nil {
			raw = marshal(data)
		}
		for range max(g.times, 1) {
			g.event(s, name, raw)
		}
	}
}

func (g *Gateway) event(s *session, name string, data []byte) {
	s.seq++
	raw := fmt.Appendf(nil, `{"op":%d,"d":%s,"s":%d,"t":%q}`, opDispatch, data, s.seq, name)
	s.backlog = append(s.backlog, frame{s.seq, raw})
	if len(s.backlog) > maxBacklog {
		s.floor = s.backlog[0].seq
		s.backlog = s.backlog[1:]
	}
	if s.conn != nil {
		g.queue(s.conn, outgoing{websocket.TextMessage, raw})
	}
}

// connected returns whether any session has its connection. Without one nobody receives
// an interaction, and Discord does not send it again (discord-api-docs#2463).
func (g *Gateway) connected() bool {
	for _, s := range g.sessions {
		if s.conn != nil {
			return true
		}
	}
	return false
}

func marshal(v any) []byte {
	raw, err := json.Marshal(v)
	if err != nil {
		panic("playground: does not marshal: " + err.Error())
	}
	return raw
}

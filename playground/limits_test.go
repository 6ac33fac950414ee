package playground_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"leanon/playground"
)

func TestAChannelTakesOnlySoManyMessagesASecond(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *playground.Options) { o.PerChannel = 2 })
	ana, ben := w.AddPerson("Ana"), w.AddPerson("Ben")
	path := "/channels/" + ana.DM().ID + "/messages"
	w.want("POST", path, text("1"), 200, 0)
	_, h, _ := w.raw("POST", path, text("2"))
	if h.Get("X-RateLimit-Limit") != "2" || h.Get("X-RateLimit-Remaining") != "0" || h.Get("X-RateLimit-Reset-After") != "1.000" || h.Get("X-RateLimit-Bucket") == "" || h.Get("X-RateLimit-Reset") == "" {
		t.Errorf("got headers %v, want a bucket of 2 that is spent", h)
	}
	w.pass(400 * time.Millisecond)
	status, h, raw := w.raw("POST", path, text("3"))
	if status != 429 || h.Get("Retry-After") != "1" || h.Get("X-RateLimit-Scope") != "user" || !strings.Contains(string(raw), `"retry_after":0.6`) || !strings.Contains(string(raw), `"global":false`) {
		t.Errorf("got %d %v %s, want a 429 of 0.6 s", status, h, raw)
	}
	w.send(ben, text("another channel"))
	w.pass(600 * time.Millisecond)
	w.want("POST", path, text("3"), 200, 0)
	if got := w.Invalid(); got != 1 {
		t.Errorf("got %d invalid requests, want the 429", got)
	}
	if got := len(ana.Messages()); got != 3 {
		t.Errorf("Ana sees %d messages, want 3", got)
	}
}

func TestTheGlobalLimitBindsAllButInteractions(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *playground.Options) { o.Global = 5 })
	ana := w.AddPerson("Ana")
	w.connect() // GET /gateway needs no token and is not bound to it
	w.send(ana, object{"content": "q", "components": buttons("a")})
	i, _ := w.press(ana, w.last(ana), "a")
	for range 4 {
		w.want("GET", "/users/@me", nil, 200, 0)
	}
	status, h, raw := w.raw("GET", "/users/@me", nil)
	if status != 429 || h.Get("X-RateLimit-Global") != "true" || h.Get("X-RateLimit-Scope") != "global" || !strings.Contains(string(raw), `"global":true`) {
		t.Errorf("got %d %v %s, want a global 429", status, h, raw)
	}
	w.want("POST", callback(i), reply(4, text("x")), 204, 0)
	w.want("POST", w.hook(i), text("y"), 200, 0)
	w.pass(time.Second)
	w.want("GET", "/users/@me", nil, 200, 0)
}

func TestRequestsWithoutAuthorityOrNameAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, c := range []struct {
		token, agent, path string
		want               int
	}{
		{"Bot " + w.Token(), userAgent, "/api/v10/users/@me", 200},
		{"Bot " + w.Token(), userAgent, "/api/users/@me", 200},
		{"Bot " + w.Token() + "x", userAgent, "/api/v9/users/@me", 401},
		{w.Token(), userAgent, "/api/v9/users/@me", 401},
		{"", userAgent, "/api/v9/gateway", 200},
		{"", userAgent, "/api/v9/gateway/bot", 401},
		{"Bot " + w.Token(), "curl/8", "/api/v9/users/@me", 403},
		{"Bot " + w.Token(), userAgent, "/api/v9/nothing/here", 404},
	} {
		req, _ := http.NewRequest("GET", w.URL()+c.path, nil)
		req.Header.Set("Authorization", c.token)
		req.Header.Set("User-Agent", c.agent)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != c.want {
			t.Errorf("%s: got %d, want %d", c.path, resp.StatusCode, c.want)
		}
	}
	if got := w.Invalid(); got != 4 {
		t.Errorf("got %d invalid requests, want three 401 and one 403", got)
	}
	if got := w.Count("GET /users/@me"); got != 5 {
		t.Errorf("got %d requests counted, want 5", got)
	}
	if got := w.Requests(); len(got) != 8 || got[0].Status != 200 || got[2].Status != 401 {
		t.Errorf("got %+v, want all eight in order", got)
	}
}

func TestFaultsComeBeforeOrAfterTheRequestIsCarriedOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.AddPerson("Ana")
	s := w.session(0)
	channel := ana.DM().ID
	send := func() error { _, err := s.ChannelMessageSend(channel, "x"); return err }
	var rest *discordgo.RESTError
	var limit *discordgo.RateLimitError
	for _, c := range []struct {
		name  string
		fault *playground.Fault
		like  func(error) bool
		sees  int
	}{
		{"json error", &playground.Fault{Status: 403, Code: 50278, Message: "no mutual guilds"}, func(err error) bool { return errors.As(err, &rest) && rest.Message.Code == 50278 }, 0},
		{"rate limit", playground.RateLimited(1500*time.Millisecond, false), func(err error) bool { return errors.As(err, &limit) && limit.RetryAfter == 1500*time.Millisecond }, 0},
		{"edits limit", playground.EditsLimited(time.Second), func(err error) bool { return errors.As(err, &limit) }, 0},
		{"ban", playground.Banned(time.Hour), func(err error) bool { return err != nil && !errors.As(err, new(*discordgo.RateLimitError)) }, 0},
		{"bad gateway", playground.Broken(502), func(err error) bool { return err != nil }, 0},
		{"dropped before", &playground.Fault{Drop: true}, func(err error) bool { return err != nil }, 0},
		{"dropped after", &playground.Fault{Drop: true, Execute: true}, func(err error) bool { return err != nil }, 1},
		{"answer replaced", &playground.Fault{Status: 500, Execute: true}, func(err error) bool { return err != nil }, 2},
		{"delayed", &playground.Fault{Delay: time.Millisecond}, func(err error) bool { return err == nil }, 3},
		{"none", nil, func(err error) bool { return err == nil }, 4},
	} {
		w.Fault(func(r *http.Request) *playground.Fault {
			body, err := io.ReadAll(r.Body)
			if err != nil || !strings.Contains(string(body), `"x"`) {
				t.Errorf("the fault reads %q, want the body", body)
			}
			return c.fault
		})
		s.Ratelimiter = discordgo.NewRatelimiter()
		if err := send(); !c.like(err) {
			t.Errorf("%s: got %v", c.name, err)
		}
		if got := len(ana.Messages()); got != c.sees {
			t.Errorf("%s: Ana sees %d messages, want %d", c.name, got, c.sees)
		}
	}
	w.Fault(nil)
	w.Down(true)
	if err := send(); err == nil {
		t.Error("got an answer from a Discord that is down")
	}
	w.Down(false)
	if err := send(); err != nil {
		t.Errorf("got %v from a Discord that is up again", err)
	}
}

func TestLatencyHoldsEachRequestUp(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	w := newWorld(t, func(o *playground.Options) {
		o.Latency = func() time.Duration { asked.Add(1); return time.Millisecond }
	})
	w.want("GET", "/users/@me", nil, 200, 0)
	if got := asked.Load(); got != 1 {
		t.Errorf("got %d delays, want one for the one request", got)
	}
}

func TestASharedLimitIsNotAnInvalidRequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	shared := playground.RateLimited(time.Second, false)
	shared.Header.Set("X-RateLimit-Scope", "shared")
	w.Fault(func(*http.Request) *playground.Fault { return shared })
	w.want("GET", "/users/@me", nil, 429, 0)
	if got := w.Invalid(); got != 0 {
		t.Errorf("got %d invalid requests, want none: the limit was shared", got)
	}
}

func TestACommandKeepsItsIdWhenOverwritten(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := "/applications/" + w.Application() + "/commands"
	put := func(names ...string) {
		var list []any
		for _, n := range names {
			list = append(list, object{"name": n, "description": "d"})
		}
		w.want("PUT", path, list, 200, 0)
	}
	put("need", "pair")
	before := w.Commands()
	put("pair", "help")
	after := w.Commands()
	if len(after) != 2 || after[0].ID != before[1].ID || after[1].Name != "help" || after[1].ID == before[0].ID {
		t.Errorf("got %+v, want pair with its id %s and help with a new one", after, before[1].ID)
	}
	created := w.want("POST", path, object{"name": "need", "description": "d"}, 201, 0)
	w.want("DELETE", path+"/"+created["id"].(string), nil, 204, 0)
	w.want("DELETE", path+"/"+created["id"].(string), nil, 404, 10063)
	w.want("PUT", "/applications/1/commands", []any{}, 403, 20012)
	w.want("PUT", "/applications/"+w.Application()+"/guilds/1/commands", []any{}, 403, 50001)
	many := make([]string, 101)
	for i := range many {
		many[i] = fmt.Sprint("c", i)
	}
	put(many[:100]...)
	var list []any
	for _, n := range many {
		list = append(list, object{"name": n, "description": "d"})
	}
	w.want("PUT", path, list, 400, 30032)
	if got := len(w.Commands()); got != 100 {
		t.Errorf("got %d commands after the refusal, want the 100 of before", got)
	}
}

func TestAMessageIsDeletedUnderTheLimitOfItsAge(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *playground.Options) { o.PerChannel = 100 })
	ana := w.AddPerson("Ana")
	path := "/channels/" + ana.DM().ID + "/messages"
	for _, c := range []struct {
		age  time.Duration
		most int
	}{{0, 5}, {time.Minute, 3}, {15 * 24 * time.Hour, 30}} {
		var ids []string
		for range c.most + 1 {
			_, _, raw := w.raw("POST", path, text("x"))
			_, id, _ := strings.Cut(string(raw), `"id":"`)
			id, _, _ = strings.Cut(id, `"`)
			ids = append(ids, id)
		}
		w.pass(c.age)
		for i, id := range ids {
			want := 204
			if i == c.most {
				want = 429
			}
			if status, h, raw := w.raw("DELETE", path+"/"+id, nil); status != want || h.Get("X-RateLimit-Bucket") == "" {
				t.Errorf("%v old, number %d: got %d %s, want %d", c.age, i+1, status, raw, want)
			}
		}
		w.pass(10 * time.Second)
	}
}

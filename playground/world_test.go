package playground_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"

	"leanon/playground"
	"leanon/playground/spec"
)

const userAgent = "DiscordBot (https://example.org, 1)"

// clock is a clock that moves only when told.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// world is a Discord with its clock, a bot's requests to it, and the rules that they
// broke.
type world struct {
	*playground.Discord
	*clock
	t        testing.TB
	bot      *discordgo.Session
	arrived  chan *discordgo.InteractionCreate // interactions nobody answers by itself
	mu       sync.Mutex
	broke    []string
	answered func(*discordgo.InteractionCreate) // answers by itself, if set
}

// described returns Discord's published description, or nil if this machine has none.
// TestAnswersFitDiscordsDescription reports that.
func described(t testing.TB) *spec.Description {
	t.Helper()
	d, err := spec.Find()
	if err != nil && !errors.As(err, &spec.Missing{}) {
		t.Fatal(err)
	}
	return d
}

func newWorld(t testing.TB, change ...func(*playground.Options)) *world {
	t.Helper()
	w := &world{t: t, clock: &clock{at: time.Date(2026, 11, 23, 19, 59, 0, 0, time.UTC)}, arrived: make(chan *discordgo.InteractionCreate, 1000)}
	o := playground.Options{Now: w.now, Ack: 20 * time.Second, Broke: func(request string, err error) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.broke = append(w.broke, request+": "+err.Error())
	}}
	for _, c := range change {
		c(&o)
	}
	w.Discord = playground.New(o)
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return w
}

// rewrite sends discordgo's requests to the playground, and checks each answer
// against the published description where this machine has it.
type rewrite struct{ w *world }

func (r rewrite) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.URL.Scheme, req.URL.Host = "http", strings.TrimPrefix(r.w.URL(), "http://")
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	if d := described(r.w.t); d != nil && resp.StatusCode != http.StatusNotFound && resp.StatusCode < 500 && strings.Contains(resp.Header.Get("Content-Type"), "json") {
		if err := d.CheckResponse(req.Method, req.URL.EscapedPath(), resp.StatusCode, body); err != nil {
			r.w.t.Errorf("the answer breaks the description: %v\n%s", err, body)
		}
	}
	return resp, nil
}

func (w *world) session(intents discordgo.Intent) *discordgo.Session {
	w.t.Helper()
	s, err := discordgo.New("Bot " + w.Token())
	if err != nil {
		w.t.Fatal(err)
	}
	s.Client = &http.Client{Transport: rewrite{w}}
	s.Dialer = &websocket.Dialer{HandshakeTimeout: 5 * time.Second}
	s.Identify.Intents = intents
	s.ShouldRetryOnRateLimit, s.MaxRestRetries, s.StateEnabled = false, 0, false
	s.LogLevel = -1
	return s
}

// connect opens a discordgo session that hands interactions to answered, or puts
// them into arrived.
func (w *world) connect() *discordgo.Session {
	w.t.Helper()
	s := w.session(discordgo.IntentsDirectMessages)
	s.ShouldReconnectOnError = false
	s.AddHandler(func(_ *discordgo.Session, i *discordgo.InteractionCreate) {
		if w.answered != nil {
			w.answered(i)
			return
		}
		w.arrived <- i
	})
	if err := s.Open(); err != nil {
		w.t.Fatal(err)
	}
	w.bot = s
	return s
}

func (w *world) answer(i *discordgo.InteractionCreate, kind discordgo.InteractionResponseType, data *discordgo.InteractionResponseData) {
	if err := w.bot.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{Type: kind, Data: data}); err != nil {
		w.t.Errorf("respond: %v", err)
	}
}

// do sends one raw request as the bot and returns status and decoded body.
func (w *world) do(method, path string, body any) (int, map[string]any) {
	w.t.Helper()
	status, _, raw := w.raw(method, path, body)
	var out map[string]any
	if len(raw) > 0 && raw[0] == '{' {
		if err := json.Unmarshal(raw, &out); err != nil {
			w.t.Fatalf("%s %s: %v: %s", method, path, err, raw)
		}
	}
	return status, out
}

func (w *world) raw(method, path string, body any) (int, http.Header, []byte) {
	w.t.Helper()
	var reader io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			w.t.Fatal(err)
		}
		reader = bytes.NewReader(raw)
	}
	req, err := http.NewRequest(method, w.URL()+"/api/v10"+path, reader)
	if err != nil {
		w.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bot "+w.Token())
	req.Header.Set("User-Agent", userAgent)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := (&http.Client{Transport: rewrite{w}}).Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return resp.StatusCode, resp.Header, raw
}

// want sends a request and fails the test unless the answer has that status and that code
// of Discord's (0 for none).
func (w *world) want(method, path string, body any, status, code int) map[string]any {
	w.t.Helper()
	got, out := w.do(method, path, body)
	gotCode, _ := out["code"].(float64)
	if got != status || int(gotCode) != code {
		w.t.Fatalf("%s %s: got %d, code %v (%v), want %d, code %d", method, path, got, gotCode, out, status, code)
	}
	return out
}

// send posts a message to a person's direct messages.
func (w *world) send(p *playground.Person, body map[string]any) map[string]any {
	w.t.Helper()
	return w.want("POST", "/channels/"+p.DM().ID+"/messages", body, 200, 0)
}

func (w *world) last(p *playground.Person) playground.Message {
	w.t.Helper()
	all := p.Messages()
	if len(all) == 0 {
		w.t.Fatal("the person sees no message")
	}
	return all[len(all)-1]
}

func (w *world) await(what string, cond func() bool) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := w.Await(ctx, cond); err != nil {
		w.t.Fatalf("waited for %s: %v", what, err)
	}
}

type outcome struct {
	playground.Response
	err error
}

// begin lets a person act. It returns the interaction that reached the bot, and a channel
// that gets the outcome.
func (w *world) begin(act func(context.Context) (playground.Response, error)) (*discordgo.InteractionCreate, <-chan outcome) {
	w.t.Helper()
	done := make(chan outcome, 1)
	go func() {
		r, err := act(context.Background())
		done <- outcome{r, err}
	}()
	select {
	case i := <-w.arrived:
		return i, done
	case o := <-done:
		w.t.Fatalf("nothing was sent: %v", o.err)
	}
	return nil, nil
}

func (w *world) press(p *playground.Person, m playground.Message, id string) (*discordgo.InteractionCreate, <-chan outcome) {
	w.t.Helper()
	return w.begin(func(ctx context.Context) (playground.Response, error) { return p.Press(ctx, m, id) })
}

func callback(i *discordgo.InteractionCreate) string {
	return fmt.Sprintf("/interactions/%s/%s/callback", i.ID, i.Token)
}

func (w *world) hook(i *discordgo.InteractionCreate) string {
	return "/webhooks/" + w.Application() + "/" + i.Token
}

func reply(kind int, data map[string]any) map[string]any {
	return map[string]any{"type": kind, "data": data}
}

type object = map[string]any

func text(content string) object { return object{"content": content} }

func buttons(ids ...string) []any {
	var row []any
	for _, id := range ids {
		row = append(row, object{"type": 2, "style": 1, "label": "L " + id, "custom_id": id})
	}
	return []any{object{"type": 1, "components": row}}
}

func (w *world) broken() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]string(nil), w.broke...)
}

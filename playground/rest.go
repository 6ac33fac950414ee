package playground

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"time"
)

// maxRequest is the largest request Discord takes (D:reference#uploading-files).
const maxRequest = 25 << 20

// call is one request of the bot on its way through a route.
type call struct {
	*http.Request
	route string // "METHOD /path/template" in the words of the OpenAPI description
	body  []byte // the JSON: of a multipart request its payload_json
	files map[string]*file
	lost  bool // a fault keeps its answer from the bot
}

// answer is what a route answers: a status and a JSON body, if any.
type answer struct {
	status int
	body   any
}

func ok(body any) (answer, error) { return answer{http.StatusOK, body}, nil }

var noContent = answer{status: http.StatusNoContent}

// apiError is an error as Discord answers it: an HTTP status, a JSON code and a message,
// and for an invalid form where and why.
type apiError struct {
	status    int
	code      int
	message   string
	path      string // "data.components[0].custom_id"
	rule      string // "BASE_TYPE_BAD_LENGTH"
	why       string
	mayHappen bool // a correct bot may meet it: it is not told to Options.Broke
	header    http.Header
	raw       []byte
}

// Error names the rule that was broken and where, never what was sent.
func (e *apiError) Error() string {
	if e.rule != "" {
		return fmt.Sprintf("%d %s: %s %s: %s", e.code, e.message, e.path, e.rule, e.why)
	}
	return fmt.Sprintf("%d %s", e.code, e.message)
}

func refuse(status, code int, message string) *apiError {
	return &apiError{status: status, code: code, message: message}
}

// expected marks an error that a correct bot may meet, because of a race or of what
// people do.
func (e *apiError) expected() *apiError {
	e.mayHappen = true
	return e
}

func invalid(path, rule, why string, args ...any) *apiError {
	return &apiError{status: 400, code: 50035, message: "Invalid Form Body", path: path, rule: rule, why: fmt.Sprintf(why, args...)}
}

// routes returns a handler for every path that this Discord answers, by its template in
// the OpenAPI description.
func (d *Discord) routes() *http.ServeMux {
	mux := http.NewServeMux()
	on := func(pattern string, serve func(*call) (answer, error)) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { d.handle(w, r, pattern, serve) })
	}
	on("GET /gateway", d.getGateway)
	on("GET /gateway/bot", d.getGatewayBot)
	on("GET /users/@me", d.getSelf)
	on("GET /users/{user_id}", d.getUser)
	on("GET /users/@me/guilds", d.getGuilds)
	on("POST /users/@me/channels", d.createDM)
	on("GET /applications/@me", d.getApplication)
	on("GET /oauth2/applications/@me", d.getApplication)
	for _, scope := range []string{"/applications/{application_id}/commands", "/applications/{application_id}/guilds/{guild_id}/commands"} {
		on("GET "+scope, d.getCommands)
		on("PUT "+scope, d.putCommands)
		on("POST "+scope, d.postCommand)
		on("DELETE "+scope+"/{command_id}", d.deleteCommand)
	}
	on("GET /channels/{channel_id}", d.getChannel)
	on("POST /channels/{channel_id}/typing", d.typing)
	on("GET /channels/{channel_id}/messages", d.getMessages)
	on("POST /channels/{channel_id}/messages", d.createMessage)
	on("GET /channels/{channel_id}/messages/{message_id}", d.getMessage)
	on("PATCH /channels/{channel_id}/messages/{message_id}", d.editMessage)
	on("DELETE /channels/{channel_id}/messages/{message_id}", d.deleteMessage)
	on("POST /interactions/{interaction_id}/{interaction_token}/callback", d.callback)
	hook := "/webhooks/{webhook_id}/{webhook_token}"
	on("POST "+hook, d.followUp)
	for _, which := range []string{"/messages/@original", "/messages/{message_id}"} {
		on("GET "+hook+which, d.getReply)
		on("PATCH "+hook+which, d.editReply)
		on("DELETE "+hook+which, d.deleteReply)
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		d.handle(w, r, r.Method+" (no such path)", func(*call) (answer, error) {
			return answer{}, refuse(404, 0, "404: Not Found")
		})
	})
	return mux
}

// version matches what stands before a path, such as "/api/" or "/api/v9/". All versions
// answer alike.
var version = regexp.MustCompile(`^/api(/v\d+)?/`)

func (d *Discord) api(w http.ResponseWriter, r *http.Request) {
	prefix := version.FindString(r.URL.Path)
	if prefix == "" {
		http.NotFound(w, r)
		return
	}
	http.StripPrefix(strings.TrimSuffix(prefix, "/"), d.mux).ServeHTTP(w, r)
}

// handle answers one request: it applies the faults that are switched on, and between
// them what execute does.
func (d *Discord) handle(w http.ResponseWriter, r *http.Request, route string, serve func(*call) (answer, error)) {
	if !d.enter() {
		reset(w)
		return
	}
	defer d.requests.Done()
	body, tooLarge := readBody(r)
	r.Body = io.NopCloser(strings.NewReader(string(body)))
	if d.o.Latency != nil {
		d.pause(r, d.o.Latency())
	}
	fault := d.faultFor(r)
	if fault == nil {
		fault = &Fault{}
	}
	d.pause(r, fault.Delay)
	var reply *http.Response
	if fault.Execute {
		heard := serve
		serve = func(c *call) (answer, error) { c.lost = true; return heard(c) }
	}
	if !fault.Drop && fault.Status == 0 || fault.Execute {
		reply = d.execute(r, body, route, tooLarge, serve)
	}
	if fault.Drop {
		d.count(r.Method, route, 0, false)
		reset(w)
		return
	}
	if fault.Status != 0 {
		reply = fault.response()
	}
	d.count(r.Method, route, reply.StatusCode, reply.Header.Get("X-RateLimit-Scope") == "shared")
	d.deliver(w, reply)
}

// execute carries a request out as if nothing went wrong, and tells Options.Broke of a
// broken rule.
func (d *Discord) execute(r *http.Request, body []byte, route string, tooLarge bool, serve func(*call) (answer, error)) *http.Response {
	header := http.Header{}
	a, err := d.judge(r, body, route, tooLarge, header, serve)
	if err == nil {
		return respond(a.status, header, a.body)
	}
	e, known := err.(*apiError)
	if !known {
		e = invalid("_", "SPEC", "%s", err)
	}
	if !e.mayHappen {
		d.o.Log.Debug("a rule of discord's was broken", "action", route, "code", e.code)
		if d.o.Broke != nil {
			d.o.Broke(route, err)
		}
	}
	for k, v := range e.header {
		header[k] = v
	}
	if e.raw != nil {
		return respond(e.status, header, json.RawMessage(e.raw))
	}
	return respond(e.status, header, e.json())
}

// judge refuses a request that Discord would refuse on any route, and hands any other
// to its route.
func (d *Discord) judge(r *http.Request, body []byte, route string, tooLarge bool, header http.Header, serve func(*call) (answer, error)) (answer, error) {
	if !strings.HasPrefix(r.UserAgent(), "DiscordBot (") { // D:reference#user-agent
		return answer{}, refuse(403, 40333, "internal network error")
	}
	if err := d.authorise(r, route); err != nil {
		return answer{}, err
	}
	if err := d.spend(r, route, header); err != nil {
		return answer{}, err
	}
	if tooLarge {
		return answer{}, refuse(413, 40005, "Request entity too large")
	}
	if d.o.Check != nil {
		if err := d.o.Check(r, body); err != nil {
			return answer{}, err
		}
	}
	c := &call{Request: r, route: route, body: body}
	if err := c.unpack(); err != nil {
		return answer{}, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return serve(c)
}

// byToken returns whether a route carries its authority in the path, or needs none
// (D:interactions/receiving-and-responding, D:events/gateway).
func byToken(route string) bool {
	_, path, _ := strings.Cut(route, " ")
	return path == "/gateway" || strings.HasPrefix(path, "/interactions/") || strings.HasPrefix(path, "/webhooks/")
}

func (d *Discord) authorise(r *http.Request, route string) error {
	if byToken(route) || r.Header.Get("Authorization") == "Bot "+d.token {
		return nil
	}
	return refuse(401, 0, "401: Unauthorized").expected()
}

func readBody(r *http.Request) (body []byte, tooLarge bool) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxRequest+1))
	return body, err == nil && len(body) > maxRequest
}

// enter counts a request in and returns true, or returns false after Close.
func (d *Discord) enter() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.closed {
		d.requests.Add(1)
	}
	return !d.closed
}

func (d *Discord) pause(r *http.Request, delay time.Duration) {
	if delay <= 0 {
		return
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.Context().Done():
	case <-d.done:
	}
}

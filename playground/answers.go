package playground

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxRequests is how many requests are kept for Requests. Count and Invalid count all.
const maxRequests = 4096

// RequestInfo is one request of the bot; Status 0 means that it was dropped.
type RequestInfo struct {
	Method string
	Route  string // "METHOD /path/template"
	Status int
	At     time.Time // on Now
}

type tally struct {
	recent  []RequestInfo // a ring once it is full
	next    int
	byRoute map[string]int
	invalid int
}

func newTally() tally { return tally{byRoute: map[string]int{}} }

func (d *Discord) count(method, route string, status int, shared bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	t := &d.tally
	t.byRoute[route]++
	if (status == 401 || status == 403 || status == 429) && !shared {
		t.invalid++
	}
	info := RequestInfo{Method: method, Route: route, Status: status, At: d.o.Now()}
	if len(t.recent) < maxRequests {
		t.recent = append(t.recent, info)
	} else {
		t.recent[t.next] = info
		t.next = (t.next + 1) % maxRequests
	}
	d.touch()
}

// Requests returns the last requests of the bot, at most 4,096, oldest first.
func (d *Discord) Requests() []RequestInfo {
	d.mu.Lock()
	defer d.mu.Unlock()
	t := &d.tally
	return append(append([]RequestInfo(nil), t.recent[t.next:]...), t.recent[:t.next]...)
}

// Count returns how many requests came to a route, dropped ones too. A route is
// "METHOD /path/template", in the words of Discord's OpenAPI description.
func (d *Discord) Count(route string) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.tally.byRoute[route]
}

// Invalid returns how many requests were answered 401, 403 or 429, without the 429s of a
// shared limit. For 10,000 of them in ten minutes Cloudflare bans the address
// (D:topics/rate-limits).
func (d *Discord) Invalid() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.tally.invalid
}

func respond(status int, header http.Header, body any) *http.Response {
	r := &http.Response{StatusCode: status, Header: header, Body: http.NoBody}
	if status != http.StatusNoContent {
		header.Set("Content-Type", "application/json")
		r.Body = io.NopCloser(bytes.NewReader(marshal(body)))
	}
	return r
}

func (f *Fault) response() *http.Response {
	header := f.Header.Clone()
	if header == nil {
		header = http.Header{}
	}
	if f.Body == nil {
		return respond(f.Status, header, refuse(f.Status, f.Code, f.Message).json())
	}
	return &http.Response{StatusCode: f.Status, Header: header, Body: io.NopCloser(bytes.NewReader(f.Body))}
}

// deliver writes an answer, dated by Discord's clock, and flushes it, so that Close cuts
// none short.
func (d *Discord) deliver(w http.ResponseWriter, r *http.Response) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic("playground: an answer in memory does not read: " + err.Error())
	}
	w.Header()["Date"] = d.date()
	for k, v := range r.Header {
		w.Header()[k] = v
	}
	if r.StatusCode != http.StatusNoContent {
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	}
	w.WriteHeader(r.StatusCode)
	w.Write(body)
	http.NewResponseController(w).Flush()
}

// json returns Discord's error body. That of an invalid form names the field, nested as
// Discord nests it (D:reference#error-messages).
func (e *apiError) json() map[string]any {
	body := map[string]any{"code": e.code, "message": e.message}
	if e.rule == "" {
		return body
	}
	var at any = map[string]any{"_errors": []any{map[string]any{"code": e.rule, "message": e.why}}}
	steps := strings.FieldsFunc(e.path, func(r rune) bool { return r == '.' || r == '[' || r == ']' })
	for i := len(steps) - 1; i >= 0; i-- {
		at = map[string]any{steps[i]: at}
	}
	body["errors"] = at
	return body
}

func rateLimitBody(after time.Duration, global bool, code int) []byte {
	body := map[string]any{"message": "You are being rate limited.", "retry_after": after.Seconds(), "global": global, "code": code}
	if code == 30046 {
		body["message"] = "Maximum number of edits to messages older than 1 hour reached. Try again later."
	}
	return marshal(body)
}

// seconds writes a duration as Discord's headers do: whole seconds, rounded up,
// or with that many decimals.
func seconds(d time.Duration, decimals int) string {
	if decimals == 0 {
		return strconv.FormatInt(int64((d+time.Second-1)/time.Second), 10)
	}
	return fmt.Sprintf("%.*f", decimals, d.Seconds())
}

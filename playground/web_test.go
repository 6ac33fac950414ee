package playground

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

const pageSecret = "S3CRET_of-the-page"

// paged returns a page for two people who have a picture, a text file and a message
// for one alone.
func paged(t *testing.T) (page *Page, ana, ben *Person, on *message) {
	t.Helper()
	t.Parallel()
	now := func() time.Time { return time.Date(2026, 11, 23, 20, 0, 0, 0, time.UTC) }
	d := New(Options{Now: now})
	ana, ben = d.AddPerson("Ana"), d.AddPerson("Ben")
	d.mu.Lock()
	defer d.mu.Unlock()
	on = &message{channel: d.openDM(ana), author: d.bot, content: "look", files: []*file{
		{id: "1", name: "week.png", contentType: "image/png", data: []byte("png")},
		{id: "2", name: "export.html", contentType: "text/html", data: []byte("<script>alert(1)</script>")},
		{id: "3", name: "drawing.svg", contentType: "image/svg+xml", data: []byte("<svg onload=alert(1)>")},
	}}
	d.post(on)
	page = NewPage(PageOptions{
		Discord: d, Now: now, Secret: pageSecret, Bot: "bot",
		Seats: []Seat{{ana, time.UTC}, {ben, time.UTC}},
	})
	return page, ana, ben, on
}

func ask(page *Page, method, path, body string, change ...func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://127.0.0.1:4000"+path, strings.NewReader(body))
	if method == "POST" {
		r.Header.Set("Origin", "http://127.0.0.1:4000")
		r.Header.Set("Content-Type", "application/json")
	}
	for _, f := range change {
		f(r)
	}
	w := httptest.NewRecorder()
	page.ServeHTTP(w, r)
	return w
}

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

func TestThePageAnswersOnlyItself(t *testing.T) {
	page, ana, _, _ := paged(t)
	const home = "/" + pageSecret + "/"
	write := `{"person":"` + ana.ID + `","do":"write","text":"hello"}`
	for name, c := range map[string]struct {
		method, path, body string
		change             func(*http.Request)
		want               int
	}{
		"the page":              {"GET", home, "", nil, 200},
		"its script":            {"GET", home + "page/app.js", "", nil, 200},
		"by the name localhost": {"GET", home, "", func(r *http.Request) { r.Host = "localhost:4000" }, 200},
		"opened from elsewhere": {"GET", home, "", func(r *http.Request) {
			header("Sec-Fetch-Site", "cross-site")(r)
			header("Sec-Fetch-Mode", "navigate")(r)
		}, 200},
		"without its last slash":            {"GET", "/" + pageSecret, "", nil, 308},
		"no secret":                         {"GET", "/", "", nil, 403},
		"a wrong secret":                    {"GET", "/S3CRET_of-the-pagE/", "", nil, 403},
		"a longer secret":                   {"GET", "/" + pageSecret + "x/", "", nil, 403},
		"by another name (DNS rebinding)":   {"GET", home, "", func(r *http.Request) { r.Host = "example.org:4000" }, 403},
		"embedded elsewhere":                {"GET", home + "page/app.js", "", header("Sec-Fetch-Site", "cross-site"), 403},
		"embedded by another port":          {"GET", home + "page/app.js", "", header("Sec-Fetch-Site", "same-site"), 403},
		"read by another origin":            {"GET", home + "events", "", header("Origin", "http://127.0.0.1:4001"), 403},
		"nothing outside of the page's own": {"GET", home + "page/..%2fweb.go", "", nil, 404},
		"an act":                            {"POST", home + "act", write, nil, 200},
		"an act of another port":            {"POST", home + "act", write, header("Origin", "http://127.0.0.1:4001"), 403},
		"an act of no origin":               {"POST", home + "act", write, func(r *http.Request) { r.Header.Del("Origin") }, 403},
		"an act of a null origin":           {"POST", home + "act", write, header("Origin", "null"), 403},
		"an act as a form sends it":         {"POST", home + "act", write, header("Content-Type", "text/plain"), 415},
		"an act that is no JSON":            {"POST", home + "act", "{", nil, 400},
		"an act of nobody":                  {"POST", home + "act", `{"person":"1","do":"write","text":"x"}`, nil, 404},
		"no such act":                       {"POST", home + "act", `{"person":"` + ana.ID + `","do":"dance"}`, nil, 409},
		"no such action":                    {"POST", home + "do", `{"action":"dance"}`, nil, 404},
		"another method":                    {"DELETE", home + "act", "", header("Origin", "http://127.0.0.1:4000"), 405},
	} {
		change := c.change
		if change == nil {
			change = func(*http.Request) {}
		}
		w := ask(page, c.method, c.path, c.body, change)
		if w.Code != c.want {
			t.Errorf("%s: got %d, want %d", name, w.Code, c.want)
		}
		for key, want := range map[string]string{
			"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			"Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store",
		} {
			if got := w.Header().Get(key); got != want {
				t.Errorf("%s: got %s %q, want %q", name, key, got, want)
			}
		}
	}
	if n := len(ana.Messages()); n != 2 {
		t.Errorf("Ana has %d messages, want the bot's and the one of the one good act", n)
	}
}

func TestThePagesFilesHoldNothingInline(t *testing.T) {
	t.Parallel()
	raw, err := pageFiles.ReadFile("page/index.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range []string{"style=", "<style", "onclick", "onload", "http://", "https://", "<script>"} {
		if strings.Contains(string(raw), wrong) {
			t.Errorf("index.html has %s", wrong)
		}
	}
	files, err := pageFiles.ReadDir("page")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if f.IsDir() {
			continue
		}
		raw, err := pageFiles.ReadFile("page/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, wrong := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "createContextualFragment", "@import", "url("} {
			if strings.Contains(string(raw), wrong) {
				t.Errorf("%s uses %s", f.Name(), wrong)
			}
		}
	}
}

func TestThePageShowsPicturesAndSavesAnythingElse(t *testing.T) {
	page, ana, ben, on := paged(t)
	home := "/" + pageSecret + "/files/"
	for file, want := range map[string]struct{ kind, as string }{
		"1": {"image/png", "inline; filename=week.png"},
		"2": {"application/octet-stream", "attachment; filename=export.html"},
		"3": {"application/octet-stream", "attachment; filename=drawing.svg"},
	} {
		w := ask(page, "GET", home+ana.ID+"/"+on.id+"/"+file, "")
		if got := w.Header(); w.Code != 200 || got.Get("Content-Type") != want.kind || got.Get("Content-Disposition") != want.as {
			t.Errorf("file %s: got %d as %s, %s", file, w.Code, got.Get("Content-Type"), got.Get("Content-Disposition"))
		}
	}
	if w := ask(page, "GET", home+ben.ID+"/"+on.id+"/1", ""); w.Code != 404 {
		t.Errorf("Ana's picture to Ben: got %d, want 404", w.Code)
	}
}

func TestOnlyWhoWasShownAFormSendsIt(t *testing.T) {
	page, ana, ben, _ := paged(t)
	held := page.keepForm(Form{CustomID: "f", Title: "T", shown: &interaction{person: ana}})
	w := ask(page, "POST", "/"+pageSecret+"/act", `{"person":"`+ben.ID+`","do":"submit","form":"`+held.ID+`"}`)
	if w.Code != 409 || !strings.Contains(w.Body.String(), "The message is not there any more.") {
		t.Errorf("got %d %s, want 409 and that the message is not there", w.Code, w.Body)
	}
	for range keptForms {
		page.keepForm(Form{})
	}
	if _, still := page.form(held.ID); still || len(page.forms) != keptForms {
		t.Errorf("%d forms are kept, the oldest too: %v; want %d", len(page.forms), still, keptForms)
	}
}

func TestAStreamTellsEachMessageOnceUntilItChanges(t *testing.T) {
	page, ana, _, on := paged(t)
	s := newStream(httptest.NewRecorder(), page.in(Spoken()))
	told := func() (ids []string) {
		for _, m := range page.state(s).People[0].Messages {
			ids = append(ids, m.ID)
		}
		return ids
	}
	if got := told(); !slices.Equal(got, []string{on.id}) {
		t.Errorf("at first: got %v, want %v", got, on.id)
	}
	if got := told(); len(got) != 0 {
		t.Errorf("without a change: got %v, want none", got)
	}
	m, err := ana.Write("hello")
	if err != nil {
		t.Fatal(err)
	}
	if got := told(); !slices.Equal(got, []string{m.ID}) {
		t.Errorf("after writing: got %v, want %v", got, m.ID)
	}
	if _, err := ana.Edit(m, "hello there"); err != nil {
		t.Fatal(err)
	}
	if got := told(); !slices.Equal(got, []string{m.ID}) {
		t.Errorf("after an edit: got %v, want %v", got, m.ID)
	}
}

func TestTroubleIsMadeAndEnded(t *testing.T) {
	page, ana, _, _ := paged(t)
	send := func(body string) {
		t.Helper()
		if w := ask(page, "POST", "/"+pageSecret+"/trouble", body); w.Code != 200 {
			t.Fatalf("got %d %s", w.Code, w.Body)
		}
	}
	d := page.o.Discord
	r := httptest.NewRequest("POST", "/api/v10/channels/1/messages", nil)
	send(`{"limited":true,"slow":true,"closed":{"` + ana.ID + `":true}}`)
	if f := d.faultFor(r); f == nil || f.Status != 429 || f.Delay != slowness || !ana.closedDMs || !page.Troubled() {
		t.Errorf("got %+v, closed %v, troubled %v", f, ana.closedDMs, page.Troubled())
	}
	if f := d.faultFor(httptest.NewRequest("POST", "/api/v10/interactions/1/t/callback", nil)); f == nil || f.Status != 0 {
		t.Errorf("a reply: got %+v, want it slow only", f)
	}
	send(`{"down":true}`)
	if f := d.faultFor(r); f == nil || !f.Drop {
		t.Errorf("down: got %+v", f)
	}
	if w := ask(page, "POST", "/"+pageSecret+"/act", `{"person":"`+ana.ID+`","do":"write","text":"hello?"}`); w.Code != 409 || !strings.Contains(w.Body.String(), "Discord is down, for people too") {
		t.Errorf("an act while Discord is down: got %d %s, want 409", w.Code, w.Body)
	}
	send(`{}`)
	if f := d.faultFor(r); f != nil || ana.closedDMs || page.Troubled() {
		t.Errorf("at the end: got %+v, closed %v, troubled %v", f, ana.closedDMs, page.Troubled())
	}
}

func TestWhileTheClockMovesASlowDiscordIsHurriedAndNobodyActs(t *testing.T) {
	page, ana, _, _ := paged(t)
	request := httptest.NewRequest("POST", "/api/v10/channels/1/messages", nil)
	delay := func() time.Duration { return page.o.Discord.faultFor(request).Delay }
	var moving time.Duration
	acting := make(chan int, 1)
	page.o.Actions = []Action{{ID: "day", Group: "clock", Do: func(context.Context) error {
		moving = delay()
		if page.moving.TryRLock() {
			t.Error("somebody could act while the clock moves")
		}
		go func() {
			acting <- ask(page, "POST", "/"+pageSecret+"/act", `{"person":"`+ana.ID+`","do":"write","text":"now"}`).Code
		}()
		return errors.New("not quite")
	}}}
	if w := ask(page, "POST", "/"+pageSecret+"/trouble", `{"slow":true}`); w.Code != 200 {
		t.Fatalf("got %d", w.Code)
	}
	w := ask(page, "POST", "/"+pageSecret+"/do", `{"action":"day"}`)
	if w.Code != 409 || w.Body.String() != `{"error":"not quite"}` {
		t.Errorf("got %d %s, want the action's own sentence", w.Code, w.Body)
	}
	if moving != hurry || delay() != slowness {
		t.Errorf("a request took %v while the clock moved and %v after, want %v and %v", moving, delay(), hurry, slowness)
	}
	if code := <-acting; code != 200 {
		t.Errorf("who acted meanwhile got %d, want it done afterwards", code)
	}
}

func TestAPageNeedsWhatItNeeds(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("a page without a secret was made")
		}
	}()
	NewPage(PageOptions{Discord: New(Options{Now: time.Now}), Now: time.Now, Seats: []Seat{{}}})
}

func TestAStateIsWhatThePageNeeds(t *testing.T) {
	page, _, _, on := paged(t)
	raw, err := json.Marshal(page.state(newStream(httptest.NewRecorder(), page.in(Spoken()))))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"content":"look"`, `"zone":"UTC"`, `"order":["` + on.id + `"]`, `"picture":true`, `"now":1795464000000`, `"actions":[]`, `"commands":[]`, `"language":"en"`, `"drawer":false`} {
		if !strings.Contains(string(raw), want) {
			t.Errorf("got %s\nwant %s in it", raw, want)
		}
	}
}

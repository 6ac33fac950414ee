package playground_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"leanon/playground"
)

// upload posts a message with that many files of size bytes each.
func (w *world) upload(p *playground.Person, payload object, files, size int) (status int, code float64) {
	w.t.Helper()
	return w.form("POST", "/channels/"+p.DM().ID+"/messages", payload, files, size)
}

// form makes a request of a payload and that many files of size bytes each.
func (w *world) form(method, path string, payload object, files, size int) (status int, code float64) {
	w.t.Helper()
	raw, err := json.Marshal(payload)
	if err != nil {
		w.t.Fatal(err)
	}
	form := &bytes.Buffer{}
	m := multipart.NewWriter(form)
	if err := m.WriteField("payload_json", string(raw)); err != nil {
		w.t.Fatal(err)
	}
	for i := range files {
		part, err := m.CreateFormFile(fmt.Sprintf("files[%d]", i), fmt.Sprintf("%d.bin", i))
		if err == nil {
			_, err = part.Write(make([]byte, size))
		}
		if err != nil {
			w.t.Fatal(err)
		}
	}
	if err := m.Close(); err != nil {
		w.t.Fatal(err)
	}
	req, err := http.NewRequest(method, w.URL()+"/api/v10"+path, form)
	if err != nil {
		w.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bot "+w.Token())
	req.Header.Set("User-Agent", userAgent)
	req.Header.Set("Content-Type", m.FormDataContentType())
	resp, err := (&http.Client{Transport: rewrite{w}}).Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusNoContent {
		return resp.StatusCode, 0
	}
	var out struct{ Code float64 }
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
		w.t.Fatal(err)
	}
	return resp.StatusCode, out.Code
}

func TestFilesHaveTheirLimits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.AddPerson("Ana")
	about := func(text string) object {
		return object{"attachments": []any{object{"id": 0, "filename": "week.png", "description": text}}}
	}
	for _, c := range []struct {
		name        string
		payload     object
		files, size int
		status      int
		code        float64
	}{
		{"ten", object{}, 10, 1, 200, 0}, {"eleven", object{}, 11, 1, 400, 30015},
		{"10 MiB", object{}, 1, 10 << 20, 200, 0}, {"a byte more", object{}, 1, 10<<20 + 1, 413, 40005},
		{"25 MiB in all", object{}, 3, 9 << 20, 413, 40005},
		{"a description of 1,024", about(strings.Repeat("d", 1024)), 1, 1, 200, 0}, {"of 1,025", about(strings.Repeat("d", 1025)), 1, 1, 400, 50035},
	} {
		if status, code := w.upload(ana, c.payload, c.files, c.size); status != c.status || code != c.code {
			t.Errorf("%s: got %d, code %v, want %d, code %v", c.name, status, code, c.status, c.code)
		}
	}
	if f := w.last(ana).Files[0]; f.Filename != "week.png" || len(f.Description) != 1024 {
		t.Errorf("got %s with %d characters about it, want what was said", f.Filename, len(f.Description))
	}
}

// A reply, an update of the message that was pressed, and an edit of either take files as
// a new message does, and take away those that they do not name. Each request is one that
// Discord's description allows.
func TestRepliesUpdatesAndEditsTakeFiles(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *playground.Options) { o.Check = description(t).Check })
	ana := w.AddPerson("Ana")
	w.connect()
	w.send(ana, object{"content": "q", "components": buttons("a")})
	m := w.last(ana)
	with := func(about string) object {
		return object{"content": "week", "components": buttons("a"), "attachments": []any{object{"id": "0", "filename": "week.png", "description": about}}}
	}
	shows := func(after, about string, files int) {
		t.Helper()
		got := w.last(ana)
		if len(got.Files) != files || files > 0 && (got.Files[0].Filename != "week.png" || got.Files[0].Description != about || len(got.Files[0].Data) != 9) {
			t.Errorf("after %s: got %+v, want %d files with %q", after, got.Files, files, about)
		}
	}
	uploads := func(method, path string, payload object, status int) {
		t.Helper()
		if got, code := w.form(method, path, payload, 1, 9); got != status {
			t.Fatalf("%s %s: got %d, code %v, want %d", method, path, got, code, status)
		}
	}
	i, _ := w.press(ana, m, "a")
	uploads("POST", callback(i), reply(7, with(strings.Repeat("d", 1025))), 400)
	uploads("POST", callback(i), reply(7, with("Comfort, Play")), 204)
	shows("an update", "Comfort, Play", 1)
	uploads("PATCH", w.hook(i)+"/messages/@original", with("Rest, Play"), 200)
	shows("an edit of the original", "Rest, Play", 1)
	w.want("PATCH", w.hook(i)+"/messages/@original", object{"content": "week"}, 200, 0)
	shows("an edit that does not speak of files", "Rest, Play", 1)
	w.want("PATCH", w.hook(i)+"/messages/@original", object{"attachments": []any{}}, 200, 0)
	shows("an edit that names none", "", 0)
	uploads("PATCH", "/channels/"+ana.DM().ID+"/messages/"+m.ID, with("A date, Play"), 200)
	shows("an edit of the message", "A date, Play", 1)
	i, _ = w.press(ana, m, "a")
	w.want("POST", callback(i), reply(7, object{"content": "folded", "attachments": []any{}}), 204, 0)
	shows("an update that names none", "", 0)
	i, _ = w.press(ana, m, "a")
	uploads("POST", callback(i), reply(4, with("Quiet, Play")), 204)
	shows("a reply", "Quiet, Play", 1)
}

func TestASecondResponseIsNoFaultOfABotThatDidNotHearOfItsFirst(t *testing.T) {
	t.Parallel()
	w, ana, m := asked(t)
	i, _ := w.press(ana, m, "a")
	w.Fault(func(*http.Request) *playground.Fault { return &playground.Fault{Execute: true, Status: 502} })
	if status, _, _ := w.raw("POST", callback(i), reply(4, text("one"))); status != 502 {
		t.Fatalf("got %d, want 502", status)
	}
	w.Fault(nil)
	w.want("POST", callback(i), reply(4, text("two")), 400, 40060)
	if got := w.broken(); len(got) != 0 || w.last(ana).Content != "one" {
		t.Errorf("got %v told as broken and %q, want nothing and the first", got, w.last(ana).Content)
	}
}

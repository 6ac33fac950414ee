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
	req, err := http.NewRequest("POST", w.URL()+"/api/v10/channels/"+p.DM().ID+"/messages", form)
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

package playground_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"
	"time"

	"leanon/playground"
)

// These are the bytes of heap that one of many may cost, with room above what was
// measured.
const (
	mostForAPerson  = 700
	mostForAMessage = 1300
)

func TestAPersonAndAMessageStayCheap(t *testing.T) {
	if testing.Short() || racing {
		t.Skip("4,000 people, and what they cost without the race detector")
	}
	w := newWorld(t)
	s := w.dial()
	s.identify(w, direct)
	empty := heap()
	people := make([]*playground.Person, 4_000)
	for i := range people {
		people[i] = w.AddPerson(fmt.Sprint("p", i))
		people[i].DM()
	}
	peopled := heap()
	const messages = 10_000
	rows := buttons("a", "b", "c")
	for i := range messages {
		if i%5 == 0 { // the window of the nonces moves on
			w.pass(time.Second)
		}
		w.quick("POST", "/channels/"+people[i%len(people)].DM().ID+"/messages", object{"content": "What would feel like comfort today?", "components": rows, "nonce": fmt.Sprint(i), "enforce_nonce": true})
	}
	w.Gateway().Drop() // what waits to be read or resumed is the client's affair
	w.pass(time.Hour)
	w.dial().identify(w, direct)
	full := heap()
	person, message := (peopled-empty)/int64(len(people)), (full-peopled)/messages
	t.Logf("a person costs %d bytes, a message with three buttons %d", person, message)
	if person > mostForAPerson || message > mostForAMessage {
		t.Errorf("a person costs %d bytes, want at most %d; a message %d, want at most %d", person, mostForAPerson, message, mostForAMessage)
	}
	if got := w.Count("POST /channels/{channel_id}/messages"); got != messages {
		t.Errorf("got %d requests counted, want %d", got, messages)
	}
	for i, want := range map[int]int{0: 3, 1_999: 3, 2_000: 2, 3_999: 2} {
		if got := len(people[i].Messages()); got != want {
			t.Errorf("person %d sees %d messages, want %d", i, got, want)
		}
	}
}

// heap returns how many bytes are in use after a garbage collection.
func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// BenchmarkCreateMessage creates one more message among 50,000 messages to 20,000 people.
func BenchmarkCreateMessage(b *testing.B) {
	w := newWorld(b)
	people := make([]*playground.Person, 20_000)
	for i := range people {
		people[i] = w.AddPerson(fmt.Sprint("p", i))
	}
	body := object{"content": "x", "components": buttons("a")}
	for i := range 50_000 {
		w.quick("POST", "/channels/"+people[i%len(people)].DM().ID+"/messages", body)
	}
	for b.Loop() {
		w.quick("POST", "/channels/"+people[0].DM().ID+"/messages", body)
	}
}

// quick sends one request without a connection and without checking its answer, because
// tests of size send many.
func (w *world) quick(method, path string, body any) {
	raw, err := json.Marshal(body)
	if err != nil {
		w.t.Fatal(err)
	}
	req := httptest.NewRequest(method, "/api/v10"+path, bytes.NewReader(raw))
	req.Header.Set("Authorization", "Bot "+w.Token())
	req.Header.Set("User-Agent", userAgent)
	req.Header.Set("Content-Type", "application/json")
	rec := httptest.NewRecorder()
	w.ServeHTTP(rec, req)
	if rec.Code != http.StatusOK {
		w.t.Fatalf("%s: got %d", method, rec.Code)
	}
}

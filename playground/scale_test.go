package playground_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"

	"leanon/playground"
)

func TestAWorldOfTwentyThousandStaysCheap(t *testing.T) {
	if testing.Short() {
		t.Skip("20,000 people")
	}
	w := newWorld(t)
	people := make([]*playground.Person, 20_000)
	for i := range people {
		people[i] = w.AddPerson(fmt.Sprint("p", i))
	}
	rows := buttons("a", "b", "c")
	s := w.dial()
	s.identify(w, direct)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	done := make(chan error, 1)
	go func() {
		done <- w.Await(context.Background(), func() bool { return w.Count("POST /channels/{channel_id}/messages") == 10_000 })
	}()
	for i := range 10_000 {
		w.quick("POST", "/channels/"+people[i%len(people)].DM().ID+"/messages", object{"content": "What would feel like comfort today?", "components": rows, "nonce": fmt.Sprint(i), "enforce_nonce": true})
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if each := (int64(after.HeapAlloc) - int64(before.HeapAlloc)) / 10_000; each > 3000 {
		t.Errorf("a message costs %d bytes, want at most 3,000", each)
	}
	if got := len(people[0].Messages()); got != 1 {
		t.Errorf("got %d messages, want 1", got)
	}
}

// BenchmarkCreateMessage is one more message among 50,000 to 20,000 people.
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

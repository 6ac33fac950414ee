package stories

import (
	"net/http"
	"strings"
	"sync/atomic"

	"leanon/playground"
)

const (
	createMessage = "POST /channels/{channel_id}/messages"
	readMessages  = "GET /channels/{channel_id}/messages"
)

// isCreate says whether a request creates a message.
func isCreate(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/messages")
}

// faults lets requests of a kind fail; people's presses are still answered.
func (w *world) faults(of func(*http.Request) bool, f *playground.Fault) {
	w.discord.Fault(func(r *http.Request) *playground.Fault {
		if of(r) {
			return f
		}
		return nil
	})
}

// creates says whether a request creates a message.
func creates(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/messages")
}

// once is a fault of the first n requests that create a message.
func once(n int64, fault *playground.Fault) func(*http.Request) *playground.Fault {
	var seen atomic.Int64
	return func(r *http.Request) *playground.Fault {
		if creates(r) && seen.Add(1) <= n {
			return fault
		}
		return nil
	}
}

// created counts the messages that Discord was asked to create.
func (w *world) created() (n int) {
	for _, r := range w.discord.Requests() {
		if r.Method == http.MethodPost && strings.HasSuffix(r.Route, "/messages") {
			n++
		}
	}
	return n
}

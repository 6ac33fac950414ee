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

// firstCreates returns a rule of Discord's by which the first n requests that create
// a message meet a fault.
func firstCreates(n int64, fault *playground.Fault) func(*http.Request) *playground.Fault {
	var seen atomic.Int64
	return func(r *http.Request) *playground.Fault {
		if isCreate(r) && seen.Add(1) <= n {
			return fault
		}
		return nil
	}
}

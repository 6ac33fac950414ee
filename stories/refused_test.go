package stories

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"leanon/playground"
)

// A refusal ends a message only where its content is at fault. Everything else passes, and
// what was refused meanwhile arrives, once.

// passing are refusals that say nothing about what is in a message.
var passing = []playground.Fault{
	{Status: 403, Code: 50001, Message: "Missing Access"},
	{Status: 404, Code: 10003, Message: "Unknown Channel"},
	{Status: 404, Code: 10008, Message: "Unknown Message"},
	{Status: 404, Code: 10013, Message: "Unknown User"},
	{Status: 403, Code: 40333, Message: "internal network error"},
	{Status: 403, Code: 40004, Message: "Send messages has been temporarily disabled"},
	{Status: 400, Code: 50041, Message: "Invalid API version provided"},
	{Status: 400, Code: 987654, Message: "A code of next year"},
	{Status: 403, Message: "403: Forbidden"},
	{Status: 403, Body: []byte("<html>not here</html>"), Header: http.Header{"Content-Type": {"text/html"}}},
}

// ofContent are refusals of what a message says.
var ofContent = []playground.Fault{
	{Status: 400, Code: 50035, Message: "Invalid Form Body"},
	{Status: 400, Code: 50006, Message: "Cannot send an empty message"},
	{Status: 400, Code: 50109, Message: "The request body contains invalid JSON."},
	{Status: 413, Code: 40005, Message: "Request entity too large"},
	{Status: 400, Code: 200000, Message: "Message was blocked by automatic moderation"},
	{Status: 400, Code: 240000, Message: "Message blocked by harmful links filter"},
	{Status: 403, Code: 20009, Message: "Explicit content cannot be sent to the desired recipient(s)"},
}

func named(f playground.Fault) string {
	if f.Body != nil {
		return fmt.Sprintf("%d in HTML", f.Status)
	}
	return fmt.Sprintf("%d with code %d", f.Status, f.Code)
}

func isEdit(r *http.Request) bool {
	return r.Method == http.MethodPatch && !strings.Contains(r.URL.Path, "/webhooks/")
}

func isOpenDM(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/users/@me/channels")
}

// owed is a kind of message, or an edit of one, that somebody is owed.
type owed struct {
	name  string
	wire  func(*http.Request) bool // the request that Discord refuses
	until func(w *world) (who *person, words string)
	owes  func(w *world) // the last thing before it is owed
}

// owedKinds are made anew for each story, because they remember who is in it.
func owedKinds() []owed {
	var ana, ben *person
	pair := func(w *world) {
		ana, ben = w.couple("Anabel", "Benedict")
		ana.runs("rhythm", "days", "none")
		ben.runs("rhythm", "days", "none")
	}
	note := func(w *world) { ana.asks("A walk before dinner", "Benedict") }
	return []owed{
		{"note", isCreate, func(w *world) (*person, string) { pair(w); return ben, "A note from Anabel is waiting" }, note},
		{"answer", isCreate, func(w *world) (*person, string) {
			pair(w)
			note(w)
			ben.opens()
			return ana, "Benedict says: **I hear you.**"
		}, func(*world) { ben.presses("I hear you") }},
		{"line added to an answer", isCreate, func(w *world) (*person, string) {
			pair(w)
			note(w)
			ben.opens().presses("I hear you")
			return ana, "An answer from Benedict is waiting"
		}, func(*world) { ben.presses("Add a line").fills("A line of your own", "with pleasure") }},
		{"invitation", isCreate, func(w *world) (*person, string) {
			both := w.people("Anabel", "Benedict")
			ana, ben = both[0], both[1]
			ana.runs("pair", "partner", ben.ID)
			return ben, "Anabel invites you"
		}, func(*world) { ana.presses("Send invitation") }},
		{"first contact", isOpenDM, func(w *world) (*person, string) {
			both := w.people("Anabel", "Benedict")
			ana, ben = both[0], both[1]
			ana.runs("pair", "partner", ben.ID)
			return ben, "Anabel invites you"
		}, func(*world) { ana.presses("Send invitation") }},
		{"question", isCreate, func(w *world) (*person, string) {
			pair(w)
			ana.runs("rhythm", "days", "daily", "time", "20:00")
			w.at("19:59")
			return ana, howTo
		}, func(w *world) { w.at("20:00") }},
		{"follow-up", isCreate, func(w *world) (*person, string) {
			pair(w)
			note(w)
			ben.opens().presses("I hear you")
			w.passes(23 * time.Hour)
			return ana, "do you feel understood?"
		}, func(w *world) { w.passes(time.Hour) }},
		{"thank-you", isCreate, func(w *world) (*person, string) {
			pair(w)
			note(w)
			ben.opens().presses("I hear you")
			w.passes(25 * time.Hour)
			return ben, "A thank-you from Anabel is waiting"
		}, func(*world) {
			ana.presses("Yes").presses("Say thank you").fills("What did it mean to you?", "It made my whole week")
		}},
		{"preview", isCreate, func(w *world) (*person, string) { pair(w); return ana, "would see this:" }, func(w *world) {
			tried := w.discord.Count(createMessage)
			ana.writes("A walk before dinner")
			ana.awaits("a try to send it", func() bool { return w.discord.Count(createMessage) > tried })
		}},
		{"edit of a withdrawn note", isEdit, func(w *world) (*person, string) {
			pair(w)
			note(w)
			ben.opens().reads("A walk before dinner")
			return ben, "Anabel withdrew this note."
		}, func(*world) { ana.presses("Withdraw").reads("Withdrawn.") }},
		{"edit of the asker's copy", isEdit, func(w *world) (*person, string) {
			pair(w)
			ana.writes("A walk before dinner")
			ana.sees("would see this:").presses("Send to Benedict")
			return ana, "It has been answered."
		}, func(*world) { ben.answers("I hear you") }},
	}
}

func TestWhatDiscordRefusesForAWhileArrivesOnce(t *testing.T) {
	t.Parallel()
	for i := range passing {
		for k := range owedKinds() {
			fault, kind := passing[i], owedKinds()[k]
			if !picked(i + k) {
				continue
			}
			if fault.Code == 10008 && kind.wire != nil && strings.HasPrefix(kind.name, "edit") {
				continue // that one says that the message to edit is gone
			}
			t.Run(kind.name+", "+named(fault), func(t *testing.T) {
				inBubble(t, "2026-11-24 12:00 Europe/Paris", func(t *testing.T, w *world) {
					who, words := kind.until(w)
					w.faults(kind.wire, &fault)
					kind.owes(w)
					w.passes(90 * time.Minute)
					if n := who.count(words); n != 0 {
						t.Fatalf("%q stands %d times before Discord takes it; the story proves nothing", words, n)
					}
					w.discord.Fault(nil)
					w.passes(2 * time.Hour)
					if n := who.count(words); n != 1 {
						t.Errorf("%s sees %q %d times, want once; what they see:\n%s", who.name, words, n, who.all())
					}
				})
			})
		}
	}
}

func TestContentThatIsAtFaultIsTriedOnceAndEditsAreNot(t *testing.T) {
	t.Parallel()
	for i := range ofContent {
		for k := range owedKinds() {
			fault, kind := ofContent[i], owedKinds()[k]
			if !picked(i + k) {
				continue
			}
			t.Run(kind.name+", "+named(fault), func(t *testing.T) {
				inBubble(t, "2026-11-24 12:00 Europe/Paris", func(t *testing.T, w *world) {
					who, words := kind.until(w)
					var tries atomic.Int64 // Discord's requests come beside this test
					w.discord.Fault(func(r *http.Request) *playground.Fault {
						if !kind.wire(r) {
							return nil
						}
						tries.Add(1)
						return &fault
					})
					kind.owes(w)
					w.passes(90 * time.Minute)
					w.discord.Fault(nil)
					w.passes(2 * time.Hour)
					want, tried := 0, int64(1)
					if kind.name == "preview" || kind.name == "invitation" {
						tried = 2 // the second one says so to its author at once, and is refused here too
					}
					if strings.HasPrefix(kind.name, "edit") { // until its message is gone, people can read it
						want = 1
					} else if n := tries.Load(); n != tried {
						t.Errorf("tries: got %d, want %d", n, tried)
					}
					if n := who.count(words); n != want {
						t.Errorf("%s sees %q %d times, want %d", who.name, words, n, want)
					}
				})
			})
		}
	}
}

func TestWhatWasRefusedForDaysComesWhenItsPersonActs(t *testing.T) {
	t.Parallel()
	for k := range owedKinds() {
		kind := owedKinds()[k]
		switch kind.name {
		case "question", "invitation", "first contact": // their moment is over by then
			continue
		}
		t.Run(kind.name, func(t *testing.T) {
			inBubble(t, "2026-11-24 12:00 Europe/Paris", func(t *testing.T, w *world) {
				who, words := kind.until(w)
				w.faults(kind.wire, &playground.Fault{Status: 403, Code: 50001, Message: "Missing Access"})
				kind.owes(w)
				w.passes(3 * 24 * time.Hour)
				w.discord.Fault(nil)
				w.at("19:00")
				who.neverSaw(words)
				who.runs("settings")
				if n := who.count(words); n != 1 {
					t.Errorf("%s sees %q %d times, want once", who.name, words, n)
				}
			})
		})
	}
}

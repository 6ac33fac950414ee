package stories

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"leanon/playground"
)

// Whatever goes wrong while messages are hidden delays it, and brings nothing back.

// drafts lets a person type so many messages, each of which has a preview of ours.
func (p *person) drafts(n int) {
	p.w.t.Helper()
	for i := range n {
		words := fmt.Sprintf("What is hers, number %d", i)
		p.writes(words)
		p.sees("> " + words)
		if i%20 == 19 {
			p.w.passes(time.Minute)
		}
	}
}

// failing returns a fault for the first of the requests that a hiding makes.
func failing(times int64, f *playground.Fault, methods ...string) func(*http.Request) *playground.Fault {
	var met atomic.Int64
	return func(r *http.Request) *playground.Fault {
		if slices.Contains(methods, r.Method) && strings.Contains(r.URL.Path, "/messages") && !strings.Contains(r.URL.Path, "/webhooks/") && met.Add(1) <= times {
			return f
		}
		return nil
	}
}

func TestHidingOutlastsWhateverDiscordAnswers(t *testing.T) {
	t.Parallel()
	carried := func(f *playground.Fault) *playground.Fault { f.Execute = true; return f }
	for i, c := range []struct {
		name  string
		times int64
		fault *playground.Fault
		wait  time.Duration // of the limit itself, by which no story's clock moves
	}{
		{"500 instead of it", 3, playground.Broken(500), 0},
		{"502 after it", 5, carried(playground.Broken(502)), 0},
		{"dropped before it", 3, &playground.Fault{Drop: true}, 0},
		{"dropped after it", 5, &playground.Fault{Drop: true, Execute: true}, 0},
		{"rate limited", 4, playground.RateLimited(2*time.Second, false), 0},
		{"rate limited for long", 1, playground.RateLimited(5*time.Minute, false), 6 * time.Minute},
		{"rate limited as a whole", 2, playground.RateLimited(10*time.Second, true), 0},
		{"banned by Cloudflare", 1, playground.Banned(5 * time.Minute), 6 * time.Minute},
		{"no access for now", 6, &playground.Fault{Status: 403, Code: 50001, Message: "Missing Access"}, 0},
		{"unknown refusal", 6, &playground.Fault{Status: 403, Code: 99999, Message: "No"}, 0},
		{"as if she were unreachable", 3, &playground.Fault{Status: 403, Code: 50007, Message: "Cannot send messages to this user"}, 0},
		{"as if the content were at fault", 3, &playground.Fault{Status: 400, Code: 50035, Message: "Invalid Form Body"}, 0},
	} {
		for j, method := range []string{"GET", "DELETE"} {
			if !picked(i + j) {
				continue
			}
			t.Run(c.name+", "+method, func(t *testing.T) {
				inBubble(t, "2026-11-24 12:00 Europe/Paris", func(t *testing.T, w *world) {
					ana, ben := w.couple("Anabel", "Benedict")
					ana.drafts(12)
					ana.runs("hide").presses("What is only mine").reads(workingOn)
					w.discord.Fault(failing(c.times, c.fault, method))
					w.passes(5 * time.Second)
					time.Sleep(c.wait)
					w.passes(time.Hour)
					w.discord.Fault(nil)
					ana.left("You have both agreed")
					ben.asks("Something that comes later", "Anabel")
					ana.left("You have both agreed", "A note from Benedict is waiting") // she is told of it as ever
				})
			})
		}
	}
}

func TestHidingGoesOnAfterARestartAtAnyStep(t *testing.T) {
	t.Parallel()
	for step := range int64(15) {
		if !picked(int(step)) {
			continue
		}
		t.Run(fmt.Sprint("at request ", step), func(t *testing.T) {
			inBubble(t, "2026-11-24 12:00 Europe/Paris", func(t *testing.T, w *world) {
				ana, _ := w.couple("Anabel", "Benedict")
				ana.drafts(12)
				ana.runs("hide").presses("All").presses("Hide all").reads(workingOn)
				var met atomic.Int64
				w.discord.Fault(func(r *http.Request) *playground.Fault {
					if r.Method == "DELETE" || r.Method == "GET" && strings.HasSuffix(r.URL.Path, "/messages") || strings.HasSuffix(r.URL.Path, "@original") {
						if n := met.Add(1); n > step {
							return &playground.Fault{Drop: true, Execute: n == step+1} // it is done, and nobody knows
						}
					}
					return nil
				})
				w.passes(10 * time.Second)
				w.sleeps()
				w.discord.Fault(nil)
				w.wakes()
				w.passes(2 * time.Minute)
				ana.left().sees("Done.")
				w.hidingLeavesNothing()
			})
		})
	}
}

// A question was posted, and nobody knows; it is hidden before anybody looks for it. Later
// its nonce is forgotten, and the history has it no longer.
func TestWhatWasHiddenIsNeverSentAgain(t *testing.T) {
	t.Parallel()
	for _, restarts := range []bool{false, true} {
		t.Run(fmt.Sprint("with a restart: ", restarts), func(t *testing.T) {
			inBubble(t, "2026-11-23 19:50 Europe/Paris", func(t *testing.T, w *world) {
				ana, _ := w.couple("Anabel", "Benedict")
				channel := ana.DM().ID
				var posted atomic.Bool
				var tries atomic.Int64
				w.discord.Fault(func(r *http.Request) *playground.Fault {
					switch {
					case !strings.Contains(r.URL.Path, channel):
					case r.Method == "POST" && !posted.Swap(true):
						return &playground.Fault{Drop: true, Execute: true}
					case r.Method == "GET" || r.Method == "POST":
						tries.Add(1)
						return playground.Broken(502)
					}
					return nil
				})
				w.at("20:10") // longer than a nonce is remembered
				if !posted.Load() {
					t.Fatal("no question was posted")
				}
				for before := tries.Load(); tries.Load() == before; { // the next try is a minute away
					w.passes(time.Second)
				}
				ana.runs("hide").presses("All").presses("Hide all").reads(workingOn)
				w.discord.Fault(nil)
				if restarts {
					w.restarts()
				}
				w.passes(5 * time.Second)
				ana.left()
				w.passes(24 * time.Hour)
				ana.left().neverSaw(howTo)
				ana.runs("checkin").reads("**") // the question itself is open still
			})
		})
	}
}

func TestWithdrawingANoteThatWasHiddenBringsNothingBack(t *testing.T) {
	inBubble(t, "2026-11-23 12:00 Europe/Paris", func(t *testing.T, w *world) {
		ana, ben := w.couple("Anabel", "Benedict")
		ana.asks("Would you walk with me tonight?", "Benedict")
		ben.sees("A note from Anabel is waiting").hides("All", "Hide all")
		before := shownMetrics(w)
		ana.presses("Withdraw").sees("withdrawn")
		w.passes(2 * time.Hour)
		ben.left()
		ben.runs("needs").reads("Nothing is open")
		if after := shownMetrics(w); after != before {
			t.Errorf("the metrics tell of it:\n%s", diffOf(before, after))
		}
		ana.asks("Would you call me tonight?", "Benedict")
		ben.left("A note from Anabel is waiting").answers("Yes", "Tonight")
		ana.sees("Benedict says **yes**")
		w.hidingLeavesNothing()
	})
}

func TestASecondHideWhileOneRunsIsDoneToo(t *testing.T) {
	inBubble(t, "2026-11-23 12:00 Europe/Paris", func(t *testing.T, w *world) {
		ana, ben := w.couple("Anabel", "Benedict")
		ana.drafts(25)
		ben.asks("Would you walk with me tonight?", "Anabel")
		ana.runs("hide").presses("What is only mine").reads(workingOn)
		w.passes(5 * time.Second)
		ana.runs("hide").presses("The last hour").reads(workingOn)
		ana.runs("hide").presses("All").presses("Hide all").reads(workingOn)
		w.passes(2 * time.Minute)
		ana.left()
		if n := ana.count("Done."); n != 3 {
			t.Errorf("%d replies say that it is done, want all three", n)
		}
		w.hidingLeavesNothing()
	})
}

func TestALongChatIsHiddenInTurnsAndANoteComesInBetween(t *testing.T) {
	inBubble(t, "2026-11-23 12:00 Europe/Paris", func(t *testing.T, w *world) {
		ana, ben := w.couple("Anabel", "Benedict")
		for range 2 {
			ana.drafts(60)
			w.passes(15 * 24 * time.Hour) // drafts go after two weeks; their messages stay
		}
		ana.drafts(60)
		before := w.discord.Count(deleteMessage)
		ana.runs("hide").presses("All").presses("Hide all").reads(workingOn)
		w.passes(7 * time.Second)
		ben.asks("Would you walk with me tonight?", "Anabel")
		w.passes(5 * time.Second)
		ana.sees("A note from Benedict is waiting")
		if n := w.discord.Count(deleteMessage) - before; n == 0 || n >= 180 {
			t.Errorf("%d messages were deleted when the note came, want some and not all", n)
		}
		w.passes(3 * time.Minute)
		ana.left("A note from Benedict is waiting").sees("Done.")
		w.hidingLeavesNothing()
	})
}

func TestAReplyThatCannotBeReplacedAnyMoreHoldsNothingUp(t *testing.T) {
	inBubble(t, "2026-11-23 12:00 Europe/Paris", func(t *testing.T, w *world) {
		ana, _ := w.couple("Anabel", "Benedict")
		ana.drafts(3)
		ana.runs("hide").presses("What is only mine").reads(workingOn)
		w.discord.Fault(failing(1, playground.RateLimited(20*time.Minute, false), "DELETE"))
		w.passes(5 * time.Second)
		time.Sleep(21 * time.Minute) // by which no story's clock moves
		w.passes(time.Hour)
		ana.left("You have both agreed").sees(workingOn).neverSaw("Done.")
		w.hidingLeavesNothing()
	})
}

func TestLeavingAndForgettingInBetweenHoldNothingUp(t *testing.T) {
	t.Parallel()
	for _, end := range []string{"leave", "forget"} {
		t.Run(end, func(t *testing.T) {
			inBubble(t, "2026-11-23 12:00 Europe/Paris", func(t *testing.T, w *world) {
				ana, ben := w.couple("Anabel", "Benedict")
				ana.drafts(25)
				ana.runs("hide").presses("What is only mine").reads(workingOn)
				w.passes(5 * time.Second)
				if end == "leave" {
					ana.runs("leave").presses("Leave")
					w.passes(time.Hour)
				} else {
					ana.runs("privacy").presses("Forget me").presses("Forget everything")
					w.passes(time.Hour)
					ana.hides("What is only mine") // what was forgotten meanwhile is asked for once more
				}
				ana.left()
				ben.sees("Your check-ins with Anabel have ended.")
				w.hidingLeavesNothing()
			})
		})
	}
}

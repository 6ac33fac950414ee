package stories

import (
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"leanon/discord/talk"
	"leanon/playground"
)

// What Discord takes no more from this program is said once, and nothing is given up.

// aboutCommands says whether a request reads or writes the commands.
func aboutCommands(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/commands") }

func TestCommandsThatAreRefusedAreSaidOnceAndNotTriedEachMinute(t *testing.T) {
	inBubble(t, "2026-11-24 12:00 Europe/Paris", func(t *testing.T, w *world) {
		ana, ben := w.couple("Anabel", "Benedict")
		w.sleeps()
		var tries atomic.Int64 // Discord's requests come beside this test
		w.discord.Fault(func(r *http.Request) *playground.Fault {
			if !aboutCommands(r) {
				return nil
			}
			tries.Add(1)
			return &playground.Fault{Status: http.StatusForbidden, Code: 50001}
		})
		w.launches()
		time.Sleep(24 * time.Hour) // the program's timers, not the couple's day
		if n := tries.Load(); n < 4 || n > 14 {
			t.Errorf("tried %d times in a day, want a few times", n)
		}
		if n := strings.Count(w.log.String(), "the commands are refused by Discord"); n != 1 {
			t.Errorf("the log says it %d times, want once:\n%s", n, w.log)
		}
		select {
		case <-w.run.Ready:
			t.Error("the program counts as ready without its commands")
		default:
		}
		ana.asks("Stay a little longer", "Benedict")
		ben.sees("A note from Anabel is waiting")
		w.discord.Fault(nil)
		time.Sleep(6 * time.Hour)
		select {
		case <-w.run.Ready:
		default:
			t.Error("the commands are not registered six hours after Discord takes them again")
		}
	})
}

func TestTheEndOfAnAPIVersionIsOneSentenceAndLosesNothing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		ends  func(w *world)
		start *playground.Fault // of the next start
	}{
		{"at the gateway", func(w *world) { w.discord.Gateway().RefuseWith(4012); w.discord.Gateway().Drop() },
			&playground.Fault{Status: http.StatusBadRequest, Code: 50041}},
		{"an application that is gone", func(w *world) { w.discord.Gateway().CloseWith(4010) },
			&playground.Fault{Status: http.StatusNotFound, Code: 10002}},
	} {
		t.Run(c.name, func(t *testing.T) {
			inBubble(t, "2026-11-24 12:00 Europe/Paris", func(t *testing.T, w *world) {
				ana, ben := w.couple("Anabel", "Benedict")
				ben.runs("rhythm", "days", "none")
				ana.runs("need", "text", "Stay a little longer")
				w.discord.Fault(func(r *http.Request) *playground.Fault {
					if isCreate(r) {
						return playground.Broken(http.StatusServiceUnavailable)
					}
					return nil
				})
				ana.presses("Send to Benedict")
				c.ends(w)
				w.endsSaying("this leanon is too old for Discord")
				w.discord.Gateway().RefuseWith(0)
				w.discord.Fault(func(*http.Request) *playground.Fault { return c.start })
				w.launches()
				w.endsSaying("this leanon is too old for Discord")
				w.discord.Fault(nil)
				w.start()
				w.passes(time.Hour)
				ben.sees("A note from Anabel is waiting")
				if n := ben.count("A note from Anabel is waiting"); n != 1 {
					t.Errorf("it arrived %d times, want once", n)
				}
			})
		})
	}
}

// endsSaying waits until the program has ended by itself, with a sentence.
func (w *world) endsSaying(sentence string) {
	w.t.Helper()
	select {
	case err := <-w.ended:
		if err == nil || !strings.Contains(err.Error(), sentence) || errors.Is(err, talk.ErrUnauthorized) {
			w.t.Errorf("the program ended with %v, want %q", err, sentence)
		}
		w.stop = func() error { return nil }
	case <-time.After(patience):
		w.t.Fatalf("the program goes on, want it ended with %q", sentence)
	}
}

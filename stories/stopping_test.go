package stories

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"leanon/playground"
)

// A container is killed ten seconds after it was asked to stop.
func TestStoppingTakesNoMoreThanSevenSecondsWhileDiscordHangs(t *testing.T) {
	t.Parallel()
	hang := &playground.Fault{Delay: time.Hour, Drop: true}
	for name, hangs := range map[string]func(w *world, ana *person){
		"a message": func(w *world, ana *person) {
			w.faults(isCreate, hang)
			ctx, cancel := context.WithTimeout(context.Background(), time.Second)
			defer cancel()
			send := ana.spies("Send to Benedict")
			_, _ = ana.PressStale(ctx, send.on, send.id)
		},
		"a reply": func(w *world, ana *person) {
			w.faults(func(*http.Request) bool { return true }, hang)
			ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
			defer cancel()
			_, _ = ana.Command(ctx, ana.DM(), "needs", nil)
		},
		"a history": func(w *world, ana *person) {
			w.faults(func(*http.Request) bool { return true }, hang)
			w.discord.Gateway().Invalidate(false)
			time.Sleep(3 * time.Second)
			ana.writes("Are you there at all?")
		},
		"everything, between two sessions": func(w *world, ana *person) {
			w.faults(func(*http.Request) bool { return true }, hang)
			w.discord.Gateway().Silent(true)
			w.discord.Gateway().Drop()
			time.Sleep(time.Minute)
		},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, "2026-11-24 12:00 Europe/Paris", func(t *testing.T, w *world) {
				ana, ben := w.couple("Anabel", "Benedict")
				ana.runs("need", "text", "Something to press on")
				hangs(w, ana)
				synctest.Wait()
				began := time.Now()
				if err := w.stop(); err != nil {
					t.Errorf("stopping: %v", err)
				}
				if took := time.Since(began); took > 7*time.Second {
					t.Errorf("stopping took %v, want 7 s at most", took)
				}
				w.discord.Fault(nil)
				w.discord.Gateway().Silent(false)
				w.start()
				w.passes(time.Hour)
				if n := ben.count("A note from Anabel is waiting"); n > 1 || name == "a message" && n == 0 {
					t.Errorf("the note arrived %d times", n)
				}
			})
		})
	}
}

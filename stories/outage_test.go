package stories

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"leanon/playground"
)

// Sending, exactly once: what Discord does to us delays messages, but neither
// loses nor doubles nor reorders one.

func TestAfterThreeHoursWithoutDiscordAllThatIsDueComesOnceAndInOrder(t *testing.T) {
	inBubble(t, "2026-11-23 17:59 Europe/Paris", func(t *testing.T, w *world) {
		ana, ben := w.couple("Anabel", "Benedict")
		cleo, dan := w.couple("Cleopatra", "Danielle")
		ana.asks("A walk before dinner", "Benedict")
		ben.sees("A note from Anabel")
		w.at("18:00")
		w.discord.Down(true)
		w.at("21:00") // at 20:00 four check-ins became due
		w.discord.Down(false)
		w.passes(2 * time.Minute)
		for _, p := range []*person{ana, ben, cleo, dan} {
			p.sees(howTo)
			p.once(howTo)
		}
		ben.order("A note from Anabel", howTo)
		ben.once("A note from Anabel")
	})
}

// notes opens all that waits and returns what the notes say, in the order in
// which they came.
func (p *person) notes() (all []string) {
	p.w.t.Helper()
	for range p.count("waiting") { // the newest message is opened first
		p.opens()
		read := []string{p.text()}
		for p.shows("Next note") {
			if p.presses("Next note"); slices.Contains(read, p.text()) {
				break // the last is followed by the first again
			}
			read = append(read, p.text())
		}
		all = append(read, all...)
	}
	return all
}

func TestNotesSentWhileMessagesCannotBeMadeComeInOrder(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]*playground.Fault{
		"reset":                        {Drop: true},
		"broken":                       playground.Broken(http.StatusServiceUnavailable),
		"carried out, answer lost":     {Execute: true, Drop: true},
		"carried out, answered broken": {Execute: true, Status: http.StatusBadGateway},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, "2026-11-24 12:00 Europe/Paris", func(t *testing.T, w *world) {
				ana, ben := w.couple("Anabel", "Benedict")
				w.faults(isCreate, fault)
				for _, words := range []string{"The first of three", "The second of three", "The third of three"} {
					ana.asks(words, "Benedict")
					w.passes(time.Hour)
				}
				w.discord.Fault(nil)
				w.passes(2 * time.Minute)
				read := ben.notes()
				want := []string{"The first of three", "The second of three", "The third of three"}
				if len(read) != len(want) {
					t.Fatalf("Benedict reads %d notes, want %d: %q", len(read), len(want), read)
				}
				for i, words := range want {
					if !strings.Contains(read[i], words) {
						t.Errorf("note %d says %q, want %q", i+1, read[i], words)
					}
				}
			})
		})
	}
}

// The program ends after it committed an attempt: before a byte left, or after Discord
// took the message and before we knew. It starts again on the same data, at once or
// when Discord has forgotten the nonce.
func TestAnEndBetweenCommitAndAnswerNeitherLosesNorDoubles(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]*playground.Fault{
		"before Discord took it": {Drop: true},
		"after Discord took it":  {Execute: true, Drop: true},
	} {
		for later, away := range map[string]time.Duration{"at once": time.Second, "after the nonce is forgotten": time.Hour} {
			t.Run(name+", "+later, func(t *testing.T) {
				inBubble(t, "2026-11-24 12:00 Europe/Paris", func(t *testing.T, w *world) {
					ana, ben := w.couple("Anabel", "Benedict")
					w.faults(isCreate, fault)
					ana.asks("A walk before dinner", "Benedict")
					w.sleeps()
					w.discord.Fault(nil)
					w.clock.set(w.clock.Now().Add(away))
					w.wakes()
					w.passes(2 * time.Minute)
					ben.sees("A note from Anabel is waiting").once("A note from Anabel is waiting")
					ben.opens().reads("A walk before dinner")
				})
			})
		}
	}
}

// A press on a message tells us its id, even if we do not know that we sent it. After
// the press we neither search for the message nor send it again.
func TestAPressOnAMessageWhoseSendIsUnclearSettlesIt(t *testing.T) {
	inBubble(t, "2026-11-24 12:00 Europe/Paris", func(t *testing.T, w *world) {
		ana, ben := w.couple("Anabel", "Benedict")
		w.faults(isCreate, &playground.Fault{Execute: true, Drop: true})
		ana.asks("A walk before dinner", "Benedict")
		ben.sees("A note from Anabel is waiting")
		ben.opens().reads("A walk before dinner") // the mark is gone from the history now, if the answer has other buttons
		created, read := w.discord.Count(createMessage), w.discord.Count(readMessages)
		w.discord.Fault(nil)
		w.passes(10 * time.Minute)
		if n := w.discord.Count(createMessage); n != created {
			t.Errorf("messages created after the press: %d, want none", n-created)
		}
		if n := w.discord.Count(readMessages); n != read {
			t.Errorf("histories searched after the press: %d, want none", n-read)
		}
		ben.once("A walk before dinner").neverSaw("A note from Anabel is waiting")
	})
}

func TestANoteWithdrawnWhileItsSendIsUnclearEndsWithdrawn(t *testing.T) {
	inBubble(t, "2026-11-24 12:00 Europe/Paris", func(t *testing.T, w *world) {
		ana, ben := w.couple("Anabel", "Benedict")
		w.faults(isCreate, &playground.Fault{Execute: true, Drop: true})
		ana.asks("A walk before dinner", "Benedict")
		ben.sees("A note from Anabel is waiting")
		ana.presses("Withdraw")
		w.discord.Fault(nil)
		w.passes(2 * time.Minute)
		ben.neverSaw("A note from Anabel is waiting").neverSaw("walk")
		ben.sees("withdr").once("withdr")
	})
}

func TestClosedDirectMessagesStopNoticesUntilThePersonActs(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ben.CloseDMs(true)
	ana.asks("A walk before dinner", "Benedict")
	before := w.discord.Count(createMessage)
	ana.asks("And a talk after it", "Benedict")
	w.passes(24 * time.Hour) // and his check-in
	if n := w.discord.Invalid(); n != 1 {
		t.Errorf("refused requests: got %d, want only the first", n)
	}
	if got := w.discord.Count(createMessage) - before; got > 1 {
		t.Errorf("messages created meanwhile: got %d, want at most Anabel's check-in", got)
	}
	for _, word := range []string{"closed", "reach", "deliver", "unavailable"} {
		ana.neverSaw(word)
	}
	ben.CloseDMs(false)
	w.passes(24 * time.Hour)
	ben.neverSaw("waiting")
	ben.runs("rhythm")
	ben.sees("waiting").once("waiting")
	read := ben.notes()
	if len(read) != 2 || !strings.Contains(read[0], "A walk before dinner") || !strings.Contains(read[1], "And a talk after it") {
		t.Errorf("Benedict reads %q, want both notes in order", read)
	}
}

func TestAnEditThatDiscordPutsOffIsMadeLater(t *testing.T) {
	inBubble(t, "2026-11-24 12:00 Europe/Paris", func(t *testing.T, w *world) {
		ana, ben := w.couple("Anabel", "Benedict")
		ana.asks("A walk before dinner", "Benedict")
		ben.sees("A note from Anabel is waiting")
		w.passes(2 * time.Hour)
		isEdit := func(r *http.Request) bool { return r.Method == http.MethodPatch }
		w.faults(isEdit, playground.EditsLimited(time.Hour))
		ana.presses("Withdraw")
		w.passes(3 * time.Hour)
		ben.sees("A note from Anabel is waiting") // still
		ana.asks("Something else instead", "Benedict")
		ben.sees("A note from Anabel is waiting") // the limit holds back edits only
		w.discord.Fault(nil)
		w.passes(2 * time.Hour)
		ben.sees("withdr").once("withdr").once("A note from Anabel is waiting")
	})
}

func TestRateLimitsAndABanAreWaitedFor(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault *playground.Fault
		of    func(*http.Request) bool
		wait  time.Duration
	}{
		"of the channel":           {playground.RateLimited(time.Minute, false), isCreate, time.Minute},
		"of everything":            {playground.RateLimited(time.Minute, true), isCreate, time.Minute},
		"a ban by what is before":  {playground.Banned(20 * time.Minute), isCreate, 20 * time.Minute},
		"a ban that does not tell": {&playground.Fault{Status: 429, Body: []byte("<html>")}, isCreate, 10 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, "2026-11-24 12:00 Europe/Paris", func(t *testing.T, w *world) {
				ana, ben := w.couple("Anabel", "Benedict")
				w.faults(c.of, c.fault)
				ana.asks("A walk before dinner", "Benedict")
				tried := w.discord.Count(createMessage)
				w.passes(c.wait - time.Second)
				if n := w.discord.Count(createMessage); n != tried {
					t.Errorf("requests before the wait was over: got %d, want none", n-tried)
				}
				ben.neverSaw("A note from Anabel")
			})
		})
	}
}

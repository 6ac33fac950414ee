package stories

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"leanon/host"
	"leanon/playground"
)

// What goes wrong between us and Discord delays; it never loses and never doubles.

func TestAFailedSendArrivesExactlyOnce(t *testing.T) {
	t.Parallel()
	carried := func(f *playground.Fault) *playground.Fault { f.Execute = true; return f }
	for _, c := range []struct {
		name  string
		times int64
		fault *playground.Fault
	}{
		{"500 instead of it", 1, playground.Broken(500)},
		{"500 after it", 1, carried(playground.Broken(500))},
		{"502 after it", 1, carried(playground.Broken(502))},
		{"503 three times", 3, playground.Broken(503)},
		{"504 after it, each time", 3, carried(playground.Broken(504))},
		{"dropped before it", 1, &playground.Fault{Drop: true}},
		{"dropped after it", 1, &playground.Fault{Drop: true, Execute: true}},
		{"dropped after it, twice", 2, &playground.Fault{Drop: true, Execute: true}},
		{"rate limited", 1, playground.RateLimited(time.Second, false)},
		{"rate limited three times", 3, playground.RateLimited(time.Second/2, false)},
		{"rate limited as a whole", 1, playground.RateLimited(time.Second, true)},
		{"banned by Cloudflare", 1, playground.Banned(time.Second)},
	} {
		t.Run(c.name, func(t *testing.T) {
			inBubble(t, "2026-11-24 12:00 Europe/Paris", func(t *testing.T, w *world) {
				ana, ben := w.couple("Anabel", "Benedict")
				w.discord.Fault(firstCreates(c.times, c.fault))
				ana.asks("Through thick and thin", "Benedict")
				w.passes(30 * time.Minute)
				ben.sees("A note from Anabel is waiting")
				if n := ben.count("A note from Anabel is waiting"); n != 1 {
					t.Errorf("it arrived %d times, want once", n)
				}
				ben.answers("I hear you")
				ana.sees("Benedict says: **I hear you.**")
				if n := ana.count("Benedict says: **I hear you.**"); n != 1 {
					t.Errorf("the answer arrived %d times, want once", n)
				}
			})
		})
	}
}

func TestWhoClosesTheirMessagesIsLeftAloneUntilTheyAct(t *testing.T) {
	t.Parallel()
	for _, act := range []string{"command", "message"} {
		t.Run(act, func(t *testing.T) {
			w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
			ana, ben := w.couple("Anabel", "Benedict")
			ben.runs("rhythm", "days", "daily", "time", "20:00")
			ana.runs("rhythm", "days", "none")
			ben.CloseDMs(true)
			ana.asks("The first of two", "Benedict")
			told := len(ana.Messages())
			before := w.discord.Count(createMessage)
			w.passes(5 * 24 * time.Hour)
			if n := w.discord.Count(createMessage) - before; n > 1 {
				t.Errorf("Discord was asked %d times to message somebody who closed their messages, want no more than once", n)
			}
			if n := len(ana.Messages()); n != told {
				t.Errorf("Anabel got %d messages about it, want none:\n%s", n-told, ana.all())
			}
			ana.asks("The second of two", "Benedict")
			ben.neverSaw("A note from").neverSaw(howTo)
			ben.CloseDMs(false)
			w.passes(time.Hour)
			ben.neverSaw("A note from") // not before he acts
			if act == "command" {
				ben.runsIn(w.server.Channel(), "help").runs("settings")
			} else {
				ben.writes("I am back again")
				ben.sees("> I am back again")
			}
			ben.sees("Notes from Anabel are waiting").opens().reads("The first of two").presses("Next note").reads("The second of two")
			if n := ben.count(howTo); n != 0 {
				t.Errorf("%d questions of past days came along, want none", n)
			}
			w.at("20:00")
			ben.sees(howTo)
		})
	}
}

func TestARefusedTokenStopsTheProgramWithTheSentence(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		breaks func(w *world, ben *person)
	}{
		{"in a request", func(w *world, ben *person) {
			w.faults(isCreate, &playground.Fault{Status: http.StatusUnauthorized, Message: "401: Unauthorized"})
			if _, err := ben.Write("Are you still there?"); err != nil {
				w.t.Fatal(err)
			}
		}},
		{"at the gateway", func(w *world, _ *person) { w.discord.Gateway().CloseWith(4004) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
			_, ben := w.couple("Anabel", "Benedict")
			w.typed("Are you still there?")
			c.breaks(w, ben)
			w.ends(host.ErrToken)
		})
	}
}

func TestAnHourWithoutDiscordDelaysAndNothingElse(t *testing.T) {
	inBubble(t, "2026-11-23 19:50 Europe/Paris", func(t *testing.T, w *world) {
		ana, ben := w.couple("Anabel", "Benedict")
		w.discord.Down(true)
		w.at("20:50")
		w.discord.Down(false)
		ana.awaits("the gateway again", w.discord.Gateway().Connected)
		w.passes(40 * time.Minute)
		for _, p := range []*person{ana, ben} {
			p.sees(howTo)
			if n := p.count(howTo); n != 1 {
				t.Errorf("%s sees %d questions, want 1", p.name, n)
			}
		}
		ana.presses("Answer").fills("In your words", "There you are again")
		ana.presses("Send to Benedict")
		ben.sees("A note from Anabel is waiting")
	})
}

func TestAQuestionThatDiscordKeptAwayPastMidnightIsLetGo(t *testing.T) {
	inBubble(t, "2026-11-23 19:00 Europe/Paris", func(t *testing.T, w *world) {
		ana, ben := w.couple("Anabel", "Benedict")
		ben.runs("rhythm", "days", "none")
		ana.runs("rhythm", "days", "daily", "time", "23:55")
		w.at("23:50")
		w.discord.Down(true)
		w.at("00:20")
		w.discord.Down(false)
		ana.awaits("the gateway again", w.discord.Gateway().Connected)
		w.passes(3 * time.Hour)
		ana.neverSaw(howTo)
		w.at("23:55")
		ana.sees(howTo)
		if n := ana.count(howTo); n != 1 {
			t.Errorf("%d questions, want Tuesday's only", n)
		}
	})
}

func TestAResponseThatDiscordRefusesIsNotTheEnd(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("need", "text", "Said and done")
	send := ana.spies("Send to Benedict")
	var lost atomic.Bool
	w.discord.Fault(func(r *http.Request) *playground.Fault {
		if strings.HasSuffix(r.URL.Path, "/callback") && !lost.Swap(true) {
			return &playground.Fault{Drop: true, Execute: true} // Discord took it; we don't know
		}
		return nil
	})
	ana.pressesOld(send).reads("Sent.")
	ana.pressesOld(send).reads("Sent.")
	ben.sees("A note from Anabel is waiting")
	if n := ben.count("A note from Anabel is waiting"); n != 1 {
		t.Errorf("it arrived %d times, want once", n)
	}
}

package stories

import (
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"leanon/host"
	"leanon/playground"
)

// manager is a service manager: it remembers what it is told and when.
type manager struct {
	mu   sync.Mutex
	told []sign
}

type sign struct {
	at    time.Time
	state string
}

func (m *manager) notify(state string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.told = append(m.told, sign{time.Now(), state})
}

// since returns what it was told since a moment that has a word in it.
func (m *manager) since(at time.Time, word string) (states []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, t := range m.told {
		if t.at.After(at) && strings.Contains(t.state, word) {
			states = append(states, t.state)
		}
	}
	return states
}

// patient is how long the manager waits for a sign of life, as the unit says.
const patient = 3 * time.Minute

// watched starts the program anew under a manager. While hung is true, whatever of the
// program asks for a moment to come hangs.
func watched(w *world) (m *manager, hangs func(bool)) {
	var hung atomic.Bool
	released := make(chan struct{})
	m = &manager{}
	w.changeEnv = func(env *host.Env) {
		env.Manager = host.Manager{Notify: m.notify, Watchdog: patient}
		after := env.After
		env.After = func(until time.Time) <-chan time.Time {
			if hung.Load() {
				<-released
			}
			return after(until)
		}
	}
	w.restarts()
	synctest.Wait()
	return m, func(on bool) {
		hung.Store(on)
		if !on {
			close(released)
		}
	}
}

func (w *world) staysAlive(m *manager, d time.Duration, why string) {
	w.t.Helper()
	began := time.Now()
	time.Sleep(d)
	if got, want := len(m.since(began, "WATCHDOG=1")), int(d/patient); got < want {
		w.t.Errorf("%s: the manager heard %d signs of life in %v, want %d or more", why, got, d, want)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	last := began
	for _, t := range m.told {
		if !t.at.After(began) || !strings.Contains(t.state, "WATCHDOG=1") {
			continue
		}
		if gap := t.at.Sub(last); gap >= patient {
			w.t.Errorf("%s: the manager heard nothing for %v and starts the bot anew", why, gap)
		}
		last = t.at
	}
}

func TestTheManagerHearsOfABotThatLivesWhateverDiscordAndTheClockDo(t *testing.T) {
	inBubble(t, "2026-11-24 12:00 Europe/Paris", func(t *testing.T, w *world) {
		ana, _ := w.couple("Anabel", "Benedict")
		m, _ := watched(w)
		if got := m.since(time.Time{}, "READY=1"); len(got) != 1 {
			t.Errorf("READY: got %d times, want once", len(got))
		}
		ana.runs("need", "text", "Nobody but us reads this")
		w.staysAlive(m, time.Hour, "at rest")

		w.faults(func(*http.Request) bool { return true }, &playground.Fault{Delay: time.Hour, Drop: true})
		w.discord.Gateway().Silent(true)
		w.discord.Gateway().Drop()
		w.staysAlive(m, 6*time.Hour, "while Discord is out of reach")
		if got := m.since(time.Now().Add(-patient), "STATUS=Waiting: not connected to Discord."); len(got) == 0 {
			t.Error("the manager is not told that Discord is out of reach")
		}
		w.discord.Fault(nil)
		w.discord.Gateway().Silent(false)
		w.staysAlive(m, 10*time.Minute, "after that")
		if got := m.since(time.Now().Add(-patient), "STATUS=Ready."); len(got) == 0 {
			t.Error("the manager is not told that the bot is ready again")
		}

		w.clock.isWrong(48 * time.Hour)
		w.staysAlive(m, time.Hour, "with a clock that went two days ahead")
		w.clock.isWrong(-48 * time.Hour)
		w.staysAlive(m, time.Hour, "with a clock that went two days behind")
		w.clock.isWrong(0)
		w.clock.set(w.clock.Now().Add(72 * time.Hour))
		w.staysAlive(m, time.Hour, "after three days asleep")

		stopped := time.Now()
		time.Sleep(time.Nanosecond)
		if err := w.stop(); err != nil {
			t.Error(err)
		}
		if got := m.since(stopped, ""); len(got) != 1 || !strings.HasPrefix(got[0], "STOPPING=1\n") {
			t.Errorf("at the end the manager was told %q, want STOPPING once", got)
		}
		w.start()
		for _, state := range m.since(time.Time{}, "") {
			for _, private := range []string{"Anabel", "Benedict", "Nobody but us", w.discord.Token()} {
				if strings.Contains(state, private) {
					t.Errorf("the manager was told %q", state)
				}
			}
		}
	})
}

func TestABotThatHangsIsNotTakenForAlive(t *testing.T) {
	inBubble(t, "2026-11-24 12:00 Europe/Paris", func(t *testing.T, w *world) {
		m, hangs := watched(w)
		w.staysAlive(m, 10*time.Minute, "at rest")
		hangs(true)
		w.clock.set(w.clock.Now().Add(2 * time.Minute)) // wakes the loops, which then hang
		synctest.Wait()
		time.Sleep(time.Minute)
		began := time.Now()
		time.Sleep(time.Hour)
		if got := m.since(began, "WATCHDOG=1"); len(got) != 0 {
			t.Errorf("the manager heard %d signs of life of a bot that hangs, want none", len(got))
		}
		if got := strings.Count(w.log.String(), "a part of the bot hangs"); got != 1 {
			t.Errorf("the log says %d times that a part hangs, want once", got)
		}
		hangs(false)
		w.staysAlive(m, 10*time.Minute, "after that")
	})
}

// What starts the bot anew waits for READY only so long. Discord may be out of reach for
// longer, which no new start would mend.
func TestAStartWithoutDiscordAsksTheManagerForMoreTime(t *testing.T) {
	inBubble(t, "2026-11-24 12:00 Europe/Paris", func(t *testing.T, w *world) {
		if err := w.stop(); err != nil {
			t.Fatal(err)
		}
		m := &manager{}
		w.changeEnv = func(env *host.Env) { env.Manager = host.Manager{Notify: m.notify, Watchdog: patient} }
		w.discord.Gateway().Silent(true)
		w.launches()
		began := time.Now()
		w.staysAlive(m, 3*time.Hour, "while it starts")
		if got := m.since(time.Time{}, "READY=1"); len(got) != 0 {
			t.Errorf("the manager was told READY %d times before the session stood", len(got))
		}
		for _, state := range m.since(began, "WATCHDOG=1") {
			if !strings.Contains(state, "\nEXTEND_TIMEOUT_USEC=90000000") {
				t.Fatalf("the manager was told %q, want a request for more time", state)
			}
		}
		w.discord.Gateway().Silent(false)
		<-w.run.Ready
		synctest.Wait()
		if got := m.since(time.Time{}, "READY=1"); len(got) != 1 {
			t.Errorf("READY: got %d times, want once", len(got))
		}
		ready := time.Now()
		w.staysAlive(m, 10*time.Minute, "once it is ready")
		if got := m.since(ready, "EXTEND_TIMEOUT_USEC"); len(got) != 0 {
			t.Errorf("the manager was asked for more time %d times after READY", len(got))
		}
	})
}

package demo

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"leanon/playground"
)

// BenchmarkDemo tells how long a demo takes to begin, and a month to pass in it, in
// milliseconds: somebody looks on meanwhile, and two seconds of each feel prompt.
func BenchmarkDemo(b *testing.B) {
	var begin, month time.Duration
	for b.Loop() {
		began := time.Now()
		v := visitAlone(b)
		begin += time.Since(began)
		began = time.Now()
		v.does("month")
		month += time.Since(began)
		if err := v.stop(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(begin.Milliseconds())/float64(b.N), "ms/begin")
	b.ReportMetric(float64(month.Milliseconds())/float64(b.N), "ms/month")
}

// This runs before the tests that run beside one another: it measures how long a visitor
// waits, and no visitor has a dozen browsers at work beside the demo.
func TestNoTroubleHoldsTheDemoUp(t *testing.T) {
	if testing.Short() {
		t.Skip("with Discord slow, the demo waits for twenty seconds")
	}
	for name, trouble := range map[string]map[string]any{
		"down": {"down": true}, "slow": {"slow": true}, "limited": {"limited": true}, "closed": {"closed": map[string]bool{"Ana": true, "Ben": true}},
	} {
		t.Run(name, func(t *testing.T) {
			v := visit(t)
			if closed, is := trouble["closed"].(map[string]bool); is {
				trouble["closed"] = map[string]bool{v.ids["Ana"]: closed["Ana"], v.ids["Ben"]: closed["Ben"]}
			}
			if status, out := v.post("trouble", trouble); status != http.StatusOK {
				t.Fatalf("make trouble: got %d %v", status, out)
			}
			before := v.state.Now
			most := 15 * time.Second
			if racing {
				most = time.Minute
			}
			for _, action := range []string{"hour", "day", "month", "restart", "kill", "restart", "couple"} {
				began := time.Now()
				// A conflict says that not all could be done. The clock has moved all the same.
				if status, out := v.post("do", map[string]any{"action": action}); status != http.StatusOK && status != http.StatusConflict {
					t.Errorf("%s: got %d %v", action, status, out)
				}
				if took := time.Since(began); took > most {
					t.Errorf("%s took %v, want at most %v", action, took, most)
				}
				if action == "month" {
					v.until("a month has passed", func() bool { return v.state.Now >= before+(30*24*time.Hour).Milliseconds() })
				}
			}
		})
	}
}

func TestTheDemosClockOnlyGoesForwardAndAllThatIsDueHappens(t *testing.T) {
	v := visit(t)
	before := v.state.Now
	v.does("hour")
	v.until("an hour has passed", func() bool { return v.state.Now >= before+time.Hour.Milliseconds() })
	v.does("month")
	v.until("a month has passed", func() bool { return v.state.Now >= before+(30*24*time.Hour).Milliseconds() })
	if !slices.IsSorted(v.clocks) {
		t.Errorf("the clock went back: %v", v.clocks)
	}
	for name, zone := range map[string]string{"Ana": anaZone, "Ben": benZone} {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		questions := slices.DeleteFunc(v.sees(name, ""), func(m shownMessage) bool { return !m.offers("Nothing today") })
		if len(questions) < 12 {
			t.Errorf("%s got %d questions in 30 days, want three a week", name, len(questions))
		}
		last := time.Time{}
		for _, m := range questions {
			at := time.UnixMilli(m.At).In(loc)
			if at.Format("15:04") != "20:00" || !at.After(last) {
				t.Errorf("%s got a question at %v after one at %v, want them at 20:00, in order", name, at, last)
			}
			last = at
		}
	}
}

func TestKillingTheDemosBotLosesNothing(t *testing.T) {
	v := visit(t)
	v.act("Ana", map[string]any{"do": "command", "name": "need", "options": map[string]string{"text": "I need a quiet evening"}})
	v.presses("Ana", "Send to Ben")
	v.does("kill")
	v.until("the bot is gone", func() bool { return v.state.Bot.Process == stopped })
	if _, out := v.post("act", map[string]any{"person": v.ids["Ben"], "do": "command", "name": "needs"}); out["failed"] != true {
		t.Errorf("a command to a dead bot: got %v, want it to fail", out)
	}
	v.does("hour")
	v.does("restart")
	v.until("Ben's note has come", func() bool { return len(v.sees("Ben", "A note from Ana is waiting")) > 0 })
	v.does("restart")
	v.does("hour")
	if n := len(v.sees("Ben", "A note from Ana is waiting")); n != 1 {
		t.Errorf("Ben got the note %d times, want once", n)
	}
	v.presses("Ben", "Open note")
	v.until("Ben reads it", func() bool { return len(v.sees("Ben", "I need a quiet evening")) == 1 })
}

func TestABotWhoseDemoWasKilledEndsAndDeletesItsFiles(t *testing.T) {
	t.Parallel()
	d := playground.New(playground.Options{Now: time.Now})
	if err := d.Start(); err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	root, err := os.MkdirTemp(t.TempDir(), rootPrefix)
	if err != nil {
		t.Fatal(err)
	}
	bot, err := startBot(botCommand(t), botSettings{API: d.URL(), Token: d.Token(), Root: root, Data: filepath.Join(root, "data"), Zone: anaZone}, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	limit := time.After(patience)
	select {
	case <-bot.ready:
	case <-limit:
		t.Fatal("not ready in time")
	}
	// The end of a demo closes the pipes. Here the reader of the log goes first, because
	// the bot logs something when Discord goes.
	for _, pipe := range slices.Backward(bot.pipes) {
		if err := pipe.Close(); err != nil {
			t.Fatal(err)
		}
	}
	d.Close()
	select {
	case <-bot.ended:
	case <-limit:
		bot.kill()
		t.Fatal("the bot goes on without its demo")
	}
	if _, err := os.Stat(root); !os.IsNotExist(err) {
		t.Errorf("the files: got %v, want them gone", err)
	}
}

func TestADemosClockTellsWhenItHasReachedAMoment(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 11, 23, 20, 0, 0, 0, time.UTC)
	c := newShiftedClock(func() time.Time { return start }, time.Hour)
	soon, late := c.After(start.Add(2*time.Hour)), c.After(start.Add(3*time.Hour))
	c.moveTo(start.Add(2 * time.Hour))
	if at := <-soon; !at.Equal(start.Add(2 * time.Hour)) {
		t.Errorf("told %v, want two hours on", at)
	}
	select {
	case at := <-late:
		t.Errorf("told at %v already", at)
	default:
	}
	c.moveTo(start)
	if got, want := c.Now(), start.Add(2*time.Hour); !got.Equal(want) {
		t.Errorf("moved back to %v, want %v", got, want)
	}
	<-c.After(start)
}

package stories

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"leanon/clock"
	"leanon/host"
	"leanon/playground"
	"leanon/store"
)

// The benchmarks of docs/performance.md that need the program as a process: the
// playground is Discord, in the process of the benchmark; the bot is leanon as it
// is built, and its memory and processor time are those of its own process.

const (
	fanCouples = 10_000 // in the database
	fanAsked   = 10_000 // check-ins due in the same minute
	fanTalking = 80     // couples of others who press meanwhile
	fanPresses = 20     // a second
	fanKey     = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY="
)

// BenchmarkFanOut has 10,000 check-ins due in one minute while others press 20
// buttons a second, with Discord's global limit and without: an evening each time.
// Without the limit one takes 3 to 4 seconds, which are some 70 presses: their p99
// takes several evenings.
func BenchmarkFanOut(b *testing.B) {
	for _, c := range []struct {
		name  string
		limit int
	}{{"limit=none", 0}, {"limit=50", 50}} {
		b.Run(c.name, func(b *testing.B) {
			// What stands for Discord keeps 20,000 people in memory; to collect
			// garbage among them would take the bot's processors.
			defer debug.SetGCPercent(debug.SetGCPercent(800))
			var all evenings
			for range b.N {
				all.fanOut(b, c.limit)
			}
			all.report(b, c.limit)
		})
	}
}

// evenings are what all runs of a benchmark came to.
type evenings struct {
	n              int
	took, worked   time.Duration
	requests, sent int64 // requests are those under the global limit
	others         int64 // of the requests, those that are no check-in
	peak           float64
	acks, notes    []time.Duration
}

func (e *evenings) fanOut(b *testing.B, limit int) {
	b.StopTimer()
	f := newFan(b, limit)
	defer f.discord.Close()
	at := f.arm(b)
	bot := f.start(b, limit)
	f.ready(b)
	ctx, hush := context.WithCancel(b.Context())
	var talking sync.WaitGroup
	<-time.After(time.Until(at)) // the bot's clock is the real one
	before := bot.spent(b)
	talking.Go(func() { f.talk(ctx, b) })
	b.StartTimer()
	f.await(b, "every check-in", func() bool { return f.asked.Load() >= fanAsked })
	b.StopTimer()
	e.n++
	e.took += f.last.Load().Sub(at)
	e.worked += bot.spent(b) - before
	e.requests += f.counted.Load()
	e.others += f.others.Load()
	e.sent += f.sent.Load()
	hush()
	talking.Wait()
	f.check(b)
	e.acks = append(e.acks, f.acks...)
	e.notes = append(e.notes, f.notes...)
	e.peak = max(e.peak, bot.status(b, "VmHWM:"))
	bot.stop(b)
	f.durable(b)
}

func (e *evenings) report(b *testing.B, limit int) {
	asked := float64(e.n * fanAsked)
	b.ReportMetric(asked/e.took.Seconds(), "check-ins/s")
	b.ReportMetric(e.worked.Seconds()/float64(e.sent)*1000, "cpu-s/1000")
	b.ReportMetric(float64(e.requests-e.others)/asked, "requests/check-in")
	if limit > 0 {
		b.ReportMetric(e.took.Seconds()/(float64(e.requests)/float64(limit)), "floor")
	}
	b.ReportMetric(ms(percentile(e.acks, 99)), "ms-ack-p99")
	b.ReportMetric(ms(percentile(e.acks, 100)), "ms-ack-worst")
	b.ReportMetric(ms(percentile(e.notes, 99)), "ms-note-p99")
	b.ReportMetric(float64(len(e.acks))/e.took.Seconds(), "presses/s")
	b.ReportMetric(e.peak, "MB-peak")
}

// durable wants every delivery in the record.
func (f *fan) durable(b *testing.B) {
	b.Helper()
	f.write(b, func(tx *sql.Tx) error {
		var kept int
		err := tx.QueryRow(`SELECT count(*) FROM notices WHERE kind = 'check-in' AND sent_at IS NOT NULL AND message IS NOT NULL`).Scan(&kept)
		if err == nil && kept != fanAsked {
			err = fmt.Errorf("%d deliveries were kept, want %d", kept, fanAsked)
		}
		return err
	})
}

// BenchmarkIdle starts the bot on a database of 10,000 couples of whom nobody is
// due, five times.
func BenchmarkIdle(b *testing.B) {
	f := newFan(b, 0)
	defer f.discord.Close()
	f.rest(b)
	for range b.N {
		var starts []time.Duration
		var own, whole []float64
		for range 5 {
			began := time.Now()
			bot := f.start(b, 0)
			f.await(b, "READY", f.discord.Gateway().Connected)
			starts = append(starts, time.Since(began))
			f.ready(b)
			f.quiet(b)
			own = append(own, bot.status(b, "RssAnon:"))
			whole = append(whole, bot.status(b, "VmRSS:"))
			bot.stop(b)
			f.await(b, "the end", func() bool { return !f.discord.Gateway().Connected() })
		}
		slices.Sort(starts)
		slices.Sort(own)
		slices.Sort(whole)
		b.ReportMetric(ms(starts[2]), "ms-to-READY")
		b.ReportMetric(own[2], "MB-own")
		b.ReportMetric(whole[2], "MB-with-program-file")
	}
}

// fan is one world of many couples.
type fan struct {
	discord *playground.Discord
	data    string
	people  []*playground.Person // couple by couple
	couple  map[string]store.ID  // by its first person
	channel map[string]bool      // of those who are asked
	all     atomic.Int64         // requests of every kind
	asked   atomic.Int64
	sent    atomic.Int64 // messages created in all
	counted atomic.Int64 // requests under the global limit since the check-ins were due
	others  atomic.Int64 // of those, all that are no check-in
	last    atomic.Pointer[time.Time]

	mu     sync.Mutex
	waited map[string]chan time.Time // who waits for a note, by channel
	acks   []time.Duration
	notes  []time.Duration
	broke  []string
}

// newFan makes a world, to be closed; none is kept longer, because several do not fit
// into memory.
func newFan(b *testing.B, limit int) *fan {
	b.Helper()
	f := &fan{data: filepath.Join(b.TempDir(), "data"), couple: map[string]store.ID{}, channel: map[string]bool{}, waited: map[string]chan time.Time{}}
	f.discord = playground.New(playground.Options{Now: time.Now, Global: limit, Check: f.count, Broke: func(request string, err error) {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.broke = append(f.broke, fmt.Sprintf("%s: %v", request, err))
	}})
	if err := f.discord.Start(); err != nil {
		b.Fatal(err)
	}
	if err := os.MkdirAll(f.data, 0o700); err != nil {
		b.Fatal(err)
	}
	f.settle(b)
	return f
}

// count sees every request, and refuses none.
func (f *fan) count(r *http.Request, _ []byte) error {
	f.all.Add(1)
	path := r.URL.Path
	if strings.Contains(path, "/interactions/") || strings.Contains(path, "/webhooks/") {
		return nil // not under the global limit
	}
	f.counted.Add(1)
	_, after, _ := strings.Cut(path, "/channels/")
	channel, rest, _ := strings.Cut(after, "/")
	if r.Method != http.MethodPost || rest != "messages" {
		f.others.Add(1)
		return nil
	}
	now := time.Now()
	f.sent.Add(1)
	if f.channel[channel] {
		f.last.Store(&now)
		f.asked.Add(1)
		return nil
	}
	f.others.Add(1)
	f.mu.Lock()
	defer f.mu.Unlock()
	if c := f.waited[channel]; c != nil {
		c <- now
		delete(f.waited, channel)
	}
	return nil
}

// settle pairs everybody, by the store's own rules, with keys and names that are
// real: what is sent is composed of them.
func (f *fan) settle(b *testing.B) {
	b.Helper()
	cfg, err := shipped()
	if err != nil {
		b.Fatal(err)
	}
	cfg.Data = f.data
	st, err := host.OpenStore(b.Context(), cfg, fanKey, clock.New())
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	now := time.Now().AddDate(0, 0, -20) // past the first two weeks, before they are asked whether they still agree
	for i := range fanCouples {
		a, c := f.discord.AddPerson(fmt.Sprint("A", i)), f.discord.AddPerson(fmt.Sprint("B", i))
		f.people = append(f.people, a, c)
		draft, err := st.Draft(b.Context(), a.ID, a.Name, c.ID, c.Name, now)
		if err == nil {
			_, err = st.SendInvite(b.Context(), draft.ID, a.ID, 1, now)
		}
		if err == nil {
			draft, err = st.Accept(b.Context(), draft.ID, c.ID, c.Name, false, 1, now)
		}
		if err != nil {
			b.Fatal(err)
		}
		f.couple[a.ID] = draft.Couple.ID
	}
	f.write(b, func(tx *sql.Tx) error {
		if _, err := tx.Exec(`DELETE FROM notices WHERE kind IN ('welcome', 'invite')`); err != nil {
			return err
		}
		for _, p := range f.people {
			if _, err := tx.Exec(`UPDATE partners SET channel = ?2, zone = 'UTC' WHERE person = ?1`, p.ID, p.DM().ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// rest lets nobody be due for hours.
func (f *fan) rest(b *testing.B) {
	b.Helper()
	later := time.Now().UTC().Add(12 * time.Hour)
	f.write(b, func(tx *sql.Tx) error {
		_, err := tx.Exec(`UPDATE members SET cron = ?1, next_at = ?2`, fmt.Sprintf("0 %d * * *", later.Hour()), later.Truncate(time.Hour).Unix())
		return err
	})
}

// arm makes the first couples due in one minute, and says when.
func (f *fan) arm(b *testing.B) time.Time {
	b.Helper()
	f.rest(b)
	at := time.Now().UTC().Add(65 * time.Second).Truncate(time.Minute)
	f.write(b, func(tx *sql.Tx) error {
		for _, p := range f.people[:fanAsked] {
			f.channel[p.DM().ID] = true
			_, err := tx.Exec(`UPDATE members SET cron = ?2, next_at = ?3 WHERE person = ?1`, p.ID, fmt.Sprintf("%d %d * * *", at.Minute(), at.Hour()), at.Unix())
			if err != nil {
				return err
			}
		}
		return nil
	})
	return at
}

func (f *fan) write(b *testing.B, do func(*sql.Tx) error) {
	b.Helper()
	db, err := sql.Open("sqlite3", "file:"+store.Path(f.data)+"?_busy_timeout=5000&_txlock=immediate")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	tx, err := db.Begin()
	if err != nil {
		b.Fatal(err)
	}
	if err := do(tx); err != nil {
		b.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
}

func (f *fan) await(b *testing.B, what string, so func() bool) {
	b.Helper()
	limit := time.After(10 * time.Minute)
	for every := time.Tick(time.Millisecond); !so(); { // to be woken by each change would cost more than it measures
		select {
		case <-every:
		case <-limit:
			b.Fatalf("no sign of %s after 10 minutes", what)
		}
	}
}

// ready waits until the bot serves, and begins to count.
func (f *fan) ready(b *testing.B) {
	b.Helper()
	f.await(b, "commands", func() bool { return f.discord.Gateway().Connected() && len(f.discord.Commands()) > 0 })
	f.quiet(b)
	f.counted.Store(0)
	f.others.Store(0)
	f.sent.Store(0)
}

// quiet waits until the bot has asked nothing for a second: what it does at its
// start is done.
func (f *fan) quiet(b *testing.B) {
	b.Helper()
	last, since := f.all.Load(), time.Now()
	f.await(b, "quiet", func() bool {
		if now := f.all.Load(); now != last {
			last, since = now, time.Now()
		}
		return time.Since(since) > time.Second
	})
}

// talk lets couples who are not asked speak to one another, 20 presses a second.
func (f *fan) talk(ctx context.Context, b *testing.B) {
	var couples []*talkingCouple
	for i := range fanTalking {
		at := fanAsked + 2*i
		couples = append(couples, &talkingCouple{f: f, a: f.people[at], b: f.people[at+1], free: make(chan struct{}, 1)})
		couples[i].free <- struct{}{}
	}
	var acting sync.WaitGroup
	defer acting.Wait()
	tick := time.NewTicker(time.Second / fanPresses)
	defer tick.Stop()
	for next := 0; ; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		for range couples {
			c := couples[next%len(couples)]
			next++
			select {
			case <-c.free:
				acting.Go(func() {
					if err := c.step(ctx); err != nil && ctx.Err() == nil {
						b.Errorf("step %d: %v", c.at, err)
						return // it stays out of the game
					}
					c.free <- struct{}{}
				})
			default:
				continue
			}
			break
		}
	}
}

// talkingCouple is one couple's exchange, press by press: a need, its note, an
// answer.
type talkingCouple struct {
	f    *fan
	a, b *playground.Person
	at   int
	last playground.Response
	free chan struct{}
}

func (c *talkingCouple) step(ctx context.Context) (err error) {
	act := func(do func() (playground.Response, error)) {
		began := time.Now()
		c.last, err = do()
		took := time.Since(began)
		c.f.mu.Lock()
		defer c.f.mu.Unlock()
		c.f.acks = append(c.f.acks, took)
	}
	// relayed acts, and waits for what reaches the other.
	relayed := func(to *playground.Person, do func() (playground.Response, error)) {
		arrives := make(chan time.Time, 1)
		c.f.mu.Lock()
		c.f.waited[to.DM().ID] = arrives
		c.f.mu.Unlock()
		began := time.Now()
		act(do)
		if err != nil {
			return
		}
		select {
		case at := <-arrives:
			c.f.mu.Lock()
			defer c.f.mu.Unlock()
			c.f.notes = append(c.f.notes, at.Sub(began))
		case <-ctx.Done():
		}
	}
	press := func(p *playground.Person, label string) func() (playground.Response, error) {
		return func() (playground.Response, error) {
			for _, m := range slices.Backward(p.Messages()) {
				for _, row := range m.Components {
					for _, one := range row {
						if strings.HasPrefix(one.Label, label) && !one.Disabled {
							return p.Press(ctx, m, one.CustomID)
						}
					}
				}
			}
			return playground.Response{}, fmt.Errorf("no button %q", label)
		}
	}
	switch c.at {
	case 0:
		act(func() (playground.Response, error) {
			return c.a.Command(ctx, c.a.DM(), "need", map[string]string{"text": "I miss our walks"})
		})
	case 1:
		relayed(c.b, press(c.a, "Send to"))
	case 2:
		act(press(c.b, "Open"))
	case 3:
		act(press(c.b, "I hear you"))
	case 4:
		if form := c.last.Form; form != nil {
			relayed(c.a, func() (playground.Response, error) { return c.b.Submit(ctx, *form, nil) })
		} else {
			err = fmt.Errorf("no form")
		}
	}
	c.at = (c.at + 1) % 5
	return err
}

// check wants everybody asked once, and no rule of Discord's broken.
func (f *fan) check(b *testing.B) {
	b.Helper()
	for _, p := range f.people[:fanAsked] {
		if n := len(p.Messages()); n != 1 {
			b.Fatalf("a person has %d messages, want 1", n)
		}
	}
	if n := f.discord.Invalid(); n > 0 {
		b.Errorf("%d requests were invalid", n)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.broke) > 0 {
		b.Errorf("rules were broken: %s", f.broke[0])
	}
}

// botProcess is leanon at work.
type botProcess struct {
	cmd *exec.Cmd
	log *bytes.Buffer
}

func (f *fan) start(b *testing.B, limit int) *botProcess {
	b.Helper()
	p := &botProcess{cmd: exec.Command(builtProgram(b), "serve"), log: &bytes.Buffer{}}
	p.cmd.Dir = f.data // config.yaml's own defaults
	p.cmd.Env = []string{"DISCORD_TOKEN=" + f.discord.Token(), "LEANON_KEY=" + fanKey, "LEANON_DATA=" + f.data, "LEANON_DISCORD_API_URL=" + f.discord.URL(),
		"LEANON_DISCORD_REQUESTS_PER_SECOND=" + strconv.Itoa(limit), "LEANON_QUIET_HOURS=", "LEANON_LOG_LEVEL=warn"}
	p.cmd.Stdout, p.cmd.Stderr = io.Discard, p.log
	if err := p.cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = p.cmd.Process.Kill() })
	return p
}

func (p *botProcess) stop(b *testing.B) {
	b.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		b.Fatal(err)
	}
	if err := p.cmd.Wait(); err != nil {
		b.Errorf("the bot: %v\n%s", err, p.log)
	}
	if p.log.Len() > 0 {
		b.Errorf("the bot warns:\n%s", p.log)
	}
}

// spent is the processor time of the bot so far.
func (p *botProcess) spent(b *testing.B) time.Duration {
	b.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		b.Skipf("no processor time to be seen here: %v", err)
	}
	_, after, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(after)
	var ticks int
	for _, field := range fields[11:13] { // utime and stime (proc_pid_stat(5))
		n, err := strconv.Atoi(field)
		if err != nil {
			b.Fatal(err)
		}
		ticks += n
	}
	return time.Duration(ticks) * time.Second / 100
}

// status is a figure of the bot's memory, in MB.
func (p *botProcess) status(b *testing.B, name string) float64 {
	b.Helper()
	file, err := os.Open(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		b.Skipf("no memory to be seen here: %v", err)
	}
	defer file.Close()
	for s := bufio.NewScanner(file); s.Scan(); {
		if fields := strings.Fields(s.Text()); fields[0] == name {
			kb, err := strconv.Atoi(fields[1])
			if err != nil {
				b.Fatal(err)
			}
			return float64(kb) / 1024
		}
	}
	b.Fatalf("no %s", name)
	return 0
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func percentile(all []time.Duration, p int) time.Duration {
	if len(all) == 0 {
		return 0
	}
	all = slices.Clone(all)
	slices.Sort(all)
	return all[min(len(all)*p/100, len(all)-1)]
}

package stories

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"leanon/clock"
	"leanon/config"
	"leanon/host"
	"leanon/library"
	"leanon/playground"
)

// A world is a Discord with people in it, a clock that a story moves, and the
// whole program at work in it: its real client over real HTTP and a real
// WebSocket, its real database. The world fails a story if its log or its database
// files show in the clear what a person wrote, if its log shows a name or a token,
// if a message of the bot pings anybody, or if the bot asked Discord for what
// Discord refuses.
type world struct {
	t       *testing.T
	discord discord
	pipes   *playground.Pipes // how a world in a bubble is reached; nil: by sockets
	clock   *worldClock
	server  *playground.Guild
	cfg     config.Config
	log     *record
	out     *record

	changeEnv func(*host.Env) // before each start; nil: nothing

	run   *host.Running
	stop  func() error
	ended <-chan error

	mu    sync.Mutex
	wrote []string // what people typed, to be looked for where it must not be
	names []string
	broke []string
	all   []*person

	library *library.Library // what the program says; nil: what is shipped
	theirs  map[string]bool  // the words of people, if the program speaks no English
}

// record is a writer that can be read while it is written.
type record struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (r *record) Write(p []byte) (int, error) { r.mu.Lock(); defer r.mu.Unlock(); return r.b.Write(p) }
func (r *record) String() string              { r.mu.Lock(); defer r.mu.Unlock(); return r.b.String() }

// TestMain lets many worlds live at once. A world mostly waits: for the second
// that discordgo sleeps when it closes, for a connection that is tried again, for
// the disk. Under the race detector it waits for a processor instead.
func TestMain(m *testing.M) {
	flag.Parse()
	thinned = racing && !*everyCase
	if *inPseudo && !*everyCase {
		oneStoryInThree()
	}
	worlds := 4 * runtime.GOMAXPROCS(0)
	if !racing {
		worlds *= 4
		debug.SetGCPercent(400) // a tenth less processor time, for 700 MB at most
	}
	if err := flag.Set("test.parallel", strconv.Itoa(worlds)); err != nil {
		panic(err)
	}
	code := m.Run()
	if builtDir != "" {
		_ = os.RemoveAll(builtDir)
	}
	os.Exit(code)
}

// shipped is the configuration of a host who changed nothing.
func shipped() (config.Config, error) {
	manual, err := os.ReadFile("../config.yaml")
	if err != nil {
		return config.Config{}, err
	}
	return config.Load(string(manual), "", false, nil, clock.New())
}

// patience is how long a story waits for what takes no time: it ends a story that hangs, and
// fails none because other programs have the processors.
const patience = 5 * time.Minute

// newWorld starts a world at a local time; its zone is the host's default zone.
// Changes to the configuration come before the program starts.
func newWorld(t *testing.T, at string, change ...func(*config.Config)) *world {
	t.Helper()
	t.Parallel()
	return openWorld(t, at, nil, change...)
}

// inBubble tells a story in a synctest bubble. What the program waits for by the
// wall clock, such as the next try to connect, takes no time there, and no slow
// machine makes anything late. A bubble has no sockets: its Discord is reached
// through pipes.
func inBubble(t *testing.T, at string, story func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { story(t, openWorld(t, at, playground.NewPipes())) })
}

func openWorld(t *testing.T, at string, pipes *playground.Pipes, change ...func(*config.Config)) *world {
	t.Helper()
	start := readMoment(t, at)
	w := &world{t: t, pipes: pipes, log: &record{}, out: &record{}, clock: newWorldClock(start)}
	options := playground.Options{Now: w.clock.Now, Ack: patience, Broke: func(request string, err error) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.broke = append(w.broke, fmt.Sprintf("%s: %v", request, err))
	}}
	options.Check = w.listens(described(t))
	if pipes != nil {
		options.Ack = 20 * time.Second
		options.Heartbeat = time.Hour // discordgo would hang on one that is due while it closes
	}
	w.discord = discord{playground.New(options), w.says}
	w.serve()
	cfg, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	cfg.Discord.APIURL, cfg.Data, cfg.CheckIn.Zone = w.discord.URL(), filepath.Join(worldDir(t), "data"), strings.Fields(at)[2]
	cfg.Host = config.Host{Name: "Hosta Example", Contact: "hosta@example.org", Where: "a shelf in the hall"}
	cfg.CheckIn.Weekly = "" // a story says by weekly that it is about the weekly note
	for _, f := range change {
		f(&cfg)
	}
	w.cfg = cfg
	w.speaks()
	if err := makesTables(cfg.Data, host.KeyPath(cfg.Data)); err != nil {
		t.Fatal(err)
	}
	w.server = w.discord.AddGuild("Home")
	w.start()
	t.Cleanup(w.end)
	return w
}

// serve opens Discord until the story ends.
func (w *world) serve() {
	w.t.Helper()
	if w.pipes == nil {
		if err := w.discord.Start(); err != nil {
			w.t.Fatal(err)
		}
		w.t.Cleanup(w.discord.Close)
		return
	}
	ended := make(chan error, 1)
	go func() { ended <- w.discord.Serve(w.pipes) }()
	synctest.Wait() // it has its address now
	w.t.Cleanup(func() {
		w.discord.Close()
		if err := <-ended; err != nil {
			w.t.Error(err)
		}
		time.Sleep(time.Hour) // until discordgo's last wait before it connects again is over
	})
}

// start runs the program until it is connected and its commands are registered.
func (w *world) start() {
	w.t.Helper()
	w.launches()
	select {
	case <-w.run.Ready:
	case err := <-w.ended:
		w.stop = func() error { return nil }
		w.t.Fatalf("the program ended before it was ready: %v", err)
	case <-time.After(patience):
		w.t.Fatalf("the program was not ready after %v; log:\n%s", patience, w.log)
	}
}

// launches starts the program, and waits for its parts only.
func (w *world) launches() {
	w.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	started, ended := make(chan *host.Running, 1), make(chan error, 1)
	env := host.Env{Token: config.Secret{Text: w.discord.Token()}, Now: w.clock.machine, After: w.clock.after, Steady: w.clock.steady, Stdout: w.out,
		Log: slog.New(slog.NewJSONHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug})), Started: func(r host.Running) { started <- &r }, Library: w.library}
	if w.pipes != nil {
		env.Dial = w.pipes.Dial
	}
	if w.changeEnv != nil {
		w.changeEnv(&env)
	}
	go func() { ended <- host.Serve(ctx, w.cfg, env) }()
	w.stop, w.ended = func() error { cancel(); return <-ended }, ended
	select {
	case w.run = <-started:
	case err := <-ended:
		cancel()
		w.stop = func() error { return nil }
		w.t.Fatalf("the program ended before it was ready: %v", err)
	}
}

// restarts stops the program as a host would and starts it on the same data.
func (w *world) restarts() {
	w.t.Helper()
	if err := w.stop(); err != nil {
		w.t.Fatalf("stopping: %v", err)
	}
	w.start()
}

// ends waits until the program has ended by itself, for a reason.
func (w *world) ends(reason error) {
	w.t.Helper()
	select {
	case err := <-w.ended:
		if !errors.Is(err, reason) {
			w.t.Errorf("the program ended with %v, want %v", err, reason)
		}
		w.stop = func() error { return nil }
	case <-time.After(patience):
		w.t.Fatalf("the program goes on, want it ended with %v", reason)
	}
}

// end stops the program and fails the story if anything private lies where it must
// not.
func (w *world) end() {
	if err := w.stop(); err != nil {
		w.t.Errorf("the program ended with %v", err)
	}
	for _, b := range w.broke {
		w.t.Errorf("broke a rule of Discord's: %s", b)
	}
	if n := w.discord.Invalid(); n >= 100 {
		w.t.Errorf("%d requests were answered 401, 403 or 429, want less than 1 %% of the 10,000 that Cloudflare bans for", n)
	}
	for _, p := range w.all {
		for _, m := range p.fromBot() {
			if len(m.Mentioned) > 0 || m.MentionedEveryone {
				w.t.Errorf("a message pings %v, everyone %v: %q", m.Mentioned, m.MentionedEveryone, m.Content)
			}
		}
	}
	log := w.log.String() + w.out.String()
	for _, private := range slices.Concat(w.wrote, w.names, []string{w.discord.Token()}) {
		if strings.Contains(log, private) {
			w.t.Errorf("the log holds %q", private)
		}
	}
	files, err := filepath.Glob(filepath.Join(w.cfg.Data, "*"))
	if err != nil || len(files) == 0 {
		w.t.Errorf("no files in the data directory (%v)", err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			w.t.Error(err)
		}
		for _, private := range w.wrote {
			if bytes.Contains(raw, []byte(private)) {
				w.t.Errorf("%s holds %q in the clear", filepath.Base(file), private)
			}
		}
	}
	if w.t.Failed() {
		w.t.Logf("log:\n%s", w.log)
	}
}

// typed remembers what a person wrote, for end to look for. It leaves out texts of
// less than six bytes, which would be found by chance.
func (w *world) typed(text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(text) >= 6 {
		w.wrote = append(w.wrote, text)
	}
}

// settle waits until everything that is due at this moment has been sent, or has
// failed and waits for a later one.
func (w *world) settle() {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := w.run.Scheduler.Settle(ctx); err != nil {
		w.t.Fatalf("things did not settle: %v; log:\n%s", err, w.log)
	}
}

// passes moves the clock on. Everything that is due on the way happens, in order.
func (w *world) passes(d time.Duration) { w.t.Helper(); w.until(w.clock.Now().Add(d)) }

// until moves the clock to a moment, stopping wherever something is due.
func (w *world) until(end time.Time) {
	w.t.Helper()
	for {
		w.settle()
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		next, err := w.run.Scheduler.Next(ctx)
		cancel()
		if err != nil {
			w.t.Fatal(err)
		}
		now := w.clock.Now()
		if next.IsZero() || !next.Before(end) || !now.Before(end) {
			break
		}
		if !next.After(now) { // due, and waiting behind what is tried again
			next = now.Add(10 * time.Second)
			if next.After(end) {
				next = end
			}
		}
		w.clock.set(next)
	}
	w.clock.set(end)
	w.settle()
}

// at moves the clock to the next "15:04" in the world's zone.
func (w *world) at(hhmm string) {
	w.t.Helper()
	now := w.clock.Now()
	when := readMoment(w.t, now.Format("2006-01-02 ")+hhmm+" "+now.Location().String())
	if !when.After(now) {
		when = when.AddDate(0, 0, 1)
	}
	w.until(when)
}

// people adds persons who share the world's server.
func (w *world) people(names ...string) []*person {
	w.t.Helper()
	all := make([]*person, 0, len(names))
	for _, name := range names {
		p := &person{w: w, name: name, Person: w.discord.AddPerson(name)}
		w.server.Join(p.Person)
		w.names = append(w.names, name)
		w.says(name)
		w.all = append(w.all, p)
		all = append(all, p)
	}
	return all
}

// couple adds two persons and pairs them, by what they press.
func (w *world) couple(a, b string) (*person, *person) {
	w.t.Helper()
	both := w.people(a, b)
	w.pair(both[0], both[1])
	return both[0], both[1]
}

func (w *world) pair(a, b *person) {
	w.t.Helper()
	a.runs("pair", "partner", b.ID)
	a.presses("Send invitation")
	b.sees(a.name + " invites you")
	b.agrees()
	a.sees(bothAgreed)
	b.sees(bothAgreed)
}

// catchesUp waits until all that was written meanwhile is read and answered.
func (w *world) catchesUp() {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := w.run.Inbox.Settle(ctx); err != nil {
		w.t.Fatalf("not everything was read: %v; log:\n%s", err, w.log)
	}
	w.settle()
}

// sleeps stops the program; wakes starts it again on the same data.
func (w *world) sleeps() {
	w.t.Helper()
	if err := w.stop(); err != nil {
		w.t.Fatalf("stopping: %v", err)
	}
}

func (w *world) wakes() {
	w.t.Helper()
	w.start()
	w.catchesUp()
}

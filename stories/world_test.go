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
	"leanon/playground"
)

// A world is a Discord with people in it, a clock that a story moves, and the
// whole program at work in it: its real client over real HTTP and a real
// WebSocket, its real database. The world fails a story in whose log or database
// files something appears in the clear that a person wrote, in whose log a name
// or token appears, in which a message of the bot pings anybody, or in which the
// bot asked Discord for what Discord refuses.
type world struct {
	t       *testing.T
	discord *playground.Discord
	pipes   *playground.Pipes // how a world in a bubble is reached; nil: by sockets
	clock   *worldClock
	server  *playground.Guild
	cfg     config.Config
	log     *record
	out     *record

	run   *host.Running
	stop  func() error
	ended <-chan error

	mu    sync.Mutex
	wrote []string // what people typed, to be looked for where it must not be
	names []string
	broke []string
	all   []*person
}

// worldClock stands still until a story moves it.
type worldClock struct {
	mu    sync.Mutex
	now   time.Time
	waits map[chan time.Time]time.Time
}

func (c *worldClock) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.now }

func (c *worldClock) After(until time.Time) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	ch := make(chan time.Time, 1)
	if !until.After(c.now) {
		ch <- c.now
		return ch
	}
	c.waits[ch] = until
	return ch
}

func (c *worldClock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
	for ch, until := range c.waits {
		if !until.After(t) {
			ch <- t
			delete(c.waits, ch)
		}
	}
}

// record is a writer that can be read while it is written.
type record struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (r *record) Write(p []byte) (int, error) { r.mu.Lock(); defer r.mu.Unlock(); return r.b.Write(p) }
func (r *record) String() string              { r.mu.Lock(); defer r.mu.Unlock(); return r.b.String() }

// moment reads "2026-11-23 19:59 Europe/Paris".
func readMoment(t *testing.T, at string) time.Time {
	t.Helper()
	fields := strings.Fields(at)
	if len(fields) != 3 {
		t.Fatalf("the story's time is %q, want date, time and zone", at)
	}
	loc, err := time.LoadLocation(fields[2])
	if err != nil {
		t.Fatal(err)
	}
	when, err := time.ParseInLocation("2006-01-02 15:04", fields[0]+" "+fields[1], loc)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

// TestMain lets many worlds live at once. A world mostly waits: for the second
// that discordgo sleeps when it closes, for a connection that is tried again, for
// the disk. Under the race detector it waits for a processor instead.
func TestMain(m *testing.M) {
	flag.Parse()
	worlds := 16 * runtime.GOMAXPROCS(0)
	if racing {
		worlds = 4 * runtime.GOMAXPROCS(0)
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
	w := &world{t: t, pipes: pipes, log: &record{}, out: &record{}, clock: &worldClock{now: start, waits: map[chan time.Time]time.Time{}}}
	options := playground.Options{Now: w.clock.Now, Ack: 20 * time.Second, Broke: func(request string, err error) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.broke = append(w.broke, fmt.Sprintf("%s: %v", request, err))
	}}
	options.Check = described(t)
	if pipes != nil {
		options.Heartbeat = time.Hour // discordgo would hang on one that is due while it closes
	}
	w.discord = playground.New(options)
	w.serve()
	cfg, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	cfg.Discord.APIURL, cfg.Data, cfg.CheckIn.Zone = w.discord.URL(), filepath.Join(worldDir(t), "data"), strings.Fields(at)[2]
	cfg.Host = config.Host{Name: "Hosta Example", Contact: "hosta@example.org", Where: "a shelf in the hall"}
	for _, f := range change {
		f(&cfg)
	}
	w.cfg = cfg
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
	ctx, cancel := context.WithCancel(context.Background())
	started, ended := make(chan *host.Running, 1), make(chan error, 1)
	env := host.Env{Token: w.discord.Token(), Now: w.clock.Now, After: w.clock.After, Stdin: strings.NewReader(""), Stdout: w.out, Stderr: w.log,
		Log: slog.New(slog.NewJSONHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug})), Started: func(r host.Running) { started <- &r }}
	if w.pipes != nil {
		env.Dial = w.pipes.Dial
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
	select {
	case <-w.run.Ready:
	case err := <-ended:
		cancel()
		w.stop = func() error { return nil }
		w.t.Fatalf("the program ended before it was ready: %v", err)
	case <-time.After(30 * time.Second):
		cancel()
		w.t.Fatalf("the program was not ready after 30 s; log:\n%s", w.log)
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
	case <-time.After(30 * time.Second):
		w.t.Fatalf("the program goes on, want it ended with %v", reason)
	}
}

// end stops the program and looks where nothing private may be.
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

// typed remembers what a person wrote. What is shorter than a word is not looked
// for: it would be found by chance.
func (w *world) typed(text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(text) >= 6 {
		w.wrote = append(w.wrote, text)
	}
}

// settle waits until everything that is due at this moment has been sent.
func (w *world) settle() {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if err := w.run.Scheduler.Settle(ctx); err != nil {
		w.t.Fatalf("things did not settle: %v; log:\n%s", err, w.log)
	}
}

// passes moves the clock on; all that is due on the way happens, in order.
func (w *world) passes(d time.Duration) { w.t.Helper(); w.until(w.clock.Now().Add(d)) }

// until moves the clock to a moment, stopping wherever something is due.
func (w *world) until(end time.Time) {
	w.t.Helper()
	for {
		w.settle()
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
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

// person is somebody in the world, with what they last saw.
type person struct {
	w    *world
	name string
	*playground.Person
	shown playground.Response // what came back to the last act
	acts  int                 // forged presses so far
}

// people adds persons who share the world's server.
func (w *world) people(names ...string) []*person {
	w.t.Helper()
	all := make([]*person, 0, len(names))
	for _, name := range names {
		p := &person{w: w, name: name, Person: w.discord.AddPerson(name)}
		w.server.Join(p.Person)
		w.names = append(w.names, name)
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
	b.presses("Accept")
	a.sees("You're both in")
	b.sees("You're both in")
}

func (p *person) did(what string, r playground.Response, err error) {
	p.w.t.Helper()
	if err != nil {
		p.w.t.Fatalf("%s %s: %v; log:\n%s", p.name, what, err, p.w.log)
	}
	p.shown = r
	p.w.settle()
}

func (p *person) ctx() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), 30*time.Second)
}

// runs types a command in the direct messages with the bot; options are pairs.
func (p *person) runs(command string, options ...string) *person {
	p.w.t.Helper()
	return p.runsIn(p.DM(), command, options...)
}

// runsIn types a command somewhere.
func (p *person) runsIn(place playground.Place, command string, options ...string) *person {
	p.w.t.Helper()
	given := map[string]string{}
	for i := 0; i+1 < len(options); i += 2 {
		given[options[i]] = options[i+1]
		if options[i] == "text" {
			p.w.typed(options[i+1])
		}
	}
	ctx, cancel := p.ctx()
	defer cancel()
	r, err := p.Command(ctx, place, command, given)
	p.did("runs /"+command, r, err)
	return p
}

// finds looks for the newest message that shows an enabled button or a select.
func (p *person) finds(words string) (playground.Message, playground.Component, bool) {
	seen := p.Messages()
	if p.shown.Message != nil && !slices.ContainsFunc(seen, func(m playground.Message) bool { return m.ID == p.shown.Message.ID }) {
		seen = append(seen, *p.shown.Message) // in a server
	}
	for _, m := range slices.Backward(seen) {
		for _, row := range m.Components {
			for _, c := range row {
				if (c.Label == words || c.Placeholder == words) && !c.Disabled {
					return m, c, true
				}
			}
		}
	}
	return playground.Message{}, playground.Component{}, false
}

// presses the newest button of that label.
func (p *person) presses(label string) *person {
	p.w.t.Helper()
	m, c, ok := p.finds(label)
	if !ok {
		p.w.t.Fatalf("%s sees no button %q; what they see:\n%s", p.name, label, p.all())
	}
	ctx, cancel := p.ctx()
	defer cancel()
	r, err := p.Press(ctx, m, c.CustomID)
	p.did("presses "+label, r, err)
	return p
}

// fills the form that is open and sends it; fields are pairs of label and text.
func (p *person) fills(fields ...string) *person {
	p.w.t.Helper()
	if p.shown.Form == nil {
		p.w.t.Fatalf("%s sees no form; what they see:\n%s", p.name, p.all())
	}
	given := map[string]string{}
	for i := 0; i+1 < len(fields); i += 2 {
		at := slices.IndexFunc(p.shown.Form.Fields, func(f playground.Field) bool { return f.Label == fields[i] })
		if at < 0 {
			p.w.t.Fatalf("the form %q has no field %q", p.shown.Form.Title, fields[i])
		}
		given[p.shown.Form.Fields[at].ID] = fields[i+1]
		if !slices.Contains([]string{"Your city", "Days", "Time of day", "From and to, on your own clock"}, fields[i]) {
			p.w.typed(fields[i+1]) // those are settings, which the record keeps as they are
		}
	}
	ctx, cancel := p.ctx()
	defer cancel()
	r, err := p.Submit(ctx, *p.shown.Form, given)
	p.did("sends the form", r, err)
	return p
}

// chooses an option, by its label, in the newest select of that placeholder.
func (p *person) chooses(placeholder, option string) *person {
	p.w.t.Helper()
	m, c, ok := p.finds(placeholder)
	if !ok {
		p.w.t.Fatalf("%s sees no select %q; what they see:\n%s", p.name, placeholder, p.all())
	}
	at := slices.IndexFunc(c.Options, func(o playground.Option) bool { return o.Label == option })
	if at < 0 {
		p.w.t.Fatalf("the select %q has no option %q", placeholder, option)
	}
	ctx, cancel := p.ctx()
	defer cancel()
	r, err := p.Choose(ctx, m, c.CustomID, c.Options[at].Value)
	p.did("chooses "+option, r, err)
	return p
}

// writes a plain direct message.
func (p *person) writes(text string) playground.Message {
	p.w.t.Helper()
	p.w.typed(text)
	m, err := p.Write(text)
	if err != nil {
		p.w.t.Fatalf("%s writes: %v", p.name, err)
	}
	return m
}

// sees waits until a message of the bot shows the words.
func (p *person) sees(words string) *person {
	p.w.t.Helper()
	ctx, cancel := p.ctx()
	defer cancel()
	if err := p.w.discord.Await(ctx, func() bool { return p.has(words) }); err != nil {
		p.w.t.Fatalf("%s does not see %q; what they see:\n%s", p.name, words, p.all())
	}
	p.w.settle()
	return p
}

// neverSaw fails if a message of the bot shows the words.
func (p *person) neverSaw(words string) *person {
	p.w.t.Helper()
	p.w.settle()
	if p.has(words) {
		p.w.t.Fatalf("%s sees %q and must not; what they see:\n%s", p.name, words, p.all())
	}
	return p
}

func (p *person) has(words string) bool {
	return slices.ContainsFunc(p.fromBot(), func(m playground.Message) bool { return strings.Contains(m.Content, words) })
}

func (p *person) fromBot() []playground.Message {
	seen := p.Messages()
	if p.shown.Message != nil && !slices.ContainsFunc(seen, func(m playground.Message) bool { return m.ID == p.shown.Message.ID }) {
		seen = append(seen, *p.shown.Message)
	}
	return slices.DeleteFunc(seen, func(m playground.Message) bool { return m.AuthorID == p.ID })
}

// count is how many messages of the bot show the words.
func (p *person) count(words string) int {
	n := 0
	for _, m := range p.fromBot() {
		if strings.Contains(m.Content, words) {
			n++
		}
	}
	return n
}

// reads is the reply to the last act.
func (p *person) reads(words string) *person {
	p.w.t.Helper()
	if p.shown.Message == nil {
		p.w.t.Fatalf("%s got no message back, want %q", p.name, words)
	}
	if !strings.Contains(p.shown.Message.Content, words) {
		p.w.t.Fatalf("%s reads:\n%s\nwant %q", p.name, p.shown.Message.Content, words)
	}
	return p
}

// buttons are the labels of the newest message that shows the words, in order.
func (p *person) buttons(words string) []string {
	p.w.t.Helper()
	for _, m := range slices.Backward(p.fromBot()) {
		if !strings.Contains(m.Content, words) {
			continue
		}
		var labels []string
		for _, row := range m.Components {
			for _, c := range row {
				labels = append(labels, c.Label+c.Placeholder)
			}
		}
		return labels
	}
	p.w.t.Fatalf("%s sees no message with %q; what they see:\n%s", p.name, words, p.all())
	return nil
}

// text is the reply to the last act; a form is named by its title.
func (p *person) text() string {
	p.w.t.Helper()
	switch {
	case p.shown.Message != nil:
		return p.shown.Message.Content
	case p.shown.Form != nil:
		return "form: " + p.shown.Form.Title
	}
	p.w.t.Fatalf("%s got nothing back", p.name)
	return ""
}

// asks puts a need into words and sends it.
func (p *person) asks(text, of string) *person {
	p.w.t.Helper()
	return p.runs("need", "text", text).presses("Send to " + of).reads("Sent. It waits for a good moment.")
}

// answers opens the newest note and says one of the answers without a line.
func (p *person) answers(choice string) *person {
	p.w.t.Helper()
	return p.presses("Open").presses(choice).fills()
}

// answersHere says one of the answers to the note that is open already.
func (p *person) answersHere(choice string) *person {
	p.w.t.Helper()
	return p.presses(choice).fills()
}

// rewrites edits a plain message.
func (p *person) rewrites(m playground.Message, text string) {
	p.w.t.Helper()
	p.w.typed(text)
	if _, err := p.Edit(m, text); err != nil {
		p.w.t.Fatalf("%s edits: %v", p.name, err)
	}
}

// awaits waits until something is so.
func (p *person) awaits(what string, so func() bool) {
	p.w.t.Helper()
	ctx, cancel := p.ctx()
	defer cancel()
	if err := p.w.discord.Await(ctx, so); err != nil {
		p.w.t.Fatalf("%s never saw %s; what they see:\n%s", p.name, what, p.all())
	}
	p.w.settle()
}

// spied is a button that somebody saw once, to be pressed at any later time.
type spied struct {
	on playground.Message
	id string
}

// spies remembers a button without pressing it.
func (p *person) spies(label string) spied {
	p.w.t.Helper()
	m, c, ok := p.finds(label)
	if !ok {
		p.w.t.Fatalf("%s sees no button %q; what they see:\n%s", p.name, label, p.all())
	}
	return spied{m, c.CustomID}
}

// pressesOld presses a button as an old copy of its message still shows it.
func (p *person) pressesOld(b spied) *person {
	p.w.t.Helper()
	ctx, cancel := p.ctx()
	defer cancel()
	r, err := p.PressStale(ctx, b.on, b.id)
	p.did("presses an old button", r, err)
	return p
}

// suggested is what Discord suggests while the person types an option.
func (p *person) suggested(command, option, typed string) []playground.Choice {
	p.w.t.Helper()
	ctx, cancel := p.ctx()
	defer cancel()
	choices, err := p.Complete(ctx, p.DM(), command, map[string]string{option: typed}, option)
	if err != nil {
		p.w.t.Fatalf("%s types %s of /%s: %v", p.name, option, command, err)
	}
	return choices
}

// all is what the person sees, for a failing test.
func (p *person) all() string {
	var s strings.Builder
	for _, m := range p.Messages() {
		who := "bot"
		if m.AuthorID == p.ID {
			who = p.name
		}
		fmt.Fprintf(&s, "--- %s (ephemeral %v)\n%s\n", who, m.Ephemeral, m.Content)
		for _, row := range m.Components {
			for _, c := range row {
				fmt.Fprintf(&s, "[%s] ", c.Label+c.Placeholder)
			}
			s.WriteString("\n")
		}
	}
	return s.String()
}

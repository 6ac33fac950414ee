package scheduler

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"leanon/clock"
	"leanon/discord/talk"
	"leanon/store"
	"leanon/store/seal"
)

// movable is a clock that stands still until it is set.
type movable struct {
	mu     sync.Mutex
	now    time.Time
	alarms map[chan time.Time]time.Time
}

func (c *movable) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *movable) After(until time.Time) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	ch := make(chan time.Time, 1)
	if c.now.Before(until) {
		c.alarms[ch] = until
	} else {
		ch <- c.now
	}
	return ch
}

func (c *movable) set(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = now
	for ch, until := range c.alarms {
		if !now.Before(until) {
			ch <- now
			delete(c.alarms, ch)
		}
	}
}

// sent is a message on the wire.
type sent struct {
	id, channel, mark, nonce, text string
	lane                           int
}

// wire stands for Discord: it carries out what the outbox asks for and keeps the messages.
type wire struct {
	mu       sync.Mutex
	messages []sent
	edits    []string // "message: text"
	looks    int      // deliveries and finds that searched
	opened   []string

	// deliver, edit, find and open may make a request fail; nil lets it succeed. carried says
	// that the message arrived in spite of the error.
	deliver func(talk.Delivery) (carried bool, err error)
	edit    func() error
	find    func() error
	open    func(person string) error
}

func (w *wire) Deliver(_ context.Context, d talk.Delivery) (string, error) {
	w.mu.Lock()
	hook := w.deliver
	w.mu.Unlock()
	carried, err := true, error(nil)
	if hook != nil {
		carried, err = hook(d)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if d.MayHaveArrived {
		w.looks++
		if id := w.marked(d); id != "" && err == nil {
			return id, nil
		}
	}
	if !carried {
		return "", err
	}
	id := fmt.Sprint(1000 + len(w.messages))
	w.messages = append(w.messages, sent{id, d.Channel, d.Mark, d.Nonce, d.Message.Text, d.Lane})
	return id, err
}

func (w *wire) marked(d talk.Delivery) string {
	for _, m := range w.messages {
		if m.channel == d.Channel && m.mark == d.Mark && (d.After == "" || m.id > d.After) {
			return m.id
		}
	}
	return ""
}

func (w *wire) Find(_ context.Context, d talk.Delivery) (string, bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.looks++
	if w.find != nil {
		if err := w.find(); err != nil {
			return "", false, err
		}
	}
	id := w.marked(d)
	return id, id != "", nil
}

func (w *wire) Edit(_ context.Context, _, message string, _ int, m talk.Message) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.edit != nil {
		if err := w.edit(); err != nil {
			return err
		}
	}
	w.edits = append(w.edits, message+": "+m.Text)
	return nil
}

func (w *wire) OpenDM(_ context.Context, person string) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.open != nil {
		if err := w.open(person); err != nil {
			return "", err
		}
	}
	w.opened = append(w.opened, person)
	return "dm-" + person, nil
}

// fails sets how deliveries end from now on; nil lets them succeed.
func (w *wire) fails(hook func(talk.Delivery) (carried bool, err error)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.deliver = hook
}

func (w *wire) texts(person string) (all []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, m := range w.messages {
		if m.channel == "dm-"+person {
			all = append(all, m.text)
		}
	}
	return all
}

// newest returns the id of the newest message to a person.
func (w *wire) newest(person string) (id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, m := range w.messages {
		if m.channel == "dm-"+person {
			id = m.id
		}
	}
	return id
}

// world is a database, a clock, a wire and a scheduler that runs on them.
type world struct {
	*testing.T
	clock *movable
	wire  *wire
	path  string
	key   seal.Key
	store *store.Store
	sched *Scheduler
	quiet string
	log   *logbook
	stop  func() error
	chose int
	meter struct {
		mu                   sync.Mutex
		sent, failed, waited int
	}
	failCompose func(store.Notice) error // fails composing
	workers     int
	trust       Clock
}

const noon = "2026-11-23 12:00" // a Monday

// newWorld makes a world at a moment, in UTC, and starts its scheduler.
func newWorld(t *testing.T, at string) *world {
	t.Helper()
	key, err := seal.ParseKey(strings.Repeat("A", 43))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{
		T: t, clock: &movable{now: date(t, at), alarms: map[chan time.Time]time.Time{}}, wire: &wire{},
		path: filepath.Join(t.TempDir(), "leanon.db"), key: key, log: &logbook{},
	}
	w.openStore()
	w.start()
	t.Cleanup(func() {
		if err := w.stop(); err != nil {
			t.Errorf("Run ended with %v, want nil", err)
		}
		w.store.Close()
	})
	return w
}

func date(t *testing.T, at string) time.Time {
	t.Helper()
	d, err := time.Parse("2006-01-02 15:04", at)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (w *world) openStore() {
	w.Helper()
	var err error
	w.store, err = store.Open(w.Context(), w.path, w.key, clock.New(), store.Defaults{Cron: "0 20 * * *", Zone: "UTC", Quiet: w.quiet, MinInterval: time.Hour, FollowUp: 24 * time.Hour, Retention: 90 * 24 * time.Hour})
	if err != nil {
		w.Fatal(err)
	}
}

// start starts a scheduler, which runs until w.stop is called.
func (w *world) start() {
	w.sched = New(Options{
		Store: w.store, Now: w.clock.Now, After: w.clock.After, Log: slog.New(slog.NewTextHandler(w.log, nil)),
		Choose:  func(a store.Asked) string { w.chose++; return fmt.Sprintf("question-%s-%d", a.Date, a.Nth) },
		Compose: w.compose, Deliver: w.wire.Deliver, Find: w.wire.Find, Edit: w.wire.Edit, OpenDM: w.wire.OpenDM,
		Workers: w.workers, Clock: w.trust,
		Meter: Meter{
			Sent:   func() { w.meter.mu.Lock(); w.meter.sent++; w.meter.mu.Unlock() },
			Failed: func(string) { w.meter.mu.Lock(); w.meter.failed++; w.meter.mu.Unlock() },
			Waited: func() { w.meter.mu.Lock(); w.meter.waited++; w.meter.mu.Unlock() },
		},
	})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	sched := w.sched
	go func() { ended <- sched.Run(ctx) }()
	w.stop = sync.OnceValue(func() error {
		cancel()
		return <-ended
	})
}

// restart ends the program and starts a new one on the same file.
func (w *world) restart() {
	w.Helper()
	w.halt()
	w.openStore()
	w.start()
}

// halt ends the program.
func (w *world) halt() {
	w.Helper()
	if err := w.stop(); err != nil {
		w.Fatalf("Run ended with %v, want nil", err)
	}
	if err := w.store.Close(); err != nil {
		w.Fatal(err)
	}
}

// compose makes a message from the facts of the moment, as the bot does.
func (w *world) compose(ctx context.Context, n store.Notice) (m talk.Message, err error) {
	if w.failCompose != nil {
		if err := w.failCompose(n); err != nil {
			return m, err
		}
	}
	m.Text = string(n.Kind)
	switch n.Kind {
	case store.KindNote:
		m.Text = "note"
		for _, id := range n.Notes {
			e, err := w.store.NeedFor(ctx, id, n.Person)
			if err != nil {
				return m, err
			}
			if e.Need.Sent() {
				m.Text += " " + e.Need.Words
			} else {
				m.Text += " withdrawn"
			}
		}
	case store.KindCheckIn:
		in, err := w.store.CheckInFor(ctx, n.Ref, n.Person)
		if err != nil {
			return m, err
		}
		m.Text = in.Question
	}
	m.Rows = []talk.Row{{Buttons: []talk.Button{{CustomID: "open." + n.ID.String(), Label: "Open"}}}}
	return m, nil
}

// gate returns a channel for deliveries to wait on, and what opens it. The end of the
// test opens it too, so that a test that fails does not wait for them for ever.
func (w *world) gate() (opened <-chan struct{}, open func()) {
	gate := make(chan struct{})
	open = sync.OnceFunc(func() { close(gate) })
	w.Cleanup(open)
	return gate, open
}

// await returns the next value of a channel. The test fails if none comes within 10
// seconds; its message names what did not come.
func await[T any](t *testing.T, ch <-chan T, what string) T {
	t.Helper()
	select {
	case v := <-ch:
		return v
	case <-time.After(10 * time.Second):
		t.Fatalf("%s did not come within 10 seconds", what)
		panic("not reached")
	}
}

// settle waits until the scheduler has nothing more to do at the present clock.
func (w *world) settle() {
	w.Helper()
	ctx, cancel := context.WithTimeout(w.Context(), 30*time.Second)
	defer cancel()
	if err := w.sched.Settle(ctx); err != nil {
		w.Fatalf("settle: got %v, want nil; the log says:\n%s", err, w.log)
	}
}

// at sets the clock and settles.
func (w *world) at(moment string) {
	w.Helper()
	w.clock.set(date(w.T, moment))
	w.settle()
}

// pass sets the clock forward and settles.
func (w *world) pass(d time.Duration) {
	w.Helper()
	w.clock.set(w.clock.Now().Add(d))
	w.settle()
}

// couple makes a and b a couple; both get their welcome.
func (w *world) couple(a, b string, notesOnly bool) store.ID {
	w.Helper()
	ctx, now := w.Context(), w.clock.Now()
	inv, err := w.store.Draft(ctx, a, a, b, b, now)
	w.must(err)
	_, err = w.store.SendInvite(ctx, inv.ID, a, store.FactsRead{Version: 1}, now)
	w.must(err)
	w.settle()
	inv, err = w.store.Accept(ctx, inv.ID, b, store.Agreement{Name: b, NotesOnly: notesOnly, Read: store.FactsRead{Version: 1}, Via: w.wire.newest(b)}, now)
	w.must(err)
	w.settle()
	return inv.Couple.ID
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// writes sends a note to the partner. It does not settle.
func (w *world) writes(couple store.ID, person, words string) store.ID {
	w.Helper()
	e, err := w.store.Word(w.Context(), store.Wording{Couple: couple, Person: person, Source: words, Words: words}, w.clock.Now())
	w.must(err)
	_, err = w.store.Send(w.Context(), e.Need.ID, person, "", w.clock.Now())
	w.must(err)
	return e.Need.ID
}

func (w *world) withdraws(person string, need store.ID) {
	w.Helper()
	_, err := w.store.Withdraw(w.Context(), need, person, "the message that was pressed", w.clock.Now())
	w.must(err)
}

// got checks what messages a person has got, apart from those of becoming a couple.
func (w *world) got(person string, want ...string) {
	w.Helper()
	have := slices.DeleteFunc(w.wire.texts(person), func(s string) bool { return s == "invite" || s == "welcome" || s == "consent" })
	if !slices.Equal(have, want) {
		w.Errorf("%s got %q, want %q", person, have, want)
	}
}

func (w *world) edited(want ...string) {
	w.Helper()
	w.wire.mu.Lock()
	defer w.wire.mu.Unlock()
	if !slices.Equal(w.wire.edits, want) {
		w.Errorf("edits: got %q, want %q", w.wire.edits, want)
	}
}

// due returns the one notice that is due to a person.
func (w *world) due(person string) store.ID {
	w.Helper()
	all, err := w.store.Due(w.Context(), w.clock.Now(), store.LaneScheduled, 100)
	w.must(err)
	all = slices.DeleteFunc(all, func(o store.Owed) bool { return o.Person != person })
	if len(all) != 1 {
		w.Fatalf("due to %s: got %d notices, want 1", person, len(all))
	}
	return all[0].ID
}

func (w *world) dead(want int) {
	w.Helper()
	b, err := w.store.Backlog(w.Context(), w.clock.Now())
	w.must(err)
	if b.Dead != want {
		w.Errorf("dead letters: got %d, want %d", b.Dead, want)
	}
}

// logbook is a log that a test can read.
type logbook struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (r *logbook) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.buf.Write(p)
}

func (r *logbook) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.buf.String()
}

// logged checks how often words stand in the log.
func (w *world) logged(words string, want int) {
	w.Helper()
	if n := strings.Count(w.log.String(), words); n != want {
		w.Errorf("%q in the log: got %d, want %d\n%s", words, n, want, w.log)
	}
}

var errLost = fmt.Errorf("%w: connection reset", talk.ErrUnclear)

// refusal returns an error with which Discord refuses a request.
func refusal(status, code int, kind error) error {
	return fmt.Errorf("send: %w", &talk.Refused{Status: status, Code: code, Err: kind})
}

// always makes each delivery fail.
func always(carried bool, err error) func(talk.Delivery) (bool, error) {
	return func(talk.Delivery) (bool, error) { return carried, err }
}

// once makes the first delivery fail.
func once(carried bool, err error) func(talk.Delivery) (bool, error) {
	var first sync.Once
	return func(talk.Delivery) (bool, error) {
		here, now := true, error(nil)
		first.Do(func() { here, now = carried, err })
		return here, now
	}
}

package stories

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"leanon/playground"
)

// tortured is how many messages the torture makes the bot owe, at least. The
// ordinary run has the short form; the long one is go test -run Torture -torture 2000.
var tortured = flag.Int("torture", 100, "how many messages the torture test makes the bot owe, at least")

const (
	// endurance is how long a person waits for something before it is lost. The
	// outbox tries again after 1, 2, 4 ... seconds: four failures in a row are rare,
	// six are a fault of ours.
	endurance = 75 * time.Second
	// beyond is how far Discord's clock moves in an outage that outlasts the nonce
	// window, which is the playground's default of three minutes on that clock.
	beyond = 4 * time.Minute
	// aDay is how far it moves instead where most people have sent as many notes as a day
	// takes.
	aDay = 25 * time.Hour
	// torturedCouples is how many couples write to each other.
	torturedCouples = 9
)

// errKilled is why a person stops waiting for an answer.
var errKilled = errors.New("the bot was killed")

// TestTheTortureLosesNothingAndDoublesNothing is the proof of the outbox and of
// the inbox: the real program as a process of its own, on a clock that goes with
// Discord's, which is killed at any instant and started again, against a Discord that drops, refuses, delays and
// forgets, while couples write to each other. In the end every message that is
// owed was there exactly once, and all that was acknowledged had its effect.
func TestTheTortureLosesNothingAndDoublesNothing(t *testing.T) {
	t.Parallel()
	o := newOrdeal(t, *tortured)
	o.pair()
	o.lays()
	o.weather.storms(true)
	var couples sync.WaitGroup
	for i := 0; i < len(o.souls); i += 2 {
		a, b := o.souls[i], o.souls[i+1]
		couples.Go(func() { o.ask(a, b) })
		couples.Go(func() { o.ask(b, a) })
	}
	o.outages()
	o.weather.storms(false)
	o.setsClock(0)
	o.weather.shuts("")
	o.death(outage{}) // a start reads the chats again that Discord did not let it read
	couples.Wait()
	o.strays.Wait()
	o.settle()
	o.reckon()
}

// ordeal is one torture: a Discord, its weather, the bot's process and the people.
type ordeal struct {
	t       *testing.T
	began   time.Time
	discord *playground.Discord
	clock   *aheadClock
	weather *weather
	log     *record
	program string
	dir     string
	souls   []*soul
	goal    int64

	mu    sync.Mutex
	bot   *exec.Cmd
	shift io.Writer       // how far its clock is ahead
	gone  chan struct{}   // closed once bot has ended
	life  context.Context // ends with errKilled when the bot is killed
	end   context.CancelCauseFunc
	lost  []string      // what never came
	wrong []string      // what else must not be
	beat  chan struct{} // closed at the next look at Discord
	deck  []outage

	strays       sync.WaitGroup // what is written while the bot is away
	parting      sync.WaitGroup // who leaves after the copy was made
	calm         sync.RWMutex   // whoever is in the middle of something reads it
	older        olderCopy
	owed         atomic.Int64 // messages that the bot was made to owe
	words        atomic.Int64 // how many different words were used so far
	acknowledged atomic.Int64 // acts that Discord showed as done
	repeated     atomic.Int64 // acts that got no answer, and were done again
	dealt        atomic.Int64 // outages so far
	day          atomic.Int64 // how many days were moved on so far
	spent        atomic.Int64 // people who wait for the next day
	kills        int
	off          time.Duration // how far the clock of the bot's machine is wrong
	offs         int           // how often it was set wrong
	long         int           // outages that outlasted the nonce window
	caught       int           // outages that began with a message under way
	restored     int           // times at which the database was put back
	crashed      []byte        // the log that an earlier crash left
}

// aheadClock is the real clock and the time that long outages took on top of it. It is
// Discord's, the people's, and the bot's.
type aheadClock struct{ ahead atomic.Int64 }

func (c *aheadClock) Now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

func (c *aheadClock) offset() time.Duration { return time.Duration(c.ahead.Load()) }

func (c *aheadClock) moves(d time.Duration) { c.ahead.Add(int64(d)) }

func newOrdeal(t *testing.T, goal int) *ordeal {
	t.Helper()
	o := &ordeal{t: t, began: time.Now(), clock: &aheadClock{}, log: &record{}, dir: t.TempDir(), goal: int64(goal), beat: make(chan struct{})}
	o.program = builtShifted(t)
	o.weather = &weather{marks: map[string]bool{}, refused: map[string]bool{}, unread: map[string]int{}}
	// A short heartbeat, so that a connection that died unseen is given up in seconds.
	options := playground.Options{Now: o.clock.Now, Steady: time.Now, Heartbeat: 4 * time.Second, Ack: 1500 * time.Millisecond, Latency: o.weather.enters, Broke: o.broke, Check: described(t)}
	o.discord = playground.New(options)
	o.weather.discord = o.discord
	if err := o.discord.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(o.discord.Close)
	o.discord.Fault(o.weather.fault)
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	go o.pulse(ctx)
	return o
}

// broke complains of a request that a correct bot never makes. An answer that comes
// after its three seconds is none: Discord's clock was moved on, or the machine is slow.
func (o *ordeal) broke(request string, err error) {
	if isLate(err) {
		return
	}
	o.complain("broke a rule of Discord's: %s: %v", request, err)
}

// pulse lets everybody who waits look again after Discord changed, at most 40 times a
// second.
func (o *ordeal) pulse(ctx context.Context) {
	pace := time.NewTicker(25 * time.Millisecond)
	defer pace.Stop()
	_ = o.discord.Await(ctx, func() bool { // what changes after this look brings the next one
		o.mu.Lock()
		close(o.beat)
		o.beat = make(chan struct{})
		o.mu.Unlock()
		<-pace.C
		return false
	})
}

// await waits until something is so; false when that took too long.
func (o *ordeal) await(so func() bool) bool {
	tooLong := time.NewTimer(endurance)
	defer tooLong.Stop()
	for {
		o.mu.Lock()
		beat := o.beat
		o.mu.Unlock()
		if so() {
			return true
		}
		select {
		case <-beat:
		case <-tooLong.C:
			return so()
		}
	}
}

func (o *ordeal) complain(what string, args ...any) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.wrong = append(o.wrong, fmt.Sprintf(what, args...))
}

func (o *ordeal) loses(what string, args ...any) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.lost = append(o.lost, fmt.Sprintf(what, args...))
}

// going says whether there is more to write: until enough is owed and each kind
// of outage was there.
func (o *ordeal) going() bool {
	return o.owed.Load() < o.goal || o.dealt.Load() < int64(len(outages()))
}

// start starts the bot as a host does, on the same data each time.
func (o *ordeal) start() {
	o.t.Helper()
	manual, err := filepath.Abs("../config.yaml")
	if err != nil {
		o.t.Fatal(err)
	}
	o.off = 0
	cmd := exec.CommandContext(o.t.Context(), o.program, manual, o.machine().String())
	cmd.Dir = o.dir // no config.yaml there: what ships holds
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "DISCORD_TOKEN=" + o.discord.Token(), "LEANON_DISCORD_API_URL=" + o.discord.URL(),
		"LEANON_DATA=" + filepath.Join(o.dir, "data"), "LEANON_DISCORD_REQUESTS_PER_SECOND=0", "LEANON_FOLLOW_UP_AFTER=1s",
		"LEANON_QUIET_HOURS=", "LEANON_CHECK_IN_WEEKLY=", "LEANON_LOG_FORMAT=json"}
	cmd.Stdout, cmd.Stderr = o.log, o.log
	shift, err := cmd.StdinPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		o.t.Fatalf("start the bot: %v", err)
	}
	gone := make(chan struct{})
	go func() { _ = cmd.Wait(); close(gone) }() // how it ended is in its ProcessState
	o.mu.Lock()
	o.bot, o.gone, o.shift = cmd, gone, shift
	o.life, o.end = context.WithCancelCause(context.Background())
	o.mu.Unlock()
	o.t.Cleanup(func() { <-gone })
}

// kill ends the bot at once, wherever it is.
func (o *ordeal) kill() {
	o.t.Helper()
	select {
	case <-o.gone:
		o.complain("the bot had ended by itself: %v", o.bot.ProcessState)
	default:
	}
	_ = o.bot.Process.Kill() // it may have ended by itself
	<-o.gone
	o.end(errKilled)
	o.kills++
}

// stop ends the bot in good order.
func (o *ordeal) stop() {
	o.t.Helper()
	if err := o.bot.Process.Signal(os.Interrupt); err != nil {
		o.complain("the bot could not be stopped: %v", err)
	}
	late := time.NewTimer(30 * time.Second)
	defer late.Stop()
	select {
	case <-o.gone:
	case <-late.C:
		o.complain("the bot did not stop within 30 s")
		_ = o.bot.Process.Kill()
		<-o.gone
	}
	o.end(errKilled)
	if !o.bot.ProcessState.Success() {
		o.complain("the stopped bot ended with %v", o.bot.ProcessState)
	}
}

// connects waits for the gateway session.
func (o *ordeal) connects() {
	o.t.Helper()
	if !o.await(o.discord.Gateway().Connected) {
		o.t.Fatalf("the bot did not connect; the end of its log:\n%s", tail(o.log.String()))
	}
}

// outage is one way in which the bot and Discord lose each other.
type outage struct {
	down bool // Discord is gone, not the bot
	trap trapKind
	long bool // it outlasts the nonce window
	back bool // the database is put back meanwhile
}

// trapKind says what becomes of the message in whose sending an outage begins.
type trapKind int

const (
	atRandom trapKind = iota // it begins at any instant
	unheard                  // Discord takes the message, and the bot never learns of it
	unsent                   // the message never reaches Discord
	late                     // it reaches Discord only when the next process sends it anew
)

// outages are dealt in random order, over and over. Three of twelve are long.
func outages() []outage {
	return []outage{
		{trap: atRandom}, {trap: late}, {trap: atRandom, long: true},
		{trap: unheard}, {trap: unheard, long: true},
		{trap: late}, {trap: late}, {trap: unsent},
		{trap: atRandom, back: true}, {trap: unheard, back: true},
		{down: true}, {down: true, trap: unheard, long: true},
	}
}

// outages lets one outage follow the other until everybody has written enough.
func (o *ordeal) outages() {
	o.t.Helper()
	for o.going() || !o.older.back {
		o.turnsBack()
		lives := time.NewTimer(between(150, 900))
		o.troubles()
		o.disturb()
		<-lives.C
		if len(o.deck) == 0 {
			o.deck = outages()
			rand.Shuffle(len(o.deck), func(i, j int) { o.deck[i], o.deck[j] = o.deck[j], o.deck[i] })
		}
		next := o.deck[0]
		o.deck = o.deck[1:]
		if next.down {
			o.darkness(next)
		} else {
			o.death(next)
		}
		o.dealt.Add(1)
	}
}

// between is a random time, in milliseconds.
func between(least, most int) time.Duration {
	return time.Duration(least+rand.IntN(most-least)) * time.Millisecond
}

// disturb makes trouble at the gateway, now and then.
func (o *ordeal) disturb() {
	o.setsClockSometimes()
	g := o.discord.Gateway()
	switch rand.IntN(12) {
	case 0:
		g.Drop()
	case 1:
		g.Reconnect()
	case 2:
		g.Invalidate(false)
	case 3:
		g.CloseWith(4000)
	}
}

// death kills the bot and starts it again.
func (o *ordeal) death(how outage) {
	o.t.Helper()
	trap := o.springs(how.trap, func() {})
	o.kill()
	if how.trap != late {
		trap.release()
	}
	if how.back {
		o.restores()
	}
	o.away(how, func() { o.start(); o.connects() })
	if how.trap == late {
		o.weather.lands(trap)
	}
}

// darkness takes Discord away and brings it back.
func (o *ordeal) darkness(how outage) {
	o.t.Helper()
	trap := o.springs(how.trap, func() { o.discord.Down(true) })
	o.discord.Down(true)
	trap.release()
	o.away(how, func() { o.discord.Down(false); o.connects() })
}

// springs waits for a message on its way, if an outage is to begin with one. The
// message is held until its release.
func (o *ordeal) springs(kind trapKind, first func()) *trap {
	t := newTrap(kind, first)
	if kind == atRandom {
		return t
	}
	if o.weather.sets(t) {
		o.caught++
	}
	return t
}

// away lets an outage last, while people write and the bot hears nothing.
func (o *ordeal) away(how outage, over func()) {
	o.t.Helper()
	writer := o.souls[rand.IntN(len(o.souls))]
	wrote := []string{writer.writes(), writer.writes()}
	if rand.IntN(3) == 0 {
		o.weather.closes(writer.fromBot()[0].ChannelID)
	}
	lasts := time.NewTimer(between(20, 200))
	<-lasts.C
	if how.long {
		if !o.await(o.weather.quiet) {
			o.t.Fatal("requests of a bot that is away are still under way")
		}
		o.lasts()
		o.long++
	}
	over()
	if rand.IntN(2) == 0 {
		wrote = append(wrote, writer.writes()) // comes at once, while the others are still to be read
	}
	o.strays.Go(func() {
		o.calm.RLock()
		defer o.calm.RUnlock()
		writer.discards(wrote)
	})
}

// tail is the end of a text.
func tail(text string) string {
	if len(text) > 4000 {
		return "..." + text[len(text)-4000:]
	}
	return text
}

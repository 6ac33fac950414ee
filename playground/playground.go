// Package playground is an in-process Discord: the REST API (any version) and
// the gateway, over real HTTP and a real WebSocket, with people who can write,
// press, choose and fill in as Discord's own client would let them.
//
// It knows nothing about any bot. A bot connects to it as to Discord, and only its base
// URL changes. The playground refuses what Discord would refuse, with Discord's codes, and
// tells Options.Broke about it.
//
// A test makes one with New and Start, adds people, points its bot at URL or
// gives it Transport, and then does what people do: Person.Write, Press, Choose,
// Command, Submit, and looks at Person.Messages. Await waits for what the bot does
// by itself; Fault, Down and the Gateway let things go wrong. Page is the same
// Discord for people: a web page on which a bot is tried out by hand, with a
// clock, faults to switch on, and whatever else the caller puts on it. The
// examples show both.
//
// Read this file first, then rest.go and gateway.go (the wire), person.go and acting.go
// (what people do), faults.go (what goes wrong) and web.go (the page).
//
// A bot's own rules, words and storage never go in here. The check of requests against
// Discord's description lies in package spec. The sources of all rules are Discord's
// documentation (discord/discord-api-docs, "D:" in the comments) and its OpenAPI
// description ("S:" for a schema in it).
package playground

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Options configure a Discord. Only Now is required.
type Options struct {
	// Now is the clock of everything that Discord dates: snowflakes, timestamps, the
	// Date of each answer, the three seconds and fifteen minutes of an interaction, and
	// the nonce window.
	Now func() time.Time
	// Steady is the clock of the rate limits; nil means Now. A test whose Now stands
	// still needs another clock here, or a spent limit never fills again.
	Steady func() time.Time
	// Heartbeat is the interval that HELLO asks for; 0 means 41.25 s.
	Heartbeat time.Duration
	// Patience is how long, in real time, a heartbeat may be late before the
	// connection is closed with 4009; 0 means one interval and 5 s more.
	Patience time.Duration
	// Ack is how long, in real time, a person waits for a first response; 0
	// means 3 s.
	Ack time.Duration
	// NonceWindow is how long a nonce is remembered, on Now; 0 means 3 minutes.
	// Discord says only "the past few minutes" (D:resources/message).
	NonceWindow time.Duration
	// PerChannel is how many messages a second may be created in one channel
	// before a 429; 0 means no limit, nor any for deleting. Discord's own is about 5.
	PerChannel int
	// Global is how many requests a second the bot may make in all; 0 means no
	// limit, Discord's own is 50 (D:topics/rate-limits).
	Global int
	// Log receives what happens on the wire, as ids and numbers; nil discards it.
	Log *slog.Logger
	// Broke is told each request that a correct bot never makes. The request is
	// "METHOD /path/template"; neither it nor the error holds a token or words.
	Broke func(request string, err error)
	// Check is one more judge of each request, such as the one of package spec; its
	// error is answered 400 and told to Broke. Nil checks nothing more.
	Check func(r *http.Request, body []byte) error
	// Latency is how long a request travels before it is handled.
	Latency func() time.Duration
}

// Discord is a bot's account, people, servers and their messages, with the API and the
// gateway through which the bot meets them. All its methods may be called from any
// goroutine.
type Discord struct {
	o        Options
	token    string
	bot      *Person
	mux      *http.ServeMux
	gateway  *Gateway
	running  sync.WaitGroup // goroutines of Start and of the gateway
	requests sync.WaitGroup // REST requests under way
	done     chan struct{}  // closed by Close

	mu        sync.Mutex
	base      string
	servers   []*http.Server
	closed    bool
	changed   chan struct{} // closed at the next change; nil while nobody waits
	lastID    uint64
	people    map[string]*Person
	guilds    map[string]*Guild
	guildList []*Guild
	channels  map[string]*Channel
	messages  map[string]*message
	files     map[string]*file
	commands  map[string][]Command // by guild id; "" holds the global ones
	nonces    nonces
	inter     interactions
	limits    limits
	faults    faults
	tally     tally
	portal    Portal
}

// New returns a Discord that serves nothing yet. It panics without Options.Now.
func New(o Options) *Discord {
	if o.Now == nil {
		panic("playground.New: Options.Now is missing")
	}
	if o.Steady == nil {
		o.Steady = o.Now
	}
	if o.Heartbeat == 0 {
		o.Heartbeat = 41250 * time.Millisecond
	}
	if o.Patience == 0 {
		o.Patience = o.Heartbeat + 5*time.Second
	}
	if o.Ack == 0 {
		o.Ack = 3 * time.Second
	}
	if o.NonceWindow == 0 {
		o.NonceWindow = 3 * time.Minute
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	d := &Discord{
		o:        o,
		done:     make(chan struct{}),
		people:   map[string]*Person{},
		guilds:   map[string]*Guild{},
		channels: map[string]*Channel{},
		messages: map[string]*message{},
		files:    map[string]*file{},
		commands: map[string][]Command{},
		nonces:   newNonces(),
		inter:    newInteractions(),
		limits:   newLimits(),
		tally:    newTally(),
	}
	d.gateway = &Gateway{d: d, conns: map[*conn]struct{}{}, sessions: map[string]*session{}}
	d.bot = d.addPerson("leanon", true)
	d.portal = newPortal(d.bot)
	d.token = newToken(d.bot.ID)
	d.mux = d.routes()
	return d
}

// Start listens on a free loopback port and serves in the background.
func (d *Discord) Start() error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("listen on loopback: %w", err)
	}
	server, err := d.open(l)
	if err != nil {
		return err
	}
	d.running.Go(func() { d.serve(server, l) })
	return nil
}

// Serve serves on any listener, such as Pipes, until Close. URL returns the address of
// the listener that came last.
func (d *Discord) Serve(l net.Listener) error {
	server, err := d.open(l)
	if err != nil {
		return err
	}
	return d.serve(server, l)
}

func (d *Discord) open(l net.Listener) (*http.Server, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		l.Close()
		return nil, http.ErrServerClosed
	}
	server := &http.Server{Handler: d, ErrorLog: slog.NewLogLogger(d.o.Log.Handler(), slog.LevelDebug)}
	d.base = "http://" + l.Addr().String()
	d.servers = append(d.servers, server)
	return server, nil
}

func (d *Discord) serve(server *http.Server, l net.Listener) error {
	if err := server.Serve(l); err != http.ErrServerClosed {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

// URL returns the base of the API, "http://127.0.0.1:PORT". Requests go to /api/v9/... or
// /api/v10/... below it. It is empty before Start or Serve.
func (d *Discord) URL() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.base
}

// Close hangs up the gateway, lets REST requests that have begun have their answers,
// and waits until every goroutine of Start and of the gateway has ended.
func (d *Discord) Close() {
	d.mu.Lock()
	if !d.closed {
		close(d.done)
	}
	d.closed = true
	servers := d.servers
	d.gateway.hangUpAll()
	d.touch()
	d.mu.Unlock()
	d.requests.Wait()
	for _, s := range servers {
		s.Close()
	}
	d.running.Wait()
}

// Token returns the bot token that this Discord accepts, without the "Bot " before it.
// It answers any other with 401.
func (d *Discord) Token() string { return d.token }

// Application returns the id of the application, which is the id of the bot's user too.
func (d *Discord) Application() string { return d.bot.ID }

// Gateway returns what switches the gateway's faults and holds its counters.
func (d *Discord) Gateway() *Gateway { return d.gateway }

// Await blocks until cond returns true, and asks it again after every change of state.
// If ctx ends before that, it returns the reason. cond may call any method.
func (d *Discord) Await(ctx context.Context, cond func() bool) error {
	for {
		change := d.nextChange()
		if cond() {
			return nil
		}
		select {
		case <-change:
		case <-ctx.Done():
			return fmt.Errorf("await a change on Discord: %w", context.Cause(ctx))
		}
	}
}

func (d *Discord) nextChange() <-chan struct{} {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.changed == nil {
		d.changed = make(chan struct{})
	}
	return d.changed
}

// touch wakes all callers of Await. The caller holds d.mu.
func (d *Discord) touch() {
	if d.changed != nil {
		close(d.changed)
		d.changed = nil
	}
}

const discordEpoch = 1420070400000 // milliseconds, D:reference#snowflakes

// newID returns the next snowflake, made from the time on Now. It is always greater than
// the one before, even if the clock stands still or goes back. The caller holds d.mu.
func (d *Discord) newID() uint64 {
	d.lastID = max(d.lastID+1, firstID(d.o.Now()))
	return d.lastID
}

// firstID returns the smallest snowflake of a moment, as Discord documents it for
// paging by time.
func firstID(at time.Time) uint64 {
	return uint64(max(at.UnixMilli()-discordEpoch, 1)) << 22
}

func idText(id uint64) string { return strconv.FormatUint(id, 10) }

func idNumber(text string) uint64 {
	id, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0
	}
	return id
}

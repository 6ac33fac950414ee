package discord

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"

	"leanon/discord/talk"
)

// Options say whom to talk to and how.
type Options struct {
	// Token is the bot token, without the word "Bot". Required.
	Token string
	// APIURL is the REST base without /api; empty means https://discord.com. It may
	// be a REST proxy's or a playground's. The gateway's address comes from its
	// GET /gateway.
	APIURL string
	// RequestsPerSecond bounds all requests but interaction replies, which
	// Discord does not count (rate limits page); 0 sets no bound.
	RequestsPerSecond float64
	// Log receives lost connections, failed replies and panics: kinds and numbers,
	// never a token, a name or what a person wrote. Required.
	Log *slog.Logger
	// Now is read only to count how long a reply took and to estimate a talk.Wait;
	// all waiting is done by timers. Required.
	Now func() time.Time
	// Asked is called as each HTTP request leaves. What it returns is told, as soon as the
	// answer is here, what time Discord's Date says, to whole seconds, or the zero time.
	// nil is not called.
	Asked func() (answered func(date time.Time))
	// Meter counts what the client does; a nil function is not called.
	Meter Meter
	// Dial opens each connection, for HTTP and for the gateway; nil dials directly
	// by TCP, without the environment's proxies. HTTPS and WSS put TLS on top.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Timings may shorten the waits; a zero field keeps its default.
	Timings Timings
}

// Timings are a client's deadlines and pauses.
type Timings struct {
	Open       time.Duration // from a connection's beginning or loss to READY or RESUMED; default 30 s
	FirstRetry time.Duration // pause before the second connection, doubled before each further one; default 1 s
	LongRetry  time.Duration // longest pause between IDENTIFYs, and of 15 s between RESUMEs; default 100 s, so at most 864 a day (Discord resets a token after 1,000 IDENTIFY a day)
	Healthy    time.Duration // the pauses start anew after a connection that lasted this long; default 10 min
	Request    time.Duration // one HTTP request; default 15 s
	Patience   time.Duration // longest known rate limit that is waited for; a longer one is returned as talk.Wait; default 5 s
	Handle     time.Duration // deadline of the context given to Handler.Request; default 30 s
	Stop       time.Duration // how long Run lets what is in flight finish; default 5 s, because containers are killed after 10
}

// longestResume is the longest pause before a RESUME. Discord keeps a session for a few
// minutes, and nobody is heard meanwhile.
const longestResume = 15 * time.Second

// withDefaults sets the default where a field is zero.
func (t Timings) withDefaults() Timings {
	set := func(field *time.Duration, d time.Duration) {
		if *field == 0 {
			*field = d
		}
	}
	set(&t.Open, 30*time.Second)
	set(&t.FirstRetry, time.Second)
	set(&t.LongRetry, 100*time.Second)
	set(&t.Healthy, 10*time.Minute)
	set(&t.Request, 15*time.Second)
	set(&t.Patience, 5*time.Second)
	set(&t.Handle, 30*time.Second)
	set(&t.Stop, 5*time.Second)
	return t
}

// Client talks to Discord for one bot. Its methods may be called from many
// goroutines, also before and after Run.
type Client struct {
	token   string
	log     *slog.Logger
	now     func() time.Time
	asked   func() func(date time.Time)
	handler Handler // set by Handle, before Run
	meter   Meter
	timings Timings
	dial    func(ctx context.Context, network, address string) (net.Conn, error)

	base      *url.URL
	transport *http.Transport
	limits    *limiter
	backoff   *backoff // between IDENTIFYs
	resumes   *backoff // between RESUMEs
	queues    *personQueues

	interactions *recentIDs // that came lately
	deleted      *recentIDs // messages that Delete was called with

	pulse        chan struct{} // received from wherever the supervisor waits
	begun, ended chan struct{} // closed when Run begins and returns

	connected atomic.Bool
	app       atomic.Pointer[string] // application id, nil until known
	owners    atomic.Pointer[[]string]
	tls       *tls.Config   // nil trusts the system's authorities
	refused   chan struct{} // closed when Discord refuses the token
	refuse    sync.Once
}

// New checks the options and returns a client that has not connected yet.
func New(o Options) (*Client, error) {
	if o.Log == nil || o.Now == nil {
		return nil, errors.New("discord needs a log and a clock")
	}
	if o.Token == "" {
		return nil, errors.New("discord needs a token")
	}
	if o.APIURL == "" {
		o.APIURL = "https://discord.com"
	}
	base, err := url.Parse(o.APIURL)
	if err != nil || base.Host == "" || (base.Scheme != "http" && base.Scheme != "https") {
		// url.Parse repeats its input, which may hold a proxy's password.
		return nil, errors.New("the Discord API address must begin with http:// or https:// and name a host")
	}
	if o.RequestsPerSecond < 0 {
		return nil, fmt.Errorf("requests per second must not be negative, got %v", o.RequestsPerSecond)
	}
	t := o.Timings.withDefaults()
	dial := o.Dial
	if dial == nil {
		dial = (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext
	}
	if o.Asked == nil {
		o.Asked = func() func(time.Time) { return func(time.Time) {} }
	}
	c := &Client{
		token: o.Token, log: o.Log, now: o.Now, asked: o.Asked, meter: o.Meter.withDefaults(),
		timings: t, dial: dial, base: base,
		transport: &http.Transport{
			DialContext:         dial,
			ForceAttemptHTTP2:   true,
			MaxIdleConnsPerHost: 128, // more than the outbox sends at a time
			IdleConnTimeout:     90 * time.Second,
			TLSHandshakeTimeout: 10 * time.Second,
		},
		limits:  newLimiter(o.RequestsPerSecond, t.Patience, o.Now),
		backoff: &backoff{first: t.FirstRetry, longest: t.LongRetry},
		resumes: &backoff{first: t.FirstRetry, longest: min(longestResume, t.LongRetry)},
		queues:  newPersonQueues(),

		interactions: newRecentIDs(),
		deleted:      newRecentIDs(),
		pulse:        make(chan struct{}),
		begun:        make(chan struct{}),
		ended:        make(chan struct{}),
		refused:      make(chan struct{}),
	}
	return c, nil
}

// Handler is what the client calls while it runs.
type Handler struct {
	// Request answers one request. One person's requests come one after another,
	// except autocompletion; different people's come at the same time. Required.
	Request func(ctx context.Context, r talk.Request) talk.Reply
	// NewSession is called at each new session (READY, not RESUMED), which has
	// missed what happened before it, and before any event of it is handled. It
	// must not wait. May be nil.
	NewSession func()
}

// Handle sets what the client calls. Call it once, before Run. It is no option of
// New, because whoever handles requests may need the client.
func (c *Client) Handle(h Handler) {
	if h.NewSession == nil {
		h.NewSession = func() {}
	}
	c.handler = h
}

// Connected says whether the gateway session is up.
func (c *Client) Connected() bool { return c.connected.Load() }

// OpenDM returns the direct message channel with a person. Discord opens it at the
// first call and returns the same one ever after, so callers should keep it. Its
// errors are those of talk, among them ErrUnreachable and ErrNoNewChannels.
func (c *Client) OpenDM(ctx context.Context, person string) (channel string, err error) {
	var made struct {
		ID string `json:"id"`
	}
	err = c.call(ctx, request{
		method: "POST", route: "/users/@me/channels", url: discordgo.EndpointUserChannels("@me"),
		body: map[string]string{"recipient_id": person},
	}, &made)
	if err != nil {
		return "", fmt.Errorf("open a direct message: %w", err)
	}
	return made.ID, nil
}

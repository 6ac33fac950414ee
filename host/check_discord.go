package host

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/gorilla/websocket"

	"leanon/clock"
	"leanon/config"
	"leanon/discord"
	"leanon/discord/talk"
)

const (
	// patience is how long Discord may take to answer one request.
	patience = 10 * time.Second
	// skewed is how far this machine's clock may differ from Discord's before a host
	// should look after it.
	skewed = 5 * time.Second
)

// checkDiscord checks whether Discord and its gateway can be reached, whether the clocks
// agree, and whether the token is good. bad is the error about a token that cannot even be
// tried, or nil.
func checkDiscord(ctx context.Context, c *checkup, cfg config.Config, env Env, bad error) {
	if crossesInPlain(cfg.Discord.APIURL) {
		c.warn("way to Discord", plainSentence)
	}
	p := probe{base: cfg.Discord.APIURL, env: env}
	var gateway string
	var date time.Time
	began := env.Now()
	err := within(ctx, patience, func(ctx context.Context) (err error) {
		gateway, date, err = p.rest(ctx)
		return err
	})
	ended := env.Now()
	if errors.Is(err, discord.ErrTooOld) {
		c.fail("Discord", "%v", err)
		c.warn("token", "not tried, because Discord does not talk to this leanon")
		return
	}
	if err != nil {
		c.fail("Discord", "%s cannot be reached: %v; look at this machine's network, and at discord.api_url if you have set it", cfg.Discord.APIURL, err)
		if bad != nil || env.Token.Text == "" {
			checkBotToken(ctx, c, cfg, env, bad)
		} else {
			c.warn("token", "not tried, because Discord cannot be reached")
		}
		return
	}
	c.ok("Discord", "%s answers", cfg.Discord.APIURL)
	checkSkew(c, began.Add(ended.Sub(began)/2), date)
	err = within(ctx, patience, func(ctx context.Context) error { return p.hello(ctx, gateway) })
	switch {
	case errors.Is(err, discord.ErrTooOld):
		c.fail("gateway", "%v", err)
	case err != nil:
		c.fail("gateway", "Discord's gateway cannot be reached: %v", err)
	default:
		c.ok("gateway", "it says hello")
	}
	checkBotToken(ctx, c, cfg, env, bad)
}

// checkSkew compares this machine's clock with the Date of an answer, which has whole
// seconds only.
func checkSkew(c *checkup, now, date time.Time) {
	if date.IsZero() {
		c.warn("clock", "Discord's answer says no time to compare with")
		return
	}
	ahead := now.Sub(date.Add(time.Second / 2)).Round(time.Second)
	const mend = "while the two are more than five minutes apart, nothing old is deleted and nobody is paused: set it, or let it be set (NTP)"
	switch {
	case ahead > clock.Tolerated:
		c.fail("clock", "this machine's clock is %v ahead of Discord's; %s", ahead, mend)
	case ahead < -clock.Tolerated:
		c.fail("clock", "this machine's clock is %v behind Discord's; %s", -ahead, mend)
	case ahead > skewed:
		c.warn("clock", "this machine's clock is %v ahead of Discord's: set it, or let it be set (NTP)", ahead)
	case ahead < -skewed:
		c.warn("clock", "this machine's clock is %v behind Discord's: set it, or let it be set (NTP)", -ahead)
	default:
		c.ok("clock", "it agrees with Discord's")
	}
}

// checkBotToken asks Discord whether the token is good, and what the portal says of the
// application.
func checkBotToken(ctx context.Context, c *checkup, cfg config.Config, env Env, bad error) {
	switch {
	case bad != nil:
		c.fail("token", "%v", bad)
		return
	case env.Token.Text == "":
		c.fail("token", "%s is not set: at https://discord.com/developers/applications open or make your application, press Bot, then Reset Token", config.TokenVariable)
		return
	}
	client, err := discord.New(discord.Options{
		Token: env.Token.Text, APIURL: cfg.Discord.APIURL, RequestsPerSecond: float64(cfg.Discord.RequestsPerSecond),
		Log: env.Log, Now: env.Now, Dial: env.Dial,
	})
	if err != nil {
		c.fail("token", "%v", err)
		return
	}
	var app discord.Application
	err = within(ctx, patience, func(ctx context.Context) (err error) {
		app, err = client.Check(ctx)
		return err
	})
	var limit *talk.Wait
	switch {
	case err == nil:
		c.ok("token", "Discord takes it")
		checkApplication(c, app, client.InstallURL(), client.InviteURL())
	case finalSentence(err) != nil:
		c.fail("token", "%v", refusedToken(finalSentence(err), env.Token))
	case errors.As(err, &limit):
		c.warn("token", "Discord wants us to wait %v before it tells", limit.After.Round(time.Second))
	default:
		c.fail("token", "Discord did not say whether it takes it: %v", err)
	}
}

// probe asks Discord what needs no token. It does not use the client of serve, so that
// its findings are about the network and nothing else.
type probe struct {
	base string
	env  Env
}

// rest asks Discord's REST API for the address of the gateway, and for the time there:
// the zero time if the answer does not say.
func (p probe) rest(ctx context.Context) (gateway string, date time.Time, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.base+"/api/v9/gateway", nil)
	if err != nil {
		return "", date, errors.New("its address is none")
	}
	req.Header.Set("User-Agent", "DiscordBot (leanon, check)") // Discord refuses others (its reference, "User Agent")
	transport := &http.Transport{DialContext: p.env.Dial, TLSHandshakeTimeout: patience, DisableKeepAlives: true}
	resp, err := transport.RoundTrip(req)
	if err != nil {
		return "", date, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		var refusal struct{ Code int }
		if json.NewDecoder(io.LimitReader(resp.Body, 1<<16)).Decode(&refusal) == nil && discord.FinalCode(refusal.Code) != nil {
			return "", date, discord.FinalCode(refusal.Code)
		}
		return "", date, fmt.Errorf("it answers with status %d", resp.StatusCode)
	}
	var answer struct {
		URL string `json:"url"`
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, 1<<16)).Decode(&answer); err != nil || answer.URL == "" {
		return "", date, errors.New("what answers there is not Discord")
	}
	date, _ = http.ParseTime(resp.Header.Get("Date")) // the zero time if there is none
	return answer.URL, date, nil
}

// hello connects to the gateway and waits for its first event, Hello.
func (p probe) hello(ctx context.Context, gateway string) error {
	dialer := websocket.Dialer{NetDialContext: p.env.Dial, HandshakeTimeout: patience}
	conn, resp, err := dialer.DialContext(ctx, gateway+"/?v=9&encoding=json", nil)
	if resp != nil && resp.Body != nil {
		resp.Body.Close()
	}
	if err != nil {
		return err
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	var first struct {
		Op int `json:"op"`
	}
	if err := conn.ReadJSON(&first); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var closed *websocket.CloseError
		if errors.As(err, &closed) && discord.FinalCloseCode(closed.Code) != nil {
			return discord.FinalCloseCode(closed.Code)
		}
		return errors.New("it hung up without a word")
	}
	if first.Op != 10 {
		return errors.New("it does not say hello")
	}
	return nil
}

package host

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"leanon/bot"
	"leanon/clock"
	"leanon/config"
	"leanon/discord"
	"leanon/discord/talk"
	"leanon/library"
	"leanon/scheduler"
	"leanon/store"
)

// ErrToken is what a host reads when Discord refuses the token, at the start or later.
var ErrToken = errors.New("the token in " + config.TokenVariable + " is refused by Discord: at https://discord.com/developers/applications open your application, " +
	"press Bot, then Reset Token, and start again with the new one")

// Running is a bot that serves, for the demo and the tests.
type Running struct {
	Scheduler *scheduler.Scheduler
	Inbox     *scheduler.Inbox
	Client    *discord.Client
	Ready     <-chan struct{} // closed once it is connected and its commands are registered
	Metrics   http.Handler    // what /metrics says
}

// Serve is the bot: it builds everything from the bottom up, runs until ctx ends
// or the token is refused, and takes everything down again. Its errors are single
// sentences that say what to do. Discord being out of reach is none: it is waited
// for.
func Serve(ctx context.Context, cfg config.Config, env Env) (err error) {
	wall := clock.New()
	if _, err := wall.Gap(cfg.CheckIn.Cron); err != nil {
		return fmt.Errorf("check_in.cron %s", config.CannotBe(err))
	}
	lock, err := lockData(cfg.Data, env.Log)
	if err != nil {
		return err
	}
	defer unlock(lock)
	if err := recordKeySource(lock, env.Key); err != nil {
		return err
	}
	warnOfKeyAlone(cfg.Data, env.Log)
	st, err := OpenStore(ctx, cfg, env.Key, wall)
	if err != nil {
		return err
	}
	warnOfUnfinishedRotation(ctx, st, cfg.Data, env.Log)
	defer func() {
		if e := st.Close(); e != nil && err == nil {
			err = fmt.Errorf("close the database: %w", e)
		}
	}()
	words, err := library.Default()
	if err != nil {
		return fmt.Errorf("read the library: %w", err)
	}
	metrics := newMetrics(st, env.Now)
	if env.After == nil {
		env.After = func(until time.Time) <-chan time.Time { return time.After(until.Sub(env.Now())) }
	}
	client, err := newClient(cfg, env, metrics)
	if err != nil {
		return err
	}
	inbox := newInbox(env, st, client)
	b := bot.New(botOptions(cfg, env, st, words, wall, inbox))
	up := make(chan struct{})
	client.Handle(newHandler(b, inbox, up))
	sched := newScheduler(cfg, env, st, b, client, metrics)
	if cfg.HTTP != "" {
		pages, err := listenHTTP(cfg.HTTP, client.Connected, metrics.handler(), env.Log)
		if err != nil {
			return err
		}
		defer closePages(pages, env.Log)
	}
	ready := make(chan struct{})
	if env.Started != nil {
		env.Started(Running{Scheduler: sched, Inbox: inbox, Client: client, Ready: ready, Metrics: metrics.handler()})
	}
	if err := checkToken(ctx, client, env.Log); err != nil {
		return err
	}
	all, ctx := errgroup.WithContext(ctx)
	all.Go(func() error { return client.Run(ctx) })
	all.Go(func() error { return runOnceSound(ctx, cfg, env, st, sched, up) })
	all.Go(func() error { return inbox.Run(ctx) })
	all.Go(func() error { return greet(ctx, env, client, b.Commands(), up, ready) })
	return tokenSentence(all.Wait())
}

// runOnceSound opens and sends nothing on a damaged database: it looks the file
// through after the first READY, which need not wait for that, and before anything
// that is owed leaves. Meanwhile people are heard and answered. Whoever agreed to
// older facts is asked then, too.
func runOnceSound(ctx context.Context, cfg config.Config, env Env, st *store.Store, sched *scheduler.Scheduler, up <-chan struct{}) error {
	select {
	case <-up:
		err := st.Sound(ctx)
		if err == nil {
			err = askOfChangedFacts(ctx, env, st)
		}
		if err != nil && ctx.Err() == nil {
			return databaseSentence(cfg, "", err)
		}
	case <-ctx.Done():
	}
	return sched.Run(ctx)
}

// askOfChangedFacts waits for its turn where another program holds the database.
func askOfChangedFacts(ctx context.Context, env Env, st *store.Store) (err error) {
	const waiting = "people cannot be asked about changed facts yet; trying again"
	if gaveUp := retryUntil(ctx, env.Log, waiting, func() error {
		if err = st.AskAgainIfFactsChanged(ctx, bot.ConsentVersion, env.Now()); errors.Is(err, store.ErrBusy) {
			return err
		}
		return nil
	}); gaveUp != nil {
		return gaveUp
	}
	return err
}

func botOptions(cfg config.Config, env Env, st *store.Store, words *library.Library, wall *clock.Clock, inbox *scheduler.Inbox) bot.Options {
	return bot.Options{
		Store: st, Library: words, Now: env.Now, Log: env.Log,
		Host:        bot.Host{Name: cfg.Host.Name, Contact: cfg.Host.Contact, Where: cfg.Host.Where, Policy: cfg.Host.Policy},
		Guilds:      cfg.Discord.Guilds,
		FollowUp:    cfg.FollowUpAfter,
		Clock:       wall,
		MinInterval: cfg.CheckIn.MinInterval,
		Retention:   time.Duration(cfg.Retention),
		Unheard:     inbox.Unheard,
	}
}

// newHandler lets the bot answer requests. Before a person's message it handles
// what the same person wrote while nobody listened. It closes up at the first
// session.
func newHandler(b *bot.Bot, inbox *scheduler.Inbox, up chan<- struct{}) discord.Handler {
	firstSession := sync.OnceFunc(func() { close(up) })
	return discord.Handler{
		Request: func(ctx context.Context, r talk.Request) talk.Reply {
			if !inbox.First(ctx, r, func(ctx context.Context, earlier talk.Request) { b.Handle(ctx, earlier) }) {
				return talk.Reply{}
			}
			return b.Handle(ctx, r)
		},
		NewSession: func() {
			inbox.Missed()
			firstSession()
		},
	}
}

func newClient(cfg config.Config, env Env, m *metrics) (*discord.Client, error) {
	return discord.New(discord.Options{
		Token: env.Token, APIURL: cfg.Discord.APIURL, RequestsPerSecond: float64(cfg.Discord.RequestsPerSecond),
		Log: env.Log, Now: env.Now, Meter: m.wire(), Dial: env.Dial,
	})
}

func newScheduler(cfg config.Config, env Env, st *store.Store, b *bot.Bot, client *discord.Client, m *metrics) *scheduler.Scheduler {
	return scheduler.New(scheduler.Options{
		Store: st, Now: env.Now, After: env.After, Log: env.Log,
		Choose: b.Choose, Compose: b.Compose,
		Deliver: client.Deliver, Find: client.Find, Edit: client.Edit, OpenDM: client.OpenDM,
		Meter: m.outbox(), Workers: workers(cfg.Discord.RequestsPerSecond),
	})
}

// workers is how many messages may be under way at a time: what the limit lets
// through in a second, between 64 and 96. More of them cost less each, and keep
// whoever presses a button waiting longer.
func workers(perSecond int) int {
	const fewest, most = 64, 96
	if perSecond == 0 {
		return most
	}
	return min(max(perSecond, fewest), most)
}

// newInbox reads what was written while nobody listened.
func newInbox(env Env, st *store.Store, client *discord.Client) *scheduler.Inbox {
	return scheduler.NewInbox(scheduler.InboxOptions{
		Store: st, Now: env.Now, After: env.After, Log: env.Log,
		Since: client.Since, Urgent: client.SinceUrgent, Hear: client.Replay,
	})
}

// checkToken asks Discord whether the token is good, for as long as nobody
// answers. It returns nil when ctx ends first.
func checkToken(ctx context.Context, client *discord.Client, log *slog.Logger) error {
	return retryUntil(ctx, log, "discord is out of reach; trying again until it answers", func() error {
		_, _, err := client.Check(ctx)
		return err
	})
}

// greet tells the host that the bot is connected and how to invite it, and
// registers its commands.
func greet(ctx context.Context, env Env, client *discord.Client, commands []talk.CommandSpec, up <-chan struct{}, ready chan<- struct{}) error {
	select {
	case <-ctx.Done():
		return nil
	case <-up:
	}
	if _, err := io.WriteString(env.Stdout, "READY. Add the bot to a server: "+client.InviteURL()+"\n"); err != nil {
		env.Log.Warn("the invite link could not be printed", "err", err)
	}
	err := retryUntil(ctx, env.Log, "commands cannot be registered yet; trying again", func() error { return client.Register(ctx, commands) })
	if err == nil && ctx.Err() == nil {
		close(ready)
	}
	return err
}

// retryUntil does what Discord is asked for at the start again and again, after 1
// second, doubled up to a minute, or when a rate limit says. It returns nil once
// it is done or ctx has ended, and errToken when the token is refused.
func retryUntil(ctx context.Context, log *slog.Logger, trouble string, do func() error) error {
	const first, longest = time.Second, time.Minute
	for pause := first; ; pause = min(2*pause, longest) {
		err := do()
		if err == nil || ctx.Err() != nil {
			return nil
		}
		if errors.Is(err, talk.ErrUnauthorized) {
			return ErrToken
		}
		if pause == first {
			log.Warn(trouble, "err", err)
		}
		wait := pause
		var limit *talk.Wait
		if errors.As(err, &limit) {
			wait = max(wait, limit.After)
		}
		t := time.NewTimer(wait)
		select {
		case <-t.C:
		case <-ctx.Done():
			t.Stop()
			return nil
		}
	}
}

// tokenSentence makes a refused token the one sentence about it.
func tokenSentence(err error) error {
	if errors.Is(err, talk.ErrUnauthorized) {
		return ErrToken
	}
	return err
}

// closePages lets a scrape under way finish.
func closePages(pages *httpServer, log *slog.Logger) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := pages.Shutdown(ctx); err != nil {
		log.Warn("health and metrics were cut off", "err", err)
	}
}

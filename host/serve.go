package host

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"leanon/bot"
	"leanon/clock"
	"leanon/config"
	"leanon/discord"
	"leanon/discord/talk"
	"leanon/library"
	"leanon/machine"
	"leanon/scheduler"
	"leanon/store"
)

// ErrToken is the sentence for a host whose token Discord refuses, at the start or
// later.
var ErrToken = errors.New("the token in " + config.TokenVariable + tokenRefused)

const tokenRefused = " is refused by Discord: at https://discord.com/developers/applications open your application, " +
	"press Bot, then Reset Token, and start again with the new one"

// refusedToken names in ErrToken the file that really holds the token, if one does. Another
// error it returns as it is.
func refusedToken(err error, token config.Secret) error {
	if token.File == "" || !errors.Is(err, ErrToken) {
		return err
	}
	return refusedFile{token.Source()}
}

// refusedFile is ErrToken for a token from a file.
type refusedFile struct{ source string }

// Error is the sentence for the host.
func (r refusedFile) Error() string {
	return "the token in " + r.source + tokenRefused + " there"
}

// Is says that it is ErrToken.
func (r refusedFile) Is(target error) bool { return target == ErrToken }

// finalSentence returns the sentence of an error that no new try can mend, and nil for
// any other error.
func finalSentence(err error) error {
	switch {
	case errors.Is(err, talk.ErrUnauthorized):
		return ErrToken
	case errors.Is(err, discord.ErrTooOld):
		return discord.ErrTooOld
	case errors.Is(err, discord.ErrNoApplication):
		return discord.ErrNoApplication
	}
	return nil
}

// Running is a bot that is about to serve. The demo and the tests look into it.
type Running struct {
	Scheduler *scheduler.Scheduler
	Inbox     *scheduler.Inbox
	Client    *discord.Client
	Ready     <-chan struct{} // closed once the bot is connected and its commands are registered
	Metrics   http.Handler    // answers as /metrics does
}

// Serve runs the bot until ctx ends or Discord refuses the token or the program. It builds every
// part from the bottom up, runs them, and takes them down again before it returns.
// It returns nil when ctx ends. Each of its errors is one sentence that says what to
// do; ErrToken is one of them. Serve waits as long as Discord is out of reach.
func Serve(ctx context.Context, cfg config.Config, env Env) (err error) {
	if env.After == nil {
		env.After = func(until time.Time) <-chan time.Time { return time.After(until.Sub(env.Now())) }
	}
	if env.Steady == nil {
		began := env.Now()
		env.Steady = func() time.Duration { return env.Now().Sub(began) }
	}
	p := parts{cfg: cfg, env: env, time: newAgreedTime(env), built: make(chan struct{}), firstSession: make(chan struct{}), ready: make(chan struct{})}
	defer func() {
		if e := p.takeDown(); err == nil {
			err = e
		}
		err = refusedToken(err, env.Token)
	}()
	if err := p.build(ctx); err != nil {
		return err
	}
	close(p.built)
	if env.Started != nil {
		env.Started(Running{Scheduler: p.scheduler, Inbox: p.inbox, Client: p.client, Ready: p.ready, Metrics: p.metrics.handler()})
	}
	return p.run(ctx)
}

// parts are what a bot that serves is made of.
type parts struct {
	cfg       config.Config
	env       Env
	time      *agreedTime
	lock      *os.File // on the data directory; nil until it is taken
	store     *store.Store
	metrics   *metrics
	client    *discord.Client
	inbox     *scheduler.Inbox
	bot       *bot.Bot
	scheduler *scheduler.Scheduler
	pages     *httpServer // nil where no address is set
	door      *door       // nil where nobody is to be answered

	built chan struct{} // closed when all parts above are made

	lastBackup   atomic.Pointer[time.Time] // when the newest backup of the bot's own was made
	firstSession chan struct{}             // closed when the first gateway session begins
	ready        chan struct{}             // closed when the commands are registered too
}

// build makes the parts, each from those before it. If it fails, takeDown ends those that
// it has made.
func (p *parts) build(ctx context.Context) (err error) {
	wall := clock.New()
	if _, err := wall.Gap(p.cfg.CheckIn.Cron); err != nil {
		return fmt.Errorf("check_in.cron %s", config.Refusal(err))
	}
	if _, err := recipients("backup.to", p.cfg.Backup.To); err != nil {
		return err
	}
	if err := p.openData(ctx, wall); err != nil {
		return err
	}
	p.metrics = newMetrics(p)
	if p.client, err = p.newClient(); err != nil {
		return err
	}
	p.inbox = p.newInbox()
	p.bot = p.newBot(cmp.Or(p.env.Library, library.Default()), wall)
	p.client.Handle(p.handler())
	p.scheduler = p.newScheduler()
	if p.cfg.HTTP != "" {
		p.pages, err = listenHTTP(p.cfg.HTTP, p.notReady, p.metrics.handler(), p.env.Log)
	}
	return err
}

// openData takes the data directory for this process and opens its database.
func (p *parts) openData(ctx context.Context, wall *clock.Clock) (err error) {
	if p.lock, err = lockData(p.cfg.Data, p.env.Log); err != nil {
		return err
	}
	if p.env.Door {
		p.door = openDoor(p.cfg.Data, p.state, p.env.Log)
	}
	if err := recordKeySource(p.lock, p.env.Key); err != nil {
		return err
	}
	if err := readyKeyFiles(p.cfg.Data, p.env.Log); err != nil {
		return err
	}
	if err := endRestore(p.cfg.Data, p.env.Log); err != nil {
		return err
	}
	if err := putForeignLogAside(p.cfg.Data, p.env.Log); err != nil {
		return err
	}
	warnOfKeyAlone(p.cfg.Data, p.env.Log)
	if p.store, err = OpenStore(ctx, p.cfg, p.env.Key, wall); err != nil {
		return err
	}
	sayMigrated(p.store.Migrated(), p.env.Log)
	warnOfUnfinishedRotation(ctx, p.store, p.cfg.Data, p.env.Log)
	if _, err := p.store.Older(ctx); err != nil { // said at once; endAgain waits for Discord
		return databaseSentence(p.cfg, p.env.Key, err)
	}
	return nil
}

// run checks the token and then runs every part until ctx ends or one of them fails.
func (p *parts) run(ctx context.Context) error {
	defer p.tellManager(ctx)()
	if err := checkToken(ctx, p.client, p.env.Log); err != nil {
		return err
	}
	if err := p.endAgain(ctx); err != nil {
		return err
	}
	all, ctx := errgroup.WithContext(ctx)
	all.Go(func() error { return p.client.Run(ctx) })
	all.Go(func() error { return p.runScheduler(ctx) })
	all.Go(func() error { return p.inbox.Run(ctx) })
	all.Go(func() error { return p.greet(ctx) })
	all.Go(func() error { return p.runBackups(ctx) })
	err := all.Wait()
	return cmp.Or(finalSentence(err), err)
}

// notReady says what is missing until people can use the bot, "" for nothing.
func (p *parts) notReady() string {
	if !p.client.Connected() {
		return "not connected to Discord"
	}
	select {
	case <-p.ready:
		return ""
	default:
		return "connected, but the commands are not registered with Discord"
	}
}

// takeDown ends what build made, the last first. Nothing of it may run any more.
func (p *parts) takeDown() (err error) {
	if p.door != nil {
		p.door.close()
	}
	if p.pages != nil {
		closePages(p.pages, p.env.Log)
	}
	if p.store != nil {
		if err = p.store.Close(); err != nil {
			err = fmt.Errorf("close the database: %w", err)
		}
	}
	if p.lock != nil {
		machine.Unlock(p.lock)
	}
	return err
}

package demo

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"leanon/playground"
)

// world is what a demo shows: a Discord with two people in it, a bot's process and its
// database. Starting again makes another world.
type world struct {
	command []string // program and arguments that start a bot
	root    string   // the demo's directory
	dir     string   // the bot's data directory
	discord *playground.Discord
	clock   *shiftedClock
	ana     playground.Seat
	ben     playground.Seat
	db      *sql.DB
	log     *botLog
	phrases *phrasebook
	page    *playground.Page
	tell    telling // what made this world

	mu  sync.Mutex // held while the bot is started, stopped, killed or its clock moved
	bot atomic.Pointer[botProcess]
}

// The zones of the two people. They are six hours apart on most days.
const (
	anaZone = "Europe/Paris"
	benZone = "America/New_York"
)

// newWorld starts a Discord with two people in it, whose time is begin, and a bot, and
// waits until the bot is connected. The languages are those of the world before, if there
// was one. tell is its caller.
func newWorld(ctx context.Context, d *demo, begin time.Time, tell telling) (*world, error) {
	dir, err := os.MkdirTemp(d.root, "world-")
	if err != nil {
		return nil, fmt.Errorf("make a directory for the demo: %w", err)
	}
	w := &world{command: d.command, root: d.root, dir: filepath.Join(dir, "data"), clock: newShiftedClock(d.wall, begin.Sub(d.wall())), log: &botLog{}, phrases: d.phrases(), tell: tell}
	w.discord = playground.New(playground.Options{Now: w.clock.Now})
	page, ana, ben := d.languages()
	err = w.populate(ana, ben)
	if err == nil {
		w.page = d.pageOf(w, page)
		err = w.restart(ctx)
	}
	if err == nil {
		w.db, err = openDatabase(w.dir)
	}
	if err != nil {
		return nil, errors.Join(err, w.close())
	}
	return w, nil
}

// populate starts the Discord and adds the two people, whose Discord has those locales.
func (w *world) populate(anas, bens string) error {
	if err := w.discord.Start(); err != nil {
		return fmt.Errorf("start the demo's Discord: %w", err)
	}
	home := w.discord.AddGuild("Home")
	seat := func(name, zone, locale string) (playground.Seat, error) {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			return playground.Seat{}, fmt.Errorf("find %s's clock: %w", name, err)
		}
		p := w.discord.AddPersonIn(name, locale)
		home.Join(p)
		return playground.Seat{Person: p, Zone: loc}, nil
	}
	var err error
	if w.ana, err = seat("Ana", anaZone, anas); err == nil {
		w.ben, err = seat("Ben", benZone, bens)
	}
	return err
}

// start starts the bot and waits until it is connected, at most 30 s, or 1 s while
// trouble is switched on. A bot that is not connected by then goes on trying. The
// caller holds w.mu.
func (w *world) start(ctx context.Context) error {
	words, err := playground.ReadWords(w.page.Language(), ownWords())
	if err != nil {
		return err
	}
	bot, err := startBot(w.command, botSettings{
		API: w.discord.URL(), Token: w.discord.Token(), Root: w.root, Data: w.dir, Zone: anaZone, Shift: w.clock.moveBy(0),
		Host: words.Say("host.name"), Where: words.Say("host.where"),
	}, w.log.add)
	if err != nil {
		return err
	}
	w.bot.Store(bot)
	w.page.Changed()
	go func() {
		select {
		case <-bot.ready:
			w.page.Changed()
		case <-bot.ended:
		}
		<-bot.ended
		w.page.Changed()
	}()
	patience := 30 * time.Second
	if w.page.Troubled() {
		patience = time.Second
	}
	late := time.NewTimer(patience)
	defer late.Stop()
	select {
	case <-bot.ready:
	case <-late.C:
	case <-bot.ended:
		return playground.Told{Key: "error.ended"}
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

// stopped is the state of a bot whose process is not there.
const stopped = "stopped"

// botState returns "running", "starting" or stopped, for the page.
func (w *world) botState() string {
	bot := w.bot.Load()
	if bot == nil || !bot.runs() {
		return stopped
	}
	select {
	case <-bot.ready:
		return "running"
	default:
		return "starting"
	}
}

// moveTo moves the clock on to end. It stops at each moment at which something is due,
// and waits until that is done. If the bot is not running, only the clock moves.
func (w *world) moveTo(ctx context.Context, end time.Time) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	bot := w.bot.Load()
	if bot == nil || !bot.runs() {
		w.clock.moveTo(end)
		return nil
	}
	shift := w.clock.moveBy(0)
	began, patience := w.clock.wall(), time.Second
	for {
		r, err := bot.moveClock(ctx, shift)
		if err != nil || r.Next.IsZero() || !r.Next.Before(end) {
			break
		}
		// While trouble lets nothing through, every retry is due again: one second of
		// retries is enough.
		if w.page.Troubled() && w.clock.wall().Sub(began) > time.Second {
			break
		}
		// What is due and was not done is tried again after ever longer times.
		next := r.Next
		if now := w.clock.Now(); next.After(now) {
			patience = time.Second
		} else {
			next, patience = now.Add(patience), min(2*patience, time.Hour)
		}
		if !next.Before(end) {
			break
		}
		shift = w.clock.moveTo(next)
	}
	if _, err := bot.moveClock(ctx, w.clock.moveTo(end)); err != nil {
		return playground.Told{Key: "error.not-all"}
	}
	return nil
}

// toNextCheckIn moves the clock on to the next check-in of either person.
func (w *world) toNextCheckIn(ctx context.Context) error {
	bot := w.bot.Load()
	if bot == nil || !bot.runs() {
		return playground.Told{Key: "error.no-bot"}
	}
	r, err := bot.moveClock(ctx, w.clock.moveBy(0))
	if err != nil {
		return playground.Told{Key: "error.not-said"}
	}
	if r.CheckIn.IsZero() {
		return playground.Told{Key: "error.no-check-in"}
	}
	return w.moveTo(ctx, r.CheckIn)
}

// restart stops the bot in good order, if it runs, and starts it again.
func (w *world) restart(ctx context.Context) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if bot := w.bot.Load(); bot != nil {
		if err := bot.stop(); err != nil {
			w.log.add(err.Error())
		}
	}
	return w.start(ctx)
}

// kill ends the bot as kill -9 does. It stays dead until restart.
func (w *world) kill(context.Context) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	bot := w.bot.Load()
	if bot == nil || !bot.runs() {
		return errBotGone
	}
	bot.kill()
	return nil
}

// close stops the page, the bot and the Discord. It leaves the files, which its caller
// deletes.
func (w *world) close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	var err error
	if w.page != nil {
		w.page.Close()
	}
	if bot := w.bot.Load(); bot != nil {
		err = bot.stop()
	}
	if w.db != nil {
		err = errors.Join(err, w.db.Close())
	}
	w.discord.Close()
	return err
}

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

// demoWorld is one couple's story in a demo: a Discord, two people, a bot and its
// database. Beginning anew makes another one.
type demoWorld struct {
	command []string // that starts a bot
	root    string
	dir     string // of this world: its data directory
	discord *playground.Discord
	clock   *demoClock
	ana     playground.Seat
	ben     playground.Seat
	record  *sql.DB
	log     *demoLog
	page    *playground.Page

	mu  sync.Mutex // one thing happens to the bot at a time
	bot atomic.Pointer[demoChild]
}

// The people of a demo. Their zones are six hours apart on most days.
const (
	anaZone = "Europe/Paris"
	benZone = "America/New_York"
)

// newDemoWorld starts a Discord with two people in it whose time is begin, and a
// bot, and waits until that is connected.
func newDemoWorld(ctx context.Context, d *demo, begin time.Time) (*demoWorld, error) {
	dir, err := os.MkdirTemp(d.root, "world-")
	if err != nil {
		return nil, fmt.Errorf("make a directory for the demo: %w", err)
	}
	w := &demoWorld{command: d.command, root: d.root, dir: filepath.Join(dir, "data"), clock: newDemoClock(d.wall, begin.Sub(d.wall())), log: &demoLog{}}
	w.discord = playground.New(playground.Options{Now: w.clock.Now})
	err = w.populate()
	if err == nil {
		w.page = d.pageOf(w)
		err = w.restart(ctx)
	}
	if err == nil {
		w.record, err = openDemoRecord(w.dir)
	}
	if err != nil {
		return nil, errors.Join(err, w.close())
	}
	return w, nil
}

func (w *demoWorld) populate() error {
	if err := w.discord.Start(); err != nil {
		return fmt.Errorf("start the demo's Discord: %w", err)
	}
	home := w.discord.AddGuild("Home")
	seat := func(name, zone string) (playground.Seat, error) {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			return playground.Seat{}, fmt.Errorf("find %s's clock: %w", name, err)
		}
		p := w.discord.AddPerson(name)
		home.Join(p)
		return playground.Seat{Person: p, Zone: loc}, nil
	}
	var err error
	if w.ana, err = seat("Ana", anaZone); err == nil {
		w.ben, err = seat("Ben", benZone)
	}
	return err
}

// start starts the bot and waits until it is connected, or half a minute, or a
// second where there is trouble: a bot that cannot reach Discord goes on trying.
// The lock is held.
func (w *demoWorld) start(ctx context.Context) error {
	bot, err := startDemoBot(w.command, demoStart{
		API: w.discord.URL(), Token: w.discord.Token(), Root: w.root, Data: w.dir, Zone: anaZone, Shift: w.clock.moveBy(0),
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
		return errors.New("the bot ended at its start; its log says why")
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

// process says how the bot is doing.
func (w *demoWorld) process() string {
	bot := w.bot.Load()
	if bot == nil || !bot.runs() {
		return "not running"
	}
	select {
	case <-bot.ready:
		return "running"
	default:
		return "starting"
	}
}

// moveTo moves the clock on to a moment; all that is due on the way happens, each
// at its time. A bot that is not running misses what it misses.
func (w *demoWorld) moveTo(ctx context.Context, end time.Time) error {
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
		r, err := bot.at(ctx, shift)
		if err != nil || r.Next.IsZero() || !r.Next.Before(end) {
			break
		}
		// While nothing gets through, what is owed is due again and again: a second
		// of that is enough.
		if w.page.Troubled() && w.clock.wall().Sub(began) > time.Second {
			break
		}
		// What was due and did not happen is tried again later, and later.
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
	if _, err := bot.at(ctx, w.clock.moveTo(end)); err != nil {
		return errors.New("the clock has moved on, but not all that was due could happen yet")
	}
	return nil
}

// toNextCheckIn moves the clock on to when the next check-in comes to either.
func (w *demoWorld) toNextCheckIn(ctx context.Context) error {
	bot := w.bot.Load()
	if bot == nil || !bot.runs() {
		return errors.New("no check-in comes while the bot is not running: start it first")
	}
	r, err := bot.at(ctx, w.clock.moveBy(0))
	if err != nil {
		return errors.New("the bot cannot say when the next check-in comes: try again in a moment")
	}
	if r.CheckIn.IsZero() {
		return errors.New("no check-in is coming: nobody is paired yet, or both are paused")
	}
	return w.moveTo(ctx, r.CheckIn)
}

// restart ends the bot in good order, if it runs, and starts it again.
func (w *demoWorld) restart(ctx context.Context) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if bot := w.bot.Load(); bot != nil {
		if err := bot.stop(); err != nil {
			w.log.add(err.Error())
		}
	}
	return w.start(ctx)
}

// kill ends the bot as kill -9 does. It stays dead until it is started again.
func (w *demoWorld) kill(context.Context) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	bot := w.bot.Load()
	if bot == nil || !bot.runs() {
		return errBotGone
	}
	bot.kill()
	return nil
}

// close takes everything down; the files stay for whoever made the root.
func (w *demoWorld) close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	var err error
	if w.page != nil {
		w.page.Close()
	}
	if bot := w.bot.Load(); bot != nil {
		err = bot.stop()
	}
	if w.record != nil {
		err = errors.Join(err, w.record.Close())
	}
	w.discord.Close()
	return err
}

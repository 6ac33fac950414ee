// Package demo shows the product without a Discord account, in a web page on this
// machine: a Discord of its own, two people to play, and the bot as a process that
// the visitor may kill.
//
// Read demo.go first: Command.Run is `leanon demo`, run puts it together. Then
// world.go (one couple's world and what its page can do), bot_process.go (the bot's
// process seen from the demo) and bot.go (the same process seen from within).
// hint.go is the page's sentence on what to do next.
//
// No rule of the product and none of Discord's belongs here: a demo runs the same
// host.Serve as a host does, against package playground.
package demo

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"leanon/host"
	"leanon/playground"
)

// Command is the command line of `leanon demo`.
type Command struct {
	Port port   `default:"0" placeholder:"N" help:"Port of the web page (default: a free one)."`
	Lang string `placeholder:"TAG" help:"Language of the page and of the two people in it, such as es (default: that of this terminal, and in the page that of the browser)."`
}

// port is a TCP port; 0 asks for any that is free.
type port uint16

// Run serves the demo until p.Ctx ends, and then deletes every file it has made.
func (c Command) Run(p *host.Process) error {
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find this program, to start the bot: %w", err)
	}
	return run(p, c, os.TempDir(), []string{self, "demo-bot"})
}

// demo is a running `leanon demo`. It has one world at a time.
type demo struct {
	command []string         // program and arguments that start a bot
	root    string           // directory of everything the demo makes
	secret  string           // first segment of every path of the page
	wall    func() time.Time // the machine's clock
	spoken  playground.Language
	phrases func() *phrasebook

	beginning sync.Mutex // one world begins at a time
	world     atomic.Pointer[world]
}

// run serves the demo on a loopback port until p.Ctx ends. It keeps its files in a
// directory below temp and deletes that at the end. command starts a bot's process.
func run(p *host.Process, c Command, temp string, command []string) (err error) {
	spoken, err := c.language(p.Environ)
	if err != nil {
		return err
	}
	words, err := playground.ReadWords(spoken, ownWords())
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", c.Port))
	if err != nil {
		return errors.New(words.Say("terminal.no-port", "port", fmt.Sprint(c.Port), "why", host.Cause(err).Error()))
	}
	defer listener.Close()
	root, err := os.MkdirTemp(temp, rootPrefix)
	if err != nil {
		return fmt.Errorf("make a directory for the demo: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(root)) }()
	random := make([]byte, 16)
	_, _ = rand.Read(random) // never fails (crypto/rand, Go 1.24)
	d := &demo{command: command, root: root, wall: p.Now, spoken: spoken, phrases: sync.OnceValue(newPhrasebook), secret: base64.RawURLEncoding.EncodeToString(random)}
	defer func() {
		if w := d.world.Load(); w != nil {
			err = errors.Join(err, w.close())
		}
	}()
	if err := d.begin(p.Ctx, d.couple); err != nil {
		return err
	}
	address := fmt.Sprintf("http://%s/%s/", listener.Addr(), d.secret)
	if c.Lang != "" || spoken.Key != playground.Spoken().Key { // many have the terminal in English, and read another language
		address += "?lang=" + spoken.Key
	}
	if _, err := fmt.Fprintln(p.Stdout, words.Say("terminal.address", "address", address)+"\n"+words.Say("terminal.about")); err != nil {
		return fmt.Errorf("print the address: %w", err)
	}
	return d.serve(p.Ctx, listener)
}

// serve serves the page of the current world until ctx ends.
func (d *demo) serve(ctx context.Context, l net.Listener) error {
	server := &http.Server{
		ReadHeaderTimeout: 10 * time.Second,
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			d.world.Load().page.ServeHTTP(w, r)
		}),
	}
	stopped := context.AfterFunc(ctx, func() { server.Close() })
	defer stopped()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve the demo: %w", err)
	}
	return nil
}

// telling makes a world and tells a story in it.
type telling = func(context.Context) (*world, error)

// begin makes a world with tell, lets it take the place of the current one, and
// deletes that. It refuses while another call makes a world.
func (d *demo) begin(ctx context.Context, tell telling) error {
	if !d.beginning.TryLock() {
		return playground.Told{Key: "error.begins"}
	}
	defer d.beginning.Unlock()
	next, err := tell(ctx)
	if err != nil {
		return err
	}
	old := d.world.Swap(next)
	if old == nil {
		return nil
	}
	return errors.Join(old.close(), os.RemoveAll(filepath.Dir(old.dir)))
}

// pageOf returns the page that shows w.
func (d *demo) pageOf(w *world, speaks playground.Language) *playground.Page {
	by := func(t time.Duration) func(context.Context) error {
		return func(ctx context.Context) error { return w.moveTo(ctx, w.clock.Now().Add(t)) }
	}
	anew := func(tell telling) func(context.Context) error {
		return func(ctx context.Context) error { return d.begin(ctx, tell) }
	}
	return playground.NewPage(playground.PageOptions{
		Discord: w.discord, Now: w.clock.Now, Secret: d.secret, Title: "title", Bot: "leanon",
		Words: ownWords(), Language: speaks,
		Speak: func(ctx context.Context, touched bool) error {
			if touched {
				return w.restart(ctx) // for the words about its host
			}
			return d.begin(ctx, w.tell)
		},
		Seats: []playground.Seat{w.ana, w.ben},
		Actions: []playground.Action{
			{ID: "check-in", Label: "action.check-in", Group: "clock", Do: w.toNextCheckIn},
			{ID: "hour", Label: "action.hour", Group: "clock", Do: by(time.Hour)},
			{ID: "day", Label: "action.day", Group: "clock", Do: by(24 * time.Hour)},
			{ID: "week", Label: "action.week", Group: "clock", Do: by(7 * 24 * time.Hour)},
			{ID: "month", Label: "action.month", Group: "clock", Do: by(30 * 24 * time.Hour)},
			{ID: "restart", Label: "action.restart", Group: "bot", Do: w.restart},
			{ID: "kill", Label: "action.kill", Group: "bot", Do: w.kill},
			{ID: "couple", Label: "action.couple", Group: "begin", Do: anew(d.couple)},
			{ID: "pairing", Label: "action.pairing", Group: "begin", Do: anew(d.strangers)},
		},
		Hint: w.hint, Process: w.botState, Stored: w.tables, Log: w.log.lines,
	})
}

package host

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"leanon/clock"
	"leanon/config"
	"leanon/machine"
)

// Process is what a command gets from the process that runs it. All fields but Config,
// System and Steady are required.
type Process struct {
	Ctx            context.Context // ends when the process is told to end
	Manual         string          // the text of config.yaml at build time, with every default
	Config         string          // the file that --config names; "" if it names none
	System         string          // the directory in which a package keeps settings and token; "" for none
	Environ        []string        // "NAME=value", as os.Environ returns it
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Now            func() time.Time     // reads the clock
	Steady         func() time.Duration // as Env.Steady
}

// ShowsOutput says whether somebody reads on a screen what the process writes. A file, a
// pipe and a device that swallows everything are none.
func (p *Process) ShowsOutput() bool {
	out, ok := p.Stdout.(*os.File)
	return ok && machine.IsTerminal(out)
}

// settings reads the configuration file that the command line names, or else the one in
// this directory, or else the package's.
func (p *Process) settings(wall *clock.Clock) (config.Config, error) {
	p.findPackaged()
	if p.Config == "" {
		return config.Load(p.Manual, config.DefaultFile, false, p.Environ, wall)
	}
	return config.Load(p.Manual, p.Config, true, p.Environ, wall)
}

// ServeCommand is `leanon serve`. It has no flags of its own.
type ServeCommand struct{}

// Run reads the settings and the secrets and serves until p.Ctx ends, as Serve does. Its
// errors are single sentences that say what to do.
func (ServeCommand) Run(p *Process) error {
	cfg, err := p.settings(clock.New())
	if err != nil {
		return err
	}
	if err := p.serveAsOwner(cfg.Data); err != nil {
		return err
	}
	token, key, err := config.ReadSecrets(p.Environ)
	if err != nil {
		return err
	}
	if token.Text == "" {
		return fmt.Errorf("no bot token: at https://discord.com/developers/applications open or make your application, "+
			"press Bot, then Reset Token, and start again with `%s`; `%s` needs none", machine.WithVariable("DISCORD_TOKEN=...", Command("serve")), Command("demo"))
	}
	Harden()
	debug.SetGCPercent(gcPercent)
	log := newLogger(cfg.Log, p.Stderr)
	log.Info("leanon starts", "version", strings.TrimPrefix(Version(), "leanon "))
	return Serve(p.Ctx, cfg, Env{
		Token: token, Key: key, Now: p.Now, Steady: p.Steady, Stdout: p.Stdout, Log: log,
		Manager: systemd(log), Door: true,
	})
}

// gcPercent lets the heap grow by a third before garbage is collected, where Go's default
// doubles it. A bot rests most of the day and shares its machine: after an evening of
// 10,000 check-ins the heap keeps 5 MB, where it kept 8, and at Discord's limit a press
// waits no longer for it.
const gcPercent = 30

// newLogger returns a logger that writes to w. The format auto writes text to a terminal
// and JSON to anything else.
func newLogger(cfg config.Log, w io.Writer) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(cfg.Level)); err != nil {
		level = slog.LevelInfo // config.Load lets no such level through
	}
	options := &slog.HandlerOptions{Level: level}
	if cfg.Format == "text" || cfg.Format == "auto" && isTerminal(w) {
		return slog.New(slog.NewTextHandler(w, options))
	}
	return slog.New(slog.NewJSONHandler(w, options))
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

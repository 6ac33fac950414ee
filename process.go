package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"runtime/debug"
	"time"

	"leanon/scheduler"
)

// process is what a command is run with.
type process struct {
	ctx            context.Context
	manual         string // config.yaml as it was at build time
	config         string // --config, "" if not given
	environ        []string
	stdin          io.Reader
	stdout, stderr io.Writer
	now            func() time.Time
}

// settings reads the configuration that the command line named, or the default one.
func (p *process) settings(clock *scheduler.Clock) (Config, error) {
	if p.config == "" {
		return loadConfig(p.manual, defaultFile, false, p.environ, clock)
	}
	return loadConfig(p.manual, p.config, true, p.environ, clock)
}

type serveCommand struct{}

// Run reads the settings and the secrets, and serves until the context ends.
func (serveCommand) Run(p *process) error {
	cfg, err := p.settings(scheduler.NewClock())
	if err != nil {
		return err
	}
	token, key, err := readSecrets(p.environ)
	if err != nil {
		return err
	}
	if token == "" {
		return errors.New("no bot token: at https://discord.com/developers/applications open or make your application, " +
			"press Bot, then Reset Token, and start again with DISCORD_TOKEN=... go run . serve; `leanon demo` needs none")
	}
	keepToItself()
	return serve(p.ctx, cfg, Env{
		Token: token, Key: key, Now: p.now,
		Stdin: p.stdin, Stdout: p.stdout, Stderr: p.stderr,
		Log:     newLogger(cfg.Log, p.stderr),
		Started: func(r running) { go giveBack(p.ctx, r) },
	})
}

// giveBack returns to the system what starting took, once it is over: a bot that
// waits for the evening shares its machine with others.
func giveBack(ctx context.Context, r running) {
	select {
	case <-r.ready:
	case <-ctx.Done():
		return
	}
	if r.scheduler.Settle(ctx) == nil { // the housekeeping of a start is done, too
		debug.FreeOSMemory()
		leaveProgram()
	}
}

// newLogger writes to w. The format auto is for eyes on a terminal and for
// machines elsewhere.
func newLogger(cfg LogConfig, w io.Writer) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(cfg.Level)); err != nil {
		level = slog.LevelInfo // loadConfig lets no such level through
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

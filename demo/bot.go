package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"leanon/clock"
	"leanon/config"
	"leanon/host"
	"leanon/scheduler"
)

// A demo's bot is the program itself in a process of its own, so that killing it
// is real. The demo speaks to it over its standard input, one JSON object a line,
// and it answers over its standard output; its standard error is its log. When
// the input ends without a stop, the demo is gone, and its bot ends too.

// demoOrder is what a demo tells its bot: first how to start, then where the
// clock is, last to stop.
type demoOrder struct {
	ID    int           `json:"id"`
	Start *demoStart    `json:"start,omitempty"`
	At    time.Duration `json:"at,omitempty"` // the clock's shift
	Stop  bool          `json:"stop,omitempty"`
}

// demoStart is all that a demo's bot is given. Nothing of the host's own settings
// or environment counts in a demo.
type demoStart struct {
	API   string        `json:"api"`
	Token string        `json:"token"`
	Root  string        `json:"root"` // the demo's directory, deleted by the bot should the demo be killed
	Data  string        `json:"data"`
	Zone  string        `json:"zone"`
	Shift time.Duration `json:"shift"`
}

// demoReport is what a bot tells its demo: once that it is ready, and of each
// order that moved the clock what is due next.
type demoReport struct {
	ID      int       `json:"id"`
	Ready   bool      `json:"ready,omitempty"`
	Next    time.Time `json:"next"`    // when anything is due
	CheckIn time.Time `json:"checkIn"` // when a check-in is due
	Error   string    `json:"error,omitempty"`
}

// demoSettle is how long what is due at one moment may take before the clock
// moves on without it; Discord may be down.
const demoSettle = 5 * time.Second

// demoRoot begins the name of the directory that a demo makes and deletes.
const demoRoot = "leanon-demo-"

type BotCommand struct{}

// Run is the bot of a demo, until it is told to stop or its demo is gone.
func (BotCommand) Run(p *host.Process) error {
	// Nobody reads the log of a bot whose demo was killed. That must not end it
	// before it has cleaned up.
	signal.Ignore(syscall.SIGPIPE)
	ctx, cancel := context.WithCancel(p.Ctx)
	defer cancel()
	orders := json.NewDecoder(p.Stdin)
	var first demoOrder
	if err := orders.Decode(&first); err != nil || first.Start == nil {
		return errors.New("demo-bot is a part of leanon demo and not for use by hand")
	}
	start := *first.Start
	cfg, err := demoConfig(p.Manual, start)
	if err != nil {
		return err
	}
	clock := newDemoClock(p.Now, start.Shift)
	b := &demoBot{clock: clock, reports: json.NewEncoder(p.Stdout), started: make(chan host.Running, 1)}
	told := make(chan bool, 1) // whether the end was told
	go func() {
		told <- b.obey(ctx, orders)
		cancel()
	}()
	err = host.Serve(ctx, cfg, host.Env{
		Token: start.Token, Now: clock.Now, After: clock.After,
		Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: p.Stderr,
		Log:     slog.New(slog.NewTextHandler(p.Stderr, &slog.HandlerOptions{Level: slog.LevelDebug, ReplaceAttr: clock.stamp})),
		Started: func(r host.Running) { b.started <- r },
	})
	select {
	case stopped := <-told:
		if !stopped && strings.HasPrefix(filepath.Base(start.Root), demoRoot) {
			return errors.Join(err, os.RemoveAll(start.Root))
		}
	default: // serve ended by itself
	}
	return err
}

// demoConfig is config.yaml as it is shipped, but for what makes it a demo.
func demoConfig(manual string, start demoStart) (config.Config, error) {
	cfg, err := config.Load(manual, "", false, nil, clock.New())
	if err != nil {
		return config.Config{}, fmt.Errorf("read the built-in settings: %w", err)
	}
	cfg.Discord.APIURL, cfg.Discord.RequestsPerSecond = start.API, 0
	cfg.Data, cfg.CheckIn.Zone = start.Data, start.Zone
	cfg.Host = config.Host{Name: "Whoever started this demo", Where: "on this computer, in a directory that is deleted at the end"}
	return cfg, nil
}

// stamp dates the lines of the log by the demo's clock.
func (c *demoClock) stamp(groups []string, a slog.Attr) slog.Attr {
	if a.Key == slog.TimeKey && len(groups) == 0 {
		return slog.Time(a.Key, c.Now().UTC())
	}
	return a
}

// demoBot is the bot's end of the line to its demo.
type demoBot struct {
	clock   *demoClock
	reports *json.Encoder
	started chan host.Running
}

// obey carries out orders until there are no more, and says whether it was told
// to stop.
func (b *demoBot) obey(ctx context.Context, orders *json.Decoder) bool {
	incoming := make(chan demoOrder)
	go func() {
		defer close(incoming)
		for {
			var o demoOrder
			if orders.Decode(&o) != nil {
				return
			}
			incoming <- o
		}
	}()
	var r host.Running
	for {
		select {
		case r = <-b.started:
		case <-r.Ready:
			r.Ready = nil
			b.tell(demoReport{Ready: true})
		case o, more := <-incoming:
			if !more || o.Stop {
				return more
			}
			b.clock.moveBy(o.At)
			b.tell(b.due(ctx, o.ID, r.Scheduler))
		}
	}
}

// tell reports. A demo that does not listen any more has gone, which the end of
// the orders tells too.
func (b *demoBot) tell(r demoReport) { _ = b.reports.Encode(r) }

// due lets all that is due at the clock's time happen, and looks what is next.
func (b *demoBot) due(ctx context.Context, id int, s *scheduler.Scheduler) demoReport {
	r := demoReport{ID: id}
	if s == nil {
		r.Error = "the bot has not started yet"
		return r
	}
	ctx, cancel := context.WithTimeout(ctx, demoSettle)
	defer cancel()
	err := s.Settle(ctx)
	if err == nil {
		r.Next, err = s.Next(ctx)
	}
	if err == nil {
		r.CheckIn, err = s.Store.NextDue(ctx)
	}
	if err != nil {
		r.Error = err.Error()
	}
	return r
}

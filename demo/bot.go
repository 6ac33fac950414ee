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

// A demo's bot is this program in a process of its own, so that killing it is real.
// The demo writes orders to its standard input, one JSON object each, and reads
// reports from its standard output; its standard error is its log. If the input ends
// without an order to stop, the demo is gone, and the bot ends too.

// order is what a demo sends to its bot. The first one has Start, the last one Stop;
// each between them moves the clock.
type order struct {
	ID    int           `json:"id"`
	Start *botSettings  `json:"start,omitempty"`
	At    time.Duration `json:"at,omitempty"` // how far the clock is ahead of the machine's
	Stop  bool          `json:"stop,omitempty"`
}

// botSettings are all that a demo's bot is given. The settings and the environment
// of the machine's own host do not count in a demo.
type botSettings struct {
	API   string        `json:"api"`
	Token string        `json:"token"`
	Root  string        `json:"root"` // the demo's directory, which the bot deletes if the demo is killed
	Data  string        `json:"data"`
	Zone  string        `json:"zone"`
	Shift time.Duration `json:"shift"`
	Host  string        `json:"host"` // who runs this copy, as the facts say it
	Where string        `json:"where"`
}

// report is what a bot sends to its demo: one when it is ready, and one for each
// order that moved the clock.
type report struct {
	ID      int       `json:"id"`
	Ready   bool      `json:"ready,omitempty"`
	Next    time.Time `json:"next"`    // when anything is due next; zero for never
	CheckIn time.Time `json:"checkIn"` // when a check-in is due next; zero for never
	Error   string    `json:"error,omitempty"`
}

// settleLimit is how long the bot waits, in real time, until all that is due at one
// moment is done. After that the clock moves on, because Discord may be down.
const settleLimit = 5 * time.Second

// rootPrefix begins the name of a demo's directory. A bot deletes no directory of
// another name.
const rootPrefix = "leanon-demo-"

// BotCommand is the hidden command that a demo starts its bot with.
type BotCommand struct{}

// Run serves as the bot of a demo until it is ordered to stop or its demo is gone.
func (BotCommand) Run(p *host.Process) error {
	// Nobody reads the log of a bot whose demo was killed. Writing to it must not end
	// the bot before it has deleted the demo's files.
	signal.Ignore(syscall.SIGPIPE)
	ctx, cancel := context.WithCancel(p.Ctx)
	defer cancel()
	orders := json.NewDecoder(p.Stdin)
	var first order
	if err := orders.Decode(&first); err != nil || first.Start == nil {
		return errors.New("demo-bot is a part of " + host.Command("demo") + " and not for use by hand")
	}
	start := *first.Start
	cfg, err := configOf(p.Manual, start)
	if err != nil {
		return err
	}
	clock, began := newShiftedClock(p.Now, start.Shift), p.Now()
	b := &botSide{clock: clock, reports: json.NewEncoder(p.Stdout), started: make(chan host.Running, 1)}
	stopped := make(chan bool, 1) // whether an order to stop came
	go func() {
		stopped <- b.obey(ctx, orders)
		cancel()
	}()
	err = host.Serve(ctx, cfg, host.Env{
		Token: config.Secret{Text: start.Token}, Now: clock.Now, After: clock.After,
		// A clock that was moved on is compared with Discord's, which was moved on too.
		Steady:  func() time.Duration { return p.Now().Sub(began) },
		Stdout:  io.Discard,
		Log:     slog.New(slog.NewTextHandler(p.Stderr, &slog.HandlerOptions{Level: slog.LevelDebug, ReplaceAttr: clock.stampLog})),
		Started: func(r host.Running) { b.started <- r },
	})
	select {
	case inOrder := <-stopped:
		if !inOrder && strings.HasPrefix(filepath.Base(start.Root), rootPrefix) {
			return errors.Join(err, os.RemoveAll(start.Root))
		}
	default: // host.Serve ended by itself
	}
	return err
}

// configOf returns the configuration as it is shipped, changed where a demo differs.
func configOf(manual string, start botSettings) (config.Config, error) {
	cfg, err := config.Load(manual, "", false, nil, clock.New())
	if err != nil {
		return config.Config{}, fmt.Errorf("read the built-in settings: %w", err)
	}
	cfg.Discord.APIURL, cfg.Discord.RequestsPerSecond = start.API, 0
	cfg.Data, cfg.CheckIn.Zone = start.Data, start.Zone
	cfg.Host = config.Host{Name: start.Host, Where: start.Where}
	return cfg, nil
}

// stampLog replaces the time of a log record by the demo's time, for
// slog.HandlerOptions.ReplaceAttr.
func (c *shiftedClock) stampLog(groups []string, a slog.Attr) slog.Attr {
	if a.Key == slog.TimeKey && len(groups) == 0 {
		return slog.Time(a.Key, c.Now().UTC())
	}
	return a
}

// botSide is the bot's side of the connection to its demo.
type botSide struct {
	clock   *shiftedClock
	reports *json.Encoder
	started chan host.Running
}

// obey carries out orders until the input ends or an order to stop comes, and returns
// whether that came.
func (b *botSide) obey(ctx context.Context, orders *json.Decoder) bool {
	incoming := make(chan order)
	go func() {
		defer close(incoming)
		for {
			var o order
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
			b.tell(report{Ready: true})
		case o, more := <-incoming:
			if !more || o.Stop {
				return more
			}
			b.clock.moveBy(o.At)
			b.tell(b.due(ctx, o.ID, r.Scheduler))
		}
	}
}

// tell sends a report. An error means that the demo is gone; obey learns that from
// the end of its input.
func (b *botSide) tell(r report) { _ = b.reports.Encode(r) }

// due waits until everything that is due at the clock's time is done, and reports what
// is due next.
func (b *botSide) due(ctx context.Context, id int, s *scheduler.Scheduler) report {
	r := report{ID: id}
	if s == nil {
		r.Error = "the bot has not started yet"
		return r
	}
	ctx, cancel := context.WithTimeout(ctx, settleLimit)
	defer cancel()
	err := s.Settle(ctx)
	if err == nil {
		r.Next, err = s.Next(ctx)
	}
	if err == nil {
		coming, e := s.Store.Coming(ctx)
		r.CheckIn, err = coming.CheckIn, e
	}
	if err != nil {
		r.Error = err.Error()
	}
	return r
}

package host

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"
)

// Manager is the service manager that started the bot, as systemd is.
type Manager struct {
	// Notify tells it one thing or several, in the form of sd_notify(3). It must not wait.
	// nil stands for no manager.
	Notify func(state string)
	// Watchdog is how long it waits for a sign of life before it starts the bot anew; 0
	// stands for ever.
	Watchdog time.Duration
}

// tellEvery is how often a manager hears how the bot fares, at least.
const tellEvery = 30 * time.Second

// systemd returns the manager that the environment names, the zero Manager if it names
// none.
func systemd(log *slog.Logger) Manager {
	told, err := daemon.SdNotify(false, "STATUS=Starting.")
	if err != nil {
		log.Warn("the service manager cannot be told anything", "err", err)
	}
	if !told {
		return Manager{}
	}
	watchdog, err := daemon.SdWatchdogEnabled(false)
	if err != nil {
		log.Warn("the service manager's watchdog is not known", "err", err)
	}
	return Manager{Watchdog: watchdog, Notify: func(state string) {
		if _, err := daemon.SdNotify(false, state); err != nil {
			log.Debug("the service manager was not told", "err", err)
		}
	}}
}

// tellManager tells the manager how the bot fares until the returned function is called,
// which says that the bot stops. Nothing of it is about people.
func (p *parts) tellManager(ctx context.Context) (stop func()) {
	if p.env.Manager.Notify == nil {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		p.keepTelling(ctx)
		p.env.Manager.Notify(daemon.SdNotifyStopping + "\nSTATUS=Stopping.")
	}()
	return func() {
		cancel()
		<-ended
	}
}

// keepTelling tells the manager again and again that the bot lives, for as long as no loop
// of it hangs, and that it is ready once the first session stands. Until then it asks for
// more time, because Discord may be out of reach for longer than a start may take.
func (p *parts) keepTelling(ctx context.Context) {
	every := tellEvery
	if w := p.env.Manager.Watchdog; w > 0 {
		every = min(every, w/3)
	}
	again := time.NewTicker(every)
	defer again.Stop()
	starting, warned := p.firstSession, false
	for ctx.Err() == nil {
		hung := p.hung(ctx, min(every, hangsAfter))
		switch {
		case ctx.Err() != nil:
			return
		case hung == "":
			warned = false
			p.env.Manager.Notify(p.sign(starting != nil, 3*every))
		case !warned:
			warned = true
			p.env.Log.Error("a part of the bot hangs; the service manager is not told any more that it lives", "part", hung)
		}
		select {
		case <-ctx.Done():
		case <-starting:
			starting = nil
			p.env.Manager.Notify(daemon.SdNotifyReady)
		case <-again.C:
		}
	}
}

// sign is a sign of life, with how the bot fares in words. While it starts, it asks for
// that much more time.
func (p *parts) sign(starting bool, more time.Duration) string {
	status := "Ready."
	if why := p.notReady(); why != "" {
		status = "Waiting: " + why + "."
	}
	sign := daemon.SdNotifyWatchdog + "\nSTATUS=" + status
	if starting {
		sign += fmt.Sprintf("\nEXTEND_TIMEOUT_USEC=%d", more.Microseconds())
	}
	return sign
}

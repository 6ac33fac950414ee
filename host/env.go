package host

import (
	"context"
	"io"
	"log/slog"
	"net"
	"time"

	"leanon/config"
	"leanon/library"
)

// Env is what a bot gets from outside beside its Config: the secrets, the clock, the
// standard output and the log. An Env does not show the secrets when it is printed or
// logged.
type Env struct {
	// Now, Stdout and Log are required.

	Token  config.Secret    // Discord's bot token without "Bot "
	Key    config.Secret    // the master key from the environment; not set if the key file has it
	Now    func() time.Time // reads the clock
	Stdout io.Writer        // gets the two links
	Log    *slog.Logger

	// Manager tells the service manager how the bot fares. The zero Manager stands for
	// none.
	Manager Manager
	// Door says whether leanon health is answered.
	Door bool

	// The demo and the tests set the fields below. Each may be nil.

	// After tells when Now reaches a moment, as scheduler.Options.After does. nil
	// stands for a timer.
	After func(until time.Time) <-chan time.Time
	// Steady counts the time that passes, whatever Now is set to. nil stands for the
	// monotonic clock in what Now returns.
	Steady func() time.Duration
	// Dial opens connections to Discord. nil stands for TCP.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Library is what the bot says. nil stands for the one that is shipped.
	Library *library.Library
	// Started is called once, when everything is built and nothing runs yet.
	Started func(Running)
}

// String says which secrets are set, never what they are.
func (e Env) String() string {
	return config.TokenVariable + " " + e.Token.String() + ", " + config.KeyVariable + " " + e.Key.String()
}

// GoString keeps the secrets out of %#v.
func (e Env) GoString() string { return "Env{" + e.String() + "}" }

// LogValue keeps the secrets out of the log.
func (e Env) LogValue() slog.Value { return slog.StringValue(e.String()) }

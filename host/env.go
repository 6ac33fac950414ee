package host

import (
	"context"
	"io"
	"leanon/config"
	"log/slog"
	"net"
	"time"
)

// Env is what the program is given from outside beside its Config: the secrets,
// the clock, the standard streams and the log. It never shows the secrets when it
// is printed or logged; a struct that holds an Env must be careful of its own.
type Env struct {
	Token  string // Discord's bot token without "Bot "; "" if none was given
	Key    string // the master key as given, trimmed; "": the key file has it
	Now    func() time.Time
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer
	Log    *slog.Logger

	// What follows is for the demo and the tests; the zero value serves.

	// After tells when Now reaches a moment, as scheduler.Options has it; nil
	// sleeps by a timer.
	After func(until time.Time) <-chan time.Time
	// Dial opens connections to Discord; nil dials by TCP.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Started is called once when everything is built and about to run.
	Started func(Running)
}

// String names what is set, never what it is.
func (e Env) String() string {
	told := func(secret string) string {
		if secret == "" {
			return "not set"
		}
		return "set"
	}
	return config.TokenVariable + " " + told(e.Token) + ", " + config.KeyVariable + " " + told(e.Key)
}

// GoString keeps the secrets out of %#v.
func (e Env) GoString() string { return "Env{" + e.String() + "}" }

// LogValue keeps the secrets out of the log.
func (e Env) LogValue() slog.Value { return slog.StringValue(e.String()) }

package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"strings"
	"time"
	"unicode"
)

// The variables that hold the secrets. They are read here and nowhere else.
const (
	tokenVariable = "DISCORD_TOKEN"
	keyVariable   = "LEANON_KEY"
	// newKeyVariable holds the master key to change to; only rotate-key reads it.
	newKeyVariable = "LEANON_NEW_KEY"
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
	Started func(running)
}

// String names what is set, never what it is.
func (e Env) String() string {
	told := func(secret string) string {
		if secret == "" {
			return "not set"
		}
		return "set"
	}
	return tokenVariable + " " + told(e.Token) + ", " + keyVariable + " " + told(e.Key)
}

// GoString keeps the secrets out of %#v.
func (e Env) GoString() string { return "Env{" + e.String() + "}" }

// LogValue keeps the secrets out of the log.
func (e Env) LogValue() slog.Value { return slog.StringValue(e.String()) }

// readSecrets takes the token and the master key from environ ("NAME=value", as
// os.Environ gives them). Either may be missing. The token is taken with or
// without the "Bot " that stands before it in an Authorization header.
func readSecrets(environ []string) (token, key string, err error) {
	for _, variable := range environ {
		switch name, text, _ := strings.Cut(variable, "="); name {
		case tokenVariable:
			token = strings.TrimSpace(text)
		case keyVariable:
			key = strings.TrimSpace(text)
		}
	}
	if len(token) > 3 && strings.EqualFold(token[:3], "bot") && unicode.IsSpace(rune(token[3])) {
		token = strings.TrimSpace(token[3:])
	}
	if strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' || r == '"' || r == '\'' }) {
		return "", "", errors.New(tokenVariable + " has a space, a quote or another character that no token has; copy the token again, alone")
	}
	return token, key, nil
}

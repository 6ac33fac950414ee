package host

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"leanon/clock"
	"leanon/config"
)

// record is a writer that can be read while it is written.
type record struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (r *record) Write(p []byte) (int, error) { r.mu.Lock(); defer r.mu.Unlock(); return r.b.Write(p) }
func (r *record) String() string              { r.mu.Lock(); defer r.mu.Unlock(); return r.b.String() }

// manual is the config.yaml that the program is built with.
func manual(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../config.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// shipped is the configuration of a host who changed nothing.
func shipped(t *testing.T) config.Config {
	t.Helper()
	cfg, err := config.Load(manual(t), "", false, nil, clock.New())
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

// runs carries out a command in process, for at most a minute.
func runs(t *testing.T, command interface{ Run(*Process) error }, environ ...string) (stdout string, err error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var out bytes.Buffer
	err = command.Run(&Process{
		Ctx: ctx, Manual: manual(t), Environ: environ,
		Stdin: strings.NewReader(""), Stdout: &out, Stderr: io.Discard, Now: time.Now,
	})
	return out.String(), err
}

func TestTheLogIsTextForEyesAndJSONForMachines(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		cfg  config.Log
		want string // how a line begins
	}{
		{config.Log{Level: "info", Format: "auto"}, "{"},
		{config.Log{Level: "info", Format: "json"}, "{"},
		{config.Log{Level: "warn", Format: "text"}, "time="},
	} {
		var out bytes.Buffer
		log := newLogger(c.cfg, &out)
		log.Debug("debug")
		if c.cfg.Level == "warn" {
			log.Info("info")
		}
		if out.Len() > 0 {
			t.Errorf("%v: got %s below the level", c.cfg, &out)
		}
		log.Warn("warn")
		if !strings.HasPrefix(out.String(), c.want) {
			t.Errorf("%v: got %s, want it to begin with %s", c.cfg, &out, c.want)
		}
	}
	if log := newLogger(config.Log{Level: "debug", Format: "auto"}, io.Discard); !log.Enabled(t.Context(), slog.LevelDebug) {
		t.Error("level debug: got no debug messages")
	}
}

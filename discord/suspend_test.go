//go:build unix

package discord

import (
	"context"
	"log/slog"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"leanon/discord/talk"
	"leanon/playground"
)

// These tell the test's other process whom to connect to.
const (
	suspendURL   = "LEANON_TEST_SUSPEND_URL"
	suspendToken = "LEANON_TEST_SUSPEND_TOKEN"
)

// A sleeping laptop: the process stands still for longer than Discord waits for a
// heartbeat, and goes on. It is a process of its own, on real time.
func TestASuspendedProcessComesBackWhenItIsResumed(t *testing.T) {
	if url := os.Getenv(suspendURL); url != "" {
		client, err := New(Options{
			Token: os.Getenv(suspendToken), APIURL: url, Log: slog.New(slog.DiscardHandler), Now: time.Now,
			Timings: Timings{FirstRetry: 10 * time.Millisecond, LongRetry: 100 * time.Millisecond},
		})
		if err != nil {
			t.Fatal(err)
		}
		client.Handle(Handler{Request: func(context.Context, talk.Request) talk.Reply { return talk.Reply{} }})
		t.Fatal(client.Run(t.Context())) // until it is killed
	}
	t.Parallel()
	d := playground.New(playground.Options{Now: time.Now, Heartbeat: 200 * time.Millisecond, Patience: 600 * time.Millisecond})
	if err := d.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	other := exec.Command(os.Args[0], "-test.run=^TestASuspendedProcessComesBackWhenItIsResumed$")
	other.Env = append(os.Environ(), suspendURL+"="+d.URL(), suspendToken+"="+d.Token())
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = other.Process.Kill()
		_ = other.Wait() // it was killed
	})
	await := func(what string, cond func() bool) {
		t.Helper()
		ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
		defer cancel()
		if err := d.Await(ctx, cond); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	for range 3 {
		await("no session", d.Gateway().Connected)
		if err := other.Process.Signal(syscall.SIGSTOP); err != nil {
			t.Fatal(err)
		}
		await("Discord still sees the suspended session", func() bool { return !d.Gateway().Connected() })
		beats := d.Gateway().Beats()
		if err := other.Process.Signal(syscall.SIGCONT); err != nil {
			t.Fatal(err)
		}
		await("no session after it was resumed", func() bool { return d.Gateway().Connected() && d.Gateway().Beats() > beats+3 })
	}
}

//go:build unix

package host

import (
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// The service manager is told by the socket that NOTIFY_SOCKET names: one that stands in a
// directory, or on Linux one that stands nowhere.
func TestTheServiceManagerIsToldAtItsSocket(t *testing.T) {
	sockets := map[string]string{"in a directory": filepath.Join(t.TempDir(), "notify")}
	if runtime.GOOS == "linux" {
		sockets["abstract"] = fmt.Sprintf("@leanon-test-%d", os.Getpid())
	}
	for name, socket := range sockets {
		t.Run(name, func(t *testing.T) {
			manager, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: socket, Net: "unixgram"})
			if err != nil {
				t.Fatal(err)
			}
			defer manager.Close()
			t.Setenv("NOTIFY_SOCKET", socket)
			t.Setenv("WATCHDOG_USEC", "180000000")
			t.Setenv("WATCHDOG_PID", fmt.Sprint(os.Getpid()))
			cfg, env, _ := hosted(t)
			env.Manager = systemd(env.Log)
			if env.Manager.Watchdog != 3*time.Minute {
				t.Errorf("the watchdog: got %v, want 3m0s", env.Manager.Watchdog)
			}
			if err := serves(t, cfg, env)(); err != nil {
				t.Error(err)
			}
			var heard []string
			for len(heard) == 0 || !strings.HasPrefix(heard[len(heard)-1], "STOPPING=1") {
				text := make([]byte, 1024)
				n, err := manager.Read(text)
				if err != nil {
					t.Fatal(err)
				}
				heard = append(heard, string(text[:n]))
			}
			all := strings.Join(heard, "; ")
			for _, want := range []string{"STATUS=Starting.", "WATCHDOG=1\n", "EXTEND_TIMEOUT_USEC=90000000", "READY=1", "STOPPING=1\nSTATUS=Stopping."} {
				if strings.Count(all, want) == 0 {
					t.Errorf("the manager heard %q, and no %q", all, want)
				}
			}
			if strings.Count(all, "READY=1") != 1 {
				t.Errorf("the manager heard READY %d times in %q, want once", strings.Count(all, "READY=1"), all)
			}
		})
	}
}

func TestWithoutAServiceManagerNobodyIsTold(t *testing.T) {
	t.Setenv("NOTIFY_SOCKET", "")
	if m := systemd(slog.New(slog.DiscardHandler)); m.Notify != nil || m.Watchdog != 0 {
		t.Errorf("got a manager with a watchdog of %v, want none", m.Watchdog)
	}
	t.Setenv("NOTIFY_SOCKET", filepath.Join(t.TempDir(), "gone"))
	var log record
	if m := systemd(slog.New(slog.NewTextHandler(&log, nil))); m.Notify != nil || !strings.Contains(log.String(), "the service manager cannot be told anything") {
		t.Errorf("a socket that is not there: got %v and the log %q, want none and a warning", m.Notify != nil, log.String())
	}
}

// A process that was stopped, or hangs as a whole, lets visitors knock and says nothing.
func TestHealthTellsOfAProcessThatDoesNotAnswer(t *testing.T) {
	t.Parallel()
	cfg, _, _ := hosted(t)
	if err := os.MkdirAll(cfg.Data, 0o700); err != nil {
		t.Fatal(err)
	}
	silent, err := net.Listen("unix", doorPath(cfg.Data))
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	wantAnswer(t, cfg.Data, true, "the leanon with the data directory "+cfg.Data+" has hung: it does not answer for 12s; start it again")
}

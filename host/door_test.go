package host

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// asks runs leanon health on a data directory.
func asks(t *testing.T, data string, live bool) (said string, err error) {
	t.Helper()
	manual, err := os.ReadFile("../config.yaml")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	var out bytes.Buffer
	err = HealthCommand{Live: live}.Run(&Process{Ctx: ctx, Manual: string(manual), Environ: []string{"LEANON_DATA=" + data},
		Stdin: strings.NewReader(""), Stdout: &out, Stderr: io.Discard, Now: time.Now})
	return out.String(), err
}

// wantAnswer fails the test unless leanon health says so: "ok " and what it prints, or its
// error.
func wantAnswer(t *testing.T, data string, live bool, want string) {
	t.Helper()
	said, err := asks(t, data, live)
	got := "ok " + strings.TrimSuffix(said, "\n")
	if err != nil {
		got = err.Error()
	}
	if got != want {
		t.Errorf("leanon health (live %v)\n got %s\nwant %s", live, got, want)
	}
}

// dataIn returns a data directory whose path has at least so many letters.
func dataIn(t *testing.T, letters int) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	for len(dir) < letters {
		dir = filepath.Join(dir, "one-more-directory")
	}
	return dir
}

// A socket in a directory cannot have a path of over 107 letters. What happens there is
// what happens wherever there are no such sockets.
const tooLongForASocket = 120

func TestHealthSaysHowTheBotFares(t *testing.T) {
	t.Parallel()
	for name, letters := range map[string]int{"a socket": 0, "a port": tooLongForASocket} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg, env, d := hosted(t)
			cfg.Data, env.Door = dataIn(t, letters), true
			nobody := "no leanon is running with the data directory " + cfg.Data + "; start it with leanon serve"
			wantAnswer(t, cfg.Data, false, nobody)
			wantAnswer(t, cfg.Data, true, nobody)
			stop := serves(t, cfg, env)
			wantAnswer(t, cfg.Data, false, "ok ready")
			wantAnswer(t, cfg.Data, true, "ok ready")
			info, err := os.Lstat(doorPath(cfg.Data))
			if err != nil || info.Mode().Perm() != 0o600 || (info.Mode()&os.ModeSocket != 0) != (letters == 0) {
				t.Errorf("the door: got %v, %v, want it to be its owner's alone", info, err)
			}
			d.Gateway().Silent(true)
			d.Gateway().Drop()
			for deadline := time.Now().Add(30 * time.Second); ; {
				if _, err := asks(t, cfg.Data, false); err != nil || time.Now().After(deadline) {
					break
				}
			}
			wantAnswer(t, cfg.Data, false, "not ready: not connected to Discord")
			wantAnswer(t, cfg.Data, true, "ok not hung, and not ready: not connected to Discord")
			if err := stop(); err != nil {
				t.Error(err)
			}
			wantAnswer(t, cfg.Data, true, nobody)
			if _, err := os.Lstat(doorPath(cfg.Data)); !os.IsNotExist(err) {
				t.Errorf("the door is left behind: %v", err)
			}
		})
	}
}

func TestHealthTellsOfABotThatHangs(t *testing.T) {
	t.Parallel()
	cfg, env, _ := hosted(t)
	env.Door = true
	release, hangs, hung := make(chan struct{}), make(chan struct{}), make(chan struct{}, 100)
	env.After = func(until time.Time) <-chan time.Time {
		select {
		case <-hangs:
			hung <- struct{}{}
			<-release
		default:
		}
		return time.After(min(time.Until(until), 10*time.Millisecond))
	}
	stop := serves(t, cfg, env)
	wantAnswer(t, cfg.Data, true, "ok ready")
	close(hangs)
	<-hung // the loop that sends and the one that reads
	<-hung
	wantAnswer(t, cfg.Data, true, "hung: the loop that sends what is owed has not come round for 8s; start leanon again")
	close(release)
	wantAnswer(t, cfg.Data, true, "ok ready")
	if err := stop(); err != nil {
		t.Error(err)
	}
}

// The door of a bot that was killed is left: a socket, or a file with a port that another
// program may have by now.
func TestTheDoorOfAKilledBotSaysNothing(t *testing.T) {
	t.Parallel()
	other, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	go func() {
		for {
			visitor, err := other.Accept()
			if err != nil {
				return
			}
			_, _ = io.WriteString(visitor, "ready\n")
			visitor.Close()
		}
	}()
	gone, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	gone.Close()
	for name, leave := range map[string]func(path string) error{
		"a socket": func(path string) error {
			l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
			if err != nil {
				return err
			}
			l.SetUnlinkOnClose(false)
			return l.Close()
		},
		"a port that nobody has": func(path string) error {
			return os.WriteFile(path, []byte(gone.Addr().String()+" ask answer\n"), 0o600)
		},
		"a port of another program's": func(path string) error {
			return os.WriteFile(path, []byte(other.Addr().String()+" ask answer\n"), 0o600)
		},
		"a file that is half written":   func(path string) error { return os.WriteFile(path, []byte("127.0"), 0o600) },
		"nothing, and an unlocked data": func(path string) error { return nil },
	} {
		t.Run(name, func(t *testing.T) {
			cfg, env, _ := hosted(t)
			env.Door = true
			if err := os.MkdirAll(cfg.Data, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := leave(doorPath(cfg.Data)); err != nil {
				t.Fatal(err)
			}
			wantAnswer(t, cfg.Data, true, "no leanon is running with the data directory "+cfg.Data+"; start it with leanon serve")
			stop := serves(t, cfg, env)
			wantAnswer(t, cfg.Data, false, "ok ready")
			if err := stop(); err != nil {
				t.Error(err)
			}
		})
	}
}

// Who can reach the port and cannot read the file in the data directory hears nothing.
func TestADoorThatIsAPortAnswersNobodyWithoutTheWord(t *testing.T) {
	t.Parallel()
	dir := dataIn(t, tooLongForASocket)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	asked := make(chan struct{}, 10)
	d := openDoor(dir, func(context.Context) string { asked <- struct{}{}; return isReady }, slog.New(slog.DiscardHandler))
	if d == nil {
		t.Fatal("there is no door")
	}
	defer d.close()
	for _, word := range []string{"\n", d.words.answer + "\n", strings.Repeat("x", 1000) + "\n", "GET / HTTP/1.1\r\n\r\n"} {
		visitor, err := net.Dial("tcp", d.listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(visitor, word)
		if heard, _ := io.ReadAll(visitor); len(heard) > 0 || len(asked) > 0 {
			t.Errorf("to %q the door answers %q", word, heard)
		}
		visitor.Close()
	}
	if answer, err := knock(t.Context(), dir); answer != isReady || err != nil {
		t.Errorf("got %q, %v, want it to answer who has the word", answer, err)
	}
}

package demo

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leanon/clock"
	"leanon/config"
	"leanon/host"
)

// The bot here is led to the Discord by nothing but the file env, as one that a script
// has installed. It runs before the tests that run beside one another, because this Discord
// waits three seconds for it like the real one, and what a script says is not said twice.
func TestAScriptPlaysTheTwoWithABotOfItsOwn(t *testing.T) {
	dir := t.TempDir()
	in, script := io.Pipe()
	answers, out := io.Pipe()
	ended := make(chan error, 2)
	go func() {
		ended <- DiscordCommand{Dir: dir}.Run(&host.Process{Ctx: t.Context(), Stdin: in, Stdout: out, Now: time.Now})
	}()
	read := bufio.NewScanner(answers)
	says := func(line, want string) {
		t.Helper()
		fmt.Fprintln(script, line)
		if read.Scan(); read.Text() != want {
			t.Errorf("%s: got %q, want %q", line, read.Text(), want)
		}
	}
	says("dance", "failed dance: there is no such act: it is connected, couple, note WORDS, history WORDS or sent N")

	env, err := os.ReadFile(filepath.Join(dir, "env"))
	if err != nil {
		t.Fatal(err)
	}
	manual, err := os.ReadFile("../config.yaml")
	if err != nil {
		t.Fatal(err)
	}
	environ := append(strings.Split(strings.TrimSpace(string(env)), "\n"), "LEANON_DATA="+filepath.Join(dir, "data"))
	cfg, err := config.Load(string(manual), "", false, environ, clock.New())
	if err != nil {
		t.Fatal(err)
	}
	token, _, err := config.ReadSecrets(environ)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	go func() {
		ended <- host.Serve(ctx, cfg, host.Env{Token: token, Now: time.Now, Stdout: io.Discard, Log: slog.New(slog.DiscardHandler)})
	}()
	says("connected", "ok connected")
	says("sent 0", "ok sent")
	says("sent 7", "failed sent: they are 0")
	says("couple", "ok couple")
	says("note a walk after dinner", "ok note")
	says("history a walk after dinner", "ok history")
	stop()
	script.Close()
	for range 2 {
		if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
}

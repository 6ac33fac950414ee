package stories

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"leanon/playground"
	"leanon/store"
)

// ofProcess reads one of the system's files about a process, "" if there is none.
func ofProcess(pid int, name string) string {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", pid, name))
	if err != nil {
		return ""
	}
	return string(raw)
}

// isHardened says whether a process makes no core dumps.
func isHardened(pid int) bool {
	for line := range strings.Lines(ofProcess(pid, "limits")) {
		if fields, ok := strings.CutPrefix(line, "Max core file size"); ok {
			return strings.Join(strings.Fields(fields), " ") == "0 0 bytes"
		}
	}
	return false
}

// within waits until something is so.
func within(t *testing.T, what string, is func() bool) {
	t.Helper()
	limit := time.After(patience)
	for !is() {
		select {
		case <-time.After(10 * time.Millisecond):
		case <-limit:
			t.Fatalf("not within 30 s: %s", what)
		}
	}
}

func TestEveryCommandIsHardenedAndHidesItsSecrets(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat("/proc/self/limits"); err != nil {
		t.Skip("this system does not show a process's limits")
	}
	program := builtProgram(t)
	const token = "hush.hush.hush"
	demo := exec.Command(program, "demo")
	demo.Env = append(os.Environ(), "DISCORD_TOKEN="+token)
	if err := demo.Start(); err != nil {
		t.Fatal(err)
	}
	defer demo.Wait()
	defer demo.Process.Signal(os.Interrupt)
	within(t, "the demo is hardened", func() bool { return isHardened(demo.Process.Pid) })
	child := 0
	within(t, "the demo has a bot, which is hardened", func() bool {
		tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", demo.Process.Pid))
		for _, task := range tasks {
			raw, _ := os.ReadFile(task)
			for _, pid := range strings.Fields(string(raw)) {
				child, _ = strconv.Atoi(pid)
				if strings.Contains(ofProcess(child, "cmdline"), "demo-bot") && isHardened(child) {
					return true
				}
			}
		}
		return false
	})
	if environ := ofProcess(child, "environ"); strings.Contains(environ, token) {
		t.Error("the demo's bot got the token of the environment")
	}
}

func TestServeEndsInGoodOrderWhenItsTerminalIsClosed(t *testing.T) {
	t.Parallel()
	program := builtProgram(t)
	hangUps := make(chan os.Signal, 1)
	signal.Notify(hangUps, syscall.SIGHUP) // under nohup leanon would inherit that it is ignored
	defer signal.Stop(hangUps)
	for _, end := range []syscall.Signal{syscall.SIGHUP, syscall.SIGTERM, syscall.SIGINT} {
		d := playground.New(playground.Options{Now: time.Now, Broke: func(request string, err error) { t.Errorf("%s: %v", request, err) }})
		if err := d.Start(); err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		dir := t.TempDir()
		token := filepath.Join(dir, "token")
		if err := os.WriteFile(token, []byte(d.Token()+"\n"), 0o444); err != nil {
			t.Fatal(err)
		}
		var said record
		bot := exec.Command(program, "serve")
		bot.Dir = dir
		bot.Env = []string{"DISCORD_TOKEN_FILE=" + token, "LEANON_DATA=" + filepath.Join(dir, "data"), "LEANON_DISCORD_API_URL=" + d.URL()}
		bot.Stdout, bot.Stderr = &said, &said
		if err := bot.Start(); err != nil {
			t.Fatal(err)
		}
		within(t, "it says READY: "+said.String(), func() bool { return bytes.Contains([]byte(said.String()), []byte("READY")) })
		if err := bot.Process.Signal(end); err != nil {
			t.Fatal(err)
		}
		if err := bot.Wait(); err != nil {
			t.Errorf("%v: it ended with %v, want success; it said\n%s", end, err, said.String())
		}
		if log, err := os.Stat(store.Path(filepath.Join(dir, "data")) + "-wal"); err == nil && log.Size() > 0 {
			t.Errorf("%v: the log is left, with %d bytes", end, log.Size())
		}
	}
}

package stories

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// builtDir is where builtProgram put the program; TestMain deletes it.
var builtDir string

// builtOnce builds leanon as a host would, with the race detector where the tests
// have it.
var builtOnce = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "leanon-built-")
	if err != nil {
		return "", err
	}
	builtDir = dir
	program := filepath.Join(dir, "leanon")
	args := []string{"build", "-o", program}
	if racing {
		args = append(args, "-race")
	}
	if out, err := exec.Command("go", append(args, "leanon")...).CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w:\n%s", err, out)
	}
	return program, nil
})

// builtProgram is leanon itself, for tests that need it as a process: it can be
// killed, and its memory and time are its own.
func builtProgram(t testing.TB) string {
	t.Helper()
	program, err := builtOnce()
	if err != nil {
		t.Fatalf("build leanon: %v", err)
	}
	return program
}

// botProcess is leanon at work.
type botProcess struct {
	cmd *exec.Cmd
	log *bytes.Buffer
}

func (f *fan) start(b *testing.B, limit int) *botProcess {
	b.Helper()
	p := &botProcess{cmd: exec.Command(builtProgram(b), "serve"), log: &bytes.Buffer{}}
	p.cmd.Dir = f.data // config.yaml's own defaults
	p.cmd.Env = []string{"DISCORD_TOKEN=" + f.discord.Token(), "LEANON_KEY=" + fanKey, "LEANON_DATA=" + f.data, "LEANON_DISCORD_API_URL=" + f.discord.URL(),
		"LEANON_DISCORD_REQUESTS_PER_SECOND=" + strconv.Itoa(limit), "LEANON_QUIET_HOURS=", "LEANON_LOG_LEVEL=warn"}
	p.cmd.Stdout, p.cmd.Stderr = io.Discard, p.log
	if err := p.cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = p.cmd.Process.Kill() })
	return p
}

func (p *botProcess) stop(b *testing.B) {
	b.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		b.Fatal(err)
	}
	if err := p.cmd.Wait(); err != nil {
		b.Errorf("the bot: %v\n%s", err, p.log)
	}
	if p.log.Len() > 0 {
		b.Errorf("the bot warns:\n%s", p.log)
	}
}

// spent is the processor time of the bot so far.
func (p *botProcess) spent(b *testing.B) time.Duration {
	b.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		b.Skipf("no processor time to be seen here: %v", err)
	}
	_, after, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(after)
	var ticks int
	for _, field := range fields[11:13] { // utime and stime (proc_pid_stat(5))
		n, err := strconv.Atoi(field)
		if err != nil {
			b.Fatal(err)
		}
		ticks += n
	}
	return time.Duration(ticks) * time.Second / 100
}

// status is a figure of the bot's memory, in MB.
func (p *botProcess) status(b *testing.B, name string) float64 {
	b.Helper()
	file, err := os.Open(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		b.Skipf("no memory to be seen here: %v", err)
	}
	defer file.Close()
	for s := bufio.NewScanner(file); s.Scan(); {
		if fields := strings.Fields(s.Text()); fields[0] == name {
			kb, err := strconv.Atoi(fields[1])
			if err != nil {
				b.Fatal(err)
			}
			return float64(kb) / 1024
		}
	}
	b.Fatalf("no %s", name)
	return 0
}

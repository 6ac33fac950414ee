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
)

// builtDir is where programs are built; TestMain deletes it.
var builtDir string

// builtOnce builds leanon as a host would, with the race detector where the tests
// have it, and returns its directory.
var builtOnce = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "leanon-built-")
	if err != nil {
		return "", err
	}
	builtDir = dir
	return dir, build(dir, "leanon")
})

func build(dir, program string) error {
	args := []string{"build", "-o", dir + string(filepath.Separator)}
	if racing {
		args = append(args, "-race")
	}
	if out, err := exec.Command("go", append(args, program)...).CombinedOutput(); err != nil {
		return fmt.Errorf("%w:\n%s", err, out)
	}
	return nil
}

// builtProgram is leanon itself, for tests that need it as a process: it can be
// killed, and its memory and time are its own.
func builtProgram(t testing.TB) string {
	t.Helper()
	plainly(t)
	dir, err := builtOnce()
	if err != nil {
		t.Fatalf("build leanon: %v", err)
	}
	return filepath.Join(dir, "leanon")
}

// builtShifted is leanon serve with a clock that can be moved.
func builtShifted(t testing.TB) string {
	t.Helper()
	dir := filepath.Dir(builtProgram(t))
	if err := build(dir, "leanon/stories/testdata/shifted"); err != nil {
		t.Fatalf("build leanon with a clock that can be moved: %v", err)
	}
	return filepath.Join(dir, "shifted")
}

// botProcess is leanon at work.
type botProcess struct {
	cmd *exec.Cmd
	in  io.Writer // what it reads
	log *bytes.Buffer
}

// start starts a program on a fan's data, with the settings that config.yaml ships.
// Nobody is quiet: an evening may be measured at any hour.
func (f *fan) start(b *testing.B, program string, args ...string) *botProcess {
	b.Helper()
	p := &botProcess{cmd: exec.Command(program, args...), log: &bytes.Buffer{}}
	p.cmd.Dir = f.data
	p.cmd.Env = []string{"DISCORD_TOKEN=" + f.discord.Token(), "LEANON_KEY=" + fanKey, "LEANON_DATA=" + f.data, "LEANON_DISCORD_API_URL=" + f.discord.URL(),
		"LEANON_QUIET_HOURS=", "LEANON_LOG_LEVEL=warn"}
	p.cmd.Stdout, p.cmd.Stderr = io.Discard, p.log
	in, err := p.cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	p.in = in
	if err := p.cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = p.cmd.Process.Kill() })
	return p
}

// stop ends the bot in good order, and fails if it warned of anything.
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

// ownMemory is the bot's memory, in MB, without what it maps of files: the system
// drops those pages as it likes.
func (p *botProcess) ownMemory(b *testing.B) float64 {
	b.Helper()
	file, err := os.Open(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		b.Skipf("no memory to be seen here: %v", err)
	}
	defer file.Close()
	for s := bufio.NewScanner(file); s.Scan(); {
		if fields := strings.Fields(s.Text()); fields[0] == "RssAnon:" {
			kb, err := strconv.Atoi(fields[1])
			if err != nil {
				b.Fatal(err)
			}
			return float64(kb) / 1024
		}
	}
	b.Fatal("no RssAnon")
	return 0
}
